package io.interregnum.suite.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.interregnum.cluster.ClusterSpec;
import io.interregnum.fault.Faults;
import io.interregnum.fault.Step;
import io.interregnum.run.Scenario;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What holds of every scenario of the catalogue. */
class ScenariosTest {

    @Test
    void theDefaultSuiteIsTheSixOfTheContractInOrder() {
        assertThat(Scenarios.ALL)
                .extracting(Scenario::name)
                .containsExactly(
                        "kill-leader",
                        "pause-leader",
                        "cut-leader-from-ensemble",
                        "isolate-leader",
                        "split-halves",
                        "kill-ensemble-leader");
    }

    @ParameterizedTest
    @FieldSource("io.interregnum.suite.scenario.Scenarios#ALL")
    void isFoundByItsName(Scenario scenario) {
        assertThat(Scenarios.named(scenario.name())).contains(scenario);
        assertThat(scenario.name()).matches("[a-z0-9]+(-[a-z0-9]+)*");
        assertThat(Scenarios.named(scenario.name() + "-")).isEmpty();
    }

    @ParameterizedTest
    @FieldSource("io.interregnum.suite.scenario.Scenarios#ALL")
    void asksAQuestion(Scenario scenario) {
        assertThat(scenario.question()).endsWith("?").hasSizeBetween(30, 120);
    }

    @ParameterizedTest
    @FieldSource("io.interregnum.suite.scenario.Scenarios#ALL")
    void injectsFaultsOfTheCatalogueOnly(Scenario scenario) {
        assertThat(scenario.steps()).isNotEmpty().extracting(Step::fault).isSubsetOf(Faults.ALL);
    }

    /** A failover that is planned can be seen only if the fault outlasts ZooKeeper's patience, whatever that is. */
    @ParameterizedTest
    @FieldSource("io.interregnum.suite.scenario.Scenarios#ALL")
    void holdsAFaultThatMovesLeadershipLongerThanItsDetectionTakes(Scenario scenario) {
        ClusterSpec patient = new ClusterSpec(5, 5, 2, Duration.ofSeconds(10), Duration.ofSeconds(2));
        for (Step step : scenario.steps()) {
            Duration hold = step.until().atMost(patient);

            assertThat(hold).isPositive().isLessThan(Duration.ofMinutes(1));
            if (scenario.failoverPlanned()) {
                assertThat(hold).isGreaterThan(patient.longestDetection());
            }
        }
    }
}
