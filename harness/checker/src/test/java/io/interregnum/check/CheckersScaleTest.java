package io.interregnum.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.interregnum.history.History;
import io.interregnum.history.HistoryBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Nothing takes more than n log n steps: what is quadratic would need hours for these. */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CheckersScaleTest {
    private static final int OPERATIONS = 200_000;
    private static final List<String> AGENTS = List.of("agent-1", "agent-2", "agent-3");

    private static CheckResult check(Checker checker, HistoryBuilder history) {
        return checker.check(history.build());
    }

    @Test
    void readsThatLackNearlyEverythingAreCounted() {
        HistoryBuilder history = new HistoryBuilder();
        int half = OPERATIONS / 2;
        for (int i = 0; i < half; i++) {
            history.add("s", i).on("master-1").epoch(4).asked(i).ok(i);
        }
        for (int i = 0; i < half; i++) {
            history.readSet("s").on("master-1").epoch(4).asked(half + i).shows(half + i, List.of(0L));
        }

        CheckResult result = check(new DurabilityChecker(Promise.DEFAULT), history);

        assertThat(result.measures()).containsEntry("lost", (long) half - 1);
        assertThat(result.violations()).hasSize(DurabilityChecker.FINDINGS_MAX);
    }

    @Test
    void manySetsAreReadInFull() {
        HistoryBuilder history = new HistoryBuilder();
        int sets = 1_000;
        List<List<Long>> held = new ArrayList<>();
        for (int i = 0; i < OPERATIONS; i++) {
            int set = i % sets;
            if (i < sets) {
                held.add(new ArrayList<>());
            }
            if (i / sets % 4 < 3) {
                history.add("s" + set, i).on("master-1").epoch(4).asked(i).ok(i);
                held.get(set).add((long) i);
            } else {
                history.readSet("s" + set).on("master-1").asked(i).shows(i, List.copyOf(held.get(set)));
            }
        }

        CheckResult result = check(new DurabilityChecker(Promise.DEFAULT), history);

        assertThat(result.verdict()).isEqualTo(Verdict.VALID);
        assertThat(result.measures()).containsEntry("readAfterAcknowledgement", 150_000L);
    }

    /** 400 leaders of 10 s each, whom three agents follow with 20 tasks each that never end, beside short ones. */
    private static HistoryBuilder failovers() {
        HistoryBuilder history = new HistoryBuilder();
        List<String> shown = new ArrayList<>();
        List<String> recovered =
                AGENTS.stream().map(agent -> agent + "=recovered").toList();
        List<String> registered =
                AGENTS.stream().map(agent -> agent + "=registered").toList();
        for (int number = 0; number < 400; number++) {
            long ms = 1_000 + number * 10_000L;
            long epoch = 4L + number;
            String master = "master-" + (1 + number % 3);
            history.registry(ms, epoch, ms - 1);
            for (String agent : AGENTS) {
                history.registered(agent, ms + 100, master, epoch);
                for (int i = 0; i < 100; i++) {
                    String task = agent + "-" + number + "-" + i;
                    history.launched(agent, ms + 200 + i, task, master, epoch);
                    history.told("framework-1", ms + 250 + i, task, "RUNNING", agent, master, epoch);
                    if (number > 0 || i >= 20) {
                        history.ended(agent, ms + 300 + i, task, "FINISHED");
                        history.told("framework-1", ms + 350 + i, task, "FINISHED", agent, master, epoch);
                    } else {
                        shown.add(task + "@" + agent);
                    }
                }
            }
            for (long probe = ms; probe < ms + 9_900; probe += 400) {
                history.yes(master, epoch, "life", probe, probe + 2);
                history.view(
                        probe + 380, master, epoch, probe > ms ? registered : recovered, shown.toArray(String[]::new));
            }
        }
        return history.phase(5_000_000, "stop");
    }

    @Test
    void manyFailoversOfManyTasksAreJudged() {
        History history = failovers().build();
        Expectations promise = Promise.withAgents(AGENTS.toArray(String[]::new));

        CheckResult tasks = new TasksChecker(promise).check(history);
        CheckResult agents = new AgentsChecker(promise).check(history);

        assertThat(tasks.measures()).containsEntry("tasks", 120_000L).containsEntry("unknownToLeader", 0L);
        assertThat(agents.measures()).containsEntry("registrations", 1_200L).containsEntry("followed", 1_197L);
        assertThat(new RecoveryChecker(promise).check(history).measures()).containsEntry("services", 10_000L);
        assertThat(new RedirectsChecker(promise).check(history).verdict()).isEqualTo(Verdict.VALID);
        assertThat(new ElectionsChecker(promise).check(history).measures()).containsEntry("leaderships", 400L);
    }

    @Test
    void oneWorkThatIsTriedVeryOftenIsJudged() {
        HistoryBuilder history = new HistoryBuilder().phase(OPERATIONS * 100L, "stop");
        for (int i = 0; i < OPERATIONS / 2; i++) {
            String agent = AGENTS.get(i % 3);
            history.launched(agent, i * 1_000L, "w." + i, "master-1", 4)
                    .ended(agent, i * 1_000L + 500, "w." + i, "FAILED");
        }

        CheckResult result = check(new TasksChecker(Promise.withAgents("agent-1")), history);

        assertThat(result.measures()).containsEntry("tasks", OPERATIONS / 2L).containsEntry("runTwice", 0L);
    }

    @Test
    void manyServicesAreJudged() {
        HistoryBuilder history = new HistoryBuilder().registry(1, 4, 0);
        for (int i = 0; i < OPERATIONS; i++) {
            history.write("k", i).on("master-1").epoch(4).asked(10 + i).ok(10 + i);
        }

        CheckResult result = check(new RecoveryChecker(Promise.DEFAULT), history);

        assertThat(result.measures()).containsEntry("services", (long) OPERATIONS);
    }
}
