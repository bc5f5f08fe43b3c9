package io.interregnum.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AxisTest {
    private static final long MS = 1_000_000;

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "0, 1",
        "1, 1",
        "7, 999",
        "2000000000, 2000000000",
        "1333333333, 2750000000",
        "12000000, 12000400",
        "0, 9223372036854775807",
        "9223372036854775807, 9223372036854775807",
        "-5, 3",
    })
    void hasRoomForAllWithAFewRoundLabels(long least, long most) {
        for (Axis axis : List.of(Axis.around(List.of(least, most)), Axis.fromZero(List.of(least, most)))) {
            assertThat(axis.ticks())
                    .hasSizeBetween(2, 8)
                    .isSorted()
                    .startsWith(axis.fromNanos())
                    .endsWith(axis.toNanos());
            assertThat(axis.percent(least)).isBetween(0.0, axis.percent(most));
            assertThat(axis.percent(most)).isBetween(axis.percent(least), 100.0);
        }
    }

    @Test
    void placesBetweenRoundDurations() {
        Axis axis = Axis.around(List.of(1_333 * MS, 2_750 * MS));

        assertThat(axis).isEqualTo(new Axis(1_000 * MS, 3_000 * MS, 500 * MS));
        assertThat(axis.percent(1_500 * MS)).isEqualTo(25);
        assertThat(axis.ticks().stream().map(axis::label)).containsExactly("1 s", "1.5 s", "2 s", "2.5 s", "3 s");
    }

    @Test
    void saysMillisecondsBelowASecond() {
        Axis axis = Axis.fromZero(List.of(700_000L));

        assertThat(axis.ticks().stream().map(axis::label))
                .containsExactly("0 ms", "0.2 ms", "0.4 ms", "0.6 ms", "0.8 ms");
    }
}
