package io.interregnum.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.interregnum.history.Event;
import io.interregnum.history.History;
import io.interregnum.history.ProbeAnswer;
import io.interregnum.history.Processes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TimelineTest {
    private static final long MS = 1_000_000;

    @TempDir
    Path root;

    @Test
    void placesMomentsInProportion() {
        Scale scale = new Scale(16_000 * MS);

        assertThat(scale.percent(0)).isZero();
        assertThat(scale.percent(4_000 * MS)).isEqualTo(25);
        assertThat(scale.percent(16_000 * MS)).isEqualTo(100);
        assertThat(scale.width(4_000 * MS, 8_000 * MS)).isEqualTo(25);
    }

    @Test
    void drawsACertainClaimFromItsFirstToItsLastMoment() {
        Report report = Runs.valid(root);
        Element lane = lane(report, "master-2");

        // Asked every 100 ms from 9.000 s on, answered 5 ms later; the last question is at 15.900 s.
        Element certain = lane.selectFirst("rect.claim-certain");
        Element possible = lane.selectFirst("rect.claim-possible");

        Scale scale = new Scale(16_000 * MS);
        assertThat(certain.attr("x")).isEqualTo(scale.percent(9_005 * MS) + "%");
        assertThat(certain.attr("width")).isEqualTo(scale.width(9_005 * MS, 15_900 * MS) + "%");
        // Before it, 8.900 s was the last question answered with no; after it, the run ends.
        assertThat(possible.attr("x")).isEqualTo(scale.percent(8_900 * MS) + "%");
        assertThat(possible.attr("width")).isEqualTo(scale.width(8_900 * MS, 16_000 * MS) + "%");
    }

    @Test
    void leavesOutTheTimeInWhichAMasterWasFrozen() {
        List<Element> certain = lane(Runs.valid(root), "master-1").select("rect.claim-certain");

        Scale scale = new Scale(16_000 * MS);
        assertThat(certain)
                .extracting(bar -> bar.attr("x") + " " + bar.attr("width"))
                .containsExactly(
                        scale.percent(1_005 * MS) + "% " + scale.width(1_005 * MS, 3_900 * MS) + "%",
                        scale.percent(12_060 * MS) + "% " + scale.width(12_060 * MS, 12_900 * MS) + "%");
    }

    @Test
    void drawsClaimsAsTheyAreJudged() {
        Event.Type unanswered = Event.Type.INFO;
        Event.Type refused = Event.Type.FAIL;

        // Nobody listened meanwhile, so it may have been another life; a probe that was lost says nothing.
        assertThat(certainClaims(unanswered)).isEqualTo(1);
        assertThat(certainClaims(refused)).isEqualTo(2);
    }

    private long certainClaims(Event.Type inTheMiddle) {
        Report report = Runs.valid(root);
        Report other = new Report(
                report.directory(), report.info(), probes(inTheMiddle), report.judgement(), report.failovers());
        return lane(other, "master-1").select("rect.claim-certain").size();
    }

    @Test
    void drawsAMismatchApartFromWhatFailed() {
        Event mismatch = new Event(
                1,
                2 * MS,
                Event.Type.FAIL,
                "0",
                "cas",
                List.of(1L, 2L),
                Map.of("client", "client-1", "error", "mismatch"));
        Event refused = new Event(
                1,
                2 * MS,
                Event.Type.FAIL,
                "0",
                "cas",
                List.of(1L, 2L),
                Map.of("client", "client-1", "error", "refused"));

        assertThat(strips(mismatch)).isEqualTo("0 ok 1 mismatch 0 fail 0 unknown");
        assertThat(strips(refused)).isEqualTo("0 ok 0 mismatch 1 fail 0 unknown");
    }

    private String strips(Event completion) {
        Event invoke = new Event(0, MS, Event.Type.INVOKE, "0", "cas", List.of(1L, 2L), Map.of("client", "client-1"));
        Report report = Runs.valid(root);
        Report other = new Report(
                report.directory(),
                report.info(),
                new History(List.of(invoke, completion)),
                report.judgement(),
                report.failovers());
        return lane(other, "client-1").select("path title").text();
    }

    @Test
    void drawsAFaultFromItsEffectToItsHeal() {
        Report report = Runs.valid(root);

        Element fault = lane(report, "faults").selectFirst("rect.fault");

        Scale scale = new Scale(16_000 * MS);
        assertThat(fault.attr("x")).isEqualTo(scale.percent(4_050 * MS) + "%");
        assertThat(fault.attr("width")).isEqualTo(scale.width(4_050 * MS, 12_000 * MS) + "%");
        assertThat(fault.selectFirst("title").text()).contains("pause-node: master-1", "two probes were lost");
    }

    @Test
    void marksEachViolationWithALinkToItsSentence() {
        org.jsoup.nodes.Document page = Jsoup.parse(new HtmlPage().text(Runs.invalid(root)));

        assertThat(page.select("svg a[href^=#violation-]")).hasSize(2);
        assertThat(page.select("svg a").eachAttr("href"))
                .allSatisfy(link -> assertThat(page.selectFirst(link)).isNotNull());
        assertThat(page.selectFirst("#violation-1").text()).contains("epoch 4 was obeyed after epoch 5", "1500");
    }

    @Test
    void staysUnderAMegabyteForTwentyThousandEvents() {
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            long at = 12L * i * MS;
            String process = String.valueOf(i);
            Map<String, Object> fields = Map.of("client", "client-" + i % 5, "error", "x".repeat(500));
            Event.Type end = i % 3 == 0 ? Event.Type.FAIL : i % 3 == 1 ? Event.Type.INFO : Event.Type.OK;
            events.add(new Event(events.size(), at, Event.Type.INVOKE, process, "write", (long) i, fields));
            events.add(new Event(events.size(), at + MS, end, process, "write", (long) i, fields));
        }
        Report report = Runs.invalid(root);
        Report large = new Report(
                report.directory(), report.info(), new History(events), report.judgement(), report.failovers());

        String page = new HtmlPage().text(large);

        assertThat(page.length()).isLessThan(500_000);
    }

    @Test
    void drawsARunWithoutEvents() {
        Report report = Runs.valid(root);
        Report empty =
                new Report(report.directory(), report.info(), new History(List.of()), report.judgement(), List.of());

        assertThat(Jsoup.parse(new HtmlPage().text(empty))
                        .selectFirst("#verdict")
                        .text())
                .isEqualTo("VALID");
    }

    private static Element lane(Report report, String name) {
        return Jsoup.parse(new HtmlPage().text(report)).selectFirst("svg[data-lane=" + name + "]");
    }

    private static History probes(Event.Type inTheMiddle) {
        List<Event> events = new ArrayList<>();
        Object yes = new ProbeAnswer(true, OptionalLong.of(3), "life", "").toValue();
        String process = Processes.probeOf("master-1");
        for (int i = 0; i < 5; i++) {
            long at = 100L * (i + 1) * MS;
            Event.Type end = i == 2 ? inTheMiddle : Event.Type.OK;
            Object answer = end == Event.Type.OK ? yes : null;
            events.add(new Event(2L * i, at, Event.Type.INVOKE, process, "probe", null, Map.of()));
            events.add(new Event(2L * i + 1, at + MS, end, process, "probe", answer, Map.of()));
        }
        return new History(events);
    }
}
