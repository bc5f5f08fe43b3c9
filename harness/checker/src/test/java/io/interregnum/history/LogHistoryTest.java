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

class LogHistoryTest {
    @TempDir
    private Path directory;

    private List<Event> read(String text) throws IOException {
        List<Event> events = new ArrayList<>();
        HistoryFormat.LOG.read(Files.writeString(directory.resolve("jepsen.log"), text), events::add);
        return events;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INFO  jepsen.util - 4\t:invoke\t:cas\t[3 1]\n",
                "INFO  jepsen.util - 4\t:invoke\t:cas\t[3 1]",
                "INFO  jepsen.util - 4\t:invoke\t:cas\t[3 1]\r\n",
                "INFO jepsen.util - 4 :invoke :cas [3 1]",
                "INFO  jepsen.util - 4 \t:invoke :cas \t[3 1] \t:hint 0",
                "2016-05-10 12:33:44,123{GMT}\tINFO\t[jepsen worker 3] jepsen.util: 4\t:invoke\t:cas\t[3 1]\t:timeout",
                "INFO [2023-01-01 10:00:00,000] jepsen worker 0 - jepsen.util 4\t:invoke\t:cas\t[3 1]",
                "INFO  jepsen.core - Running\nINFO  jepsen.util - 5 nodes\nINFO  jepsen.util - 4 :invoke :cas [3 1]\n\nend"
            })
    void readsOperationsAndNothingElse(String text) throws IOException {
        assertThat(read(text))
                .containsExactly(new Event(0, 0, Event.Type.INVOKE, "4", "cas", List.of(3L, 1L), Map.of()));
    }

    @Test
    void numbersOperationsInTheOrderOfTheLines() throws IOException {
        List<Event> events = read("""
                INFO  jepsen.util - 1\t:invoke\t:read\tnil
                INFO  jepsen.util - :nemesis\t:info\t:start\tCut off {
                INFO  jepsen.util - 1\t:ok\t:read\tnil
                INFO  jepsen.util - 2\t:info\t:write\t:timed-out
                """);

        assertThat(events)
                .containsExactly(
                        new Event(0, 0, Event.Type.INVOKE, "1", "read", null, Map.of()),
                        new Event(1, 0, Event.Type.INFO, "nemesis", "start", null, Map.of()),
                        new Event(2, 0, Event.Type.OK, "1", "read", null, Map.of()),
                        new Event(3, 0, Event.Type.INFO, "2", "write", ":timed-out", Map.of()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "1 :invoked :read nil | :type is :invoked; expected :invoke",
                "1 :invoke | the text ends where a value is expected",
                "1 :invoke :read | the text ends where a value is expected",
                "1 :invoke :cas [1 | what begins in line 2 does not end",
                "1x :invoke :read nil | 1x is not a number"
            })
    void namesFileLineAndReason(String message, String why) {
        assertThatThrownBy(
                        () -> read("INFO  jepsen.util - 1\t:invoke\t:read\tnil\nINFO  jepsen.util - " + message + "\n"))
                .isInstanceOf(HistoryException.class)
                .hasMessageStartingWith(directory.resolve("jepsen.log") + ":2: ")
                .hasMessageContaining(why);
    }

    @Test
    void refusesALogWithoutOperations() {
        assertThatThrownBy(() -> read("hello\nworld\n"))
                .isInstanceOf(HistoryException.class)
                .hasMessageContaining("no line is an operation")
                .hasMessageContaining("INFO  jepsen.util - 4 :invoke :cas [3 1]");
    }
}
