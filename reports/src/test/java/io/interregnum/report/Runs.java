package io.interregnum.report;

import io.interregnum.check.CheckResult;
import io.interregnum.check.Expectations;
import io.interregnum.check.Finding;
import io.interregnum.check.Grade;
import io.interregnum.check.Judgement;
import io.interregnum.check.Verdict;
import io.interregnum.history.ClientFields;
import io.interregnum.history.ElectionFact;
import io.interregnum.history.Event;
import io.interregnum.history.FaultEvent;
import io.interregnum.history.History;
import io.interregnum.history.NodeEvent;
import io.interregnum.history.ProbeAnswer;
import io.interregnum.history.Processes;
import io.interregnum.metric.Failover;
import io.interregnum.metric.Milestone;
import io.interregnum.rundir.RunDirectory;
import io.interregnum.rundir.RunInfo;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Made-up runs: three masters, the first is paused at 4 s and woken at 12 s, the second leads from 9 s on. */
final class Runs {
    static final long SECOND = 1_000_000_000;
    static final long MS = 1_000_000;
    private static final long END = 16 * SECOND;

    private final TreeMap<Long, List<Event>> events = new TreeMap<>();

    private Runs() {}

    static Report valid(Path root) {
        return report(root, "pause-leader", 42, List.of(passed("assumptions"), passed("fencing")), true);
    }

    static Report unknown(Path root) {
        return report(
                root,
                "pause-leader",
                43,
                List.of(passed("assumptions"), CheckResult.unknown("fencing", "no operation had an effect")),
                true);
    }

    static Report invalid(Path root) {
        return report(root, "pause-leader", 44, List.of(passed("assumptions"), twoViolations()), true);
    }

    static Report cutShort(Path root) {
        return report(root, "pause-leader", 45, List.of(passed("assumptions")), false);
    }

    static CheckResult passed(String checker) {
        Finding overlap = new Finding(
                "master-1 and master-2 both claimed to lead for 1200 to 1400 ms",
                Optional.of(Grade.CLAIM_OVERLAP),
                List.of("master-1", "master-2"),
                List.of(4L, 5L),
                List.of(20L, 30L),
                Map.of("overlapNanosMin", 1_200_000_000L));
        return CheckResult.valid(checker, List.of(overlap), Map.of("events", 2000L));
    }

    static CheckResult twoViolations() {
        Finding broken = new Finding(
                "epoch 4 was obeyed after epoch 5: master-1 accepted write 77 at 12.400 s",
                Optional.of(Grade.EFFECT_OVERLAP),
                List.of("master-1", "master-2"),
                List.of(4L, 5L),
                List.of(1500L, 1540L),
                Map.of("afterAcknowledgementNanos", 1_500_000L));
        Finding lost = new Finding(
                "write 12 was acknowledged and is gone",
                Optional.of(Grade.STATE_LOST_OR_FORKED),
                List.of("master-2"),
                List.of(5L),
                List.of(100L, 1700L),
                Map.of());
        return CheckResult.ofViolations("fencing", List.of(broken, lost), List.of(), Map.of("effects", 800L));
    }

    static Report report(Path root, String scenario, long seed, List<CheckResult> results, boolean complete) {
        Verdict worst =
                Verdict.worstOf(results.stream().map(CheckResult::verdict).toList());
        RunDirectory directory = RunDirectory.create(root, scenario, seed, "20260131T235959Z");
        RunInfo info = info(scenario, seed);
        return new Report(
                directory,
                complete ? info.completed() : info,
                history(),
                new Judgement(worst, results),
                List.of(failover()));
    }

    static RunInfo info(String scenario, long seed) {
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("system", "reference");
        spec.put("session-timeout-ms", 4000L);
        spec.put("masters", List.of("master-1", "master-2", "master-3"));
        return new RunInfo(
                scenario,
                "Does a paused leader that wakes up after its session expired still get writes accepted?",
                seed,
                "local",
                "2026-01-31T23:59:59Z",
                "scripts/run " + scenario + " --seed " + seed,
                expectations(List.of("client-1", "client-2")),
                spec,
                Map.of("kernel", "6.1.0"),
                Map.of("total", 2345L),
                false);
    }

    static Expectations expectations(List<String> clients) {
        return new Expectations(
                List.of("master-1", "master-2", "master-3"),
                clients,
                true,
                100,
                Duration.ofMillis(100),
                Optional.empty(),
                Duration.ofSeconds(20),
                true);
    }

    static Failover failover() {
        return new Failover(
                Optional.of("pause-node"),
                "master-1",
                OptionalLong.of(4),
                "master-2",
                5,
                Optional.of(new Milestone(4 * SECOND, 4 * SECOND + 50 * MS)),
                Optional.of(new Milestone(8 * SECOND, 8 * SECOND + 10 * MS)),
                Optional.of(new Milestone(8900 * MS, 9 * SECOND)),
                Optional.of(new Milestone(9100 * MS, 9150 * MS)),
                Optional.empty());
    }

    static History history() {
        Runs run = new Runs();
        run.phases();
        run.faults();
        run.masters();
        run.clients();
        return run.recorded();
    }

