package io.interregnum.suite.survive;

import static org.assertj.core.api.Assertions.assertThat;

import io.interregnum.cluster.NodeId;
import io.interregnum.cluster.Role;
import io.interregnum.history.Event;
import io.interregnum.history.FaultEvent;
import io.interregnum.history.FaultEvent.Harm;
import io.interregnum.history.FaultEvent.Stage;
import io.interregnum.history.HistoryFile;
import io.interregnum.history.Processes;
import io.interregnum.rundir.RunDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a history says of the faults that were in effect when its harness was killed. Starts no node. */
class VictimTest {
    @TempDir
    private Path runs;

    private Path history = Path.of(".");

    @BeforeEach
    void makeARun() throws Exception {
        RunDirectory run = RunDirectory.create(runs, "random", 1, "20260131T235959Z");
        Files.writeString(run.path().resolve("run.json"), "{}");
        history = run.historyFile();
    }

    private static Event fault(long index, long millis, int step, Stage stage, Map<String, Object> fields) {
        return new Event(
                index,
                millis * 1_000_000,
                Event.Type.INFO,
                Processes.NEMESIS,
                "split-halves",
                new FaultEvent(step, stage, Harm.CUT, List.of("master-1"), "").toValue(),
                fields);
    }

    private Victim victim(Event... events) {
        try (HistoryFile.Writer writer = new HistoryFile.Writer(history)) {
            List.of(events).forEach(writer);
        }
        return new Victim(new EndedProcess(), runs, runs.resolve("printed.txt"));
    }

    @Test
    void aFaultThatWasNotHealedIsPendingUntilItsPlannedEnd() {
        Victim victim = victim(
                fault(0, 1_000, 0, Stage.REQUESTED, Map.of("planned-end", 9_000_000_000L)),
                fault(1, 1_500, 0, Stage.EFFECTIVE, Map.of()));

        assertThat(Pending.of(victim.events())).singleElement().satisfies(pending -> {
            assertThat(pending.fault()).isEqualTo("split-halves");
            assertThat(pending.left()).hasMillis(7_500);
        });
    }

    @Test
    void aFaultThatWasHealedIsNotPending() {
        Victim victim = victim(
                fault(0, 1_000, 0, Stage.REQUESTED, Map.of("planned-end", 9_000_000_000L)),
                fault(1, 1_500, 0, Stage.HEALED, Map.of()));

        assertThat(Pending.of(victim.events())).isEmpty();
    }

    @Test
    void whatIsPendingTellsWhomItWasDoneToAndWithWhat() {
        Victim victim = victim(fault(
                0,
                1_000,
                0,
                Stage.REQUESTED,
                Map.of(
                        "planned-end",
                        3_000_000_000L,
                        "with",
                        Map.of("kind", "refused", "groups", "leader/ensemble"),
                        "with-resolved",
                        Map.of("groups", "master-1/zk-1,zk-2"))));

        assertThat(Pending.of(victim.events()))
                .containsExactly(new Pending(
                        "split-halves",
                        Map.of("kind", "refused", "groups", "master-1/zk-1,zk-2"),
                        Harm.CUT,
                        List.of(new NodeId(Role.MASTER, 1)),
                        Duration.ofSeconds(2)));
    }

    @Test
    void aCutThatIsInEffectIsFoundInWhatTheHarnessHasWrittenUntilNow() throws Exception {
        Event requested = fault(0, 1_000, 0, Stage.REQUESTED, Map.of("lasting", "for 3s"));
        Event effective = fault(1, 1_500, 0, Stage.EFFECTIVE, Map.of());
        try (HistoryFile.Writer writer = new HistoryFile.Writer(history);
                Tail tail = new Tail(history)) {
            Predicate<String> inEffect = line -> line.contains("\"effective\"") && line.contains("\"cut\"");
            writer.accept(requested);

            assertThat(tail.shows(inEffect)).isFalse();
            writer.accept(effective);
            assertThat(tail.shows(inEffect)).isTrue();
            assertThat(tail.shows(inEffect)).isFalse();
        }
        assertThat(Victim.lengthOfCut(List.of(requested))).isEmpty();
        assertThat(Victim.lengthOfCut(List.of(requested, effective))).contains(Duration.ofSeconds(3));
    }

    /** A process that has ended. */
    private static final class EndedProcess extends Process {
        @Override
        public java.io.OutputStream getOutputStream() {
            return java.io.OutputStream.nullOutputStream();
        }

        @Override
        public java.io.InputStream getInputStream() {
            return java.io.InputStream.nullInputStream();
        }

        @Override
        public java.io.InputStream getErrorStream() {
            return java.io.InputStream.nullInputStream();
        }

        @Override
        public int waitFor() {
            return 0;
        }

        @Override
        public int exitValue() {
            return 0;
        }

        @Override
        public void destroy() {}
    }
}
