package io.interregnum.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.interregnum.history.Event;
import io.interregnum.history.FaultEvent;
import io.interregnum.history.HistoryFile;
import io.interregnum.history.Processes;
import io.interregnum.rundir.RunDirectory;
import io.interregnum.suite.Program.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A harness that is ended in the middle of a partition.
 *
 * @param runs where its run is
 * @param program the harness
 */
record KilledRun(Path runs, Program program) {
    private static final String SCENARIO = "split-halves";

    static KilledRun start(Class<?> test, String backend) throws IOException {
        Path runs = Program.runsOf(test);
        return new KilledRun(
                runs,
                Program.start(
                        runs,
                        "run",
                        List.of(SCENARIO, "--backend", backend, "--seed", "41", "--out", runs.toString())));
    }

    /** Names the run on this machine. */
    String label() {
        return "run-" + program.process().pid() + "-1";
    }

    RunDirectory directory() {
        return Program.latest(runs, SCENARIO);
    }

    /** The event that says that the cut is in effect, as soon as it can be read; the run goes on meanwhile. */
    Event awaitEffective() throws IOException {
        try {
            return await("the partition to be in effect")
                    .atMost(Duration.ofMinutes(5))
                    .pollInterval(Duration.ofMillis(100))
                    .failFast("the harness ended", () -> !program.process().isAlive())
                    .until(() -> stage(FaultEvent.Stage.EFFECTIVE), Optional::isPresent)
                    .orElseThrow();
        } catch (org.awaitility.core.ConditionTimeoutException | org.awaitility.core.TerminalFailureException e) {
            throw new AssertionError(program.printed(), e);
        }
    }

    Optional<Event> stage(FaultEvent.Stage stage) {
        Path history = runs.resolve(SCENARIO).resolve("latest/history.jsonl");
        if (!Files.exists(history)) {
            return Optional.empty();
        }
        return HistoryFile.read(history).of(Processes.NEMESIS).stream()
                .filter(event -> FaultEvent.of(event)
                        .filter(fault -> fault.stage() == stage)
                        .isPresent())
                .findFirst();
    }

    /** Ends the harness with a signal: {@code KILL}, {@code TERM} or {@code INT}. */
    void signal(String name) throws Exception {
        Process kill = new ProcessBuilder(
                        "kill", "-" + name, Long.toString(program.process().pid()))
                .start();
        assertThat(kill.waitFor()).isZero();
    }

    /** Ends the harness by a signal that it cannot handle, and waits until it has ended. */
    void kill() throws Exception {
        signal("KILL");
        assertThat(program.process().waitFor()).isEqualTo(137);
    }

    /**
     * A run that is started after this one was killed says that it has removed what this one left. It is ended once its
     * own fault is in effect, when it is known to remove its own nodes.
     */
    void assertNextStartRemovesWhatWasLeft(Class<?> test, String backend) throws Exception {
        KilledRun next = start(test, backend);
        next.awaitEffective();
        next.signal("TERM");
        next.program().awaitEnd(Duration.ofSeconds(60)).assertExitCode(143);
        assertThat(next.program().printed().lines())
                .filteredOn(line -> line.startsWith("removed what a dead run left: "))
                .anyMatch(line -> line.contains(label()));
    }

    /** What was written until then can be judged by the command line, which says that the run was cut short. */
    void assertCanBeJudged() throws Exception {
        assertThat(stage(FaultEvent.Stage.EFFECTIVE)).isPresent();
        assertThat(stage(FaultEvent.Stage.HEALED)).isEmpty();
        assertThat(directory().info().complete()).isFalse();
        Ended judged = Program.run(
                runs,
                Duration.ofMinutes(2),
                "interregnum",
                "check",
                directory().path().toString());
        System.out.println(judged.output());
        judged.assertExitCode(2); // never 0: what it did not come to do was not tested
        assertThat(judged.output()).contains("UNKNOWN").contains("cut short").doesNotContain("INVALID");
    }
}
