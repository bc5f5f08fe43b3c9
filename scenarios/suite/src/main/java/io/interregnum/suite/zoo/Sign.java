package io.interregnum.suite.zoo;

import io.interregnum.check.Grade;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * What must be seen of a run before a planted bug counts as found. That anything rang is not enough: it must be the right
 * checker, and its witness must name a master on which the bug acted and operations of the kind that it spoils.
 *
 * @param kind in which form
 * @param checker whose finding it must be
 * @param grade which the finding must have; empty for one that is not about split-brain
 * @param culprit on which masters the bug acts; the finding must name one of them
 * @param operations kinds of which the witness must hold one at least: {@code read}, {@code write}, {@code cas} of clients,
 *     {@code probe}, or a fact of ZooKeeper such as {@code election-node-deleted}; empty where there is no witness
 * @param longerThan what an overlap or a time without leader must exceed; zero for a violation
 */
public record Sign(
        Kind kind,
        String checker,
        Optional<Grade> grade,
        Culprit culprit,
        Set<String> operations,
        Duration longerThan) {

    /** The kinds of operations of clients. */
    static final Set<String> CLIENTS = Set.of("read", "write", "cas");

    static final String PROBE = "probe";

    /** Forms. */
    public enum Kind {
        /** A violation. */
        VIOLATION,
        /** A certain claim overlap that is no violation, in a run that is {@code VALID}. */
        OVERLAP,
        /** A time in which certainly nobody claimed to lead, in a run that is not {@code INVALID}. */
        LEADERLESS,
        /** Nothing: the system is correct, and the run must be {@code VALID}. */
        NOTHING
    }

    public Sign {
        operations = Set.copyOf(operations);
    }

    /** A violation without a grade of split-brain. */
    static Sign violation(String checker, Culprit culprit, Set<String> operations) {
        return new Sign(Kind.VIOLATION, checker, Optional.empty(), culprit, operations, Duration.ZERO);
    }

    /** A violation of that grade. */
    static Sign violation(String checker, Grade grade, Culprit culprit, Set<String> operations) {
        return new Sign(Kind.VIOLATION, checker, Optional.of(grade), culprit, operations, Duration.ZERO);
    }

    /** Effects of clients' operations under an old epoch after some under a later one. */
    static Sign effectOverlap(Culprit culprit) {
        return violation("fencing", Grade.EFFECT_OVERLAP, culprit, CLIENTS);
    }

    /** A register that answers as no register can. */
    static Sign lostState(Culprit culprit) {
        return violation("linearizability", Grade.STATE_LOST_OR_FORKED, culprit, CLIENTS);
    }

    /** Two that claim to lead for longer than the bound of the scenario. */
    static Sign claimsBeyondBound(Culprit culprit) {
        return violation("leadership", Grade.CLAIM_OVERLAP, culprit, Set.of(PROBE));
    }

    /** Two that claim to lead, within what is allowed. */
    static Sign overlap(Culprit culprit, Duration longerThan) {
        return new Sign(
                Kind.OVERLAP, "leadership", Optional.of(Grade.CLAIM_OVERLAP), culprit, Set.of(PROBE), longerThan);
    }

    /** Nobody that leads, for longer than any correct system needs. */
    static Sign leaderless(Duration longerThan) {
        return new Sign(Kind.LEADERLESS, "leadership", Optional.empty(), Culprit.ANY, Set.of(), longerThan);
    }

    /** Nothing at all. */
    static Sign nothing() {
        return new Sign(Kind.NOTHING, "", Optional.empty(), Culprit.ANY, Set.of(), Duration.ZERO);
    }

    /** In a few words, such as {@code fencing, grade 2}. */
    public String text() {
        return switch (kind) {
            case VIOLATION ->
                checker + grade.map(each -> ", grade " + each.number()).orElse("");
            case OVERLAP -> "green, with a claim overlap above " + longerThan.toMillis() + " ms";
            case LEADERLESS -> checker + ", nobody for more than " + longerThan.toMillis() + " ms";
            case NOTHING -> "green";
        };
    }
}
