package io.interregnum.check;

import io.interregnum.history.ElectionFact;
import io.interregnum.history.Event;
import io.interregnum.history.FaultEvent.Stage;
import io.interregnum.history.FaultStep;
import io.interregnum.history.History;
import io.interregnum.history.Operation;
import io.interregnum.history.Processes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * Asks whether each leader fell for a reason, and whether each new one came when the old one was gone.
 *
 * <p><em>Deposed without need</em>: a leader's election node vanished though the leader claimed to lead, answered clients
 * without a gap, and no fault had touched it or ZooKeeper. ZooKeeper deletes an ephemeral node only when its session ends
 * or somebody asks for it; a session ends only when nothing was heard of it for its whole time-out, and a leader that
 * hears nothing stops answering before. So somebody deleted the node of a leader that was well.
 *
 * <p><em>Taken over too early</em>: the registry was taken over for a later epoch while the node of an earlier leader was
 * there, and stayed. As long as it is there nobody else is elected.
 *
 * <p>Both are about faults of the election alone: the registry's fence can keep either from doing harm to data.
 */
final class SuccessionChecker implements Checker {
    static final String NAME = "succession";
    static final int FINDINGS_MAX = 20;
    /** A claim that is older than this when the node is seen to be gone says nothing about why. */
    static final long FRESH_NANOS = 500_000_000;
    /** One server may show the past for so long after another has shown what came of it. */
    static final long SERVERS_APART_NANOS = 500_000_000;

    private final Expectations expectations;

    private record Told(Event event, ElectionFact fact) {}

    SuccessionChecker(Expectations expectations) {
        this.expectations = expectations;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public CheckResult check(History history) {
        List<Told> facts = history.of(Processes.OBSERVER).stream()
                .flatMap(event -> ElectionFact.of(event).map(fact -> new Told(event, fact)).stream())
                .toList();
        List<Told> deleted = of(facts, ElectionFact.Kind.ELECTION_NODE_DELETED);
        if (of(facts, ElectionFact.Kind.ELECTION_NODE_CREATED).isEmpty()) {
            return CheckResult.valid(
                    NAME,
                    List.of(Finding.of("succession was not assessed: no election node was seen", List.of())),
                    Map.of());
        }
        LeaderHealth health = new LeaderHealth(history);
        List<FaultStep> faults = FaultStep.of(history);
        List<Finding> unneeded = deleted.stream()
                .filter(end -> !isExplained(end, faults))
                .flatMap(end -> unneeded(end, health).stream())
                .toList();
        List<Finding> early = of(facts, ElectionFact.Kind.REGISTRY_EPOCH).stream()
                .flatMap(takeOver -> deleted.stream().flatMap(end -> early(takeOver, end, health).stream()))
                .toList();
        Map<String, Object> measures = new LinkedHashMap<>();
        measures.put("electionNodesDeleted", (long) deleted.size());
        measures.put("deposedWithoutNeed", (long) unneeded.size());
        measures.put("takenOverTooEarly", (long) early.size());
        List<Finding> violations = Stream.of(unneeded, early)
                .flatMap(findings -> findings.stream().limit(FINDINGS_MAX))
                .sorted((left, right) ->
                        Long.compare(left.events().get(0), right.events().get(0)))
                .toList();
        return CheckResult.ofViolations(NAME, violations, List.of(), measures);
    }

    private static List<Told> of(List<Told> facts, ElectionFact.Kind kind) {
        return facts.stream().filter(told -> told.fact().kind() == kind).toList();
    }

    /** Whether a fault touched the owner or a ZooKeeper server, or nobody knows whom, and may still have done it. */
    private boolean isExplained(Told end, List<FaultStep> faults) {
        return faults.stream()
                .filter(fault -> fault.targets().isEmpty()
                        || fault.targets().stream()
                                .anyMatch(target -> target.equals(end.fact().node()) || isEnsemble(target)))
                .anyMatch(fault -> mayBeAtWork(fault, end.event().timeNanos()));
    }

    private boolean isEnsemble(String target) {
        return !expectations.masters().contains(target)
                && !expectations.clients().contains(target)
                && expectations.agents().stream()
                        .noneMatch(agents -> agents.names().contains(target));
    }

    private static boolean mayBeAtWork(FaultStep fault, long nanos) {
        boolean begun = fault.at(Stage.REQUESTED)
                .filter(requested -> requested.timeNanos() <= nanos)
                .isPresent();
        boolean over = fault.isHealed()
                && fault.at(Stage.HEALED)
                        .filter(healed -> nanos - healed.timeNanos() > FaultStep.AFTERMATH_NANOS)
                        .isPresent();
        return begun && !over;
    }

    private static Optional<Finding> unneeded(Told end, LeaderHealth health) {
        ElectionFact fact = end.fact();
        long seenNanos = end.event().timeNanos();
        if (fact.node().isEmpty() || fact.notBeforeNanos() == 0) {
            return Optional.empty();
        }
        return health.lastClaim(fact.node(), fact.epoch(), seenNanos)
                .filter(claim -> seenNanos - claim.invokedNanos() <= FRESH_NANOS)
                .filter(claim -> !health.isInDoubt(fact.node(), claim, fact.notBeforeNanos()))
                .filter(claim -> health.served(fact.node(), fact.epoch(), seenNanos))
                .map(claim -> deposed(end, claim));
    }

    private static Finding deposed(Told end, Operation claim) {
        ElectionFact fact = end.fact();
        return new Finding(
                Words.leader(fact.node(), OptionalLong.of(fact.epoch()))
                        + " was deposed without need: its election node "
                        + fact.path() + " was seen to be gone at "
                        + Words.seconds(end.event().timeNanos())
                        + ", though it claimed to lead when asked at " + Words.seconds(claim.invokedNanos())
                        + ", had answered clients without a gap, and no fault had touched it or ZooKeeper",
                Optional.empty(),
                List.of(fact.node()),
                List.of(fact.epoch()),
                List.of(
                        claim.invoke().index(),
                        claim.completion().orElseThrow().index(),
                        end.event().index()),
                Map.of());
    }

    private static Optional<Finding> early(Told takeOver, Told end, LeaderHealth health) {
        long takenNanos = takeOver.event().timeNanos();
        boolean both = end.fact().epoch() < takeOver.fact().epoch()
                && end.fact().notBeforeNanos() > takenNanos + SERVERS_APART_NANOS;
        return Optional.of(end)
                .filter(told -> both && !told.fact().node().isEmpty())
                .flatMap(
                        told -> health.lastClaim(told.fact().node(), told.fact().epoch(), takenNanos))
                .map(claim -> tooEarly(takeOver, end, claim));
    }

    private static Finding tooEarly(Told takeOver, Told end, Operation claim) {
        ElectionFact fact = end.fact();
        return new Finding(
                "the registry was taken over for epoch " + takeOver.fact().epoch() + " (seen at "
                        + Words.seconds(takeOver.event().timeNanos()) + ") while "
                        + Words.leader(fact.node(), OptionalLong.of(fact.epoch()))
                        + " was elected: its election node " + fact.path() + " was there until "
                        + Words.seconds(fact.notBeforeNanos()) + " at least",
                Optional.empty(),
                List.of(fact.node()),
                List.of(fact.epoch(), takeOver.fact().epoch()),
                List.of(
                        claim.invoke().index(),
                        claim.completion().orElseThrow().index(),
                        takeOver.event().index(),
                        end.event().index()),
                Map.of());
    }
}
