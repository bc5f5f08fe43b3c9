package io.interregnum.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.interregnum.history.History;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is correct is never accused, whatever the seed; what makes one mistake all the time is. */
class RandomClusterTest {
    private static final int SEEDS = 40;
    private static final Expectations PROMISE = Promise.withAgents(RandomCluster.AGENTS.toArray(String[]::new));

    private static final List<Checker> CHECKERS = List.of(
            new DurabilityChecker(PROMISE),
            new AgentsChecker(PROMISE),
            new TasksChecker(PROMISE),
            new RecoveryChecker(PROMISE),
            new RedirectsChecker(PROMISE),
            new ElectionsChecker(PROMISE));

    @Test
    void aCorrectClusterIsNeverAccused() {
        long tasks = 0;
        long followed = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            History history =
                    RandomCluster.history(seed, RandomCluster.Mistake.NONE).build();
            for (Checker checker : CHECKERS) {
                CheckResult result = checker.check(history);
                assertThat(result.violations())
                        .as("%s, seed %d", checker.name(), seed)
                        .isEmpty();
                assertThat(result.verdict())
                        .as("%s, seed %d", checker.name(), seed)
                        .isEqualTo(Verdict.VALID);
                tasks += result.measures().get("tasks") instanceof Long count ? count : 0;
                followed += result.measures().get("followed") instanceof Long count ? count : 0;
            }
        }
        assertThat(tasks).isGreaterThan(20L * SEEDS);
        assertThat(followed).isGreaterThan(3L * SEEDS);
    }

    @ParameterizedTest
    @CsvSource({
        "FORGETS_AN_AGENT, agents, vanished",
        "FORGETS_A_TASK, tasks, unknownToLeader",
        "OBEYS_A_DEPOSED_MASTER, tasks, staleCommands",
        "LOSES_TASKS_AT_ONCE, tasks, toldLost",
        "LOSES_ADDITIONS, durability, lost"
    })
    void aMistakeIsFound(RandomCluster.Mistake mistake, String checker, String measure) {
        Checker judge = CHECKERS.stream()
                .filter(each -> each.name().equals(checker))
                .findFirst()
                .orElseThrow();
        long found = 0;
        for (int seed = 0; seed < 4; seed++) {
            CheckResult result =
                    judge.check(RandomCluster.history(seed, mistake).build());
            found += result.measures().get(measure) instanceof Long count && count > 0 ? 1 : 0;
        }
        assertThat(found).isGreaterThanOrEqualTo(3);
    }
}
