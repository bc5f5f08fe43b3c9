package io.interregnum.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.interregnum.history.Event;
import io.interregnum.history.FaultEvent;
import io.interregnum.history.History;
import io.interregnum.history.Processes;
import io.interregnum.metric.Failover;
import io.interregnum.metric.Milestone;
import io.interregnum.metric.SessionFloor;
import io.interregnum.rundir.RunInfo;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A failover with and without the conditions under which ZooKeeper's floor applies. */
class FailoverViewTest {
    private static final long MS = 1_000_000;

    @TempDir
    Path root;

    private Report report(String target, FaultEvent.Harm harm, Map<String, Object> timeouts) {
        Report made = Runs.valid(root);
        RunInfo info = made.info();
        Map<String, Object> spec = new LinkedHashMap<>(timeouts);
        FaultEvent fault = new FaultEvent(0, FaultEvent.Stage.REQUESTED, harm, List.of(target), "");
        History history = new History(List.of(
                new Event(0, 4_000 * MS, Event.Type.INFO, Processes.NEMESIS, "pause-node", fault.toValue(), Map.of())));
        Failover failover = new Failover(
                Optional.of("pause-node"),
                "master-1",
                OptionalLong.of(4),
                "master-2",
                5,
                Optional.of(new Milestone(4_000 * MS, 4_050 * MS)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(new Milestone(6_200 * MS, 6_250 * MS)));
        return new Report(
                made.directory(), Runs.withSpec(info, spec).completed(), history, made.judgement(), List.of(failover));
    }

    private FailoverView view(String target, FaultEvent.Harm harm, Map<String, Object> timeouts) {
        return FailoverView.of(report(target, harm, timeouts)).get(0);
    }

    private static Map<String, Object> twoSeconds() {
        return Map.of("session-timeout-ms", 2000L, "tick-ms", 500L);
    }

    @Test
    void saysHowMuchOfALatencyIsTheSessionsTimeOut() {
        FailoverView view = view("master-1", FaultEvent.Harm.DEAD, twoSeconds());

        // T = 2 s, tick 0.5 s: above 2 s - 2/3 s, at most 2 s + 0.75 s; the latency is 2.2 s.
        assertThat(view.fault()).isEqualTo("pause-node");
        assertThat(view.floor()).contains(new SessionFloor(1_333_333_334L, 2_750 * MS));
        assertThat(view.noticed()).contains(new Span(5_383_333_334L, 6_800 * MS));
        assertThat(view.beyondFloorNanosMin()).hasValue(-550 * MS);
        assertThat(view.beyondFloorNanosMax()).hasValue(866_666_666L);
        assertThat(view.floorWords()).isEqualTo("1333 to 2750 ms");
        assertThat(view.beyondFloorWords()).isEqualTo("-550 to 867 ms");
    }

    @Test
    void hasNoFloorForAFaultThatWasAimedAtSomebodyElseAndSaysAtWhom() {
        FailoverView view = view("zk-2", FaultEvent.Harm.DEAD, twoSeconds());

        assertThat(view.fault()).isEqualTo("pause-node (aimed at zk-2, not at the leader)");
        assertThat(view.floor()).isEmpty();
        assertThat(view.noticed()).isEmpty();
        assertThat(view.beyondFloorWords()).isEqualTo("does not apply");
    }

    @Test
    void hasNoFloorWhereTheHarmIsOfAnotherKindOrTheTimeOutsAreNotTold() {
        assertThat(view("master-1", FaultEvent.Harm.OTHER, twoSeconds()).floor())
                .isEmpty();
        assertThat(view("master-1", FaultEvent.Harm.DEAD, Map.of("session-timeout-ms", 2000L))
                        .floor())
                .isEmpty();
    }

    @Test
    void reckonsWithTheTimeOutThatZooKeeperGrants() {
        FailoverView view = view("master-1", FaultEvent.Harm.CUT, Map.of("session-timeout-ms", 500L, "tick-ms", 1000L));

        assertThat(view.floor().orElseThrow().atMostNanos()).isEqualTo(3_500 * MS);
    }

    @Test
    void isDrawnWrittenAndShown() {
        Report report = report("master-1", FaultEvent.Harm.FROZEN, twoSeconds());
        Report elsewhere = report("zk-2", FaultEvent.Harm.DEAD, twoSeconds());

        Element lane = new Timelines(report).lane("floor");
        String summary = new SummaryMarkdown.OfRun().text(report);

        assertThat(lane.select("rect.floor title").text()).contains("from 5.383 s to 6.800 s");
        assertThat(new HtmlPage().text(elsewhere)).doesNotContain("data-lane=\"floor\"");
        assertThat(summary).contains("| 1333 to 2750 ms | -550 to 867 ms |");
        JsonTree json = new JsonTree(io.interregnum.history.Json.read(new ResultsJson().text(report)));
        assertThat(json.at("failovers", 0, "floor", "at-most", "ms")).isEqualTo(2750.0);
        assertThat(json.at("failovers", 0, "beyond-floor-max", "ns")).isEqualTo(866_666_666L);
        JsonTree none = new JsonTree(io.interregnum.history.Json.read(new ResultsJson().text(elsewhere)));
        assertThat(none.at("failovers", 0, "floor")).isNull();
    }

    private record Timelines(Report report) {
        Element lane(String name) {
            return Jsoup.parse(new HtmlPage().text(report)).selectFirst("svg[data-lane=" + name + "]");
        }
    }
}
