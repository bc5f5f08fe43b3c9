package io.interregnum.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    /** As a real system: a detection that spreads over half a second, and short phases that spread by a third. */
    private static TrialSet drawn(RandomGenerator chance, int count, long moreRecoveryMs) {
        List<Failover> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(TrialsOf.failover(
                    1_800 + chance.nextLong(700),
                    40 + chance.nextLong(20),
                    60 + chance.nextLong(30) + moreRecoveryMs,
                    80 + chance.nextLong(200)));
        }
        return TrialSet.of(all);
    }

    @Test
    void ofEqualSystemsAtMostOneInTwentyShowsADifference() {
        RandomGenerator chance = new SplittableRandom(42);
        int differ = 0;
        for (int i = 0; i < 200; i++) {
            differ +=
                    Comparison.of(drawn(chance, 20, 0), drawn(chance, 20, 0), i).differs() ? 1 : 0;
        }

        // 10 are expected at most; more than 16 have a chance of 3 %, and these are always the same.
        assertThat(differ).isLessThanOrEqualTo(16);
    }

    @Test
    void whatWasAddedToOnePhaseIsFoundThereAndInNoOtherPhase() {
        RandomGenerator chance = new SplittableRandom(1);

        Comparison comparison = Comparison.of(drawn(chance, 30, 0), drawn(chance, 30, 100), 1);

        List<Difference> differ =
                comparison.differences().stream().filter(Difference::differs).toList();
        assertThat(differ.stream().map(Difference::name))
                .contains("recovery")
                .doesNotContain("detection", "election", "rediscovery");
        Difference recovery = comparison.differences().get(3);
        assertThat(recovery.judged().orElseThrow().nanos() / 1e6).isCloseTo(100, within(15.0));
        assertThat(comparison.isRegression(0.10)).isTrue();
        assertThat(recovery.isRegression(2)).isFalse();
        assertThat(comparison.sentence())
                .matches(
                        "recovery is slower by \\d+ ms \\[\\d+, \\d+\\]; latency, detection, election and rediscovery do"
                                + " not differ");
    }

    @Test
    void whatBecameFasterIsNoRegression() {
        RandomGenerator chance = new SplittableRandom(1);

        Comparison comparison = Comparison.of(drawn(chance, 30, 100), drawn(chance, 30, 0), 1);

        assertThat(comparison.differs()).isTrue();
        assertThat(comparison.isRegression(0)).isFalse();
        assertThat(comparison.sentence()).startsWith("recovery is faster by ");
    }

    @Test
    void fewTrialsSayNothing() {
        RandomGenerator chance = new SplittableRandom(1);

        Comparison comparison = Comparison.of(drawn(chance, 4, 0), drawn(chance, 30, 1_000), 1);

        assertThat(comparison.isJudged()).isFalse();
        assertThat(comparison.differs()).isFalse();
        assertThat(comparison.sentence())
                .isEqualTo("latency, detection, election, recovery and rediscovery were seen too seldom to tell");
    }

    @Test
    void correctsTheSmallestMostAndNoneBelowOneBeforeIt() {
        RandomGenerator chance = new SplittableRandom(3);

        List<Difference.Judged> judged =
                Comparison.of(drawn(chance, 20, 0), drawn(chance, 20, 60), 1).differences().stream()
                        .map(each -> each.judged().orElseThrow())
                        .sorted((left, right) -> Double.compare(left.chance(), right.chance()))
                        .toList();

        assertThat(judged.get(0).corrected()).isCloseTo(5 * judged.get(0).chance(), within(1e-9));
        for (int i = 1; i < judged.size(); i++) {
            assertThat(judged.get(i).corrected())
                    .isGreaterThanOrEqualTo(judged.get(i - 1).corrected())
                    .isLessThanOrEqualTo(1);
        }
    }

    @Test
    void theSameTrialsGiveTheSameFigures() {
        TrialSet a = drawn(new SplittableRandom(1), 30, 0);
        TrialSet b = drawn(new SplittableRandom(2), 30, 0);

        assertThat(Comparison.of(a, b, 5)).isEqualTo(Comparison.of(a, b, 5));
    }
}
