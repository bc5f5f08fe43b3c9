package io.interregnum.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryFileTest {
    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = directory.resolve("history.jsonl");
    }

    @Test
    void readsBackWhatItWrote() {
        History history = new HistoryBuilder()
                .cas("k", 1, 2)
                .on("master-1")
                .epoch(4)
                .valueEpoch(4)
                .asked(1)
                .mismatch(2, 7)
                .read("k")
                .asked(3)
                .ok(4, null)
                .yes("master-1", 4, "a", 5, 6)
                .event(7, Event.Type.INFO, Processes.RUNNER, "note", Arrays.asList(null, "zürich", 1.5), Map.of())
                .build();

        write(history);

        assertThat(HistoryFile.read(file)).isEqualTo(history);
    }

    @Test
    void writesOneEventOnOneLineWithItsOwnNamesFirst() {
        Event event = new Event(3, 17, Event.Type.OK, "5", "write", 9L, Map.of("node", "master-1", "epoch", 4L));

        assertThat(HistoryFile.format(event))
                .isEqualTo("{\"index\":3,\"time\":17,\"type\":\"ok\",\"process\":5,\"f\":\"write\",\"value\":9,"
                        + "\"epoch\":4,\"node\":\"master-1\"}");
    }

    @Test
    void leavesOutALastLineThatWasCutByAKill() throws IOException {
        write(sound());
        String text = Files.readString(file);

        Files.writeString(file, text.substring(0, text.length() - 9));

        assertThat(HistoryFile.read(file).events()).hasSize(3);
    }

    @Test
    void leavesOutALastLineThatWasCutWithinALetter() throws IOException {
        write(sound());
        byte[] cut = "{\"index\":4,\"f\":\"zü".getBytes(StandardCharsets.UTF_8);

        Files.write(file, Arrays.copyOf(cut, cut.length - 1), java.nio.file.StandardOpenOption.APPEND);

        assertThat(HistoryFile.read(file)).isEqualTo(sound());
    }

    @Test
    void keepsALastLineThatLacksItsLineFeedOnly() throws IOException {
        write(sound());
        String text = Files.readString(file);

        Files.writeString(file, text.stripTrailing());

        assertThat(HistoryFile.read(file)).isEqualTo(sound());
    }

    @Test
    void namesFileAndLineOfABrokenLineInTheMiddle() throws IOException {
        write(sound());
        String text = Files.readString(file);

        Files.writeString(file, text.replaceFirst("\"type\":\"ok\"", "\"type\":\"okay\""));

        assertThatThrownBy(() -> HistoryFile.read(file))
                .isInstanceOf(HistoryException.class)
                .hasMessageStartingWith(file + ":2: type=okay is none of invoke, ok, fail, info")
                .hasMessageContaining("expected one JSON object per line");
    }

    @Test
    void refusesABrokenLastLineThatWasWrittenWhole() throws IOException {
        write(sound());
        String text = Files.readString(file);

        Files.writeString(file, text + "{\"index\":4\n");

        assertThatThrownBy(() -> HistoryFile.read(file))
                .isInstanceOf(HistoryException.class)
                .hasMessageStartingWith(file + ":5: not JSON");
    }

    @Test
    void readsAnEmptyFileAsAnEmptyHistory() throws IOException {
        Files.createFile(file);

        assertThat(HistoryFile.read(file).events()).isEmpty();
    }

    @Test
    void refusesAFileThatIsNotThere() {
        assertThatThrownBy(() -> HistoryFile.read(file))
                .isInstanceOf(HistoryException.class)
                .hasMessageStartingWith("cannot read " + file);
    }

    @Test
    void overwritesNoEvidence() throws IOException {
        Files.createFile(file);

        assertThatThrownBy(() -> new HistoryFile.Writer(file))
                .isInstanceOf(HistoryException.class)
                .hasMessageStartingWith("cannot create " + file);
    }

    @Test
    void holdsEveryEventBeforeTheRecorderReturns() {
        try (HistoryFile.Writer writer = new HistoryFile.Writer(file)) {
            HistoryRecorder recorder = new HistoryRecorder(RunClock.on(() -> 5), writer);

            Event event = recorder.record(Event.Type.INVOKE, "0", "write", 1L);

            assertThat(HistoryFile.read(file).events()).containsExactly(event);
        }
    }

    private static History sound() {
        return new HistoryBuilder()
                .write("k", 1)
                .by(0)
                .asked(1)
                .ok(2)
                .write("k", 2)
                .by(1)
                .asked(3)
                .ok(4)
                .build();
    }

    private void write(History history) {
        try (HistoryFile.Writer writer = new HistoryFile.Writer(file)) {
            history.events().forEach(writer);
        }
    }
}
