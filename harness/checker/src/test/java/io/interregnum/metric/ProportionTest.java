package io.interregnum.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProportionTest {

    /** Computed by hand from Wilson's formula with z = 1.96. */
    @ParameterizedTest
    @CsvSource({
        "0, 10, 0.0, 0.2775",
        "10, 10, 0.7225, 1.0",
        "18, 20, 0.6990, 0.9721",
        "20, 20, 0.8389, 1.0",
        "5, 10, 0.2366, 0.7634"
    })
    void theIntervalIsWilsons(int hits, int trials, double lower, double upper) {
        Proportion proportion = new Proportion(hits, trials);

        assertThat(proportion.lower()).isCloseTo(lower, within(0.0001));
        assertThat(proportion.upper()).isCloseTo(upper, within(0.0001));
    }

    @Test
    void ofNoTrialsEverythingIsPossible() {
        assertThat(new Proportion(0, 0).lower()).isZero();
        assertThat(new Proportion(0, 0).upper()).isEqualTo(1);
        assertThat(new Proportion(0, 0).text()).isEqualTo("0 of 0");
    }

    @Test
    void saysItInWords() {
        assertThat(new Proportion(18, 20).text()).isEqualTo("18 of 20 (90 %, 95 % interval 70 % to 97 %)");
    }

    @Test
    void refusesMoreHitsThanTrials() {
        assertThatThrownBy(() -> new Proportion(3, 2)).isInstanceOf(IllegalArgumentException.class);
    }
}
