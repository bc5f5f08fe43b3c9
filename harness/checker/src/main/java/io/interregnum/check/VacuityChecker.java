package io.interregnum.check;

import io.interregnum.history.ClientFields;
import io.interregnum.history.Event;
import io.interregnum.history.FaultEvent.Stage;
import io.interregnum.history.FaultStep;
import io.interregnum.history.History;
import io.interregnum.history.Operation;
import io.interregnum.history.Processes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Asks whether the run could have shown anything: whether every fault was proven and healed, and whether clients worked
 * before, during and after. A run that fails here is {@code UNKNOWN}, never {@code INVALID}: that nothing was seen says
 * nothing about the system.
 */
final class VacuityChecker implements Checker {
    static final String NAME = "vacuity";

    /** The clients' planned rate must be at least this; slower ones look too seldom to catch a leader in the act. */
    static final double PLANNED_OPS_PER_SECOND_MIN = 100;
    /** So many operations must have succeeded before the first fault was requested. */
    static final int OK_BEFORE_MIN = 50;
    /** How long before the request of the first fault is "just before" it. */
    static final Duration JUST_BEFORE = Duration.ofSeconds(2);
    /**
     * So many operations must have succeeded just before the first fault: one in twenty of those that were due at the
     * slowest rate. A system that had stopped serving by then was not brought down by the fault.
     */
    static final int OK_JUST_BEFORE_MIN = 10;
    /** So many operations must have been sent while a fault was in effect, from each client node, over all faults. */
    static final int INVOKED_DURING_MIN_PER_CLIENT = 20;
    /** So many operations must have succeeded under a later epoch, or after the last heal where none was planned. */
    static final int OK_AFTER_MIN = 50;
    /** One in so many of those at least must be a read; writes alone show no lost state. */
    static final int READS_ONE_IN = 5;
    /** The last phase of a run that was not cut short. */
    static final String LAST_PHASE = "stop";

    private final Expectations expectations;

