package io.interregnum.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.interregnum.cluster.ClusterSpec;
import io.interregnum.cluster.FakeCluster;
import io.interregnum.history.Event;
import io.interregnum.history.HistoryRecorder;
import io.interregnum.history.Processes;
import io.interregnum.history.RunClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of the output of agents and frameworks. */
class LedgersTest {
    private static final ClusterSpec SPEC = ClusterSpec.DEFAULT.withAgents(2, 1);

    @TempDir
    private Path nodes;

    private final AtomicLong ticks = new AtomicLong(5_000);
    private final FakeCluster cluster = new FakeCluster(SPEC);
    private final HistoryRecorder recorder = new HistoryRecorder(RunClock.on(ticks::get), event -> {});

    private static String entry(String node, String kind, long nanos, String more) {
        return "{\"wallMs\":1,\"monotonicNs\":" + nanos + ",\"event\":\"ledger\",\"node\":\"" + node + "\",\"kind\":\""
                + kind + "\"" + more + "}";
    }

    private void output(String node, String... lines) throws IOException {
        Path directory = Files.createDirectories(nodes.resolve(node));
        Files.writeString(directory.resolve("output.log"), String.join("\n", lines), StandardCharsets.UTF_8);
    }

    private List<Event> appended(Ledgers ledgers) {
        ledgers.append(nodes);
        return recorder.history().events();
    }

    private List<Event> appended() {
        return appended(new Ledgers(SPEC.nodes(), recorder));
    }

    @Test
    void entriesStandInTheOrderOfEachFileUnderTheNodesName() throws IOException {
        output(
                "agent-1",
                "a line of a library",
                entry("agent-1", "started", 3, ",\"incarnation\":\"x\""),
                "{\"wallMs\":1,\"monotonicNs\":4,\"event\":\"http\",\"node\":\"agent-1\"}",
                entry("agent-1", "task-launched", 2, ",\"task\":\"w1.1\",\"epoch\":4,\"tasks\":[\"a\"]"));
        output("framework-1", entry("framework-1", "started", 1, ""));
        output("master-1", entry("master-1", "started", 1, ""));

        List<Event> events = appended();

        assertThat(events)
                .extracting(event -> event.process() + " " + event.f() + " " + event.type())
                .containsExactly("agent-1 started INFO", "agent-1 task-launched INFO", "framework-1 started INFO");
        assertThat(events.get(1).value()).isEqualTo(Map.of("task", "w1.1", "epoch", 4L, "tasks", List.of("a")));
        assertThat(events).noneMatch(Event::isClient);
    }

    @Test
    void stampsArePlacedOnTheRunsClockWhereTheNodeSharesIt() throws IOException {
        output("agent-1", entry("agent-1", "started", 7_500, ""));
        cluster.nodesNanos = ticks::get;
        Ledgers ledgers = new Ledgers(SPEC.nodes(), recorder);
        ledgers.compareClocks(cluster);

        assertThat(appended(ledgers)).extracting(Event::value).containsExactly(Map.of("atNanos", 2_500L));
    }

    @Test
    void stampsOfAnotherClockAreLeftOut() throws IOException {
        output("agent-1", entry("agent-1", "started", 7_500, ""));
        cluster.nodesNanos = () -> ticks.get() + 1;
        Ledgers ledgers = new Ledgers(SPEC.nodes(), recorder);
        ledgers.compareClocks(cluster);

        assertThat(appended(ledgers)).extracting(Event::value).containsExactly(Map.of());
    }

    @Test
    void brokenEntriesAreLeftOutAndCountedOnce() throws IOException {
        output(
                "agent-1",
                "{\"wallMs\":1,\"event\":\"ledger\",\"node\":\"agent-1\"}",
                entry("agent-2", "started", 1, ""),
                "{\"wallMs\":1,\"monotonicNs\":2,\"eve",
                entry("agent-1", "disconnected", 3, ",\"master\":\"\""));

        List<Event> events = appended();

        assertThat(events).extracting(Event::f).containsExactly("disconnected", Processes.LEDGER_BROKEN);
        assertThat(events.get(1).process()).isEqualTo(Processes.RUNNER);
        assertThat(events.get(1).value()).isEqualTo(Map.of("node", "agent-1", "broken", 3L));
    }

    @Test
    void whatANewProcessWroteBehindHalfALineOfTheOneThatWasKilledIsThere() throws IOException {
        String whole = entry("agent-1", "started", 3, "");
        output("agent-1", whole, whole.substring(0, 40) + whole);

        assertThat(appended()).extracting(Event::f).containsExactly("started", "started", Processes.LEDGER_BROKEN);
    }

    @Test
    void aLedgerThatRunsAwayIsCutAndSaysSo() throws IOException {
        String[] lines = IntStream.range(0, 4)
                .mapToObj(i -> entry("agent-1", "kind-" + i, i, ""))
                .toArray(String[]::new);
        output("agent-1", lines);
        output("agent-2", entry("agent-2", "a", 1, ""), entry("agent-2", "b", 1, ""), entry("agent-2", "c", 1, ""));

        List<Event> events = appended(new Ledgers(SPEC.nodes(), recorder, 3));

        assertThat(events)
                .extracting(Event::f)
                .containsExactly("kind-0", "kind-1", "kind-2", Processes.LEDGER_CUT, "a", "b", "c");
        assertThat(events.get(3).value()).isEqualTo(Map.of("node", "agent-1", "taken", 3L));
    }

    @Test
    void aLineThatHasNoEndIsNotKeptInMemory() throws IOException {
        String endless = IntStream.range(0, BoundedLines.LINE_BYTES_MAX)
                .mapToObj(i -> "xy")
                .collect(Collectors.joining("", "{\"wallMs\":1,\"event\":\"ledger\",\"kind\":\"", ""));
        output("agent-1", endless, entry("agent-1", "started", 3, ""));

        assertThat(appended()).extracting(Event::f).containsExactly("started", Processes.LEDGER_BROKEN);
    }

    @Test
    void anOutputThatIsMissingIsAnEmptyLedger() {
        assertThat(appended()).isEmpty();
    }
}
