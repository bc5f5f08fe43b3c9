package io.interregnum.check.linear;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ValueNumbersTest {
    private static final int OPERATIONS = 5_000;

    @Test
    void numbersSmallHashedAndScopedValuesAsAMapWould() {
        Random random = new Random(7);
        ValueNumbers numbers = new ValueNumbers(OPERATIONS);
        Map<List<@Nullable Object>, Integer> expected = new HashMap<>();

        for (int i = 0; i < 20 * OPERATIONS; i++) {
            int scope = random.nextInt(4) == 0 ? random.nextInt(5) : 0;
            Object value = anyValue(random);
            int number = expected.computeIfAbsent(Arrays.asList(scope, value), one -> expected.size());

            assertThat(numbers.of(scope, value)).isEqualTo(number);
            assertThat(numbers.scope(number)).isEqualTo(scope);
        }

        assertThat(numbers.count()).isEqualTo(expected.size()).isGreaterThan(2 * OPERATIONS);
    }

    /** From within the room of small ones, from its edges, and of every other kind. */
    private static @Nullable Object anyValue(Random random) {
        long any = random.nextInt(3 * OPERATIONS);
        return switch (random.nextInt(8)) {
            case 0 -> -any;
            case 1 -> any << 40;
            case 2 -> String.valueOf(any);
            case 3 -> null;
            case 4 -> (double) any;
            default -> any;
        };
    }
}
