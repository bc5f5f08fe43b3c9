package io.interregnum.metric;

import static org.assertj.core.api.Assertions.assertThat;

import io.interregnum.history.History;
import io.interregnum.history.HistoryBuilder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UnavailabilityTest {
    private static final long MILLI = 1_000_000;

    @Test
    void lastsFromTheFirstOperationThatWasDueToTheNextThatWasServed() {
        History history = new HistoryBuilder()
                .write("k", 1)
                .asked(0)
                .ok(5)
                .write("k", 2)
                .asked(100)
                .refused(101)
                .write("k", 3)
                .asked(200)
                .unknown(700)
                .write("k", 4)
                .asked(300)
                .ok(950)
                .build();

        Unavailability.Gaps gaps = Unavailability.of(history).all();

        assertThat(gaps).isEqualTo(new Unavailability.Gaps(850 * MILLI, 100 * MILLI, 850 * MILLI, 1));
    }

    @Test
    void countsTheTimeInWhichAnOperationWaitedToBeSent() {
        History history = new HistoryBuilder()
                .write("k", 1)
                .asked(0)
                .ok(5)
                .write("k", 2)
                .intended(100)
                .asked(3_000)
                .ok(3_005)
                .build();

        assertThat(Unavailability.of(history).all().longestNanos()).isEqualTo(2_905 * MILLI);
    }

    @Test
    void countsNothingWhileNobodyWantedAnything() {
        History history = new HistoryBuilder()
                .write("k", 1)
                .asked(0)
                .ok(5)
                .write("k", 2)
                .asked(9_000)
                .ok(9_005)
                .build();

        assertThat(Unavailability.of(history).all()).isEqualTo(new Unavailability.Gaps(5 * MILLI, 0, 0, 0));
    }

    @Test
    void countsUntilTheEndWhereServiceNeverCameBack() {
        History history = new HistoryBuilder()
                .write("k", 1)
                .asked(0)
                .ok(5)
                .write("k", 2)
                .asked(100)
                .unknown(600)
                .write("k", 3)
                .asked(200)
                .unknown(700)
                .build();

        assertThat(Unavailability.of(history).all().longestNanos()).isEqualTo(600 * MILLI);
    }

    @Test
    void tellsEachClientApart() {
        HistoryBuilder builder = new HistoryBuilder();
        for (long i = 0; i < 10; i++) {
            builder.write("k", i).from("client-1").asked(100 * i).ok(100 * i + 5);
            builder.write("k", 100 + i).from("client-2").asked(100 * i).refused(100 * i + 5);
        }

        Unavailability unavailability = Unavailability.of(builder.build());

        assertThat(unavailability.all().totalNanos()).isZero();
        assertThat(unavailability.byClient().keySet()).containsExactly("client-1", "client-2");
        assertThat(unavailability.byClient().get("client-2"))
                .isEqualTo(new Unavailability.Gaps(905 * MILLI, 0, 905 * MILLI, 1));
    }

    @Test
    void isNothingWithoutOperations() {
        assertThat(Unavailability.of(new History(List.of())))
                .isEqualTo(new Unavailability(new Unavailability.Gaps(0, 0, 0, 0), Map.of()));
    }
}
