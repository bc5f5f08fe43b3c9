package io.interregnum.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EdnHistoryTest {
    private static final String INVOKE = "{:type :invoke, :f :read, :value nil, :process 3}";
    private static final String OK = "{:process 3 :type :ok, :value 5, :f :read}";

    @TempDir
    private Path directory;

    private List<Event> read(String text) throws IOException {
        List<Event> events = new ArrayList<>();
        HistoryFormat.EDN.read(Files.writeString(directory.resolve("history.edn"), text), events::add);
        return events;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                INVOKE + "\n" + OK + "\n",
                INVOKE + OK,
                INVOKE + "\n" + OK,
                "[" + INVOKE + "\n " + OK + "]\n",
                "(" + INVOKE + " " + OK + ")",
                "; a history\n[\n" + INVOKE + " ; first\n #_" + INVOKE + "\n" + OK + "\n]\n; end",
                "[#jepsen.history.Op" + INVOKE + ", #jepsen.history.Op " + OK + "]",
                "[3 :invoke :read nil]\n[3  :ok :read  5]\n",
                "[[3 :invoke :read nil] [3 :ok :read 5]]",
                "((3 :invoke :read nil)\n(3 :ok :read 5))",
                "{\"type\" \"invoke\" \"f\" \"read\" \"process\" 3}\n{type ok f read process 3 value 5}"
            })
    void readsEveryFormOfAHistory(String text) throws IOException {
        assertThat(read(text))
                .containsExactly(
                        new Event(0, 0, Event.Type.INVOKE, "3", "read", null, Map.of()),
                        new Event(1, 0, Event.Type.OK, "3", "read", 5L, Map.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \n", "; nothing\n", "[]", "()", "[ ; nothing\n ]"})
    void readsAHistoryWithoutEvents(String text) throws IOException {
        assertThat(read(text)).isEmpty();
    }

    @Test
    void keepsIndexTimeAndOtherKeys() throws IOException {
        assertThat(read("{:type :fail, :f :release, :process 1, :time 32094782390, :error [:not-found \"x\"], "
                        + ":index 1120, :node \"n1\", :debug nil}"))
                .containsExactly(new Event(
                        1120,
                        32_094_782_390L,
                        Event.Type.FAIL,
                        "1",
                        "release",
                        null,
                        Map.of("error", List.of(":not-found", "x"), "node", "n1")));
    }

    @Test
    void fillsInIndexesAndTimesThatAreMissing() throws IOException {
        List<Event> events = read("{:type :info :f :start :process :nemesis :index 7 :time 5}"
                + "{:type :info :f :start :process :nemesis}"
                + "{:type :info :f nil :process :nemesis :index -1 :time -1}"
                + "{:type :info :f :stop :process :nemesis :time 4}");

        assertThat(events).extracting(Event::index).containsExactly(7L, 8L, 9L, 10L);
        assertThat(events).extracting(Event::timeNanos).containsExactly(5L, 5L, 5L, 4L);
        assertThat(events).extracting(Event::process).containsOnly("nemesis");
        assertThat(events).extracting(Event::f).containsExactly("start", "start", "", "stop");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{:type :okay, :f :read, :process 3} | 2: :type is :okay; expected :invoke, :ok, :fail or :info",
                "{:type 5, :f :read, :process 3} | 2: :type is 5; expected :invoke",
                "{:f :read, :process 3} | 2: an event without type",
                "{:type :ok, :f :read} | 2: an event without process",
                "{:type :ok, :process 3} | 2: an event without f",
                "{:type :ok, :process nil, :f :read} | 2: :process is nil; expected a number or a name",
                "{:type :ok, :process 3, :f :read, :time \"soon\"} | 2: :time is \"soon\"; expected a whole number",
                "{:type :ok, :process 3, :f :read, :f :write} | 2: \"f\" is there twice",
                "{:type :ok, :process 3, :f :read, :x 1, :x 2} | 2: \"x\" is there twice",
                "{:type :ok, :process 3, :f :read, :value} | 2: unexpected }",
                "{:type :ok, :process 3, :f :read, | 2: what begins in line 2 does not end; expected }",
                "[3 :ok :read 5 | 2: what begins in line 2 does not end; expected ]",
                "[3 :okay :read 5] | 2: :type is :okay",
                "5 | 2: an event is expected, a map such as {:type :invoke, :process 0, :f :read, :value nil}, but there is '5'",
                "#{} | 2: after # a tag is expected",
                "} | 2: an event is expected"
            })
    void namesFileLineAndReason(String line, String message) {
        assertThatThrownBy(() -> read(INVOKE + "\n" + line))
                .isInstanceOf(HistoryException.class)
                .hasMessageStartingWith(directory.resolve("history.edn") + ":" + message);
    }

    @Test
    void namesTheLineWhereAnEventOfSeveralLinesBegins() {
        assertThatThrownBy(() -> read("[" + INVOKE + "\n\n{:type :ok\n :process 3\n :value \"a\nb\"}]"))
                .hasMessageContaining("history.edn:3: an event without f");
    }

    @Test
    void namesTheLineOfAnEventThatIsNotTaken() throws IOException {
        Path file = Files.writeString(directory.resolve("history.edn"), INVOKE + "\n" + OK + "\n" + OK + "\n");

        assertThatThrownBy(() -> HistoryFormat.EDN.read(file, event -> {
                    if (event.index() == 1) {
                        throw new IllegalArgumentException("not wanted");
                    }
                }))
                .isInstanceOf(HistoryException.class)
                .hasMessage(file + ":2: not wanted");
    }

    @Test
    void refusesAFileThatIsNotThere() {
        Path absent = directory.resolve("absent");

        assertThatThrownBy(() -> HistoryFormat.EDN.read(absent, event -> {}))
                .isInstanceOf(HistoryException.class)
                .hasMessage("cannot read " + absent + ": there is no such file");
    }
}
