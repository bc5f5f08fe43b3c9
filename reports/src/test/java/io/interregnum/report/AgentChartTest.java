package io.interregnum.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.interregnum.check.Judgement;
import io.interregnum.check.Verdict;
import io.interregnum.history.Event;
import io.interregnum.history.History;
import io.interregnum.history.HistoryRecorder;
import io.interregnum.history.NodeEvent;
import io.interregnum.history.Processes;
import io.interregnum.history.RunClock;
import io.interregnum.rundir.RunDirectory;
import io.interregnum.rundir.RunInfo;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What lanes of agents and frameworks show of their ledgers. */
class AgentChartTest {
    private static final long SECOND = 1_000_000_000;

    @TempDir
    private Path root;

    private final AtomicLong nanos = new AtomicLong();
    private final HistoryRecorder recorder = new HistoryRecorder(RunClock.on(nanos::get), event -> {});

    private void at(long seconds, String process, String f, Object value) {
        nanos.set(seconds * SECOND);
        recorder.record(Event.Type.INFO, process, f, value);
    }

    private static Map<String, Object> with(String master, long epoch, long seconds) {
        return Map.of("master", master, "epoch", epoch, "atNanos", seconds * SECOND);
    }

    private Report report() {
        History history = recorder.history();
        RunInfo info = Runs.info("kill-leader", 1);
        Map<String, Object> spec = new LinkedHashMap<>(info.spec());
        spec.put("agents", List.of("agent-1"));
        spec.put("frameworks", List.of("framework-1"));
        RunInfo withAgents = Runs.withSpec(info, spec).completed();
        return new Report(
                RunDirectory.create(root, "kill-leader", 1, "20260131T235959Z"),
                withAgents,
                history,
                new Judgement(Verdict.VALID, List.of(Runs.passed("assumptions"))),
                List.of());
    }

    private static List<String> bars(Lane lane) {
        return lane.marks().stream()
                .filter(Mark.Bar.class::isInstance)
                .map(Mark.Bar.class::cast)
                .map(bar -> bar.x() + " " + bar.width() + " " + bar.title().replaceAll(",.*", ""))
                .toList();
    }

    @Test
    void aNodeIsWithAMasterUntilTheNextTurnOfItsLedgerOrTheEndOfItsProcess() {
        at(8, Processes.CLUSTER, NodeEvent.EXITED, "agent-1");
        at(16, Processes.RUNNER, "phase", "stop");
        at(20, "agent-1", "registered", with("master-1", 1, 2));
        at(20, "agent-1", "registered", with("master-2", 2, 5));
        at(20, "agent-1", "started", Map.of("atNanos", 10 * SECOND));
        at(20, "agent-1", "registered", with("master-2", 2, 12));
        at(20, "agent-1", "disconnected", Map.of("master", "master-2", "atNanos", 14 * SECOND));
        at(20, "framework-1", "subscribed", with("master-3", 3, 10));
        Report report = report();

        List<Lane> lanes = new AgentChart().lanes(report, new Scale(20 * SECOND));

        assertThat(lanes).extracting(Lane::label).containsExactly("agent-1", "framework-1");
        assertThat(bars(lanes.get(0)))
                .containsExactly(
                        "10.0 15.0 agent-1 with master-1",
                        "25.0 15.0 agent-1 with master-2",
                        "60.0 10.0 agent-1 with master-2");
        assertThat(bars(lanes.get(1))).containsExactly("50.0 50.0 framework-1 with master-3");
    }

    @Test
    void whatHasNoTimeOfTheRunsClockIsNotDrawn() {
        at(16, Processes.RUNNER, "phase", "stop");
        at(20, "agent-1", "registered", Map.of("master", "master-1", "epoch", 1L));

        assertThat(bars(new AgentChart().lanes(report(), new Scale(20 * SECOND)).get(0)))
                .isEmpty();
    }

    @Test
    void aRunWithoutAgentsHasNoLaneOfThem() {
        assertThat(new AgentChart().lanes(Runs.valid(root), new Scale(20 * SECOND)))
                .isEmpty();
    }
}
