package io.interregnum.suite.trials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.interregnum.cluster.ClusterSpec;
import io.interregnum.fault.Nemesis;
import io.interregnum.fault.Step;
import io.interregnum.fault.Trigger;
import io.interregnum.metric.FloorDistribution;
import io.interregnum.run.Scenario;
import io.interregnum.suite.UsageException;
import io.interregnum.suite.scenario.Scenarios;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TrialPlanTest {
    private static final ClusterSpec SPEC = ClusterSpec.DEFAULT; // session 2 s, tick 500 ms
    private static final Scenario KILL = Scenarios.named("kill-leader").orElseThrow();

    private static List<Duration> waits(Scenario scenario) {
        return scenario.steps().stream()
                .map(step -> step.trigger() instanceof Trigger.After after
                        ? after.delay()
                        : ((Trigger.On) step.trigger()).plus())
                .toList();
    }

    @Test
    void eachTrialBeginsWhenAllHasRecoveredFromTheOneBefore() {
        Scenario scenario = TrialPlan.of(KILL, 3, SPEC, 1);

        assertThat(scenario.steps()).hasSize(3);
        assertThat(scenario.steps().get(0).trigger()).isInstanceOf(Trigger.After.class);
        assertThat(scenario.steps().get(1).trigger().text()).startsWith("on recovered of 0 plus ");
        assertThat(scenario.steps().get(2).trigger().text()).startsWith("on recovered of 1 plus ");
        assertThat(scenario.steps().stream().map(step -> step.until().text()))
                .containsOnly("until next client-served at most 22750ms");
        Nemesis.refuseUnfit(scenario.steps());
    }

    /** Two periods of what is slower, the session's pings (667 ms) or the tick, so that every phase is met. */
    @Test
    void theTimesBetweenAreDrawnFromTwoPeriodsOfPingsOrTicks() {
        List<Duration> waits = waits(TrialPlan.of(KILL, 400, SPEC, 1));

        assertThat(waits).allMatch(wait -> wait.toMillis() >= 500 && wait.toMillis() < 500 + 1_332);
        for (long from = 500; from < 1_830; from += 133) {
            long begin = from;
            assertThat(waits.stream().filter(wait -> wait.toMillis() >= begin && wait.toMillis() < begin + 133))
                    .as("waits of %s ms and a tenth more", from)
                    .hasSizeBetween(20, 65);
        }
        assertThat(waits(TrialPlan.of(KILL, 400, SPEC, 1))).isEqualTo(waits);
        assertThat(waits(TrialPlan.of(KILL, 400, SPEC, 2))).isNotEqualTo(waits);
    }

    @Test
    void oneFaultIsTried() {
        Step step = KILL.steps().get(0);
        Scenario two = KILL.withSteps(List.of(step, step));

        assertThatThrownBy(() -> TrialPlan.of(two, 3, SPEC, 1))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("a trial is one fault, and kill-leader has 2");
        assertThat(TrialPlan.floor(two, SPEC, Optional.empty())).isEmpty();
    }

    @Test
    void thereIsAFloorWhereTheFaultKeepsTheLeaderFromItsSession() {
        Scenario halves = Scenarios.named("split-halves").orElseThrow();

        assertThat(TrialPlan.floor(KILL, SPEC, Optional.empty()).map(FloorDistribution::bounds))
                .contains(FloorDistribution.idle(Duration.ofSeconds(2), Duration.ofMillis(500), 3)
                        .bounds());
        assertThat(TrialPlan.floor(KILL, SPEC, Optional.of(Duration.ofMillis(10)))
                        .orElseThrow()
                        .bounds()
                        .aboveNanos())
                .isEqualTo(1_990_000_000L);
        assertThat(TrialPlan.floor(halves, SPEC, Optional.empty())).isEmpty();
    }
}
