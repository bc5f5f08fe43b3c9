package io.interregnum.run;

import io.interregnum.check.AgentExpectations;
import io.interregnum.check.Expectations;
import io.interregnum.cluster.Ability;
import io.interregnum.cluster.Addresses;
import io.interregnum.cluster.AgentPatience;
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
import io.interregnum.fault.Step;
import io.interregnum.history.ClientFields;
import io.interregnum.history.Event;
import io.interregnum.history.History;
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
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Runs one scenario from start to stop and leaves its evidence in a run directory. One runner carries out one run, by
 * one thread; {@link #abort} may be called by another.
 */
public final class ScenarioRunner {
    /** The phase that follows the start: the cluster serves. */
    public static final String WARM_UP = "warm-up";

    static final Duration PROBE_INTERVAL = Duration.ofMillis(20);
    /** How long a start may take before it is given up. Generous: a slow machine is no failure. */
    static final Duration START_LIMIT = Duration.ofSeconds(60);
    /** How often a start is looked at; each look costs the nodes that start something. */
    private static final Duration START_LOOK = Duration.ofMillis(25);
    /** How long after the last heal a leader must serve again, beyond what ZooKeeper needs to notice. */
    static final Duration LIVENESS_SLACK = Duration.ofSeconds(15);
    /**
     * How long agents may take to follow a new leader, beyond what ZooKeeper needs to tell them that the old one is gone.
     * Generous: they wait longer from try to try.
     */
    static final Duration AGENTS_SLACK = Duration.ofSeconds(15);
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
    private final AtomicReference<@Nullable RunDirectory> made = new AtomicReference<>();
    private volatile @Nullable Predicate<History> enough;
    private final Object starting = new Object(); // held while nodes are being started
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
        made.set(directory);
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

    /**
     * To be called before {@link #run}: steps that have not begun are left out once this is true. It is asked by a thread of
     * the run each time a step is over and all is whole again, for scenarios in which a step waits for that.
     */
    public void endWhen(Predicate<History> isEnough) {
        this.enough = isEnough;
    }

    /** Where the evidence of the run is, even of one that failed; empty until there is any. Any thread may ask. */
    public Optional<RunDirectory> directory() {
        return Optional.ofNullable(made.get());
    }

    private void run(RunDirectory directory, String startedAt) throws InterruptedException {
        RunClock clock = RunClock.startNow();
        RunInfo info = describe(startedAt);
        directory.writeInfo(info);
        try (HistoryFile.Writer writer = new HistoryFile.Writer(directory.historyFile())) {
            HistoryRecorder recorder = new HistoryRecorder(clock, writer);
            try {
                conduct(directory, info, recorder);
            } catch (InterruptedException | RuntimeException | Error e) {
                writeScheduleToo(directory, recorder, e);
                throw e;
            }
            ScheduleFile.write(directory, recorder.history().of(Processes.NEMESIS));
        }
    }

    /** What has failed already is the reason; that its schedule cannot be written either comes second. */
    private static void writeScheduleToo(RunDirectory directory, HistoryRecorder recorder, Throwable failure) {
        try {
            ScheduleFile.write(directory, recorder.history().of(Processes.NEMESIS));
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
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
        Ledgers ledgers = new Ledgers(setup.spec().nodes(), recorder);
        try (Restarter restarter = new Restarter(scene::get);
                Cluster started = startUnlessStopped(directory, recorder, restarter)) {
            start.part("processes");
            ledgers.compareClocks(started);
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
        ledgers.append(nodesDirectory(directory));
        directory.writeInfo(directory.info().completed());
    }

    private void observe(RunDirectory directory, RunInfo info, HistoryRecorder recorder, Scene now, StartClock start)
            throws InterruptedException {
        Addresses addresses = HttpClient.addressesOf(now.cluster());
        AgentsBoard agents = new AgentsBoard(setup.spec().nodes(Role.AGENT), recorder.clock());
        try (Observers observers = new Observers(now.cluster(), setup.system(), addresses, agents, recorder)) {
            Client client = new HttpClient(now.cluster(), setup.system().masterPort(), setup.operations());
            awaitEnsemble(now, start);
            // Not before: what asks nodes that cannot answer yet takes from them the processor that they start on.
            observers.start();
            awaitService(now, client, start);
            directory.writeInfo(info.withNodes(now.cluster().description()).withStartup(start.millis()));
            work(now, client, agents, recorder);
            observers.stop();
        }
        phase(recorder, "stop");
    }

    private void work(Scene now, Client client, AgentsBoard agents, HistoryRecorder recorder)
            throws InterruptedException {
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
            phase(recorder, WARM_UP);
            workload.start();
            while (!warmUp.isOver(isLed(now, agents))) {
                sleep(recorder.clock(), Duration.ofMillis(10));
            }
            noteLeaders(now, recorder);
            phase(recorder, "faults");
            try (RecoveryWatch recovery = new RecoveryWatch(scenario.steps(), () -> isWhole(now, agents), recorder)) {
                recovery.start(
                        () -> {
                            Predicate<History> asked = enough;
                            if (asked != null && asked.test(recorder.history())) {
                                nemesis.leaveOutTheRest();
                            }
                        },
                        nemesis::leaveOutTheRest);
                nemesis.carryOut(scenario.steps());
            }
            phase(recorder, "settle");
            settle(now, agents, recorder.clock());
            phase(recorder, "final-reads");
        } finally {
            try {
                nemesis.rollBack();
            } finally {
                workload.stop(setup.workload().timeout().multipliedBy(4));
            }
        }
        List<String> unread = workload.readAll(FINAL_READS_LIMIT);
        if (!unread.isEmpty()) {
            recorder.record(Event.Type.INFO, Processes.RUNNER, Processes.UNREAD_KEYS, unread);
        }
    }

    /** So that a replay knows whose part a node played. */
    private static void noteLeaders(Scene now, HistoryRecorder recorder) {
        Scene.Leaders leaders = new Scene.Leaders(now.leader(), EnsembleStatus.leader(now.cluster()));
        now.noteFirst(leaders);
        Map<String, Object> value = new LinkedHashMap<>();
        leaders.master().ifPresent(node -> value.put("master", node.name()));
        leaders.ensemble().ifPresent(node -> value.put("ensemble", node.name()));
        recorder.record(Event.Type.INFO, Processes.RUNNER, Processes.LEADERS, value);
    }

    /** A start that is under way cannot be told to end, so who wants it ended waits for it. */
    private Cluster startUnlessStopped(RunDirectory directory, HistoryRecorder recorder, Restarter restarter) {
        synchronized (starting) {
            if (stopping) {
                throw aborted();
            }
            Cluster started = start(directory, recorder, restarter);
            cluster.set(started);
            return started;
        }
    }

    private static ClusterException aborted() {
        return new ClusterException("the run was aborted");
    }

    private Cluster start(RunDirectory directory, HistoryRecorder recorder, Restarter restarter) {
        return setup.backend()
                .start(new Backend.Launch(
                        setup.spec(),
                        setup.system(),
                        setup.ensembleClassPath(),
                        label(),
                        nodesDirectory(directory),
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
                        Step.needs(scenario.steps())));
    }

    private static Path nodesDirectory(RunDirectory directory) {
        return directory.path().resolve("nodes");
    }

    /** @throws UnableException when the machine lacks what a fault needs; says which fault, what and how to get it */
    private void refuseWhatIsMissing() {
        Set<Need> needs = Step.needs(scenario.steps());
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

    private void awaitEnsemble(Scene now, StartClock start) throws InterruptedException {
        await(
                RunClock.startNow(),
                "no ZooKeeper server leads",
                now,
                () -> EnsembleStatus.leader(now.cluster()).isPresent());
        start.part("ensemble");
    }

    /** Waits until a master claims and a client is served; unrecorded, over the data network. */
    private void awaitService(Scene now, Client client, StartClock start) throws InterruptedException {
        RunClock waiting = RunClock.startNow();
        await(waiting, "no master claims to lead", now, () -> now.leader().isPresent());
        start.part("election");
        NodeId from = setup.spec().nodes(Role.CLIENT).get(0);
        ClientRequest read = ClientRequest.read(WorkloadRunner.key(0));
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
            sleep(waiting, START_LOOK);
        }
    }

    /** Goes on working until all nodes run, the ensemble is whole and a leader serves, and some time more. */
    private void settle(Scene now, AgentsBoard agents, RunClock clock) throws InterruptedException {
        long beganNanos = clock.nanos();
        // Beyond the bound, so that the judge of liveness sees a bound that was broken, not a run that ended before.
        long deadlineNanos = beganNanos + livenessBound().plusSeconds(2).toNanos();
        // A write that is acknowledged this long after the heal was asked for after it.
        long servedNanos =
                beganNanos + setup.workload().timeout().multipliedBy(2).toNanos();
        while (clock.nanos() < deadlineNanos && !(isWhole(now, agents) && lastWriteNanos.get() > servedNanos)) {
            sleep(clock, Duration.ofMillis(50));
        }
        sleep(clock, SETTLE);
    }

    private void noteWrite(Event event) {
        if (ClientFields.isAcknowledgedWrite(event)) {
            lastWriteNanos.set(event.timeNanos());
        }
    }

    private static boolean isWhole(Scene now, AgentsBoard agents) {
        return isLed(now, agents)
                && Stream.of(Role.MASTER, Role.AGENT, Role.FRAMEWORK)
                        .flatMap(role -> now.cluster().spec().nodes(role).stream())
                        .allMatch(node -> now.cluster().state(node) == NodeState.RUNNING)
                && EnsembleStatus.isWhole(now.cluster());
    }

    /** Whether a master leads and every agent is registered with it. */
    private static boolean isLed(Scene now, AgentsBoard agents) {
        return now.leader().filter(agents::follow).isPresent();
    }

    /** @throws ClusterException when the run was aborted meanwhile: its nodes are gone, so what follows means nothing */
    private void sleep(RunClock clock, Duration duration) throws InterruptedException {
        clock.sleepUntil(clock.nanos() + duration.toNanos());
        if (stopping) {
            throw aborted();
        }
    }

    private void phase(HistoryRecorder recorder, String name) {
        Event event = recorder.record(Event.Type.INFO, Processes.RUNNER, "phase", name);
        listener.phase(event.timeNanos(), name);
    }

    private Duration livenessBound() {
        return setup.spec().longestDetection().plus(LIVENESS_SLACK);
    }

    private List<String> names(Role role) {
        return setup.spec().nodes(role).stream().map(NodeId::name).toList();
    }

    private Expectations expectations() {
        Expectations plain = new Expectations(
                names(Role.MASTER),
                names(Role.CLIENT),
                scenario.failoverPlanned(),
                setup.workload().opsPerSecond(),
                PROBE_INTERVAL,
                scenario.overlapBound(),
                livenessBound(),
                setup.system().freshReads());
        AgentPatience patience = setup.system().agentPatience();
        return setup.spec().agentCount() == 0
                ? plain
                : plain.withAgents(new AgentExpectations(
                        names(Role.AGENT),
                        setup.spec().longestDetection().plus(AGENTS_SLACK),
                        patience.pingTimeout(),
                        patience.reregisterTimeout()));
    }

    private RunInfo describe(String startedAt) {
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("system", setup.system().name());
        spec.put("system-description", setup.system().description());
        spec.put("session-timeout-ms", setup.spec().sessionTimeout().toMillis());
        spec.put("tick-ms", setup.spec().tickTime().toMillis());
        spec.put("ensemble", names(Role.ENSEMBLE));
        spec.put("masters", names(Role.MASTER));
        spec.put("clients", names(Role.CLIENT));
        if (setup.spec().agentCount() + setup.spec().frameworkCount() > 0) {
            spec.put("agents", names(Role.AGENT));
            spec.put("frameworks", names(Role.FRAMEWORK));
        }
        spec.put("keys", (long) setup.workload().keyCount());
        spec.put("workload", setup.workload().content().text());
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
                expectations(),
                spec,
                RunEnvironment.describe(setup.ensembleClassPath()),
                Map.of(),
                false);
    }

    /**
     * Ends every node of the run, at once unless they are being started: then it blocks until they have been, or that has
     * failed. {@link #run} then ends with an exception. Does nothing after it; a run that begins later ends at once.
     */
    public void abort() {
        stopping = true;
        Cluster running;
        synchronized (starting) {
            running = cluster.get();
        }
        if (running != null) {
            running.close();
        }
    }
}
