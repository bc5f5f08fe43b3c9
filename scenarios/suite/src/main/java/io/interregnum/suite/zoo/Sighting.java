package io.interregnum.suite.zoo;

import io.interregnum.check.CheckResult;
import io.interregnum.check.Finding;
import io.interregnum.check.Verdict;
import io.interregnum.history.ClientFields;
import io.interregnum.history.ElectionFact;
import io.interregnum.history.Event;
import io.interregnum.history.FaultEvent.Stage;
import io.interregnum.history.FaultStep;
import io.interregnum.history.Processes;
import io.interregnum.report.Report;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/**
 * What was seen in a run, held against what should be.
 *
 * @param outcome of the run
 * @param rang checkers that found a violation, by name
 * @param detectionNanos from the effect of the last fault before it to the event that completes the witness; empty when
 *     the bug was not found, or has no witness
 * @param words why, in a sentence
 */
public record Sighting(Outcome outcome, List<String> rang, OptionalLong detectionNanos, String words) {
    /** Of an {@code effective} event: what proved it was begun then. */
    private static final String EFFECTIVE_BY = "effective-by";
    /** Checkers that have nothing to judge where there was no fault. */
    private static final Set<String> OF_FAULTS = Set.of("vacuity", "liveness");
    /** A run without faults in which less than this succeeded shows nothing. */
    private static final long OK_MIN = 200;

    private static final String FROM_NANOS = "fromNanos";
    private static final String OVERLAP_NANOS = "overlapNanosMin";
    private static final String LEADERLESS_NANOS = "longestLeaderlessNanosMin";

    public Sighting {
        rang = List.copyOf(rang);
    }

    /** A run of which there is no report. */
    public static Sighting failed(String why) {
        return new Sighting(Outcome.FAILED, List.of(), OptionalLong.empty(), why);
    }

    /** Looks for a sign. */
    public static Sighting of(Report report, Sign sign) {
        return switch (sign.kind()) {
            case NOTHING -> ofControl(report);
            case VIOLATION -> violation(report, sign);
            case OVERLAP -> overlap(report, sign);
            case LEADERLESS -> leaderless(report, sign);
        };
    }

    /** Looks whether nothing rang. A scenario without faults is not held to have tested what needs one. */
    public static Sighting ofControl(Report report) {
        if (report.verdict() == Verdict.INVALID) {
            return new Sighting(Outcome.FALSE_ALARM, rang(report), OptionalLong.empty(), firstViolation(report));
        }
        boolean faultless = FaultStep.of(report.history()).isEmpty();
        List<CheckResult> undecided = report.judgement().results().stream()
                .filter(result -> result.verdict() == Verdict.UNKNOWN)
                .filter(result -> !faultless || !OF_FAULTS.contains(result.checker()))
                .toList();
        if (undecided.isEmpty() && report.info().complete() && (!faultless || okCount(report) >= OK_MIN)) {
            return new Sighting(Outcome.GREEN, List.of(), OptionalLong.empty(), "nothing rang");
        }
        return unknown(report);
    }

    private static long okCount(Report report) {
        return report.history().clientOperations().stream()
                .filter(operation -> operation.outcome() == Event.Type.OK)
                .count();
    }

    private static Sighting unknown(Report report) {
        List<String> reasons = report.judgement().results().stream()
                .filter(result -> result.verdict() == Verdict.UNKNOWN)
                .map(result -> result.checker() + ": " + result.reason())
                .toList();
        return new Sighting(
                Outcome.UNKNOWN,
                rang(report),
                OptionalLong.empty(),
                reasons.isEmpty() ? "the run was cut short" : String.join("; ", reasons));
    }

    private static Sighting violation(Report report, Sign sign) {
        if (report.verdict() == Verdict.UNKNOWN) {
            return unknown(report);
        }
        List<Finding> fitting = result(report, sign.checker()).stream()
                .flatMap(result -> result.violations().stream())
                .filter(finding -> fits(report, finding, sign))
                .toList();
        if (!fitting.isEmpty()) {
            return found(
                    report, fitting, report.info().expectations().overlapBound().orElse(Duration.ZERO));
        }
        if (report.verdict() == Verdict.INVALID) {
            return new Sighting(Outcome.OTHER, rang(report), OptionalLong.empty(), firstViolation(report));
        }
        return new Sighting(Outcome.MISSED, List.of(), OptionalLong.empty(), "nothing rang");
    }

    private static Sighting overlap(Report report, Sign sign) {
        Sighting green = ofControl(report);
        if (green.outcome() != Outcome.GREEN) {
            return green;
        }
        List<Finding> fitting = result(report, sign.checker()).stream()
                .flatMap(result -> result.observations().stream())
                .filter(finding -> finding.details().get(OVERLAP_NANOS) instanceof Long nanos
                        && nanos > sign.longerThan().toNanos())
                .filter(finding -> fits(report, finding, sign))
                .toList();
        return fitting.isEmpty()
                ? new Sighting(Outcome.MISSED, List.of(), OptionalLong.empty(), "green, but no such overlap")
                : found(report, fitting, sign.longerThan());
    }

