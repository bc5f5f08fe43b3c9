package io.interregnum.suite.zoo;

import io.interregnum.suite.Home;
import io.interregnum.suite.MasterElection;
import io.interregnum.suite.ReferenceSystem;
import java.util.function.BiFunction;

/**
 * The system that an entry runs. Another registry, agents, or libraries of other versions are another family, which is
 * another way to make it.
 *
 * @param family of systems that differ in their planted bugs only
 * @param bugs planted bugs with commas between, {@code correct} for none; nobody but the system is told
 * @param maker makes a system of the family with such bugs; may block while it fetches what it needs, and throws
 *     {@code UnableException} when that cannot be had here
 */
public record Subject(String family, String bugs, BiFunction<Home, String, ReferenceSystem> maker) {
    static final String MASTERS = "masters";
    private static final String NONE = "correct";

    /** The reference master with planted bugs, alone. */
    static Subject masters(String bugs) {
        return new Subject(MASTERS, bugs, (home, planted) -> new ReferenceSystem(home.mastersClassPath(), planted));
    }

    /** The same masters with their registry in a log that they replicate. */
    static Subject mastersWithLog(String bugs) {
        return new Subject(
                "replicated-log",
                bugs,
                (home, planted) -> new ReferenceSystem(
                        home.mastersClassPath(), planted, MasterElection.OWN, ReferenceSystem.LOG_REGISTRY));
    }

    /** The same without its bugs. */
    Subject correct() {
        return new Subject(family, NONE, maker);
    }

    /** The system itself. */
    public ReferenceSystem system(Home home) {
        return maker.apply(home, bugs);
    }
}
