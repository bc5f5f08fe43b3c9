package io.interregnum.masters;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The deliberate deviations from a correct master. Each is one known class of mistake; they combine. The README's table
 * gives the fault that triggers each and the checker that must turn red.
 */
enum Variant {
    /**
     * A leader that is cut from ZooKeeper stays leader in its own eyes until ZooKeeper itself tells it otherwise, however
     * long that takes. Real ones: MESOS-299 and MESOS-935 (no "no leader" after a local time-out), marathon#2509.
     */
    SUSPENDED_IS_LEADER,

    /**
     * The registry is overwritten from memory, whatever its version and whoever leads, and reads are answered from
     * memory. A belief from before a pause is trusted after it, too. Real one: MESOS-841 (masters that no longer led
     * could write). Together with {@link #SUSPENDED_IS_LEADER} not even a lost session ends the leader.
     */
    NO_FENCE,

    /**
     * The local expiry timer runs for the full session time-out from the moment of disconnection, which is up to two
     * thirds of the time-out too late. Real ones: Mesos itself, and CURATOR-460.
     */
    MESOS_TIMER,

    /**
     * A write is acknowledged once it is in memory, and written to the registry some time later. Real one: MESOS-6090
     * (memory updated before the registry). Fault: kill the leader, or anything else that ends it, under load. Checker:
     * linearizability, because acknowledged writes are gone under the next leader.
     */
    ACK_BEFORE_PERSIST;

    /** The name on the command line, such as {@code no-fence}. */
    String flagName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The variants in a comma-separated list; {@code correct} stands for none and must then stand alone.
     *
     * @throws IllegalArgumentException if a name is unknown, missing, or combined with {@code correct}
     */
    static Set<Variant> parse(String list) {
        Set<Variant> variants = EnumSet.noneOf(Variant.class);
        if (list.equals("correct")) {
            return variants;
        }
        for (String name : list.split(",", -1)) {
            variants.add(Arrays.stream(values())
                    .filter(variant -> variant.flagName().equals(name))
                    .findFirst()
                    .orElseThrow(() -> unknown(list, name)));
        }
        return variants;
    }

    private static IllegalArgumentException unknown(String list, String name) {
        String known = Arrays.stream(values()).map(Variant::flagName).collect(Collectors.joining(", "));
        return new IllegalArgumentException("--variant " + list + ": \"" + name + "\" is not a variant that combines;"
                + " expected \"correct\" alone or a comma-separated list of: " + known);
    }
}
