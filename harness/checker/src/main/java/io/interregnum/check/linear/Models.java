package io.interregnum.check.linear;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The catalogue of models. A new one is a class and a line here. */
public final class Models {
    /**
     * A register of one value, at first absent. {@code read} (value: what came back, null for absent) and {@code
     * write} (value: what to write).
     */
    public static final Model<Optional<Object>> REGISTER = new RegisterModel("register", false, Optional.empty());

    /**
     * A register with {@code cas} besides (value: a list of the expected value, null for absent, and the new one). A
     * compare-and-set that was refused and told what it found is a {@code read} of that.
     */
    public static final Model<Optional<Object>> CAS_REGISTER =
            new RegisterModel("cas-register", true, Optional.empty());

    /** All of them, in the order in which they are declared. */
    public static final List<Model<?>> ALL = List.of(REGISTER, CAS_REGISTER);

    private Models() {}

    /**
     * The model of that {@link Model#name}.
     *
     * @throws IllegalArgumentException when there is none; the message lists those that there are
     */
    public static Model<?> named(String name) {
        return ALL.stream()
                .filter(model -> model.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no model is called \"" + name + "\"; there are "
                        + ALL.stream().map(Model::name).collect(Collectors.joining(", "))));
    }
}
