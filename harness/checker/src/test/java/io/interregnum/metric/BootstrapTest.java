package io.interregnum.metric;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class BootstrapTest {
    private static Sample drawn(RandomGenerator chance, int count, long from) {
        List<Long> values = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            values.add(from + chance.nextLong(1_001));
        }
        return new Sample(values, 0);
    }

    @Test
    void theIntervalOfAMedianHoldsTheTrueOneInAboutNineteenOfTwentyCases() {
        RandomGenerator chance = new SplittableRandom(11);
        int holds = 0;
        for (int i = 0; i < 200; i++) {
            Interval interval =
                    Bootstrap.of(drawn(chance, 30, 0), Bootstrap::median, i).orElseThrow();
            holds += interval.lowerNanos() <= 500 && 500 <= interval.upperNanos() ? 1 : 0;
        }

        assertThat(holds).isBetween(176, 199); // 190 expected, spread 3
    }

    @Test
    void theIntervalOfADifferenceHoldsWhatWasAdded() {
        RandomGenerator chance = new SplittableRandom(12);

        Interval interval = Bootstrap.ofDifference(
                        drawn(chance, 100, 0), drawn(chance, 100, 5_000), Bootstrap::median, 1)
                .orElseThrow();

        assertThat(interval.lowerNanos()).isBetween(4_600L, 5_000L);
        assertThat(interval.upperNanos()).isBetween(5_000L, 5_400L);
    }

    @Test
    void fewerThanFiveValuesHaveNone() {
        RandomGenerator chance = new SplittableRandom(12);

        assertThat(Bootstrap.of(drawn(chance, 4, 0), Bootstrap::median, 1)).isEmpty();
        assertThat(Bootstrap.of(drawn(chance, 5, 0), Bootstrap::median, 1)).isPresent();
    }

    @Test
    void aPercentileIsTheNearestRank() {
        long[] sorted = {10, 20, 30, 40};

        assertThat(Bootstrap.percentile(sorted, 50)).isEqualTo(20);
        assertThat(Bootstrap.percentile(sorted, 51)).isEqualTo(30);
        assertThat(Bootstrap.percentile(sorted, 75)).isEqualTo(30);
        assertThat(Bootstrap.percentile(sorted, 100)).isEqualTo(40);
        assertThat(Bootstrap.percentile(sorted, 1)).isEqualTo(10);
    }

    @Test
    void precisionIsHowFarTheIntervalReachesFromTheMedianAsAShareOfIt() {
        assertThat(TrialsOf.detections(9, i -> 2_000).precision(1)).isEmpty();
        assertThat(TrialsOf.detections(10, i -> 2_000).precision(1)).contains(0.0);
        assertThat(TrialsOf.detections(20, i -> 1_000 + 100 * i).precision(1).orElseThrow())
                .isBetween(0.1, 0.4);
    }

    @Test
    void aTrialThatWasNotSeenToItsEndIsMissing() {
        TrialSet trials = TrialSet.of(List.of(TrialsOf.failover(1, 2, 3, 4), TrialsOf.unserved()));

        assertThat(trials.latency()).isEqualTo(new Sample(List.of(10_000_000L), 1));
        assertThat(trials.phase(Failover.Phase.RECOVERY).missingCount()).isZero();
    }
}
