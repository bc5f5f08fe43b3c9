package io.interregnum.suite.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.interregnum.metric.Failover.Phase;
import io.interregnum.metric.FloorDistribution;
import io.interregnum.metric.Sample;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** What 'trials' and its benchmarks refuse before anything is started, and how they judge. Starts no node. */
class TrialsCommandTest {
    private static final FloorDistribution FLOOR =
            FloorDistribution.idle(Duration.ofSeconds(2), Duration.ofMillis(500), 3);

    private final StringWriter printed = new StringWriter();

    private int run(String... arguments) {
        CommandLine command = Main.commandLine(arguments);
        command.setOut(new PrintWriter(printed));
        command.setErr(new PrintWriter(printed));
        return command.execute(arguments);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--trials 0 | --trials 0; expected 1 to 500",
                "--trials 501 | --trials 501; expected 1 to 500",
                "--until-precision 0% | \"0%\" is no share",
                "--fault nothing-known | unknown scenario \"nothing-known\"",
                "--budget failover.p42=1s | --budget: \"failover.p42=1s\" is no budget",
                "--session-timeout 2s,60s | sessionTimeout=60000 ms must be from",
            })
    void refusesWhatCannotBeTried(String arguments, String message) {
        List<String> all = new ArrayList<>(List.of("trials"));
        all.addAll(List.of(arguments.split(" ")));

        assertThat(run(all.toArray(String[]::new))).isEqualTo(254);
        assertThat(printed.toString()).contains(message);
    }

    @Test
    void onlyTrialsTakesSeveralClusters() {
        assertThat(run("run", "kill-leader", "--masters", "3,5")).isEqualTo(254);
        assertThat(printed.toString()).contains("one cluster is run at a time");
    }

    private static BenchFloorCommand.Row row(int count, long millis, int outside) {
        List<Long> values = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            values.add((i < outside ? 2_801 : millis) * 1_000_000);
        }
        return new BenchFloorCommand.Row("2s / 500ms", "idle", new Sample(values, 0), FLOOR);
    }

    /** The closed form's median is 1,990 ms here, and its end, widened, 2,800 ms. */
    @Test
    void theFloorIsKeptByNinetyNineOfAHundredInsideAndAMedianWithinATenth() {
        assertThat(row(100, 1_990, 1).isKept()).isTrue();
        assertThat(row(100, 1_990, 2).isKept()).isFalse();
        assertThat(row(100, 2_150, 0).isKept()).isTrue();
        assertThat(row(100, 2_220, 0).isKept()).isFalse();
        assertThat(row(0, 0, 0).isKept()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"100, 119.9, true", "100, 120.1, false", "0, -20.1, false", "0, NaN, false"})
    void aPlantedDelayIsFoundToWithinTwentyMilliseconds(double planted, double grown, boolean kept) {
        BenchDelaysCommand.Growth growth = new BenchDelaysCommand.Growth("slow", Phase.RECOVERY, planted, grown);

        assertThat(growth.isKept()).isEqualTo(kept);
    }
}