    private void phases() {
        info(0, Processes.RUNNER, "phase", "start");
        info(SECOND, Processes.RUNNER, "phase", "warm-up");
        info(3 * SECOND, Processes.RUNNER, "phase", "faults");
        info(12 * SECOND, Processes.RUNNER, "phase", "settle");
        info(15 * SECOND, Processes.RUNNER, "phase", "final-reads");
        info(END, Processes.RUNNER, "phase", "stop");
    }

    private void faults() {
        fault(4 * SECOND, FaultEvent.Stage.REQUESTED, "");
        fault(4 * SECOND + 50 * MS, FaultEvent.Stage.EFFECTIVE, "two probes were lost");
        fault(12 * SECOND, FaultEvent.Stage.HEAL_REQUESTED, "");
        fault(12 * SECOND + 60 * MS, FaultEvent.Stage.HEALED, "");
    }

    private void fault(long at, FaultEvent.Stage stage, String detail) {
        FaultEvent event = new FaultEvent(0, stage, FaultEvent.Harm.FROZEN, List.of("master-1"), detail);
        info(at, Processes.NEMESIS, "pause-node", event.toValue());
    }

    private void masters() {
        for (int master = 1; master <= 3; master++) {
            String name = "master-" + master;
            info(200 * MS + master, Processes.CLUSTER, NodeEvent.STARTING, name);
            election(ElectionFact.Kind.ELECTION_NODE_CREATED, name, 600 * MS + master * 100L * MS);
            for (long at = 500 * MS; at < END; at += 100 * MS) {
                boolean frozen = master == 1 && at >= 4 * SECOND && at < 12 * SECOND;
                boolean claims = (master == 1 && at >= SECOND && at < 13 * SECOND) || (master == 2 && at >= 9 * SECOND);
                ProbeAnswer answer = new ProbeAnswer(
                        claims, claims ? OptionalLong.of(master + 3L) : OptionalLong.empty(), "life-" + master, "");
                String probe = Processes.probeOf(name);
                add(at, Event.Type.INVOKE, probe, ProbeAnswer.F, null, Map.of());
                add(
                        at + 5 * MS,
                        frozen ? Event.Type.INFO : Event.Type.OK,
                        probe,
                        ProbeAnswer.F,
                        frozen ? null : answer.toValue(),
                        frozen ? Map.of("error", "timeout") : Map.of());
            }
        }
        election(ElectionFact.Kind.ELECTION_NODE_DELETED, "master-1", 8 * SECOND + 10 * MS);
        ElectionFact registry = new ElectionFact(ElectionFact.Kind.REGISTRY_EPOCH, "/registry", 4, 0, "", 1, 0);
        info(1100 * MS, Processes.OBSERVER, registry.kind().f(), registry.toValue());
        ElectionFact next = new ElectionFact(ElectionFact.Kind.REGISTRY_EPOCH, "/registry", 5, 0, "", 2, 0);
        info(9150 * MS, Processes.OBSERVER, next.kind().f(), next.toValue());
    }

    private void election(ElectionFact.Kind kind, String master, long at) {
        ElectionFact fact = new ElectionFact(kind, "/election/" + master, 7, 99, master, 0, Math.max(0, at - 20 * MS));
        info(at, Processes.OBSERVER, kind.f(), fact.toValue());
    }

    private void clients() {
        for (int client = 1; client <= 2; client++) {
            long value = client * 1000L;
            for (long at = 1500 * MS + client; at < 15 * SECOND; at += 20 * MS) {
                boolean outage = at >= 4 * SECOND && at < 9200 * MS;
                Event.Type end = !outage ? Event.Type.OK : at < 6 * SECOND ? Event.Type.INFO : Event.Type.FAIL;
                write(client, value++, at, end);
            }
        }
    }

    private void write(int client, long value, long at, Event.Type end) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put(ClientFields.KEY, "k1");
        fields.put(ClientFields.CLIENT, "client-" + client);
        fields.put(ClientFields.NODE, "master-1");
        add(at, Event.Type.INVOKE, String.valueOf(client), ClientFields.WRITE, value, fields);
        if (end == Event.Type.OK) {
            fields.put(ClientFields.EPOCH, 4L);
        } else {
            fields.put(ClientFields.ERROR, end == Event.Type.FAIL ? "connection refused" : "timeout");
        }
        add(at + 6 * MS, end, String.valueOf(client), ClientFields.WRITE, value, fields);
    }

    private void info(long at, String process, String f, Object value) {
        add(at, Event.Type.INFO, process, f, value, Map.of());
    }

    private void add(
            long at, Event.Type type, String process, String f, @Nullable Object value, Map<String, Object> fields) {
        Event event = new Event(0, at, type, process, f, value, fields);
        events.computeIfAbsent(at, time -> new ArrayList<>()).add(event);
    }

    private History recorded() {
        List<Event> inOrder = new ArrayList<>();
        events.values()
                .forEach(together -> together.forEach(event -> inOrder.add(new Event(
                        inOrder.size(),
                        event.timeNanos(),
                        event.type(),
                        event.process(),
                        event.f(),
                        event.value(),
                        event.fields()))));
        return new History(inOrder);
    }

    /** The same run with another description of its cluster. */
    static RunInfo withSpec(RunInfo info, Map<String, Object> spec) {
        return new RunInfo(
                info.scenario(),
                info.question(),
                info.seed(),
                info.backend(),
                info.startedAt(),
                info.command(),
                info.expectations(),
                spec,
                info.environment(),
                info.startup(),
                info.complete());
    }
}
