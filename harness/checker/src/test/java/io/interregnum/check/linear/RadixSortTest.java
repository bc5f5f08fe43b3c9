package io.interregnum.check.linear;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RadixSortTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 11, 12, 22, 31, 32, 33, 44, 63, 64})
    void ordersNumbersOfAnyWidthAndKeepsEqualOnesAsTheyStand(int bits) {
        Random random = new Random(bits);
        long[] keys = LongStream.generate(random::nextLong)
                .map(key -> key >> (Long.SIZE - bits))
                .limit(10_000)
                .toArray();
        keys[17] = keys[3];

        int[] order = RadixSort.order(keys);

        assertThat(order)
                .containsExactly(IntStream.range(0, keys.length)
                        .boxed()
                        .sorted(Comparator.comparingLong(i -> keys[i]))
                        .mapToInt(i -> i)
                        .toArray());
    }
}
