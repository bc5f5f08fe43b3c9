package io.interregnum.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What is too slow is red, and what is just in time is not. */
class PromiseTest {
    private static final long SECOND = 1_000_000_000;

    @Test
    void aBusyMachineIsForgivenThreeTimesTheTime() {
        Promise promise = new Promise(Duration.ofSeconds(5), false);

        promise.assertKept("start", 15 * SECOND);
        assertThatThrownBy(() -> promise.assertKept("start", 15 * SECOND + 1))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("start");
    }

    @Test
    void toTheLetterNothingIsForgiven() {
        Promise promise = new Promise(Duration.ofSeconds(5), true);

        promise.assertKept("start", 5 * SECOND);
        assertThatThrownBy(() -> promise.assertKept("start", 5 * SECOND + 1)).isInstanceOf(AssertionError.class);
    }

    @Test
    void aPartOfTheSuiteHasItsPartOfTheTime() {
        assertThat(Promise.ofSuite("local", 6).promised()).isEqualTo(Duration.ofMinutes(4));
        assertThat(Promise.ofSuite("docker", 6).promised()).isEqualTo(Duration.ofMinutes(8));
        assertThat(Promise.ofSuite("docker", 2).longest()).isEqualTo(Duration.ofMinutes(8));
        assertThat(Promise.ofStart("local").promised()).isEqualTo(Duration.ofSeconds(5));
        assertThat(Promise.ofStart("docker").promised()).isEqualTo(Duration.ofSeconds(15));
    }
}
