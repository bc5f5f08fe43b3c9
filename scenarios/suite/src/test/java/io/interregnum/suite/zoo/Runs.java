package io.interregnum.suite.zoo;

import io.interregnum.check.CheckResult;
import io.interregnum.check.Expectations;
import io.interregnum.check.Finding;
import io.interregnum.check.Grade;
import io.interregnum.check.Judgement;
import io.interregnum.check.Verdict;
import io.interregnum.history.Event;
import io.interregnum.history.FaultEvent;
import io.interregnum.history.History;
import io.interregnum.history.ProbeAnswer;
import io.interregnum.report.Report;
import io.interregnum.rundir.RunDirectory;
import io.interregnum.rundir.RunInfo;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Judged runs that no run made. Times are in milliseconds. */
final class Runs {
    private final List<Event> events = new ArrayList<>();
    private final Path directory;

    Runs(Path directory) {
        this.directory = directory;
    }

    private Runs add(long millis, Event.Type type, String process, String f, Object value, Map<String, Object> fields) {
        events.add(new Event(events.size(), millis * 1_000_000, type, process, f, value, fields));
        return this;
    }

    /** A fault on these nodes was asked for, and took effect. */
    Runs fault(long requestedMillis, long effectiveMillis, String... targets) {
        told(requestedMillis, FaultEvent.Stage.REQUESTED, targets);
        return told(effectiveMillis, FaultEvent.Stage.EFFECTIVE, targets);
    }

    private Runs told(long millis, FaultEvent.Stage stage, String... targets) {
        FaultEvent event = new FaultEvent(0, stage, FaultEvent.Harm.OTHER, List.of(targets), "");
        return add(millis, Event.Type.INFO, "nemesis", "kill", event.toValue(), Map.of());
    }

    /** A client's operation that was acknowledged: two events. */
    Runs ok(long millis, String f, String node) {
        String process = Integer.toString(events.size());
        add(millis, Event.Type.INVOKE, process, f, 1L, Map.of("node", node, "key", "k00"));
        return add(millis + 1, Event.Type.OK, process, f, 1L, Map.of("node", node, "key", "k00"));
    }

    /** The answer to a probe. */
    Runs probe(long millis, String node) {
        ProbeAnswer answer = new ProbeAnswer(true, java.util.OptionalLong.of(1), "i", node);
        return add(millis, Event.Type.OK, "probe:" + node, ProbeAnswer.F, answer.toValue(), Map.of());
    }

    static Finding finding(Grade grade, String node, long... events) {
        return new Finding(
                "it was seen",
                Optional.of(grade),
                List.of(node),
                List.of(),
                java.util.stream.LongStream.of(events).boxed().toList(),
                Map.of("overlapNanosMin", 300_000_000L));
    }

    static CheckResult violation(String checker, Finding finding) {
        return CheckResult.ofViolations(checker, List.of(finding), List.of(), Map.of());
    }

    static CheckResult observation(String checker, Finding finding) {
        return CheckResult.valid(checker, List.of(finding), Map.of());
    }

    static CheckResult valid(String checker) {
        return CheckResult.valid(checker, List.of(), Map.of());
    }

    /** The run, judged so. */
    Report judged(CheckResult... results) {
        Verdict verdict = Verdict.worstOf(
                List.of(results).stream().map(CheckResult::verdict).toList());
        Expectations expectations = new Expectations(
                List.of("master-1", "master-2"),
                List.of("client-1"),
                false,
                160,
                Duration.ofMillis(20),
                Optional.empty(),
                Duration.ofSeconds(15),
                true);
        RunInfo info = new RunInfo(
                "a-scenario",
                "Is it seen?",
                1,
                "local",
                "20260101T000000Z",
                "none",
                expectations,
                Map.of(),
                Map.of(),
                Map.of(),
                true);
        RunDirectory run = RunDirectory.create(directory, "a-scenario", 1, "20260101T000000Z");
        return new Report(run, info, new History(events), new Judgement(verdict, List.of(results)), List.of());
    }
}
