package io.interregnum.check;

import io.interregnum.history.History;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Judges agents by their own ledgers and by what leaders show of them (I5, I6 and I9 of a Mesos-like system: an agent is
 * registered with one leader, that of the newest epoch, and follows in time; one that was admitted never disappears).
 *
 * <ul>
 *   <li><em>Went back</em>: one process of an agent accepted a registration under an epoch lower than one it had accepted
 *       before. An agent that does obeys a deposed master (Mesos: {@code src/slave/slave.cpp} takes registrations of its
 *       current master alone). Across a restart it is an observation.
 *   <li><em>One id for two</em>: two nodes were registered under one id (MESOS-3351).
 *   <li><em>Left behind</em>: in the first view of the leader of the newest epoch after the last heal, the beginning of that
 *       epoch and the last start of the agent, each plus {@link AgentExpectations#returnBound}, the agent is not
 *       registered; or it is, and its own ledger knows nothing of that epoch.
 *   <li><em>Vanished</em>: a recovered leader's view lacks an agent that was admitted before: one that accepted a
 *       registration under an earlier epoch, or was in a view of the same or an earlier epoch that had been answered before
 *       this one was asked for, or accepted one under this epoch before. The registry comes first, so all of these had been
 *       written (MESOS-7008, MESOS-3045; {@code recovered} in {@code src/master/master.cpp}).
 *   <li><em>Unreachable without need</em>: a view calls an agent unreachable though no fault touched its node, the leader's
 *       node or ZooKeeper, or sooner after the leader had begun than {@link AgentExpectations#reregisterTimeout} allows
 *       (MESOS-5396, MESOS-6445); or it has called it so for longer than {@link AgentExpectations#returnBound}, in which no
 *       fault was at work there, whatever is done to others: the agent was to come back by then.
 * </ul>
 *
 * <p>What hides: views are rare; a fault is taken to excuse its targets until the return bound after its heal; stamps of
 * ledgers closer than {@link Ledgers#CLOCK_ERROR_NANOS} to another time are in no order, and without stamps nothing is
 * concluded from time; damaged lines. What invents: a ledger whose lines are not in the order of what happened; a machine
 * too slow for the bounds; an agent that was removed on purpose.
 */
final class AgentsChecker implements Checker {
    static final String NAME = "agents";
    static final int FINDINGS_MAX = 20;

    private final Expectations expectations;

    AgentsChecker(Expectations expectations) {
        this.expectations = expectations;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public CheckResult check(History history) {
        Ledgers ledgers = Ledgers.of(history);
        Disturbances disturbances = new Disturbances(history, expectations);
        LeaderViews views = LeaderViews.of(history, disturbances.endNanos());
        Set<String> nodes = new TreeSet<>(ledgers.agents());
        nodes.addAll(AgentExpectations.of(expectations).names());
        List<Finding> observations = new ArrayList<>(ledgers.damaged(nodes, FINDINGS_MAX));
        observations.addAll(views.damagedFindings(FINDINGS_MAX));
        if (ledgers.agents().isEmpty()) {
            observations.add(Finding.of("agents were not assessed: no agent kept a ledger", List.of()));
            return CheckResult.valid(NAME, observations, Map.of());
        }
        for (String node : nodes) {
            if (!ledgers.agents().contains(node)) {
                observations.add(Finding.of(node + " was not assessed: it kept no ledger", List.of()));
            }
        }
        Registrations registrations = Registrations.of(ledgers);
        EpochStarts starts = EpochStarts.of(history, views);
        AgentSight sight = new AgentSight(expectations, disturbances, views, starts, registrations);
        AgentsFollow follow = new AgentsFollow(ledgers, expectations, disturbances, views, starts, registrations);
        List<List<Finding>> kinds = new ArrayList<>();
        kinds.add(registrations.wentBack());
        kinds.add(registrations.sharedIds());
        kinds.add(sight.vanished());
        kinds.add(sight.unreachable());
        kinds.add(follow.leftBehind());
        observations.addAll(
                registrations.wentBackOverRestart().stream().limit(FINDINGS_MAX).toList());
        observations.addAll(follow.notAssessed());
        if (views.recovered().isEmpty()) {
            observations.add(Finding.of(
                    "whether agents vanish, are unreachable or follow was not assessed: no leader showed a view",
                    List.of()));
        }
        Map<String, Object> measures = new LinkedHashMap<>();
        measures.put("agents", (long) ledgers.agents().size());
        measures.put("registrations", registrations.count());
        measures.put("views", (long) views.recovered().size());
        measures.put("wentBack", (long) registrations.wentBack().size());
        measures.put("sharedIds", (long) registrations.sharedIds().size());
        measures.put("vanished", (long) sight.vanished().size());
        measures.put("unreachableWithoutNeed", (long) sight.unreachable().size());
        measures.put("leftBehind", (long) follow.leftBehind().size());
        measures.putAll(follow.measures());
        List<Finding> violations = kinds.stream()
                .flatMap(kind -> kind.stream().limit(FINDINGS_MAX))
                .sorted(Comparator.comparingLong(finding -> finding.events().get(0)))
                .toList();
        return CheckResult.ofViolations(NAME, violations, observations, measures);
    }
}
