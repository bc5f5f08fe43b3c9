package io.interregnum.masters;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** When one of Curator's recipes gives leadership up after its connection broke. */
enum ErrorPolicy {
    /** At once ({@code SUSPENDED}), which is Curator's default. */
    STANDARD,
    /**
     * When Curator says that the session must have expired ({@code LOST}), which it is told to say after a third of the
     * session time-out without a connection: the client notices a broken connection after about two thirds.
     */
    SESSION;

    /** What Curator is told to wait for, in per cent of the session time-out, under {@link #SESSION}. */
    static final int EXPIRATION_PERCENT = 33;

    /** The name on the command line, such as {@code standard}. */
    String flagName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException if there is none of that name */
    static ErrorPolicy parse(String name) {
        return Arrays.stream(values())
                .filter(policy -> policy.flagName().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("--error-policy " + name + ": expected one of "
                        + Arrays.stream(values()).map(ErrorPolicy::flagName).collect(Collectors.joining(", "))));
    }
}