    private static Sighting leaderless(Report report, Sign sign) {
        if (report.verdict() == Verdict.INVALID) {
            return new Sighting(Outcome.OTHER, rang(report), OptionalLong.empty(), firstViolation(report));
        }
        long nanos = result(report, sign.checker())
                .map(result -> result.measures().get(LEADERLESS_NANOS))
                .map(measure -> measure instanceof Long number ? number : 0L)
                .orElse(0L);
        if (nanos > sign.longerThan().toNanos()) {
            String words = "certainly nobody led for " + nanos / 1_000_000 + " ms";
            return new Sighting(Outcome.FOUND, List.of(sign.checker()), OptionalLong.empty(), words);
        }
        return report.verdict() == Verdict.UNKNOWN
                ? unknown(report)
                : new Sighting(
                        Outcome.MISSED,
                        List.of(),
                        OptionalLong.empty(),
                        "nobody led for " + nanos / 1_000_000 + " ms only");
    }

    private static Optional<CheckResult> result(Report report, String checker) {
        return report.judgement().results().stream()
                .filter(result -> result.checker().equals(checker))
                .findFirst();
    }

    private static List<String> rang(Report report) {
        Set<String> rang = new TreeSet<>();
        report.judgement().results().stream()
                .filter(result -> !result.violations().isEmpty())
                .forEach(result -> rang.add(result.checker()));
        return List.copyOf(rang);
    }

    private static String firstViolation(Report report) {
        return report.judgement().results().stream()
                .flatMap(result ->
                        result.violations().stream().map(finding -> result.checker() + ": " + finding.summary()))
                .findFirst()
                .orElse("");
    }

    private static boolean fits(Report report, Finding finding, Sign sign) {
        List<Event> witness = witness(report, finding);
        Set<String> named = new LinkedHashSet<>(finding.nodes());
        witness.forEach(event -> node(event).ifPresent(named::add));
        named.retainAll(sign.culprit().in(report));
        return finding.grade().equals(sign.grade())
                && !named.isEmpty()
                && witness.stream().anyMatch(event -> sign.operations().contains(operation(event)));
    }

    private static List<Event> witness(Report report, Finding finding) {
        List<Event> all = report.history().events();
        List<Event> witness = new ArrayList<>();
        for (long index : finding.events()) {
            witness.add(all.get(Math.toIntExact(index)));
        }
        return witness;
    }

    private static Optional<String> node(Event event) {
        if (Processes.isProbe(event.process())) {
            return Optional.of(Processes.nodeOfProbe(event.process()));
        }
        return ElectionFact.of(event).map(ElectionFact::node).or(() -> event.text(ClientFields.NODE));
    }

    private static String operation(Event event) {
        return Processes.isProbe(event.process()) ? Sign.PROBE : event.f();
    }

    /** Of several witnesses that which was complete first. */
    private static Sighting found(Report report, List<Finding> fitting, Duration bound) {
        Finding first = fitting.stream()
                .min(Comparator.comparingLong(finding -> completedNanos(report, finding, bound)))
                .orElseThrow();
        long completedNanos = completedNanos(report, first, bound);
        OptionalLong fault = effectNanos(report, completedNanos);
        return new Sighting(
                Outcome.FOUND,
                rang(report),
                fault.isPresent() ? OptionalLong.of(completedNanos - fault.getAsLong()) : OptionalLong.empty(),
                first.summary());
    }

    /** When nothing more was needed: of an overlap the end of what is allowed, else the last event of the witness. */
    private static long completedNanos(Report report, Finding finding, Duration bound) {
        if (finding.details().get(FROM_NANOS) instanceof Long fromNanos) {
            return fromNanos + bound.toNanos();
        }
        return witness(report, finding).stream()
                .mapToLong(Event::timeNanos)
                .max()
                .orElse(Long.MAX_VALUE);
    }

    /** When the last fault took effect that did so before this; where none was seen to by then, when it was asked for. */
    private static OptionalLong effectNanos(Report report, long beforeNanos) {
        List<FaultStep> steps = FaultStep.of(report.history());
        OptionalLong effective = steps.stream()
                .flatMap(step -> step.at(Stage.EFFECTIVE).stream())
                .mapToLong(event ->
                        Math.min(event.timeNanos(), event.number(EFFECTIVE_BY).orElse(event.timeNanos())))
                .filter(nanos -> nanos <= beforeNanos)
                .max();
        return effective.isPresent()
                ? effective
                : steps.stream()
                        .flatMap(step -> step.at(Stage.REQUESTED).stream())
                        .mapToLong(Event::timeNanos)
                        .filter(nanos -> nanos <= beforeNanos)
                        .max();
    }
}
