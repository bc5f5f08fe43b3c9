package io.interregnum.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.interregnum.cluster.Needs;
import io.interregnum.history.Event;
import io.interregnum.history.FaultEvent;
import io.interregnum.history.RunClock;
import io.interregnum.suite.Program.Ended;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Containers outlive a harness that is killed: the cut ends by itself, and the rest is removed when told. */
@Needs("docker")
class KilledHarnessDockerIT {

    /** By how much what a node sees may differ from what was planned: its next attempt, and a busy machine. */
    private static final Duration ALLOWED = Duration.ofSeconds(2);

    private static List<String> docker(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("docker"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        assertThat(process.waitFor()).as(command + " printed " + lines).isZero();
        return lines;
    }

    /** Containers and networks of the run. */
    private static List<String> leftOf(KilledRun run) throws Exception {
        String filter = "label=io.interregnum.run=" + run.label();
        return Stream.concat(
                        docker("ps", "-a", "--filter", filter, "--format", "{{.Names}}").stream(),
                        docker("network", "ls", "--filter", filter, "--format", "{{.Name}}").stream())
                .toList();
    }

    /** Whether a node reaches a ZooKeeper server, by a shell of its own in the node's network: none of our code. */
    private static boolean reaches(KilledRun run, String from, String server) throws IOException, InterruptedException {
        return new ProcessBuilder(
                                "docker",
                                "exec",
                                "interregnum-" + run.label() + "-" + from + "-net",
                                "timeout",
                                "1",
                                "bash",
                                "-c",
                                "exec 3<>/dev/tcp/" + server + "/2181")
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
    }

    /** The same again and again until it does, twice a second; then it ends with 0. */
    private static Process reaching(KilledRun run, String from, String server) throws IOException {
        return new ProcessBuilder(
                        "docker",
                        "exec",
                        "interregnum-" + run.label() + "-" + from + "-net",
                        "bash",
                        "-c",
                        "until timeout 0.5 bash -c 'exec 3<>/dev/tcp/" + server + "/2181'; do sleep 0.02; done")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static String server(Predicate<String> side) {
        return Stream.of("zk-1", "zk-2", "zk-3").filter(side).findFirst().orElseThrow();
    }

    @Test
    void killedItsCutEndsByItselfAndCleanRemovesTheRest() throws Exception {
        KilledRun run = KilledRun.start(getClass(), "docker");
        Event effective = run.awaitEffective();
        RunClock sinceEffective = RunClock.startNow();
        List<String> minority = FaultEvent.of(effective).orElseThrow().targets();
        String beyond = server(name -> !minority.contains(name));
        String beside = server(minority::contains);
        assertThat(reaches(run, "client-1", beyond))
                .as("client-1 reaches %s", beyond)
                .isFalse();
        // Before the cut ends, since a start of "docker exec" may take seconds on a busy machine.
        Process reaching = reaching(run, "client-1", beyond);

        run.kill();

        assertThat(reaches(run, "client-1", beside))
                .as("client-1 reaches %s", beside)
                .isTrue();
        long plannedEnd = run.stage(FaultEvent.Stage.REQUESTED)
                .orElseThrow()
                .number("planned-end")
                .orElseThrow();
        Duration planned = Duration.ofNanos(plannedEnd - effective.timeNanos());
        await("the cut to end by its planned time")
                .atMost(planned.plus(ALLOWED).minusNanos(sinceEffective.nanos()))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> !reaching.isAlive());
        Duration seen = Duration.ofNanos(sinceEffective.nanos());
        assertThat(reaching.exitValue()).isZero();
        System.out.printf(
                "MEASURED docker, kill -9: cut seen to have ended %d ms after it took effect, planned for %d ms%n",
                seen.toMillis(), planned.toMillis());
        assertThat(seen).isGreaterThan(planned.minus(ALLOWED));
        assertThat(leftOf(run)).hasSizeGreaterThan(8);
        run.assertCanBeJudged();

        Ended cleaned = Program.run(run.runs(), Duration.ofMinutes(2), "interregnum", "clean");

        cleaned.assertExitCode(0);
        assertThat(cleaned.output()).contains(run.label());
        assertThat(leftOf(run)).isEmpty();
    }

    @Test
    void theNextStartRemovesWhatAKilledOneLeft() throws Exception {
        KilledRun run = KilledRun.start(getClass(), "docker");
        run.awaitEffective();
        run.kill();
        assertThat(leftOf(run)).hasSizeGreaterThan(8);

        run.assertNextStartRemovesWhatWasLeft(getClass(), "docker");

        assertThat(leftOf(run)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"TERM,143", "INT,130"})
    void toldToEndItRemovesItsContainersAndLeavesAHistoryThatCanBeJudged(String signal, int exitCode) throws Exception {
        KilledRun run = KilledRun.start(getClass(), "docker");
        run.awaitEffective();
        assertThat(leftOf(run)).hasSizeGreaterThan(8);

        run.signal(signal);

        RunClock clock = RunClock.startNow();
        run.program().awaitEnd(Duration.ofSeconds(30)).assertExitCode(exitCode);
        System.out.println("MEASURED docker, SIG" + signal + ": ended after " + clock.nanos() / 1_000_000 + " ms");
        assertThat(leftOf(run)).isEmpty();
        run.assertCanBeJudged();
    }
}
