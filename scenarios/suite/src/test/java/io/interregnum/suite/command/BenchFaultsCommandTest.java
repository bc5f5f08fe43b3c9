package io.interregnum.suite.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.interregnum.cluster.Network.Silence;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What of measured faults is as promised. Starts no node. */
class BenchFaultsCommandTest {
    private static final long MILLI = 1_000_000;

    /** So many of 20 took long, the others no time. */
    private static Series series(int late, double lateMillis) {
        return new Series(LongStream.range(0, 20)
                .map(i -> i < late ? Math.round(lateMillis * MILLI) : 0)
                .boxed()
                .toList());
    }

    private static Map<Exactness, Series> only(Exactness what, Series series) {
        Map<Exactness, Series> all = new EnumMap<>(Exactness.class);
        for (Exactness each : Exactness.values()) {
            all.put(each, series(0, 0));
        }
        all.put(what, series);
        return all;
    }

    @ParameterizedTest
    @CsvSource({
        "local,CUT_SPREAD,10,10",
        "local,CUT,20,1",
        "local,PAUSE,20,1",
        "local,KILL,20,1",
        "local,START,20,1",
        "docker,CUT_SPREAD,50,10",
        "docker,CUT,50,1",
        "docker,PAUSE,50,1",
        "docker,KILL,50,1",
        "docker,START,200,1"
    })
    void aPromiseIsKeptAtItsLimitAndNotBeyond(String backend, Exactness what, int limit, int lateAllowed) {
        assertThat(BenchFaultsCommand.isKept(backend, only(what, series(20, limit))))
                .isTrue();
        assertThat(BenchFaultsCommand.isKept(backend, only(what, series(20, limit + 0.001))))
                .isFalse();
        assertThat(BenchFaultsCommand.isKept(backend, only(what, series(lateAllowed, 1_000))))
                .isTrue();
        assertThat(BenchFaultsCommand.isKept(backend, only(what, series(lateAllowed + 1, 1_000))))
                .isFalse();
    }

    @Test
    void whatNothingIsPromisedOfMayTakeLong() {
        assertThat(BenchFaultsCommand.isKept("local", only(Exactness.CUT_ASKED, series(20, 1_000))))
                .isTrue();
    }

    @Test
    void theTableAndTheJsonSayWhatWasNotKept() {
        Map<Exactness, Series> series = only(Exactness.PAUSE, series(2, 30));

        String table = BenchFaultsCommand.asTable("local", series);
        String json = BenchFaultsCommand.asJson("local", series);

        assertThat(table.lines().filter(line -> line.contains("NOT KEPT")))
                .singleElement()
                .asString()
                .matches("local +pause: event to stopped +20 +0\\.00 +30\\.00 +30\\.00  p95 <= 20: NOT KEPT");
        assertThat(table).contains("median <= 10: kept");
        assertThat(json)
                .contains("\"kept\":false")
                .contains("\"pause\":{\"times\":20,\"median-ms\":0.0,\"p95-ms\":30.0,\"max-ms\":30.0,"
                        + "\"promised-percentile\":95,\"promised-ms\":20,\"kept\":false}");
        assertThat(BenchFaultsCommand.asJson("docker", series)).doesNotContain("\"kept\":false");
    }

    @Test
    void aCutBeginsWithTheFirstPacketLostAndIsWholeWithTheLastLinkDead() {
        CutBegin begin = CutBegin.of(List.of(silence(100, 101), silence(103, 104)), 1_000);

        assertThat(begin).isEqualTo(new CutBegin(2 * MILLI, 104 * MILLI));
    }

    @Test
    void aLinkThatCarriedEverythingMakesACutLateAndWide() {
        CutBegin begin =
                CutBegin.of(List.of(silence(100, 101), new Silence(1_099 * MILLI, OptionalLong.empty())), 1_000);

        assertThat(begin).isEqualTo(new CutBegin(1_000 * MILLI, 1_099 * MILLI));
    }

    private static Silence silence(long lastArrivedMillis, long firstLostMillis) {
        return new Silence(lastArrivedMillis * MILLI, OptionalLong.of(firstLostMillis * MILLI));
    }
}
