package io.interregnum.check;

import io.interregnum.history.ClientFields;
import io.interregnum.history.Event;
import io.interregnum.history.FaultEvent.Stage;
import io.interregnum.history.FaultStep;
import io.interregnum.history.History;
import io.interregnum.history.Operation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Asks whether clients were served again once the damage was gone: a write or compare-and-set invoked after the last
 * heal must be acknowledged within the declared bound.
 *
 * <p>Only operations invoked after the heal count: an older one may have been applied before it. A heal that was seen
 * late can only lengthen the time that is granted, which can hide a violation, not invent one. It does not ask whether
 * service stayed.
 */
final class LivenessChecker implements Checker {
    static final String NAME = "liveness";
    /** Clients must have asked at least so often before it is held against the system that they were not served. */
    static final int ASKED_MIN = 20;

    private final Expectations expectations;

    LivenessChecker(Expectations expectations) {
        this.expectations = expectations;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public CheckResult check(History history) {
        List<FaultStep> steps = FaultStep.of(history);
        List<FaultStep> proven = steps.stream().filter(FaultStep::isProven).toList();
        if (proven.isEmpty()) {
            return CheckResult.unknown(NAME, "no fault was proven, so there is no recovery to judge");
        }
        // A fault that could not be proven, beside others that were, may have done its damage all the same.
        Optional<Event> healed = FaultStep.last(steps, Stage.HEALED);
        if (FaultStep.last(proven, Stage.HEALED).isEmpty() || healed.isEmpty()) {
            return CheckResult.unknown(NAME, "no heal of a proven fault was seen, so nothing says when to recover");
        }
        List<Operation> writes = history.clientOperations().stream()
                .filter(operation -> !ClientFields.isRead(operation.invoke().f()))
                .filter(operation -> operation.invoke().index() > healed.get().index())
                .toList();
        Optional<Operation> served = writes.stream()
                .filter(operation -> operation.outcome() == Event.Type.OK)
                .min((left, right) -> Long.compare(left.completedNanos(), right.completedNanos()));
        return conclude(history, healed.get(), writes, served);
    }

    private CheckResult conclude(History history, Event healed, List<Operation> writes, Optional<Operation> served) {
        long boundNanos = expectations.livenessBound().toNanos();
        long deadlineNanos = healed.timeNanos() + boundNanos;
        if (served.isPresent() && served.get().completedNanos() <= deadlineNanos) {
            return served(healed, served.get());
        }
        List<Operation> asked = writes.stream()
                .filter(operation -> operation.invokedNanos() <= deadlineNanos)
                .toList();
        List<Event> events = history.events();
        long endNanos = events.get(events.size() - 1).timeNanos();
        String unserved = "no client's write was acknowledged within " + Words.seconds(boundNanos)
                + " of the last heal at " + Words.seconds(healed.timeNanos());
        if (endNanos <= deadlineNanos) {
            return CheckResult.unknown(
                    NAME, unserved + ", but the history ends too early to tell, at " + Words.seconds(endNanos));
        }
        if (asked.size() < ASKED_MIN) {
            return CheckResult.unknown(
                    NAME,
                    unserved + ", but clients asked " + asked.size() + " times only, expected " + ASKED_MIN
                            + " at least");
        }
        if (somethingIsNotHealed(history)) {
            return CheckResult.unknown(NAME, unserved + ", but not every fault was proven to be healed");
        }
        return unserved(healed, unserved, asked, served);
    }

    private static boolean somethingIsNotHealed(History history) {
        return FaultStep.of(history).stream().anyMatch(FaultStep::mayBeLeft);
    }

    private static CheckResult served(Event healed, Operation served) {
        long nanos = served.completedNanos() - healed.timeNanos();
        return CheckResult.valid(
                NAME,
                List.of(Finding.of(
                        "the first write asked for after the last heal at " + Words.seconds(healed.timeNanos())
                                + " was acknowledged " + Words.millis(nanos) + " after it",
                        List.of(
                                healed.index(),
                                served.invoke().index(),
                                served.completion().orElseThrow().index()))),
                Map.of("healToFirstOkNanos", nanos));
    }

    private static CheckResult unserved(
            Event healed, String unserved, List<Operation> asked, Optional<Operation> servedLate) {
        Operation first = asked.get(0);
        Operation last = asked.get(asked.size() - 1);
        Map<String, Object> measures = new LinkedHashMap<>();
        measures.put("askedAfterHeal", (long) asked.size());
        servedLate.ifPresent(
                operation -> measures.put("healToFirstOkNanos", operation.completedNanos() - healed.timeNanos()));
        String late = servedLate
                .map(operation -> "; the first one was at " + Words.seconds(operation.completedNanos()))
                .orElse("; none was until the end of the history");
        Finding finding = Finding.of(
                unserved + ": clients asked " + asked.size() + " times, from " + Words.seconds(first.invokedNanos())
                        + " to " + Words.seconds(last.invokedNanos()) + late,
                List.of(healed.index(), first.invoke().index(), last.invoke().index()));
        return CheckResult.ofViolations(NAME, List.of(finding), List.of(), measures);
    }
}
