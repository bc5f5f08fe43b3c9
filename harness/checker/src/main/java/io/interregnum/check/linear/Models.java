package io.interregnum.check.linear;

import java.util.List;
import java.util.Optional;

/** The catalogue of models. A new one is a class and a line here. */
public final class Models {
    /**
     * A register of one {@code Long}, at first absent. {@code read} (value: what came back, null for absent) and {@code
     * write} (value: what to write).
     */
    public static final Model<Optional<Long>> REGISTER = new RegisterModel("register");

    /**
     * A register with {@code cas} besides (value: a list of the expected value, null for absent, and the new one). A
     * compare-and-set that was refused and told what it found is a {@code read} of that.
     */
    public static final Model<Optional<Long>> CAS_REGISTER = new RegisterModel("cas-register");

    /** All of them, in the order in which they are declared. */
    public static final List<Model<Optional<Long>>> ALL = List.of(REGISTER, CAS_REGISTER);

    private Models() {}
}
