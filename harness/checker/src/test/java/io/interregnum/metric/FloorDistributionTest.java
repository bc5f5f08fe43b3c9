package io.interregnum.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FloorDistributionTest {
    private static final int DRAWS = 200_000;

    /** Drawn from the definition: T - U + R + F, each part uniform, F for sessions of followers only. */
    private static long[] drawn(long timeoutMs, long tickMs, double oldestMs, int servers) {
        RandomGenerator chance = new SplittableRandom(7);
        long[] all = new long[DRAWS];
        for (int i = 0; i < DRAWS; i++) {
            double follower = chance.nextInt(servers) > 0 ? chance.nextDouble() * tickMs / 2 : 0;
            double ms = timeoutMs - chance.nextDouble() * oldestMs + chance.nextDouble() * tickMs + follower;
            all[i] = Math.round(ms * 1e6);
        }
        Arrays.sort(all);
        return all;
    }

    @ParameterizedTest
    @CsvSource({
        "10000, 2000, 2333.333, 3",
        "4000, 2000, 1000, 3",
        "2000, 500, 666.667, 5",
        "1000, 100, 333.333, 1",
    })
    void hasTheQuantilesOfWhatIsDrawnFromItsDefinition(long timeoutMs, long tickMs, double oldestMs, int servers) {
        long[] all = drawn(timeoutMs, tickMs, oldestMs, servers);

        FloorDistribution floor =
                FloorDistribution.idle(Duration.ofMillis(timeoutMs), Duration.ofMillis(tickMs), servers);

        for (double percent : new double[] {1, 10, 50, 90, 99}) {
            long expected = Bootstrap.percentile(all, percent);
            assertThat(floor.quantileNanos(percent / 100) / 1e6)
                    .as("percentile %s", percent)
                    .isCloseTo(expected / 1e6, within(tickMs / 50.0));
            assertThat(floor.shareUpTo(expected)).isCloseTo(percent / 100, within(0.005));
        }
    }

    /** Figures from a simulation of the definition that was made apart from this program, of an ensemble of three. */
    @ParameterizedTest
    @CsvSource({"10000, 2000, 10.2, 12.3", "4000, 2000, 4.8, 6.4", "2000, 500, 2.0, 2.55", "1000, 100, 0.90, 1.10"})
    void knowsTheMediansOfUsualTimeouts(long timeoutMs, long tickMs, double median, double p99) {
        FloorDistribution floor = FloorDistribution.idle(Duration.ofMillis(timeoutMs), Duration.ofMillis(tickMs), 3);

        assertThat(floor.medianNanos() / 1e9).isCloseTo(median, within(0.06));
        assertThat(floor.quantileNanos(0.99) / 1e9).isCloseTo(p99, within(0.06));
    }

    @Test
    void endsAtItsBounds() {
        FloorDistribution floor = FloorDistribution.idle(Duration.ofSeconds(2), Duration.ofMillis(500), 3);

        assertThat(floor.bounds()).isEqualTo(SessionFloor.idle(Duration.ofSeconds(2), Duration.ofMillis(500)));
        assertThat(floor.shareUpTo(floor.bounds().aboveNanos())).isZero();
        assertThat(floor.shareUpTo(floor.bounds().atMostNanos())).isOne();
        assertThat(floor.quantileNanos(1) / 1e9).isCloseTo(2.75, within(0.01));
    }

    @Test
    void anEnsembleOfOneKnowsNoFollowers() {
        FloorDistribution floor = FloorDistribution.idle(Duration.ofSeconds(2), Duration.ofMillis(500), 1);

        assertThat(floor.bounds().atMostNanos()).isEqualTo(2_500_000_000L);
        assertThat(floor.shareUpTo(2_500_000_000L)).isOne();
        assertThat(floor.shareUpTo(2_490_000_000L)).isLessThan(1);
    }

    @Test
    void aBusySessionIsNoticedLaterByTheAgeThatItsLastPingWouldHaveHad() {
        Duration timeout = Duration.ofSeconds(2);
        Duration tick = Duration.ofMillis(500);

        FloorDistribution busy = FloorDistribution.busy(timeout, tick, Duration.ofMillis(10), 3);

        assertThat(busy.bounds().aboveNanos()).isEqualTo(1_990_000_000L);
        assertThat(busy.medianNanos() - FloorDistribution.idle(timeout, tick, 3).medianNanos())
                .isBetween(300_000_000L, 350_000_000L);
    }

    @Test
    void refusesWhatIsNoShareAndNoEnsemble() {
        FloorDistribution floor = FloorDistribution.idle(Duration.ofSeconds(2), Duration.ofMillis(500), 3);

        assertThatThrownBy(() -> floor.quantileNanos(0)).hasMessageContaining("share=0.0 must be above 0");
        assertThatThrownBy(() -> FloorDistribution.idle(Duration.ofSeconds(2), Duration.ofMillis(500), 0))
                .hasMessageContaining("ensembleSize=0");
    }
}
