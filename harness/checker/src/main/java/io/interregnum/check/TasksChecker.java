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
 * Judges tasks by the ledgers of agents and frameworks and by what leaders show (I7 to I10 of a Mesos-like system: none is
 * lost in a failover, none runs twice, no deposed master is obeyed, updates arrive in order).
 *
 * <ul>
 *   <li><em>Stale command</em> (grade 2): one process of an agent launched or killed a task for a master whose epoch is
 *       lower than one that it had accepted before (I8, I9). Across a restart it is an observation.
 *   <li><em>Unknown to its leader</em>: a task that its agent had when it was registered under an epoch, and kept for as long
 *       as it was, or that was alive for certain when the leader was asked, is not in that leader's view though its agent
 *       is, as registered (I7). The first and the last such view of each agent and epoch are looked at.
 *   <li><em>Told lost</em>: a framework was told that a task is lost, or gave it up, while it was alive for certain on an
 *       agent that no fault had touched, nor the master that told, nor ZooKeeper; or by a leader that had not waited for the
 *       agent to come back (MESOS-6206, MESOS-6445).
 *   <li><em>Run twice</em>: two tasks of one piece of work were alive at once for certain, and the first one had not been
 *       given up for a fault. Two on one agent are compared by the order of its ledger, on two agents by their stamps.
 *   <li><em>Out of order</em>: a framework was told that a task runs after it had been told that it had ended.
 * </ul>
 *
 * <p>What hides: ledgers without stamps (told as an observation), stamps that are close, faults that are taken to excuse
 * their targets until the return bound after their heal, damaged lines. What invents: a ledger whose lines are not in the
 * order of what happened; an agent whose tasks end without a line while its process lives.
 */
final class TasksChecker implements Checker {
    static final String NAME = "tasks";
    static final int FINDINGS_MAX = 20;

    private final Expectations expectations;

    TasksChecker(Expectations expectations) {
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
        nodes.addAll(ledgers.frameworks());
        List<Finding> observations = new ArrayList<>(ledgers.damaged(nodes, FINDINGS_MAX));
        TaskLives lives = TaskLives.of(ledgers, disturbances);
        if (lives.all().isEmpty()) {
            observations.add(Finding.of("tasks were not assessed: no agent noted a launch", List.of()));
            return CheckResult.valid(NAME, observations, Map.of());
        }
        AgentSight sight = new AgentSight(
                expectations, disturbances, views, EpochStarts.of(history, views), Registrations.of(ledgers));
        List<Finding> unknown = TaskViews.unknown(ledgers, lives, views);
        TaskFates fates = TaskFates.of(ledgers, lives, new TaskFates.Excuses(expectations, disturbances, sight));
        TaskTwins twins = TaskTwins.of(lives, fates);
        observations.addAll(notAssessed(ledgers, lives, views));
        lives.staleOverRestart().stream().limit(FINDINGS_MAX).forEach(observations::add);
        twins.excused().stream().limit(FINDINGS_MAX).forEach(observations::add);
        List<List<Finding>> kinds =
                List.of(lives.staleCommands(), unknown, fates.toldLost(), twins.found(), fates.outOfOrder());
        List<Finding> violations = kinds.stream()
                .flatMap(kind -> kind.stream().limit(FINDINGS_MAX))
                .sorted(Comparator.comparingLong(finding -> finding.events().get(0)))
                .toList();
        Map<String, Object> measures = new LinkedHashMap<>();
        measures.put("tasks", (long) lives.all().size());
        measures.put("staleCommands", (long) lives.staleCommands().size());
        measures.put("unknownToLeader", (long) unknown.size());
        measures.put("toldLost", (long) fates.toldLost().size());
        measures.put("toldLostExcused", fates.excusedCount());
        measures.put("runTwice", (long) twins.found().size());
        measures.put("runTwiceExcused", (long) twins.excused().size());
        measures.put("outOfOrder", (long) fates.outOfOrder().size());
        return CheckResult.ofViolations(NAME, violations, observations, measures);
    }

    private static List<Finding> notAssessed(Ledgers ledgers, TaskLives lives, LeaderViews views) {
        List<Finding> observations = new ArrayList<>();
        long unstamped = lives.all().stream()
                .filter(life -> life.launched().atNanos().isEmpty())
                .count();
        if (unstamped > 0) {
            observations.add(Finding.of(
                    "whether tasks were told lost or run twice on two agents was not assessed for " + unstamped
                            + " tasks: the clocks of their agents are not known",
                    List.of()));
        }
        if (ledgers.frameworks().isEmpty()) {
            observations.add(Finding.of(
                    "what frameworks were told of tasks was not assessed: no framework kept a ledger", List.of()));
        }
        if (views.recovered().isEmpty()) {
            observations.add(Finding.of(
                    "whether leaders know running tasks was not assessed: no leader showed a view", List.of()));
        }
        return observations;
    }
}
