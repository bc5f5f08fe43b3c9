package io.interregnum.metric;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SessionFloorTest {

    /** The closed form is open below, so that the table's rounded minima are a little above it. */
    @ParameterizedTest
    @CsvSource({"10000, 2000, 7667, 13000", "4000, 2000, 3000, 7000", "2000, 500, 1333, 2750", "1000, 100, 667, 1150"})
    void boundsAnIdleSessionAsTheFieldNotesSay(long timeoutMs, long tickMs, long aboveMs, long atMostMs) {
        SessionFloor floor = SessionFloor.idle(Duration.ofMillis(timeoutMs), Duration.ofMillis(tickMs));

        assertThat(Math.round(floor.aboveNanos() / 1e6)).isEqualTo(aboveMs);
        assertThat(Math.round(floor.atMostNanos() / 1e6)).isEqualTo(atMostMs);
    }

    @Test
    void isNarrowerForABusySession() {
        Duration timeout = Duration.ofSeconds(4);
        Duration tick = Duration.ofMillis(500);

        SessionFloor busy = SessionFloor.busy(timeout, tick, Duration.ofMillis(5));
        SessionFloor hardlyBusy = SessionFloor.busy(timeout, tick, Duration.ofSeconds(3));

        assertThat(busy.aboveNanos()).isEqualTo(3_995_000_000L);
        assertThat(hardlyBusy).isEqualTo(SessionFloor.idle(timeout, tick));
    }

    @ParameterizedTest
    @CsvSource({"1000, 333", "3000, 1000", "4500, 1000", "9000, 2000", "60000, 10000"})
    void pingsEveryThirdOfTheTimeoutLessASecond(long timeoutMs, long periodMs) {
        assertThat(SessionFloor.pingPeriod(Duration.ofMillis(timeoutMs)).toMillis())
                .isEqualTo(periodMs);
    }

    @ParameterizedTest
    @CsvSource({"100, 1000", "1000, 1000", "4000, 4000", "10000, 10000", "60000, 10000"})
    void isNegotiatedWithinTwoAndTwentyTicks(long requestedMs, long negotiatedMs) {
        assertThat(SessionFloor.negotiated(Duration.ofMillis(requestedMs), Duration.ofMillis(500))
                        .toMillis())
                .isEqualTo(negotiatedMs);
    }
}
