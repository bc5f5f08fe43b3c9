package io.interregnum.rundir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.interregnum.history.Event;
import io.interregnum.history.FaultEvent;
import io.interregnum.history.FaultEvent.Harm;
import io.interregnum.history.FaultEvent.Stage;
import io.interregnum.history.HistoryFile;
import io.interregnum.history.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written of a schedule is read back, and what is broken is refused by the name of its field. */
class ScheduleFileTest {
    @TempDir
    private Path root;

    private RunDirectory directory = new RunDirectory(Path.of("."));

    private static final List<Event> EVENTS = List.of(
            event(
                    0,
                    1_000,
                    0,
                    Stage.REQUESTED,
                    List.of("master-2", "zk-1"),
                    Map.of(
                            "aim", "a-random-half",
                            "when", "on leader-elected",
                            "lasting", "for 2s",
                            "heal", "fresh",
                            "with", Map.of("kind", "syn"),
                            "trigger-nanos", 900L,
                            "planned-end", 9_000L)),
            event(1, 2_000, 0, Stage.EFFECTIVE, List.of("master-2", "zk-1"), Map.of("effective-by", 1_900L)),
            event(2, 3_000, 2, Stage.UNPROVEN, List.of(), Map.of()),
            event(3, 4_000, 0, Stage.HEAL_REQUESTED, List.of("master-2", "zk-1"), Map.of()),
            event(4, 5_000, 0, Stage.HEALED, List.of("master-2", "zk-1"), Map.of()));

    private static Event event(
            long index, long nanos, int step, Stage stage, List<String> targets, Map<String, Object> fields) {
        return new Event(
                index,
                nanos,
                Event.Type.INFO,
                Processes.NEMESIS,
                "cut",
                new FaultEvent(step, stage, Harm.CUT, targets, "").toValue(),
                fields);
    }

    @BeforeEach
    void makeARun() {
        directory = RunDirectory.create(root, "cut", 1, "20260131T235959Z");
    }

    @Test
    void readsBackWhatItWroteOfEachStep() {
        ScheduleFile.write(directory, EVENTS);

        List<RecordedStep> steps = ScheduleFile.read(directory);

        assertThat(steps).hasSize(2);
        assertThat(steps.get(0))
                .isEqualTo(new RecordedStep(
                        0,
                        "cut",
                        List.of("master-2", "zk-1"),
                        "a-random-half",
                        Map.of("kind", "syn"),
                        "on leader-elected",
                        "for 2s",
                        "fresh",
                        OptionalLong.of(900),
                        OptionalLong.of(1_000),
                        OptionalLong.of(2_000),
                        OptionalLong.of(4_000),
                        OptionalLong.of(5_000),
                        OptionalLong.of(9_000)));
    }

    @Test
    void aStepThatNeverCameToItsTurnKeepsItsNumberAndHasNoRequest() {
        ScheduleFile.write(directory, EVENTS);

        RecordedStep step = ScheduleFile.read(directory).get(1);

        assertThat(step.number()).isEqualTo(2);
        assertThat(step.wasRequested()).isFalse();
    }

    @Test
    void ofARunThatWasKilledTheHistorySaysTheSame() {
        ScheduleFile.write(directory, EVENTS);
        List<RecordedStep> written = ScheduleFile.read(directory);
        assertThat(directory.scheduleFile().toFile().delete()).isTrue();
        try (HistoryFile.Writer writer = new HistoryFile.Writer(directory.historyFile())) {
            EVENTS.forEach(writer);
        }

        assertThat(ScheduleFile.read(directory)).isEqualTo(written);
    }

    @Test
    void namesFileAndFieldOfWhatIsBroken() throws IOException {
        assertRefused("\"format\" : 2", "\"format\" : 1", "format=1; this program reads format 2");
        assertRefused("\"cut\"", "7", "steps[0].fault=7; expected text");
        assertRefused("\"requested-nanos\" : 1000", "\"requested-nanos\" : \"soon\"", "steps[0].requested-nanos=soon");
        assertRefused("\"syn\"", "[ ]", "steps[0].with.kind=[]; expected text");
        assertRefused("\"aim\"", "\"name\"", "steps[0].aim=null; expected text");
        assertRefused("\"steps\" : [", "\"steps\" : [ 1, ", "steps[0] is not a JSON object");
    }

    private void assertRefused(String part, String broken, String words) throws IOException {
        ScheduleFile.write(directory, EVENTS);
        String text = Files.readString(directory.scheduleFile());
        assertThat(text).contains(part);
        Files.writeString(directory.scheduleFile(), text.replace(part, broken));

        assertThatThrownBy(() -> ScheduleFile.read(directory))
                .isInstanceOf(RunDirectoryException.class)
                .hasMessageContaining(directory.scheduleFile().toString())
                .hasMessageContaining(words);
    }
}
