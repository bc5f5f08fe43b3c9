package io.interregnum.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.interregnum.cluster.Needs;
import io.interregnum.history.RunClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** However the harness ends in the middle of a partition, its nodes end with it and its evidence stays. */
@Needs("local")
class KilledHarnessLocalIT {

    /** Every process in the namespaces descends from the harness by way of its supervisor. */
    private static List<ProcessHandle> nodesOf(KilledRun run) {
        List<ProcessHandle> nodes =
                run.program().process().toHandle().descendants().toList();
        // Eight nodes and the supervisor: else this test would watch nothing.
        assertThat(nodes).hasSizeGreaterThan(8);
        return nodes;
    }

    /** A zombie does not live: its parent is late, and not one of ours. */
    private static boolean lives(ProcessHandle process) {
        try {
            return process.isAlive()
                    && !Files.readString(Path.of("/proc", Long.toString(process.pid()), "status"))
                            .contains("State:\tZ");
        } catch (IOException e) {
            return false; // gone while looking
        }
    }

    private static long awaitGone(List<ProcessHandle> nodes, Duration limit) {
        RunClock clock = RunClock.startNow();
        await("every node to end")
                .atMost(limit)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> nodes.stream().noneMatch(KilledHarnessLocalIT::lives));
        return clock.nanos() / 1_000_000;
    }

    @Test
    void killedItLeavesNoProcessAndAHistoryThatCanBeJudged() throws Exception {
        KilledRun run = KilledRun.start(getClass(), "local");
        run.awaitEffective();
        List<ProcessHandle> nodes = nodesOf(run);

        run.signal("KILL");

        long millis = awaitGone(nodes, Duration.ofSeconds(10));
        System.out.println("MEASURED local, kill -9: " + nodes.size() + " processes gone within " + millis + " ms");
        assertThat(run.program().process().waitFor()).isEqualTo(137);
        run.assertCanBeJudged();
    }

    @Test
    void theNextStartRemovesTheFilesThatAKilledOneLeft() throws Exception {
        KilledRun run = KilledRun.start(getClass(), "local");
        run.awaitEffective();
        run.kill();
        assertThat(foldersOf(run)).hasSize(1);

        run.assertNextStartRemovesWhatWasLeft(getClass(), "local");

        assertThat(foldersOf(run)).isEmpty();
    }

    /** Directories of the harness's sockets and scripts. */
    private static List<Path> foldersOf(KilledRun run) throws IOException {
        String prefix = "ir-" + run.program().process().pid() + "-";
        try (Stream<Path> entries = Files.list(Path.of("/tmp"))) {
            return entries.filter(path -> path.getFileName().toString().startsWith(prefix))
                    .toList();
        }
    }

    @ParameterizedTest
    @CsvSource({"TERM,143", "INT,130"})
    void toldToEndItEndsItsNodesAndLeavesAHistoryThatCanBeJudged(String signal, int exitCode) throws Exception {
        KilledRun run = KilledRun.start(getClass(), "local");
        run.awaitEffective();
        List<ProcessHandle> nodes = nodesOf(run);

        run.signal(signal);

        long millis = awaitGone(nodes, Duration.ofSeconds(15));
        System.out.println(
                "MEASURED local, SIG" + signal + ": " + nodes.size() + " processes gone within " + millis + " ms");
        run.program().awaitEnd(Duration.ofSeconds(15)).assertExitCode(exitCode);
        assertThat(run.program().printed()).doesNotContain("\tat ");
        run.assertCanBeJudged();
    }
}
