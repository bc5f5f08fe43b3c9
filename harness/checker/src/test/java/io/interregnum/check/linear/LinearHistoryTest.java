package io.interregnum.check.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.interregnum.history.Event;
import io.interregnum.history.HistoryException;
import io.interregnum.history.HistoryFormat;
import io.interregnum.history.HistoryWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class LinearHistoryTest {
    private static final LinearHistory.Rules ANY =
            new LinearHistory.Rules(LinearHistory.NilRead.ANY, LinearHistory.FailedCas.DROPPED, Set.of());
    private static final LinearHistory.Rules REFUSED =
            new LinearHistory.Rules(LinearHistory.NilRead.ABSENT, LinearHistory.FailedCas.REFUSED, Set.of());

    @TempDir
    private Path directory;

    private Map<String, List<LinearOperation>> parts(LinearHistory.Rules rules, HistoryFormat format, String text)
            throws IOException {
        LinearHistory history = new LinearHistory(rules);
        format.read(Files.writeString(directory.resolve("history"), text), history);
        return history.parts();
    }

    private List<LinearOperation> operations(LinearHistory.Rules rules, String edn) throws IOException {
        return parts(rules, HistoryFormat.EDN, edn).getOrDefault("", List.of());
    }

    @Test
    void pairsByProcessAndStampsWithPositions() throws IOException {
        assertThat(operations(ANY, """
                {:index 10 :process 0 :type :invoke :f :write :value 1}
                {:index 12 :process :nemesis :type :info :f :start :value nil}
                {:index 13 :process 1 :type :invoke :f :read :value nil}
                {:index 17 :process 1 :type :ok :f :read :value 1}
                {:index 18 :process 0 :type :ok :f :write :value nil}
                """))
                .containsExactly(new LinearOperation(10, "write", 1L, 0, 4), new LinearOperation(13, "read", 1L, 2, 3));
    }

    @Test
    void leavesOutWhatFailedAndKeepsWhatIsUnknown() throws IOException {
        assertThat(operations(ANY, """
                [0 :invoke :write 1]
                [1 :invoke :write 2]
                [2 :invoke :cas [1 2]]
                [0 :fail :write 1]
                [1 :info :write :timed-out]
                [1 :invoke :read nil]
                [2 :fail :cas [1 2]]
                [5 :info :write 3]
                """))
                .containsExactly(
                        LinearOperation.pending(1, "write", 2L, 1), LinearOperation.pending(5, "read", null, 5));
    }

    @Test
    void aReadAnsweredWithNothingTellsWhatTheFormSays() throws IOException {
        String text = "[0 :invoke :read nil] [0 :ok :read nil] [0 :invoke :read 4] [0 :ok :read nil]";

        assertThat(operations(ANY, text)).containsExactly(new LinearOperation(2, "read", 4L, 2, 3));
        assertThat(operations(REFUSED, text))
                .containsExactly(
                        new LinearOperation(0, "read", null, 0, 1), new LinearOperation(2, "read", null, 2, 3));
    }

    @Test
    void aCasThatFailedTellsWhatTheFormSays() throws IOException {
        String text = "[0 :invoke :cas [1 2]] [0 :fail :cas [1 2]] [0 :invoke :cas [1 2]] [0 :fail :cas :timed-out]";

        assertThat(operations(ANY, text)).isEmpty();
        assertThat(operations(REFUSED, text))
                .containsExactly(new LinearOperation(0, "cas-refused", List.of(1L, 2L), 0, 1));
    }

    @Test
    void aMismatchIsAReadOfWhatWasFound() throws IOException {
        LinearHistory.Rules rules = LinearHistory.Rules.of(HistoryFormat.JSON, Models.CAS_REGISTER);

        assertThat(parts(rules, HistoryFormat.JSON, """
                {"index":0,"time":0,"type":"invoke","process":0,"f":"cas","value":[1,2],"key":"k"}
                {"index":1,"time":1,"type":"fail","process":0,"f":"cas","value":[1,2],"key":"k","error":"mismatch","actual":7}
                {"index":2,"time":2,"type":"invoke","process":0,"f":"cas","value":[1,2],"key":"k"}
                {"index":3,"time":3,"type":"fail","process":0,"f":"cas","value":[1,2],"key":"k","error":"not-leader"}
                """))
                .containsExactly(Map.entry("k", List.of(new LinearOperation(0, "read", 7L, 0, 1))));
    }

    @Test
    void aRunIsJudgedKeyByKeyByTheFunctionsOfTheModel() throws IOException {
        LinearHistory.Rules rules = LinearHistory.Rules.of(HistoryFormat.JSON, Models.REGISTER);

        assertThat(parts(rules, HistoryFormat.JSON, """
                {"index":0,"time":0,"type":"info","process":"runner","f":"phase","value":"start"}
                {"index":1,"time":0,"type":"invoke","process":0,"f":"write","value":1,"key":"b"}
                {"index":2,"time":1,"type":"invoke","process":1,"f":"read","value":null,"key":"a"}
                {"index":3,"time":2,"type":"invoke","process":2,"f":"launch","value":5,"key":"a"}
                {"index":4,"time":3,"type":"ok","process":1,"f":"read","value":null,"key":"a"}
                {"index":5,"time":3,"type":"ok","process":0,"f":"write","value":1,"key":"b"}
                """))
                .containsExactly(
                        Map.entry("a", List.of(new LinearOperation(2, "read", null, 2, 4))),
                        Map.entry("b", List.of(new LinearOperation(1, "write", 1L, 1, 5))));
    }

    @Test
    void storesTakeTheKeyAlong() throws IOException {
        assertThat(operations(ANY, """
                {:process 0, :type :invoke, :f :append, :key "0", :value "x"}
                {:process 1, :type :invoke, :f :get, :key "7", :value nil}
                {:process 1, :type :ok, :f :get, :key "7", :value ""}
                {:process 2, :type :invoke, :f :get, :key "7", :value nil}
                """))
                .containsExactly(
                        LinearOperation.pending(0, "append", List.of("0", "x"), 0),
                        new LinearOperation(1, "get", List.of("7", ""), 1, 2),
                        LinearOperation.pending(3, "get", Arrays.asList("7", null), 3));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "[0 :invoke :read nil] [0 :invoke :write 1] | process 0 invoked \"write\" at index 1 while \"read\" (index 0) was in flight",
                "[0 :ok :read nil] | process 0 answered \"read\" at index 0 but nothing of it was in flight",
                "[0 :invoke :read nil] [0 :info :read nil] [0 :fail :read nil] | process 0 answered \"read\" at index 2 but nothing",
                "[0 :invoke :read nil] [0 :ok :write nil] | process 0 answered \"write\" at index 1 but \"read\" (index 0) was in flight",
                "{:index 5 :process 0 :type :invoke :f :read} {:index 5 :process 1 :type :invoke :f :read} | index 5 comes after index 5: indexes must grow"
            })
    void namesLineIndexAndReasonOfWhatDoesNotFit(String text, String why) {
        assertThatThrownBy(() -> operations(ANY, text.replace("] [", "]\n[").replace("} {", "}\n{")))
                .isInstanceOf(HistoryException.class)
                .hasMessageMatching(".*history:[123]: .*")
                .hasMessageContaining(why);
    }

    /** One history in every form is one list of operations. */
    @ParameterizedTest
    @EnumSource(HistoryFormat.class)
    void everyFormGivesTheSameOperations(HistoryFormat format) throws IOException {
        List<Event> events = events(2_000);
        Path file = directory.resolve("history");
        try (HistoryWriter writer = new HistoryWriter(format, Files.newOutputStream(file))) {
            events.forEach(writer);
        }
        LinearHistory expected = new LinearHistory(REFUSED);
        events.forEach(expected);

        LinearHistory history = new LinearHistory(REFUSED);
        HistoryFormat.detect(file).orElseThrow().read(file, history);

        assertThat(history.parts()).isEqualTo(expected.parts());
    }

    /** Ten processes, half of the time one that is idle. */
    private static List<Event> events(int count) {
        Random random = new Random(5);
        List<String> functions = List.of("read", "write", "cas", "get", "append");
        Event[] flights = new Event[10];
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int process = random.nextInt(flights.length);
            Event asked = flights[process];
            String name = Integer.toString(process);
            if (asked == null) {
                String f = functions.get(random.nextInt(functions.size()));
                Object value = value(f, null, random);
                flights[process] = new Event(i, 0, Event.Type.INVOKE, name, f, value, Map.of());
                events.add(flights[process]);
            } else {
                Event.Type type = List.of(Event.Type.OK, Event.Type.OK, Event.Type.FAIL, Event.Type.INFO)
                        .get(random.nextInt(4));
                Object read = random.nextInt(4) == 0 ? null : (Object) (long) random.nextInt(5);
                Object value = asked.f().equals("read") || asked.f().equals("get")
                        ? value(asked.f(), read, random)
                        : asked.value();
                events.add(new Event(i, 0, type, name, asked.f(), value, Map.of()));
                flights[process] = null;
            }
        }
        return events;
    }

    private static @Nullable Object value(String f, @Nullable Object read, Random random) {
        return switch (f) {
            case "read" -> read;
            case "get" -> Arrays.asList("k", read);
            case "append" -> List.of("k", ":x" + random.nextInt(5));
            case "cas" -> List.of((long) random.nextInt(5), (long) random.nextInt(5));
            default -> (long) random.nextInt(5);
        };
    }
}
