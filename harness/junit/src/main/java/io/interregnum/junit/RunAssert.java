package io.interregnum.junit;

import io.interregnum.check.Finding;
import io.interregnum.check.Verdict;
import io.interregnum.metric.Failover;
import io.interregnum.metric.Milestone;
import io.interregnum.report.Report;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;
import org.assertj.core.api.AbstractAssert;

/**
 * Assertions on one run, in the manner of AssertJ.
 *
 * <p>A claim fails when evidence contradicts it, and also when the run cannot tell: a run of which a checker says
 * {@code UNKNOWN} supports no claim, whichever checker it is, since a run that was not judged whole proves nothing.
 * Evidence against a claim comes before that, unless the history itself is unsound. Messages carry the sentences of the
 * checkers, the run's directory and the command that runs it again.
 */
public final class RunAssert extends AbstractAssert<RunAssert, Report> {
    private static final Set<String> JUDGES_OF_SPLIT_BRAIN =
            Set.of("assumptions", "vacuity", "leadership", "fencing", "linearizability");
    private static final Set<String> JUDGES_OF_STATE = Set.of("assumptions", "vacuity", "linearizability");
    private static final Set<String> JUDGES_OF_FAILOVERS = Set.of("assumptions", "vacuity");

    private final Evidence evidence;

    RunAssert(Report report) {
        super(report, RunAssert.class);
        this.evidence = new Evidence(report);
    }

    /** Fails unless the verdict is {@code VALID}. */
    public RunAssert wasValid() {
        refute("the run is INVALID:", finding -> true);
        needKnown("whether the run was valid is not known:", Set.of());
        if (actual.verdict() != Verdict.VALID) {
            throw failed("the run is " + actual.verdict() + ", expected VALID", List.of());
        }
        return this;
    }

    /**
     * Fails when there is a violation of any grade of split-brain. An overlap of claims within the scenario's bound is
     * no violation.
     */
    public RunAssert hadNoSplitBrain() {
        refute("expected no split-brain, but:", Evidence::isSplitBrain);
        needKnown("whether there was split-brain is not known:", JUDGES_OF_SPLIT_BRAIN);
        return this;
    }

    /** Fails when an acknowledged write is gone, or state is stale or forked (grade 4 of split-brain). */
    public RunAssert lostNoAcknowledgedWrite() {
        refute("expected no acknowledged write to be lost, but:", Evidence::isLostState);
        needKnown("whether an acknowledged write was lost is not known:", JUDGES_OF_STATE);
        return this;
    }

    /**
     * Fails when there was no failover, when one took longer than {@code limit}, or when the length of one is not known.
     *
     * <p>What counts is the longest that it can have taken: from the first moment at which the fault may have been in
     * effect until a client's write was acknowledged. So the error of measurement can fail the claim, never support it.
     * Reports show the point estimate, which is at most as long.
     *
     * @param limit inclusive, positive
     */
    public RunAssert failedOverWithin(Duration limit) {
        if (limit.isNegative() || limit.isZero()) {
            throw new IllegalArgumentException("limit=" + limit + " must be positive");
        }
        needKnown("how long failovers took is not known:", JUDGES_OF_FAILOVERS);
        List<Failover> failovers = actual.failovers();
        if (failovers.isEmpty()) {
            throw failed("expected failovers within " + seconds(limit.toNanos()) + ", but there was none", List.of());
        }
        List<String> tooLong = new ArrayList<>();
        List<String> notObserved = new ArrayList<>();
        for (Failover failover : failovers) {
            OptionalLong longest = longestNanos(failover);
            if (longest.isEmpty()) {
                notObserved.add(words(failover) + ": " + missing(failover) + " was not observed");
            } else if (longest.getAsLong() > limit.toNanos()) {
                tooLong.add(words(failover) + " took up to " + seconds(longest.getAsLong()) + parts(failover));
            }
        }
        if (!tooLong.isEmpty()) {
            throw failed("expected failovers within " + seconds(limit.toNanos()) + ", but:", tooLong);
        }
        if (!notObserved.isEmpty()) {
            throw failed("inconclusive: how long failovers took is not known:", notObserved);
        }
        return this;
    }

    /**
     * Fails unless there were exactly so many failovers.
     *
     * @param count 0 or more
     */
    public RunAssert hadFailovers(int count) {
        if (count < 0) {
            throw new IllegalArgumentException("count=" + count + " must not be negative");
        }
        needKnown("how many failovers there were is not known:", JUDGES_OF_FAILOVERS);
        List<Failover> failovers = actual.failovers();
        if (failovers.size() != count) {
            throw failed(
                    "expected " + count + " failovers, but there were " + failovers.size()
                            + (failovers.isEmpty() ? "" : ":"),
                    failovers.stream().map(RunAssert::words).toList());
        }
        return this;
    }

    private void refute(String headline, Predicate<Finding> speaksAgainst) {
        isNotNull();
        List<String> sentences = evidence.against(speaksAgainst);
        if (!sentences.isEmpty() && !evidence.isUnsound()) {
            throw failed(headline, sentences);
        }
    }

    private void needKnown(String question, Set<String> judges) {
        isNotNull();
        List<String> reasons = evidence.unknowns(judges);
        if (!reasons.isEmpty()) {
            throw failed("inconclusive: " + question, reasons);
        }
    }

    private AssertionError failed(String headline, List<String> sentences) {
        return failure("%s", evidence.message(headline, sentences));
    }

    private static OptionalLong longestNanos(Failover failover) {
        Optional<Milestone> began = failover.faultEffective();
        Optional<Milestone> served = failover.clientServed();
        return began.isEmpty() || served.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(served.get().latestNanos() - began.get().earliestNanos());
    }

    private static String missing(Failover failover) {
        return failover.faultEffective().isEmpty()
                ? "when its fault took effect"
                : "when a client was served under epoch " + failover.newEpoch();
    }

    private static String words(Failover failover) {
        return failover.fault().orElse("no fault") + ": "
                + (failover.oldLeader().isEmpty() ? "nobody" : failover.oldLeader()) + " to " + failover.newLeader()
                + " (epoch " + failover.newEpoch() + ")";
    }

    private static String parts(Failover failover) {
        List<String> parts = new ArrayList<>();
        for (Failover.Phase phase : Failover.Phase.values()) {
            failover.nanos(phase)
                    .ifPresent(nanos -> parts.add(phase.name().toLowerCase(Locale.ROOT) + " " + seconds(nanos)));
        }
        return parts.isEmpty() ? "" : ": " + String.join(", ", parts);
    }

    private static String seconds(long nanos) {
        return String.format(Locale.ROOT, "%.3f s", nanos / 1e9);
    }
}
