package io.interregnum.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class HistoryFormatTest {
    @TempDir
    private Path directory;

    private Path write(HistoryFormat format, List<Event> events) throws IOException {
        Path file = directory.resolve("history." + format.word());
        try (HistoryWriter writer = new HistoryWriter(format, Files.newOutputStream(file))) {
            events.forEach(writer);
        }
        return file;
    }

    private static List<Event> read(HistoryFormat format, Path file) {
        List<Event> events = new ArrayList<>();
        format.read(file, events::add);
        return events;
    }

    @ParameterizedTest
    @EnumSource(names = {"EDN", "JSON"})
    void readsBackWhatItWrote(HistoryFormat format) throws IOException {
        List<Event> events = new RandomEvents(7).events(3_000);

        assertThat(read(format, write(format, events))).isEqualTo(events);
    }

    @Test
    void readsBackAllThatALogTells() throws IOException {
        List<Event> events = new RandomEvents(7)
                .events(1_000).stream().filter(Event::isClient).toList();

        List<Event> back = read(HistoryFormat.LOG, write(HistoryFormat.LOG, events));

        assertThat(back)
                .extracting(Event::type)
                .isEqualTo(events.stream().map(Event::type).toList());
        assertThat(back)
                .extracting(Event::process)
                .isEqualTo(events.stream().map(Event::process).toList());
        assertThat(back)
                .extracting(Event::f)
                .isEqualTo(events.stream().map(Event::f).toList());
        assertThat(back)
                .extracting(Event::value)
                .isEqualTo(events.stream().map(Event::value).toList());
    }

    @Test
    void writesKeyAndValueUnderTheirOwnNames() throws IOException {
        List<Event> events = List.of(
                new Event(0, 0, Event.Type.INVOKE, "9", "append", List.of("0", "x"), Map.of()),
                new Event(1, 0, Event.Type.INVOKE, "8", "get", Arrays.asList("0", null), Map.of()),
                new Event(2, 0, Event.Type.OK, "9", "write", 5L, Map.of("key", "k")));

        Path file = write(HistoryFormat.KEY_VALUE, events);

        assertThat(Files.readString(file)).isEqualTo("""
                {:process 9, :type :invoke, :f :append, :key "0", :value "x"}
                {:process 8, :type :invoke, :f :get, :key "0", :value nil}
                {:process 9, :type :ok, :f :write, :value 5, :key "k"}
                """);
        assertThat(read(HistoryFormat.KEY_VALUE, file))
                .containsExactly(
                        new Event(0, 0, Event.Type.INVOKE, "9", "append", "x", Map.of("key", "0")),
                        new Event(1, 0, Event.Type.INVOKE, "8", "get", null, Map.of("key", "0")),
                        new Event(2, 0, Event.Type.OK, "9", "write", 5L, Map.of("key", "k")));
    }

    @Test
    void writesLinesThatLookAsJepsens() throws IOException {
        List<Event> events = List.of(
                new Event(0, 17, Event.Type.INVOKE, "4", "cas", List.of(3L, 1L), Map.of("node", "n1")),
                new Event(1, 18, Event.Type.INFO, "nemesis", "start", "cut off", Map.of("error", ":timeout")));

        assertThat(Files.readString(write(HistoryFormat.EDN, events))).isEqualTo("""
                {:index 0, :time 17, :type :invoke, :process 4, :f :cas, :value [3 1], :node "n1"}
                {:index 1, :time 18, :type :info, :process :nemesis, :f :start, :value "cut off", :error :timeout}
                """);
        assertThat(Files.readString(write(HistoryFormat.LOG, events))).isEqualTo("""
                INFO  jepsen.util - 4\t:invoke\t:cas\t[3 1]
                INFO  jepsen.util - :nemesis\t:info\t:start\t"cut off"\t:timeout
                """);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{:type :ok} | EDN",
                "{ :type :ok} | EDN",
                "{} | EDN",
                "{ | EDN",
                "[{:type :ok}] | EDN",
                "({:type :ok}) | EDN",
                "; {\"f\" | ",
                "; comment\\n{:type :ok} | EDN",
                ",,#_{} {:type :ok} | EDN",
                "#jepsen.history.Op{} | EDN",
                "[0 :invoke :read nil] | EDN",
                "{\"index\":0} | JSON",
                "{ \"index\":0} | JSON",
                "INFO  jepsen.util - 0 | LOG",
                "2016-05-10 | LOG",
                "hello | LOG"
            })
    void knowsAFormByItsBeginning(String text, HistoryFormat format) throws IOException {
        Path file = Files.writeString(directory.resolve("history"), text.replace("\\n", "\n"));

        if (format == null) {
            assertThat(HistoryFormat.detect(file)).isEmpty();
        } else {
            assertThat(HistoryFormat.detect(file)).contains(format);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \n"})
    void doesNotGuessTheFormOfAnEmptyFile(String text) throws IOException {
        assertThat(HistoryFormat.detect(Files.writeString(directory.resolve("history"), text)))
                .isEmpty();
    }

    @Test
    void knowsItsFormsByTheirNames() {
        for (HistoryFormat format : HistoryFormat.values()) {
            assertThat(HistoryFormat.named(format.word())).isEqualTo(format);
        }
        assertThatThrownBy(() -> HistoryFormat.named("xml"))
                .hasMessage("no form of a history is called \"xml\"; there are edn, key-value, log, json");
    }
}
