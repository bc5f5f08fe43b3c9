package io.interregnum.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.interregnum.history.Json;
import io.interregnum.suite.Program.Ended;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The benchmark of faults with few rounds, on a machine on which much else runs: what it shows, and how it ends. */
final class BenchFaults {
    private static final int TIMES = 3;
    /** How many times as long as promised a median may be where all tests run at once. */
    private static final int GENEROUS = 50;

    private static final List<String> MEASURED = List.of(
            "cut-spread", "cut", "cut-asked", "pause", "pause-asked", "kill", "kill-asked", "start", "start-asked");
    private static final List<String> PROMISED = List.of("cut-spread", "cut", "pause", "kill", "start");

    private BenchFaults() {}

    /** Runs it on a backend, and asserts that every series is there, that none is absurd, and that it says what was kept. */
    static void assertMeasures(Class<?> test, String backend) throws Exception {
        Ended ended = Program.run(
                Program.runsOf(test),
                Duration.ofMinutes(8),
                "interregnum",
                "bench",
                "faults",
                "--json",
                "--times",
                Integer.toString(TIMES),
                "--backend",
                backend);

        System.out.println(ended.output());
        String last = ended.output().lines().reduce("", (first, second) -> second);
        Map<?, ?> all = (Map<?, ?>) Objects.requireNonNull(Json.read(last));
        assertThat(all.get("backend")).isEqualTo(backend);
        for (String what : MEASURED) {
            Map<?, ?> one = series(all, what);
            assertThat(one.get("times")).as("times of " + what).isEqualTo((long) TIMES);
            assertThat(number(one, "median-ms")).as("median of " + what).isNotNegative();
        }
        for (String what : PROMISED) {
            Map<?, ?> one = series(all, what);
            assertThat(number(one, "median-ms"))
                    .as("median of " + what)
                    .isLessThan(number(one, "promised-ms") * GENEROUS);
        }
        boolean kept = PROMISED.stream()
                .allMatch(what -> Boolean.TRUE.equals(series(all, what).get("kept")));
        assertThat(all.get("kept")).isEqualTo(kept);
        ended.assertExitCode(kept ? 0 : 1);
    }

    private static Map<?, ?> series(Map<?, ?> all, String what) {
        return all.get(what) instanceof Map<?, ?> series ? series : Map.of();
    }

    private static double number(Map<?, ?> series, String name) {
        return series.get(name) instanceof Number number ? number.doubleValue() : -1;
    }
}