    VacuityChecker(Expectations expectations) {
        this.expectations = expectations;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public CheckResult check(History history) {
        Run run = new Run(history);
        List<String> reasons = new ArrayList<>();
        if (!isFinished(history)) {
            reasons.add("the run was cut short: its history has no phase \"" + LAST_PHASE + "\"");
        }
        history.of(Processes.RUNNER).stream()
                .filter(event -> event.f().equals(Processes.UNREAD_KEYS))
                .forEach(event ->
                        reasons.add("keys that could not be read at the end, so that a lost write on them would "
                                + "not be seen: " + event.value()));
        reasons.addAll(faults(run.steps));
        if (expectations.plannedOpsPerSecond() < PLANNED_OPS_PER_SECOND_MIN) {
            reasons.add("planned operations per second: " + expectations.plannedOpsPerSecond() + ", expected "
                    + PLANNED_OPS_PER_SECOND_MIN + " at least");
        }
        Map<String, Object> measures = new LinkedHashMap<>();
        count(run, measures, reasons);
        return new CheckResult(
                NAME,
                reasons.isEmpty() ? Verdict.VALID : Verdict.UNKNOWN,
                String.join("; ", reasons),
                List.of(),
                List.of(),
                measures);
    }

    private static boolean isFinished(History history) {
        return history.of(Processes.RUNNER).stream()
                .anyMatch(event -> event.f().equals("phase") && LAST_PHASE.equals(event.value()));
    }

    private static List<String> faults(List<FaultStep> steps) {
        List<String> reasons = new ArrayList<>();
        if (steps.isEmpty()) {
            reasons.add("no fault was requested");
        }
        for (FaultStep step : steps) {
            if (!step.isProven()) {
                reasons.add(step.words() + " was not proven: " + why(step, Stage.UNPROVEN, Stage.EFFECTIVE));
            }
            if (step.mayBeLeft()) {
                reasons.add(
                        step.words() + " was not proven to be healed: " + why(step, Stage.HEAL_UNPROVEN, Stage.HEALED));
            }
        }
        return reasons;
    }

    private static String why(FaultStep step, Stage refuted, Stage expected) {
        return step.told(refuted)
                .map(told -> told.fault().detail())
                .filter(detail -> !detail.isBlank())
                .orElse("stage \"" + expected.name().toLowerCase(java.util.Locale.ROOT) + "\" is missing");
    }

    private void count(Run run, Map<String, Object> measures, List<String> reasons) {
        measures.put("ok", (long) run.ok.size());
        long before = run.okCompletedBefore(run.firstRequest);
        measures.put("okBefore", before);
        require(reasons, "operations that succeeded before the first fault", before, OK_BEFORE_MIN);
        run.requestedNanos().ifPresent(faultNanos -> {
            long justBefore = run.okCompletedJustBefore(faultNanos);
            measures.put("okJustBefore", justBefore);
            require(
                    reasons,
                    "operations that succeeded in the last " + JUST_BEFORE.toSeconds() + " s before the first fault",
                    justBefore,
                    OK_JUST_BEFORE_MIN);
        });
        for (String client : expectations.clients()) {
            long during = run.invokedDuring(client);
            measures.put("invokedDuring " + client, during);
            require(
                    reasons,
                    "operations sent by " + client + " while faults were in effect",
                    during,
                    INVOKED_DURING_MIN_PER_CLIENT);
        }
        after(run, measures, reasons);
    }

    private void after(Run run, Map<String, Object> measures, List<String> reasons) {
        if (!expectations.failoverPlanned()) {
            List<Operation> after = run.okInvokedAfterHeal();
            measures.put("okAfterHeal", (long) after.size());
            enough("after the last heal", after, measures, reasons);
            return;
        }
        List<Operation> later = run.okUnderLaterEpoch();
        measures.put("okUnderLaterEpoch", (long) later.size());
        enough("under a later epoch than before the first fault", later, measures, reasons);
        String before = run.leaderBefore();
        boolean moved = later.stream()
                .flatMap(operation -> operation.invoke().text(ClientFields.NODE).stream())
                .anyMatch(node -> !node.equals(before));
        measures.put("leadershipMoved", moved);
        if (!moved) {
            reasons.add("leadership was to move and did not: nobody but "
                    + (before.isEmpty() ? "(nobody known)" : before) + " served under a later epoch");
        }
        if (!run.failoverIsMeasured) {
            reasons.add("a failover was planned and none can be timed: no epoch that followed a fault which took effect"
                    + " was both seen in a claim or in the registry and served a write");
        }
    }

    private static void enough(String when, List<Operation> ok, Map<String, Object> measures, List<String> reasons) {
        require(reasons, "operations that succeeded " + when, ok.size(), OK_AFTER_MIN);
        long reads = ok.stream()
                .filter(operation -> ClientFields.isRead(operation.invoke().f()))
                .count();
        measures.put("okReadsAfter", reads);
        if (reads * READS_ONE_IN < ok.size()) {
            reasons.add("reads among the operations that succeeded " + when + ": " + reads + " of " + ok.size()
                    + ", expected one in " + READS_ONE_IN + " at least");
        }
    }

    private static void require(List<String> reasons, String what, long observed, long expected) {
        if (observed < expected) {
            reasons.add(what + ": " + observed + ", expected " + expected + " at least");
        }
    }

    /**
     * Indices of events between which a fault was in effect, both exclusive. What was sent after its heal was asked for may
     * have met nothing any more, so it is not counted: that can make a run look emptier than it was, never fuller.
     */
    private record Span(long effective, long healRequested) {
        boolean holds(long index) {
            return index > effective && index < healRequested;
        }
    }

    /** The figures of one run. */
    private static final class Run {
        private final List<FaultStep> steps;
        private final List<Operation> operations;
        private final List<Operation> ok;
        private final long firstRequest;
        private final List<Span> inEffect;
        private final long lastHealed;
        private final boolean failoverIsMeasured;

        Run(History history) {
            steps = FaultStep.of(history);
            operations = history.clientOperations();
            ok = operations.stream()
                    .filter(operation -> operation.outcome() == Event.Type.OK)
                    .toList();
            // Without a fault all of the run is before it, and nothing during or after it.
            firstRequest = index(FaultStep.first(steps, Stage.REQUESTED));
            inEffect = steps.stream()
                    .filter(step -> step.at(Stage.EFFECTIVE).isPresent())
                    .map(step -> new Span(index(step.at(Stage.EFFECTIVE)), index(step.at(Stage.HEAL_REQUESTED))))
                    .toList();
            lastHealed = index(FaultStep.last(steps, Stage.HEALED));
            failoverIsMeasured = MeasuredFailover.isIn(history);
        }

        private static long index(Optional<Event> event) {
            return event.map(Event::index).orElse(Long.MAX_VALUE);
        }

        private static long completed(Operation operation) {
            return index(operation.completion());
        }

        long okCompletedBefore(long index) {
            return ok.stream().filter(operation -> completed(operation) < index).count();
        }

        /** When the first fault was requested, in nanoseconds since the run began. */
        OptionalLong requestedNanos() {
            return FaultStep.first(steps, Stage.REQUESTED)
                    .map(event -> OptionalLong.of(event.timeNanos()))
                    .orElse(OptionalLong.empty());
        }

        long okCompletedJustBefore(long faultNanos) {
            long fromNanos = faultNanos - JUST_BEFORE.toNanos();
            return ok.stream()
                    .filter(operation -> completed(operation) < firstRequest && operation.completedNanos() >= fromNanos)
                    .count();
        }

        long invokedDuring(String client) {
            return operations.stream()
                    .map(Operation::invoke)
                    .filter(invoke -> invoke.text(ClientFields.CLIENT)
                            .filter(client::equals)
                            .isPresent())
                    .filter(invoke -> inEffect.stream().anyMatch(span -> span.holds(invoke.index())))
                    .count();
        }

        List<Operation> okInvokedAfterHeal() {
            return ok.stream()
                    .filter(operation -> operation.invoke().index() > lastHealed)
                    .toList();
        }

        private Optional<Operation> lastLeaderBefore() {
            return ok.stream()
                    .filter(operation -> completed(operation) < firstRequest
                            && Effect.epochOf(operation).isPresent())
                    .max((left, right) -> Long.compare(
                            Effect.epochOf(left).getAsLong(),
                            Effect.epochOf(right).getAsLong()));
        }

        String leaderBefore() {
            return lastLeaderBefore()
                    .flatMap(operation -> operation.invoke().text(ClientFields.NODE))
                    .orElse("");
        }

        List<Operation> okUnderLaterEpoch() {
            OptionalLong epochBefore = lastLeaderBefore().map(Effect::epochOf).orElse(OptionalLong.empty());
            if (epochBefore.isEmpty()) {
                return List.of(); // later than what?
            }
            return ok.stream()
                    .filter(operation -> Effect.epochOf(operation).orElse(Long.MIN_VALUE) > epochBefore.getAsLong())
                    .toList();
        }
    }
}
