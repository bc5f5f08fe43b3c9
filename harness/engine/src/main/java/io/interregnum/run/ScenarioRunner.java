package io.interregnum.run;

import io.interregnum.check.Expectations;
import io.interregnum.cluster.Ability;
import io.interregnum.cluster.Addresses;
import io.interregnum.cluster.Backend;
import io.interregnum.cluster.Cluster;
import io.interregnum.cluster.ClusterException;
import io.interregnum.cluster.Need;
import io.interregnum.cluster.NodeId;
import io.interregnum.cluster.NodeListener;
import io.interregnum.cluster.NodeState;
import io.interregnum.cluster.Role;
import io.interregnum.cluster.UnableException;
import io.interregnum.fault.EnsembleStatus;
import io.interregnum.fault.Nemesis;
import io.interregnum.fault.Scene;
import io.interregnum.history.ClientFields;
import io.interregnum.history.Event;
import io.interregnum.history.HistoryFile;
import io.interregnum.history.HistoryRecorder;
import io.interregnum.history.NodeEvent;
import io.interregnum.history.Processes;
import io.interregnum.history.RunClock;
import io.interregnum.rundir.RunDirectory;
import io.interregnum.rundir.RunInfo;
import io.interregnum.rundir.RunLock;
import io.interregnum.rundir.ScheduleFile;
import io.interregnum.workload.Chance;
import io.interregnum.workload.Client;
import io.interregnum.workload.ClientAnswer;
import io.interregnum.workload.ClientRequest;
import io.interregnum.workload.HttpClient;
import io.interregnum.workload.WorkloadRunner;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Runs one scenario from start to stop and leaves its evidence in a run directory. One runner carries out one run, by
 * one thread; {@link #abort} may be called by another.
 */
public final class ScenarioRunner {
    static final Duration PROBE_INTERVAL = Duration.ofMillis(20);
    /** How long a start may take before it is given up. Generous: a slow machine is no failure. */
    static final Duration START_LIMIT = Duration.ofSeconds(60);
    /** How long after the last heal a leader must serve again, beyond what ZooKeeper needs to notice. */
    static final Duration LIVENESS_SLACK = Duration.ofSeconds(15);
    /** Work goes on for so long after everything is whole, to see what the heal itself breaks. */
    static final Duration SETTLE = Duration.ofSeconds(2);

    private static final Duration FINAL_READS_LIMIT = Duration.ofSeconds(10);
    private static final DateTimeFormatter UTC =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private static final AtomicInteger RUNS = new AtomicInteger();

    private final Scenario scenario;
    private final Setup setup;
    private final RunListener listener;
    private final long sinceMainNanos;
    private final AtomicReference<@Nullable Cluster> cluster = new AtomicReference<>();
    private final AtomicReference<@Nullable Scene> scene = new AtomicReference<>();
    private final AtomicLong lastWriteNanos = new AtomicLong();
    private volatile boolean stopping;

    /** @param sinceMainNanos what has passed since the program's main, for the times of the start */
    public ScenarioRunner(Scenario scenario, Setup setup, RunListener listener, long sinceMainNanos) {
        this.scenario = scenario;
        this.setup = setup;
        this.listener = listener;
        this.sinceMainNanos = sinceMainNanos;
    }

    /**
     * Runs the scenario. Blocks until every node has ended.
     *
     * @return to be closed when the run has been judged
     * @throws UnableException when the machine lacks what a fault needs; nothing was started
     * @throws ClusterException when the cluster could not be started or the harness lost it; what was recorded until
     *     then stays in the run directory, nothing is left running
     * @throws InterruptedException when interrupted; likewise
     */
    public Finished run() throws InterruptedException {
        refuseWhatIsMissing();
        String startedAt = UTC.format(RunClock.wallClock());
        RunDirectory directory = RunDirectory.create(setup.runsDirectory(), scenario.name(), setup.seed(), startedAt);
        RunLock lock = RunLock.hold(directory);
        boolean finished = false;
        try {
            run(directory, startedAt);
            finished = true;
            return new Finished(directory, lock);
        } finally {
            if (!finished) {
                lock.close();
            }
        }
    }

    private void run(RunDirectory directory, String startedAt) throws InterruptedException {
        RunClock clock = RunClock.startNow();
        RunInfo info = describe(startedAt);
        directory.writeInfo(info);
        try (HistoryFile.Writer writer = new HistoryFile.Writer(directory.historyFile())) {
            HistoryRecorder recorder = new HistoryRecorder(clock, writer);
            try {
                conduct(directory, info, recorder);
            } finally {
                ScheduleFile.write(directory, recorder.history().of(Processes.NEMESIS));
            }
        }
    }

    private void conduct(RunDirectory directory, RunInfo info, HistoryRecorder recorder) throws InterruptedException {
        phase(recorder, "start");
        StartClock start = new StartClock(recorder.clock(), sinceMainNanos);
        LeaderBoard board = new LeaderBoard(setup.spec().nodes(Role.MASTER), recorder.clock(), listener);
        recorder.listen(board);
        recorder.listen(event -> {
            if (event.process().equals(Processes.NEMESIS)) {
                listener.fault(event);
            }
        });
        try (Restarter restarter = new Restarter(scene::get);
                Cluster started = start(directory, recorder, restarter)) {
            cluster.set(started);
            start.part("processes");
            Scene now = new Scene(started, setup.system(), board);
            scene.set(now);
            try {
                observe(directory, info, recorder, now, start);
            } finally {
                stopping = true; // nodes that end from now on are meant to
            }
        } finally {
            cluster.set(null);
        }
        directory.writeInfo(directory.info().completed());
    }

    private void observe(RunDirectory directory, RunInfo info, HistoryRecorder recorder, Scene now, StartClock start)
            throws InterruptedException {
        Addresses addresses = HttpClient.addressesOf(now.cluster());
        try (Observers observers = new Observers(now.cluster(), setup.system(), addresses, PROBE_INTERVAL, recorder)) {
            observers.start();
            Client client = new HttpClient(now.cluster(), setup.system().masterPort(), setup.operations());
            awaitService(now, client, start);
            directory.writeInfo(info.withNodes(now.cluster().description()).withStartup(start.millis()));
            work(now, client, recorder);
            observers.stop();
        }
        phase(recorder, "stop");
    }

    private void work(Scene now, Client client, HistoryRecorder recorder) throws InterruptedException {
        Chance chance = new Chance(setup.seed());
        WorkloadRunner workload = new WorkloadRunner(
                setup.workload(),
                client,
                setup.spec().nodes(Role.CLIENT),
                setup.spec().nodes(Role.MASTER),
                recorder,
                chance);
        Nemesis nemesis = new Nemesis(now, recorder, step -> chance.purpose("targets of step " + step));
        WarmUp warmUp = new WarmUp(recorder.clock());
        recorder.listen(warmUp);
        recorder.listen(this::noteWrite);
        try {
            phase(recorder, "warm-up");
            workload.start();
            while (!warmUp.isOver(now.leader().isPresent())) {
                sleep(recorder.clock(), Duration.ofMillis(10));
            }
            phase(recorder, "faults");
            nemesis.carryOut(scenario.steps());
            phase(recorder, "settle");
            settle(now, recorder.clock());
            phase(recorder, "final-reads");
        } finally {
            try {
                nemesis.rollBack();
            } finally {
                workload.stop(setup.workload().timeout().multipliedBy(4));
            }
        }
        List<String> unread = workload.readAll(setup.workload().keyCount(), FINAL_READS_LIMIT);
        if (!unread.isEmpty()) {
            recorder.record(Event.Type.INFO, Processes.RUNNER, Processes.UNREAD_KEYS, unread);
        }
    }

    private Cluster start(RunDirectory directory, HistoryRecorder recorder, Restarter restarter) {
        return setup.backend()
                .start(new Backend.Launch(
                        setup.spec(),
                        setup.system(),
                        setup.ensembleClassPath(),
                        label(),
                        directory.path().resolve("nodes"),
                        new NodeListener() {
                            @Override
                            public void starting(NodeId node) {
                                recorder.record(Event.Type.INFO, Processes.CLUSTER, NodeEvent.STARTING, node.name());
                            }

                            @Override
                            public void exited(NodeId node, int exitCode) {
                                if (stopping) {
                                    return; // the run is over; every node is ended now
                                }
                                Event event = recorder.record(
                                        Event.Type.INFO,
                                        Processes.CLUSTER,
                                        NodeEvent.EXITED,
                                        node.name(),
                                        NodeEvent.exitCode(exitCode));
                                listener.exited(event.timeNanos(), node.name(), exitCode);
                                restarter.exited(node);
                            }
                        },
                        needs()));
    }

    /** What the faults of the scenario need of nodes. */
    private Set<Need> needs() {
        return scenario.steps().stream()
                .flatMap(step -> step.fault().needs().stream())
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Need.class)));
    }

    /** @throws UnableException when the machine lacks what a fault needs; says which fault, what and how to get it */
    private void refuseWhatIsMissing() {
        Set<Need> needs = needs();
        if (needs.isEmpty()) {
            return;
        }
        List<String> missing = setup.backend().tryNeeds(needs).stream()
                .filter(ability -> ability.status() != Ability.Status.WORKS)
                .map(ability -> ability.name() + " (" + ability.detail() + "; " + ability.remedy() + ")")
                .toList();
        if (!missing.isEmpty()) {
            throw new UnableException("scenario " + scenario.name() + " needs what the backend "
                    + setup.backend().name() + " lacks here: " + String.join(", ", missing));
        }
    }

    private static String label() {
        return "run-" + ProcessHandle.current().pid() + "-" + RUNS.incrementAndGet();
    }

    /** Waits until the ensemble has a leader, a master claims, and a client is served; unrecorded, over the data network. */
    private void awaitService(Scene now, Client client, StartClock start) throws InterruptedException {
        RunClock waiting = RunClock.startNow();
        await(
                waiting,
                "no ZooKeeper server leads",
                now,
                () -> EnsembleStatus.leader(now.cluster()).isPresent());
        start.part("ensemble");
        await(waiting, "no master claims to lead", now, () -> now.leader().isPresent());
        start.part("election");
        NodeId from = setup.spec().nodes(Role.CLIENT).get(0);
        ClientRequest read = new ClientRequest("read", "k00", OptionalLong.empty(), 0);
        await(
                waiting,
                "the leader serves no reads",
                now,
                () -> now.leader()
                        .map(leader -> client.invoke(from, leader, read, Duration.ofMillis(500)))
                        .filter(ClientAnswer.Ok.class::isInstance)
                        .isPresent());
        start.part("service");
    }

    /** A condition that is looked at again and again. */
    @FunctionalInterface
    private interface Condition {
        boolean holds();
    }

    private void await(RunClock waiting, String otherwise, Scene now, Condition condition) throws InterruptedException {
        while (!condition.holds()) {
            if (waiting.nanos() > START_LIMIT.toNanos()) {
                StringBuilder states = new StringBuilder();
                now.cluster()
                        .spec()
                        .nodes()
                        .forEach(node -> states.append(' ')
                                .append(node)
                                .append('=')
                                .append(now.cluster().state(node)));
                throw new ClusterException(otherwise + " after " + START_LIMIT.toSeconds() + " s:" + states
                        + "; see output.log of each node in the run directory's nodes");
            }
            sleep(waiting, Duration.ofMillis(10));
        }
    }

    /** Goes on working until all nodes run, the ensemble is whole and a leader serves, and some time more. */
    private void settle(Scene now, RunClock clock) throws InterruptedException {
        long beganNanos = clock.nanos();
        // Beyond the bound, so that the judge of liveness sees a bound that was broken, not a run that ended before.
        long deadlineNanos = beganNanos + livenessBound().plusSeconds(2).toNanos();
        // A write that is acknowledged this long after the heal was asked for after it.
        long servedNanos =
                beganNanos + setup.workload().timeout().multipliedBy(2).toNanos();
        while (clock.nanos() < deadlineNanos && !(isWhole(now) && lastWriteNanos.get() > servedNanos)) {
            sleep(clock, Duration.ofMillis(50));
        }
        sleep(clock, SETTLE);
    }

    private void noteWrite(Event event) {
        if (event.isClient() && event.type() == Event.Type.OK && !event.f().equals(ClientFields.READ)) {
            lastWriteNanos.set(event.timeNanos());
        }
    }

    private static boolean isWhole(Scene now) {
        return now.leader().isPresent()
                && now.cluster().spec().nodes(Role.MASTER).stream()
                        .allMatch(node -> now.cluster().state(node) == NodeState.RUNNING)
                && EnsembleStatus.isWhole(now.cluster());
    }

    /** @throws ClusterException when the run was aborted meanwhile: its nodes are gone, so what follows means nothing */
    private void sleep(RunClock clock, Duration duration) throws InterruptedException {
        clock.sleepUntil(clock.nanos() + duration.toNanos());
        if (stopping) {
            throw new ClusterException("the run was aborted");
        }
    }

    private void phase(HistoryRecorder recorder, String name) {
        Event event = recorder.record(Event.Type.INFO, Processes.RUNNER, "phase", name);
        listener.phase(event.timeNanos(), name);
    }

    private Duration livenessBound() {
        return setup.spec().longestDetection().plus(LIVENESS_SLACK);
    }

    private RunInfo describe(String startedAt) {
        List<String> masters =
                setup.spec().nodes(Role.MASTER).stream().map(NodeId::name).toList();
        List<String> clients =
                setup.spec().nodes(Role.CLIENT).stream().map(NodeId::name).toList();
        Expectations expectations = new Expectations(
                masters,
                clients,
                scenario.failoverPlanned(),
                setup.workload().opsPerSecond(),
                PROBE_INTERVAL,
                scenario.overlapBound(),
                livenessBound(),
                setup.system().freshReads());
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("system", setup.system().name());
        spec.put("system-description", setup.system().description());
        spec.put("session-timeout-ms", setup.spec().sessionTimeout().toMillis());
        spec.put("tick-ms", setup.spec().tickTime().toMillis());
        spec.put(
                "ensemble",
                setup.spec().nodes(Role.ENSEMBLE).stream().map(NodeId::name).toList());
        spec.put("masters", masters);
        spec.put("clients", clients);
        spec.put("keys", (long) setup.workload().keyCount());
        spec.put(
                "faults",
                scenario.steps().stream().map(step -> step.fault().name()).toList());
        return new RunInfo(
                scenario.name(),
                scenario.question(),
                setup.seed(),
                setup.backend().name(),
                startedAt,
                setup.command(),
                expectations,
                spec,
                RunEnvironment.describe(setup.ensembleClassPath()),
                Map.of(),
                false);
    }

    /** Ends every node of the run at once; {@link #run} then ends with an exception. Does nothing before and after it. */
    public void abort() {
        stopping = true;
        Cluster running = cluster.get();
        if (running != null) {
            running.close();
        }
    }
}
