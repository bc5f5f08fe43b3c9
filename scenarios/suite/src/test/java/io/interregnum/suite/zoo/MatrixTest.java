package io.interregnum.suite.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.interregnum.check.Verdict;
import io.interregnum.cluster.ClusterSpec;
import io.interregnum.history.Json;
import io.interregnum.suite.zoo.Cell.Part;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** How runs are counted, what follows from the counts, and how they are shown. */
class MatrixTest {
    private static final Entry NO_FENCE = Zoo.named("no-fence").orElseThrow();
    private static final Cell BUG = new Cell(NO_FENCE, Part.BUG, ClusterSpec.DEFAULT);
    private static final Cell CONTROL = new Cell(NO_FENCE, Part.CONTROL, ClusterSpec.DEFAULT);

    private final Matrix matrix = new Matrix(List.of(BUG, CONTROL), 0.9);

    private static Sighting sighting(Outcome outcome, String... rang) {
        return new Sighting(outcome, List.of(rang), OptionalLong.empty(), "so it was");
    }

    private static Sighting foundAfter(long millis) {
        return new Sighting(Outcome.FOUND, List.of("fencing"), OptionalLong.of(millis * 1_000_000), "so it was");
    }

    private void add(Cell cell, int times, Sighting sighting) {
        for (int i = 0; i < times; i++) {
            matrix.add(cell, sighting);
        }
    }

    @Test
    void countsEachOutcomeAndEachCheckerThatRang() {
        add(BUG, 7, sighting(Outcome.FOUND, "fencing", "linearizability"));
        add(BUG, 2, sighting(Outcome.OTHER, "linearizability"));
        add(BUG, 1, sighting(Outcome.UNKNOWN));

        Row row = matrix.rows(Part.BUG).get(0);

        assertThat(row.count(Outcome.FOUND)).isEqualTo(7);
        assertThat(row.count(Outcome.OTHER)).isEqualTo(2);
        assertThat(row.count(Outcome.UNKNOWN)).isEqualTo(1);
        assertThat(row.count(Outcome.MISSED)).isZero();
        assertThat(row.rang()).isEqualTo(Map.of("fencing", 7, "linearizability", 9));
    }

    /** 9 of 10: Wilson 1927; the figures are those of R's prop.test without continuity correction. */
    @Test
    void theRateComesWithItsInterval() {
        add(BUG, 9, sighting(Outcome.FOUND));
        add(BUG, 1, sighting(Outcome.UNKNOWN));

        Row row = matrix.rows(Part.BUG).get(0);

        assertThat(row.found().lower()).isCloseTo(0.5958, within(0.0001));
        assertThat(row.found().upper()).isCloseTo(0.9821, within(0.0001));
    }

    @Test
    void theMedianIsOfThoseTimesThatAreKnown() {
        matrix.add(BUG, foundAfter(300));
        matrix.add(BUG, sighting(Outcome.MISSED));
        matrix.add(BUG, foundAfter(100));
        matrix.add(BUG, foundAfter(200));

        assertThat(matrix.rows(Part.BUG).get(0).medianDetectionNanos()).hasValue(200_000_000);
        assertThat(matrix.rows(Part.CONTROL).get(0).medianDetectionNanos()).isEmpty();
    }

    @Test
    void nineOfTenAreEnoughAndEightAreNot() {
        add(BUG, 9, sighting(Outcome.FOUND));
        add(BUG, 1, sighting(Outcome.UNKNOWN));
        add(CONTROL, 10, sighting(Outcome.GREEN));
        assertThat(matrix.conclusion()).isEqualTo(Verdict.VALID);

        Matrix worse = new Matrix(List.of(BUG), 0.9);
        for (int i = 0; i < 10; i++) {
            worse.add(BUG, sighting(i < 8 ? Outcome.FOUND : Outcome.UNKNOWN));
        }
        assertThat(worse.conclusion()).isEqualTo(Verdict.INVALID);
    }

