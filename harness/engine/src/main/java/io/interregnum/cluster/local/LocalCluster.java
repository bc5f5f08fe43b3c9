package io.interregnum.cluster.local;

import io.interregnum.cluster.Backend;
import io.interregnum.cluster.Cluster;
import io.interregnum.cluster.ClusterException;
import io.interregnum.cluster.ClusterSpec;
import io.interregnum.cluster.DialException;
import io.interregnum.cluster.EnsembleConfig;
import io.interregnum.cluster.Network;
import io.interregnum.cluster.NodeId;
import io.interregnum.cluster.NodeListener;
import io.interregnum.cluster.NodeState;
import io.interregnum.cluster.Role;
import io.interregnum.cluster.link.Sidecars;
import io.interregnum.cluster.sidecar.Sidecar;
import io.interregnum.cluster.sidecar.SidecarClient;
import io.interregnum.history.RunClock;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Nodes as child processes of one supervisor.
 *
 * <p>Client nodes have no process of their own: there is nothing in them to start, kill or pause.
 */
final class LocalCluster implements Cluster {
    private static final Logger LOG = LoggerFactory.getLogger(LocalCluster.class);
    private static final Duration SIDECAR_LIMIT = Duration.ofSeconds(20);
    private static final Duration GONE_LIMIT = Duration.ofSeconds(10);
    private static final String SIDECAR = "sidecar-";
    /** In the directory of a ZooKeeper server. */
    static final String CONFIG = "zoo.cfg";

    /** Errands that only look. */
    private static final Set<String> HARMLESS =
            Set.of("nanos", "wall", "disk-space", "data-look", "log-look", "pipe-look");

    /** What a shell would say of a process that was ended by SIGKILL. */
    private static final int KILLED = 137;

    private volatile Frame frame; // another one after it was renewed
    private final AddressPlan plan;
    private final Map<String, CompletableFuture<Void>> ready = new TreeMap<>();
    private final TreeSet<NodeId> running = new TreeSet<>(); // guarded by itself
    private final TreeSet<NodeId> everStarted = new TreeSet<>(); // guarded by running
    private final ExecutorService threads;
    private final SupervisorClient supervisor;
    private final LocalNetwork network;
    private final Object closing = new Object();
    private boolean closed; // guarded by closing
    private volatile boolean serversTouched;
    /** Where in a server's output the present run begins. */
    private final Map<NodeId, Long> outputBegins = new TreeMap<>(); // guarded by itself

    /**
     * What a cluster is made of.
     *
     * @param label names the run
     * @param plan who is where
     * @param commands what to run on each node that runs something
     * @param files of the nodes
     * @param listener is told of the nodes' processes
     * @param ports on which nodes of each role of the system serve
     */
    record Frame(
            ClusterSpec spec,
            String label,
            AddressPlan plan,
            Map<NodeId, List<String>> commands,
            NodeFiles files,
            NodeListener listener,
            Map<Role, Integer> ports) {
        public Frame {
            commands = Map.copyOf(commands);
            ports = Map.copyOf(ports); // asked for single roles only
        }

        /** For the sockets. */
        RunFolder folder() {
            return files.folder();
        }

        /** Has a directory for each node. */
        Path nodesDirectory() {
            return files.nodesDirectory();
        }
    }

