package io.interregnum.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.interregnum.metric.Budget.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BudgetTest {
    private static final FloorDistribution FLOOR =
            FloorDistribution.idle(Duration.ofSeconds(2), Duration.ofMillis(500), 3);

    private static Budget.Outcome judge(String budget, TrialSet trials) {
        return Budget.parse(budget)
                .judge(new Budget.Measured(trials, Optional.of(FLOOR), OptionalLong.of(15_000_000_001L)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "failover.p95=12s",
                "detection.p99=floor+300ms",
                "unavailability.max=15s",
                "election.median=250ms",
                "failover.max=floor",
                "failover.max=0.4ms",
                "detection.p50=floor+1.5ms"
            })
    void isWrittenAsItIsRead(String text) {
        assertThat(Budget.parse(text).text()).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "failover.p95 | expected WHAT.FIGURE=BOUND",
                "latency.p95=1s | there is no \"latency\" to bound; expected one of failover, detection",
                "failover.p42=1s | there is no figure \"p42\"; expected one of median",
                "failover.p95=12 | \"12\" is no bound",
                "failover.p95=floor300ms | is no bound",
                "failover.p95=+3s | is no bound",
                "failover.p95= | expected WHAT.FIGURE=BOUND",
                "recovery.p95=floor+1s | bounds failover and detection only",
                "unavailability.p95=1s | expected unavailability.max",
                "failover.max=99999999999999999999m | more than a day",
                "failover.max=floor+2000m | more than a day",
            })
    void saysWhatIsWrongWithABudget(String text, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Budget.parse(text))
                .withMessageContaining(message);
    }

    /** 59 without one above is the least of which the 95th percentile can be told with 95 % confidence. */
    @Test
    void aPercentileIsKeptWhenEnoughTrialsAreWithinIt() {
        assertThat(judge("detection.p95=2s", TrialsOf.detections(59, i -> 2_000))
                        .status())
                .isEqualTo(Status.KEPT);

        Budget.Outcome fewer = judge("detection.p95=2s", TrialsOf.detections(58, i -> 2_000));

        assertThat(fewer.status()).isEqualTo(Status.UNKNOWN);
        assertThat(fewer.reason())
                .isEqualTo(
                        "p95 of 58 is 2.000 s, not above 2.000 s; 0 lie above; too few to tell with 95 % confidence: with"
                                + " 0 above it takes 59 to be sure that it is kept");
    }

    /** Of 30 trials 4 above would be seen in 6 % of cases if 5 % lay above, 5 in 1.6 %. */
    @Test
    void aPercentileIsExceededWhenMoreTrialsAreAboveThanChanceMakes() {
        assertThat(judge("detection.p95=2s", TrialsOf.detections(30, i -> i < 4 ? 2_001 : 2_000))
                        .status())
                .isEqualTo(Status.UNKNOWN);

        Budget.Outcome exceeded = judge("detection.p95=2s", TrialsOf.detections(30, i -> i < 5 ? 2_001 : 2_000));

        assertThat(exceeded.status()).isEqualTo(Status.EXCEEDED);
        assertThat(exceeded.figureNanos()).hasValue(2_001_000_000L);
        assertThat(exceeded.boundNanos()).hasValue(2_000_000_000L);
        assertThat(exceeded.reason()).isEqualTo("p95 of 30 is 2.001 s, above 2.000 s; 5 lie above (95 % confidence)");
    }

    @Test
    void aMaximumSpeaksOfWhatWasSeen() {
        assertThat(judge("detection.max=2s", TrialsOf.detections(2, i -> 2_000)).status())
                .isEqualTo(Status.KEPT);
        assertThat(judge("detection.max=2s", TrialsOf.detections(2, i -> 2_000 + i))
                        .status())
                .isEqualTo(Status.EXCEEDED);
    }

    @Test
    void theFloorIsThatOfTheSameFigure() {
        TrialSet trials = TrialsOf.detections(60, i -> 2_600);

        assertThat(judge("detection.p99=floor+300ms", trials).boundNanos())
                .hasValue(FLOOR.quantileNanos(0.99) + 300_000_000L);
        assertThat(judge("detection.max=floor", trials).boundNanos())
                .hasValue(FLOOR.bounds().atMostNanos());
        assertThat(judge("detection.median=floor", trials).status()).isEqualTo(Status.EXCEEDED);
        assertThat(judge("detection.median=floor+1s", trials).status()).isEqualTo(Status.KEPT);
    }

    @Test
    void withoutAFloorOrAValueNothingIsKnown() {
        Budget.Measured none = new Budget.Measured(TrialSet.of(List.of()), Optional.empty(), OptionalLong.empty());

        assertThat(Budget.parse("detection.p95=floor").judge(none).reason())
                .isEqualTo("no floor applies to this fault, so floor says nothing");
        assertThat(Budget.parse("failover.max=1s").judge(none).reason())
                .isEqualTo("failover was observed in none of 0");
        assertThat(Budget.parse("unavailability.max=1s").judge(none).status()).isEqualTo(Status.UNKNOWN);
    }

    @Test
    void whatWasNotObservedIsNotKeptButMayBeExceeded() {
        List<Failover> failovers =
                new ArrayList<>(TrialsOf.detections(3, i -> 1_000).failovers());
        assertThat(judge("failover.max=2s", TrialSet.of(failovers)).status()).isEqualTo(Status.KEPT);

        failovers.add(TrialsOf.unserved());

        assertThat(judge("failover.max=2s", TrialSet.of(failovers)).status()).isEqualTo(Status.UNKNOWN);
        assertThat(judge("failover.max=2s", TrialSet.of(failovers)).reason()).endsWith("; 1 more was not observed");
        assertThat(judge("failover.max=1s", TrialSet.of(failovers)).status()).isEqualTo(Status.EXCEEDED);
    }

    @Test
    void enoughThatAreWithinAPercentileDoNotMakeUpForOneThatWasNotObserved() {
        List<Failover> failovers =
                new ArrayList<>(TrialsOf.detections(60, i -> 1_000).failovers());
        assertThat(judge("failover.p95=2s", TrialSet.of(failovers)).status()).isEqualTo(Status.KEPT);

        failovers.add(TrialsOf.unserved());

        Budget.Outcome outcome = judge("failover.p95=2s", TrialSet.of(failovers));
        assertThat(outcome.status()).isEqualTo(Status.UNKNOWN);
        assertThat(outcome.reason())
                .isEqualTo("p95 of 60 is 1.060 s, not above 2.000 s; 0 lie above; 1 more was not observed");
    }

    /** Of 30 observed and 30 unobserved, 5 above a p95 are no more than chance makes (18 %). */
    @Test
    void whatWasNotObservedMayHaveBeenWithinTheBound() {
        TrialSet observed = TrialsOf.detections(30, i -> i < 5 ? 2_001 : 2_000);
        assertThat(judge("detection.p95=2s", observed).status()).isEqualTo(Status.EXCEEDED);

        TrialSet half = new TrialSet(observed.failovers(), 30);

        assertThat(judge("detection.p95=2s", half).status()).isEqualTo(Status.UNKNOWN);
    }

    @Test
    void unavailabilityIsTheLongestGap() {
        assertThat(judge("unavailability.max=15s", TrialSet.of(List.of())).status())
                .isEqualTo(Status.EXCEEDED);
        assertThat(judge("unavailability.max=15.1s", TrialSet.of(List.of())).status())
                .isEqualTo(Status.KEPT);
    }
}