    @Test
    void twoOfThreeAreEnoughAndOneIsNot() {
        assertThat(new Row(BUG, List.of(foundAfter(1), foundAfter(1), sighting(Outcome.OTHER))).isFound(0.9))
                .isTrue();
        assertThat(new Row(BUG, List.of(foundAfter(1), sighting(Outcome.MISSED), sighting(Outcome.OTHER))).isFound(0.9))
                .isFalse();
        assertThat(new Row(BUG, List.of(sighting(Outcome.MISSED))).isFound(0.1))
                .as("at least once")
                .isFalse();
    }

    @Test
    void oneFalseAlarmIsTooMany() {
        add(BUG, 3, sighting(Outcome.FOUND));
        add(CONTROL, 2, sighting(Outcome.GREEN));
        assertThat(matrix.conclusion()).isEqualTo(Verdict.VALID);

        matrix.add(CONTROL, sighting(Outcome.FALSE_ALARM, "fencing"));
        assertThat(matrix.conclusion()).isEqualTo(Verdict.INVALID);
    }

    @Test
    void aControlThatWasNeverGreenLeavesItOpen() {
        add(BUG, 3, sighting(Outcome.FOUND));
        add(CONTROL, 3, sighting(Outcome.UNKNOWN));

        assertThat(matrix.conclusion()).isEqualTo(Verdict.UNKNOWN);
    }

    @Test
    void aRunThatFailedLeavesItOpen() {
        add(BUG, 3, sighting(Outcome.FOUND));
        add(CONTROL, 3, sighting(Outcome.GREEN));
        add(CONTROL, 1, Sighting.failed("no such machine"));

        assertThat(matrix.conclusion()).isEqualTo(Verdict.UNKNOWN);
    }

    @Test
    void refusesWhatIsNotInIt() {
        Cell other = new Cell(Zoo.named("mesos-timer").orElseThrow(), Part.BUG, ClusterSpec.DEFAULT);

        assertThatThrownBy(() -> matrix.add(other, foundAfter(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("mesos-timer");
    }

    @Test
    void isShownAsTablesAndNamesWhatWasNotAsItShouldBe() {
        matrix.add(BUG, foundAfter(412));
        matrix.add(BUG, sighting(Outcome.OTHER, "linearizability"));
        matrix.add(CONTROL, sighting(Outcome.UNKNOWN));
        MatrixText text =
                new MatrixText(matrix, "scripts/interregnum zoo matrix", "2 processors", Duration.ofSeconds(75));

        assertThat(text.markdown())
                .contains("`scripts/interregnum zoo matrix`, 2 processors, 3 runs in 1 min 15 s.")
                .contains("| `no-fence` | 3/3 | pause-leader-then-ensemble | 2 | 1 | 1 | 0 | 0 | 0 | 9 to 91 % | 0.41 s"
                        + " | fencing, grade 2 | fencing 1, linearizability 1 |")
                .contains("| `no-fence` | 3/3 | calm | 1 | 0 | 0 | 1 | 0 |")
                .doesNotContain("Correct systems")
                .contains("* no-fence (3/3): another [linearizability]: so it was")
                .contains("* no-fence, control calm (3/3): unknown: so it was");
    }

    @Test
    void isShownToPrograms() {
        matrix.add(BUG, foundAfter(412));

        assertThat(Json.read(new MatrixText(matrix, "it", "here", Duration.ofSeconds(1)).json()))
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
                .containsEntry("conclusion", "UNKNOWN")
                .extractingByKey("rows")
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
                .hasSize(2)
                .first(org.assertj.core.api.InstanceOfAssertFactories.MAP)
                .containsEntry("name", "no-fence")
                .containsEntry("part", "bug")
                .containsEntry("found", 1L)
                .containsEntry("median-detection-ms", 412L)
                .containsEntry("rang", Map.of("fencing", 1L));
    }
}
