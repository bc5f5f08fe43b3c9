package io.interregnum.workload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which set takes which element. */
class SetsTest {
    private static final int ROUND = Sets.OPEN_COUNT * Sets.ELEMENTS_MAX;

    private final Sets sets = new Sets();

    private Map<String, Long> add(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> sets.forAddition())
                .flatMap(Optional::stream)
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    }

    @Test
    void aFewTakeElementsInTurnAndNoneMoreThanItHoldsBeforeOthersTakeTheirPlace() {
        assertThat(sets.all()).containsExactly("s00", "s01", "s02", "s03");

        Map<String, Long> first = add(ROUND);
        Map<String, Long> next = add(ROUND);

        assertThat(first.keySet()).containsExactlyInAnyOrder("s00", "s01", "s02", "s03");
        assertThat(next.keySet()).containsExactlyInAnyOrder("s04", "s05", "s06", "s07");
        assertThat(Stream.concat(first.values().stream(), next.values().stream()))
                .containsOnly((long) Sets.ELEMENTS_MAX);
    }

    @Test
    void thereIsAnEndToAllOfThem() {
        Map<String, Long> all = add(Sets.SETS_MAX * Sets.ELEMENTS_MAX);

        assertThat(all).hasSize(Sets.SETS_MAX);
        assertThat(sets.forAddition()).isEmpty();
        assertThat(sets.all()).hasSize(Sets.SETS_MAX);
    }

    @Test
    void readsAnyThatWasUsed() {
        add(ROUND + 1);
        RandomGenerator random = new Chance(1).purpose("reads");

        assertThat(Stream.generate(() -> sets.forReading(random)).limit(500).collect(Collectors.toSet()))
                .containsExactlyInAnyOrderElementsOf(sets.all())
                .hasSize(8);
    }
}