    /**
     * Starts the supervisor; the rest is for {@link #buildNetwork} and {@link #startAll}.
     *
     * @param nft whether there is such a program
     */
    LocalCluster(Frame frame, boolean nft) {
        this.frame = frame;
        this.plan = frame.plan();
        AtomicInteger number = new AtomicInteger();
        threads = Executors.newCachedThreadPool(body -> {
            Thread thread = new Thread(body, "local-cluster-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        Map<NodeId, SidecarClient> sidecars = new TreeMap<>();
        for (NodeId node : plan.nodes()) {
            ready.put(SIDECAR + node.name(), new CompletableFuture<>());
            sidecars.put(
                    node,
                    new SidecarClient(
                            node.name(),
                            UnixDomainSocketAddress.of(frame.folder().file(node.name()))));
        }
        List<String> program = NodeCommand.java(NodeCommand.own(Supervisor.class, List.of()), Optional.empty());
        Path log = frame.nodesDirectory().resolve("supervisor.log");
        supervisor = SupervisorClient.launch(frame.folder(), program, log, this::onEvent, this::onSupervisorGone);
        network = new LocalNetwork(
                supervisor, plan, nft, new Sidecars(plan.addresses(), sidecars, threads), frame.ports());
    }

    /** Builds network namespaces, cables and the router's rules. */
    void buildNetwork() {
        String script = frame.folder().file(NetworkScript.MAIN).toString();
        List<String> answer = supervisor.ask(
                "build the network",
                List.of("run", "", "sh", script, frame.folder().path().toString()));
        if (!answer.get(0).equals("0")) {
            throw new ClusterException("cannot build the network: " + script + " ended with exit " + answer.get(0)
                    + " and printed: " + answer.get(1).strip());
        }
        network.prepare();
        if (frame.files().hasSmallDisks()) {
            run("mount small disks", frame.files().mountRequest(servers()));
        }
    }

    private List<NodeId> servers() {
        return plan.nodes().stream().filter(node -> node.role().isServer()).toList();
    }

    private void run(String what, List<String> request) {
        List<String> answer = supervisor.ask(what, request);
        if (!answer.get(0).equals("0")) {
            throw new ClusterException("cannot " + what + ": exit " + answer.get(0) + ", and it printed: "
                    + answer.get(1).strip());
        }
    }

    /** Whether cuts are counted and end by themselves. */
    boolean hasTimedCuts() {
        return network.hasTimedCuts();
    }

    /** Starts every process but spare servers: servers first, since the others wait for them, and the sidecars, which wait for us, last. */
    void startAll() {
        plan.nodes().stream()
                .filter(frame.commands()::containsKey)
                .filter(node -> node.role() != Role.SPARE)
                .forEach(this::start);
        plan.nodes().forEach(this::startSidecar);
        for (Map.Entry<String, CompletableFuture<Void>> entry : ready.entrySet()) {
            awaitReady(entry.getKey(), entry.getValue());
        }
        serversTouched = false;
    }

    /** Whether nodes of that launch can be started beside these servers. */
    boolean fits(Backend.Launch launch) {
        return launch.needs().isEmpty()
                && frame.files().needs().isEmpty()
                && launch.spec().equals(frame.spec())
                && launch.system().ports().equals(frame.ports());
    }

    /** What it is made of now. */
    Frame frame() {
        return frame;
    }

    /** Starts the nodes of another system, after {@link #release}. */
    void renew(Frame next) {
        frame = next;
        try {
            synchronized (outputBegins) {
                for (NodeId server : servers()) {
                    outputBegins.put(server, Files.size(next.files().output(server)));
                }
            }
        } catch (IOException e) {
            throw new ClusterException("cannot see how much servers have printed: " + e, e);
        }
        ofTheSystem().forEach(this::start);
    }

    private List<NodeId> ofTheSystem() {
        return plan.nodes().stream()
                .filter(frame.commands()::containsKey)
                .filter(node -> !node.role().isServer())
                .toList();
    }

    @Override
    public boolean release() {
        if (serversTouched || isClosed() || !frame.files().needs().isEmpty() || !network.isBare()) {
            return false;
        }
        try {
            ofTheSystem().forEach(this::kill);
            awaitGone(ofTheSystem());
            keepOutput();
            return servers().stream().allMatch(server -> state(server) == NodeState.RUNNING);
        } catch (IOException | ClusterException e) {
            LOG.debug("cluster cannot be released cause={}", e.getMessage());
            return false;
        }
    }

    private void awaitGone(List<NodeId> nodes) {
        synchronized (running) {
            RunClock clock = RunClock.startNow();
            while (nodes.stream().anyMatch(running::contains)) {
                long leftMillis = GONE_LIMIT.toMillis() - clock.nanos() / 1_000_000;
                if (leftMillis <= 0) {
                    throw new ClusterException("not gone after " + GONE_LIMIT.toSeconds() + " s: " + running);
                }
                try {
                    running.wait(leftMillis);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new ClusterException("interrupted while nodes end", e);
                }
            }
        }
    }

    /** Copies what servers that were there before have printed since then to where this run's nodes have their output. */
    private void keepOutput() throws IOException {
        NodeFiles files = frame.files();
        if (!files.isRenewed()) {
            return;
        }
        for (NodeId server : servers()) {
            long begin;
            synchronized (outputBegins) {
                begin = outputBegins.getOrDefault(server, 0L);
            }
            Path copy = files.nodesDirectory().resolve(server.name()).resolve("output.log");
            Files.createDirectories(copy.getParent());
            try (InputStream from = Files.newInputStream(files.output(server));
                    OutputStream to = Files.newOutputStream(copy)) {
                from.skipNBytes(Math.min(begin, Files.size(files.output(server))));
                from.transferTo(to);
            }
        }
    }

    private void startSidecar(NodeId node) {
        List<String> arguments =
                new ArrayList<>(List.of("unix:" + frame.folder().file(node.name())));
        arguments.addAll(frame.files().sidecarArguments(node));
        List<String> program = NodeCommand.java(NodeCommand.own(Sidecar.class, arguments), Optional.empty());
        List<String> words = new ArrayList<>(
                List.of("start", SIDECAR + node.name(), frame.folder().path().toString(), ""));
        words.addAll(NodeCommand.inNode(node, program));
        supervisor.ask("start the sidecar of " + node, words);
    }

    private void awaitReady(String name, CompletableFuture<Void> one) {
        try {
            one.get(SIDECAR_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new ClusterException(
                    name + " is not ready within " + SIDECAR_LIMIT.toSeconds() + " s; " + supervisor.evidence(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClusterException("interrupted while waiting for " + name, e);
        }
    }

    private void onEvent(Message event) {
        String name = event.word(1);
        if (event.verb().equals("ready")) {
            CompletableFuture<Void> one = ready.get(name);
            if (one != null) {
                one.complete(null);
            }
        } else if (event.verb().equals("exited")) {
            onExit(name, Integer.parseInt(event.word(2)));
        }
    }

    private void onExit(String name, int code) {
        CompletableFuture<Void> sidecar = ready.get(name);
        if (sidecar != null) {
            if (!sidecar.completeExceptionally(new IOException("exit " + code)) && !isClosed()) {
                LOG.warn("sidecar ended by itself name={} code={}", name, code);
            }
            return;
        }
        for (NodeId node : plan.nodes()) {
            if (node.name().equals(name)) {
                NodeListener listener = frame.listener(); // before anybody can put another one in its place
                synchronized (running) {
                    running.remove(node);
                    running.notifyAll();
                }
                listener.exited(node, code);
            }
        }
    }

    /** The kernel kills every node with the supervisor, so that is how they all ended. */
    private void onSupervisorGone() {
        List<NodeId> gone;
        synchronized (running) {
            gone = List.copyOf(running);
            running.clear();
        }
        gone.forEach(node -> frame.listener().exited(node, KILLED));
        if (!isClosed()) {
            LOG.warn("supervisor is gone nodes={}", gone);
        }
        IOException cause = new IOException("the supervisor is gone");
        ready.values().forEach(one -> one.completeExceptionally(cause));
    }

    private boolean isClosed() {
        synchronized (closing) {
            return closed;
        }
    }

    @Override
    public ClusterSpec spec() {
        return frame.spec();
    }

    @Override
    public String address(NodeId node) {
        return plan.of(node);
    }

    @Override
    public Network network() {
        return network;
    }

    @Override
    public void start(NodeId node) {
        List<String> command = command(node);
        synchronized (running) {
            if (running.contains(node)) {
                throw new ClusterException("cannot start " + node + ": it runs already; kill it first");
            }
            running.add(node);
            everStarted.add(node);
        }
        touch(node);
        frame.listener().starting(node);
        Path directory = frame.files().directory(node);
        List<String> words = new ArrayList<>(List.of(
                "start",
                node.name(),
                directory.toString(),
                frame.files().output(node).toString()));
        words.addAll(NodeCommand.inNode(node, command));
        try {
            if (node.role() == Role.SPARE) {
                restoreConfig(directory);
            }
            if (node.role().isServer()) {
                escapeConfig(directory.resolve(CONFIG));
            }
            supervisor.ask("start " + node, words);
        } catch (ClusterException e) {
            synchronized (running) {
                running.remove(node);
            }
            throw e;
        }
    }

    /**
     * Of a spare server that ran before: when it was a member, it wrote its configuration anew, and as one that was removed
     * since it would join nobody.
     */
    private static void restoreConfig(Path directory) {
        Path file = directory.resolve(CONFIG);
        Path first = directory.resolve(CONFIG + ".first");
        try {
            if (Files.exists(first)) {
                Files.copy(first, file, StandardCopyOption.REPLACE_EXISTING);
            } else {
                Files.copy(file, first);
            }
        } catch (IOException e) {
            throw new ClusterException("cannot restore " + file + ": " + e, e);
        }
    }

    /** Of a server that ran before, which wrote it in the encoding of this machine. */
    private static void escapeConfig(Path file) {
        try {
            String written = Files.readString(file, Charset.defaultCharset());
            String escaped = EnsembleConfig.escapeLetters(written);
            if (!escaped.equals(written)) {
                Files.writeString(file, escaped, StandardCharsets.US_ASCII);
            }
        } catch (IOException e) {
            throw new ClusterException("cannot prepare " + file + " for its server: " + e, e);
        }
    }

    @Override
    public void kill(NodeId node) {
        signal("kill", node, "KILL");
    }

    @Override
    public void terminate(NodeId node) {
        signal("terminate", node, "TERM");
    }

    @Override
    public void pause(NodeId node) {
        if (!signal("pause", node, "STOP")) {
            throw new ClusterException("cannot pause " + node
                    + ": it is not running; was it killed by an earlier fault?" + " its output is in "
                    + frame.files().output(node));
        }
    }

    @Override
    public void resume(NodeId node) {
        if (node.role().hasProcess()) {
            signal("resume", node, "CONT");
        }
    }

    /** Sends a signal and waits for its effect; false when there is no process. */
    boolean signal(String what, NodeId node, String signal) {
        touch(node);
        command(node);
        if (neverStarted(node)) {
            return false;
        }
        return supervisor
                .exchange(what + " " + node, List.of("signal", node.name(), signal))
                .get(0)
                .equals("ok");
    }

    @Override
    public NodeState state(NodeId node) {
        return NodeState.valueOf(look(node).get(0));
    }

    @Override
    public String life(NodeId node) {
        return look(node).get(1);
    }

    private List<String> look(NodeId node) {
        if (neverStarted(node)) {
            return List.of(NodeState.ENDED.name(), "");
        }
        String name = frame.commands().containsKey(node) ? node.name() : SIDECAR + node.name();
        return supervisor.ask("see the state of " + node, List.of("state", name));
    }

    /** A spare server that no fault has called up yet, of which the supervisor has never heard. */
    private boolean neverStarted(NodeId node) {
        synchronized (running) {
            return node.role() == Role.SPARE && !everStarted.contains(node);
        }
    }

    private List<String> command(NodeId node) {
        List<String> command = frame.commands().get(node);
        if (command == null) {
            throw new IllegalArgumentException(node + " has no process; those that have: "
                    + new TreeSet<>(frame.commands().keySet()));
        }
        return command;
    }

    @Override
    public SocketChannel dial(NodeId from, NodeId to, int port, Duration timeout) throws DialException {
        return network.sidecar(from).dial(plan.of(to), port, timeout);
    }

    /**
     * {@inheritDoc}
     *
     * <p>The node's own sidecar connects to the node's own address. Such packets go over the loopback device and never see
     * the router, and a program that listens on one address only is reached as well.
     */
    @Override
    public SocketChannel control(NodeId node, int port, Duration timeout) throws DialException {
        return network.sidecar(node).dial(plan.of(node), port, timeout);
    }

    @Override
    public String errand(NodeId node, List<String> words) {
        if (!HARMLESS.contains(words.get(0))) {
            touch(node);
        }
        if (frame.files().isRenewed() && words.get(0).startsWith("data-")) {
            throw new ClusterException("cannot do " + words.get(0) + " on " + node
                    + ": its data are elsewhere, since it runs beside servers that were there before");
        }
        return network.sidecar(node).errand(words);
    }

    @Override
    public void close() {
        synchronized (closing) {
            if (closed) {
                return;
            }
            closed = true;
        }
        // An interrupt must not keep anything alive; it is given back afterwards.
        boolean interrupted = Thread.interrupted();
        try {
            endAll();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void touch(NodeId node) {
        if (node.role().isServer()) {
            serversTouched = true;
        }
    }

    private void endAll() {
        List<Exception> failures = new ArrayList<>();
        // Asks for the end of each node first, so that the listener is told of each; the rest would end them anyway.
        attempt(failures, () -> supervisor.ask("end all nodes", List.of("end")));
        if (frame.files().hasSmallDisks()) {
            keepSmallDisks(failures);
        }
        attempt(failures, this::keepOutput);
        attempt(failures, supervisor::close);
        attempt(failures, threads::shutdownNow);
        attempt(failures, frame.folder()::delete);
        // A supervisor that is gone already cannot be asked; what counts is that nothing is left.
        if (failures.size() > 1 || (failures.size() == 1 && !supervisor.hasEnded())) {
            ClusterException failure = new ClusterException(
                    "cannot end cluster " + frame.label() + ": "
                            + failures.get(0).getMessage(),
                    failures.get(0));
            failures.subList(1, failures.size()).forEach(failure::addSuppressed);
            throw failure;
        }
    }

    /** The last moment: the namespace ends next, and the disks with it. */
    private void keepSmallDisks(List<Exception> failures) {
        for (NodeId server : servers()) {
            attempt(
                    failures,
                    () -> run("copy the small disk of " + server, frame.files().keepRequest(server)));
        }
    }

    private static void attempt(List<Exception> failures, Step step) {
        try {
            step.run();
        } catch (IOException | RuntimeException e) {
            failures.add(e);
        }
    }

    /** A part of the end. */
    private interface Step {
        void run() throws IOException;
    }
}
