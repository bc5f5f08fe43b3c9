package io.interregnum.metric;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LatencySummaryTest {

    @Test
    void takesTheNearestRank() {
        List<Long> hundred =
                LongStream.rangeClosed(1, 100).map(i -> 101 - i).boxed().toList();

        assertThat(LatencySummary.of(hundred)).contains(new LatencySummary(100, 1, 50, 95, 99, 100));
    }

    @Test
    void interpolatesNothing() {
        assertThat(LatencySummary.of(List.of(10L, 20L))).contains(new LatencySummary(2, 10, 10, 20, 20, 20));
        assertThat(LatencySummary.of(List.of(7L))).contains(new LatencySummary(1, 7, 7, 7, 7, 7));
    }

    @Test
    void isEmptyOfNothing() {
        assertThat(LatencySummary.of(List.of())).isEmpty();
    }
}
