package io.interregnum.masters;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Who decides which master leads. */
enum ElectionKind {
    /** {@link Election}, after the example of Mesos. */
    OWN,
    /** Curator's {@code LeaderLatch}. */
    LATCH,
    /** Curator's {@code LeaderSelector}. */
    SELECTOR;

    /** The name on the command line, such as {@code latch}; also that of a recipe's znode within the group. */
    String flagName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException if there is none of that name */
    static ElectionKind parse(String name) {
        return Arrays.stream(values())
                .filter(kind -> kind.flagName().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("--election " + name + ": expected one of "
                        + Arrays.stream(values()).map(ElectionKind::flagName).collect(Collectors.joining(", "))));
    }
}
