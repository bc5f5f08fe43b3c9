package io.interregnum.masters;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.apache.curator.framework.CuratorFramework;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One master, put together: an HTTP interface, an election, and while it leads a registrar. */
final class Master implements Exit {
    static final String VERSION = "0.1.0";
    private static final Logger LOG = LoggerFactory.getLogger(Master.class);
    private static final long LAST_ANSWERS_MILLIS = 100;

    private final Flags flags;
    private final Runnable end;
    private final MasterInfo self;
    private final EventLog log;
    private final HttpFrontend http;
    private final LongSupplier clockNanos; // that a leader tells by how long it leads
    private final ElectionLoop loop;
    private final Optional<PaxosNode> logNode;
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile Registry registry = Registry.NONE;
    private volatile OptionalLong ledEpoch = OptionalLong.empty();

    /**
     * A master that does nothing yet but own its port.
     *
     * @param end ends the process; called once
     * @throws IOException if a port cannot be bound, or the replica's file cannot be read or written
     */
    Master(Flags flags, OutputStream events, Runnable end) throws IOException {
        this.flags = flags;
        this.end = end;
        this.self = new MasterInfo(UUID.randomUUID().toString(), flags.ip(), flags.ip(), flags.port(), VERSION);
        this.log = new EventLog(events, flags.id(), self.id());
        this.clockNanos = flags.has(Variant.WALLCLOCK_LEASE)
                ? () -> TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis())
                : System::nanoTime;
        Election election = new Election(self, flags.variants());
        this.loop = new ElectionLoop(election, clockNanos, flags.sessionTimeoutMs(), log, this);
        Duration storeTimeout = Duration.ofMillis(flags.storeTimeoutMs());
        Routes routes = new Routes(self, this::standing, () -> registry, storeTimeout, System::currentTimeMillis);
        this.http = new HttpFrontend(flags.port(), flags.id(), self, routes);
        this.logNode = flags.replicatedLog().isPresent()
                ? Optional.of(logNode(flags.replicatedLog().get()))
                : Optional.empty();
    }

    private PaxosNode logNode(Flags.ReplicatedLog replicated) throws IOException {
        List<InetSocketAddress> replicas = replicated.replicas().stream()
                .map(address -> address.split(":", 2))
                .map(parts -> new InetSocketAddress(parts[0], Integer.parseInt(parts[1])))
                .toList();
        PaxosNode.Place place =
                new PaxosNode.Place(replicas, replicated.self(), replicated.quorum(), replicated.workDir());
        return new PaxosNode(place, flags.variants(), log, this);
    }

    private Standing standing() {
        return ended.get() ? Standing.NONE : loop.standing();
    }

    /** Answers requests from now on, and contends as soon as ZooKeeper can be reached. */
    void start() {
        http.start();
        log.write("started", OptionalLong.empty(), Map.of("address", self.authority(), "variants", flags.variants()));
        logNode.ifPresent(node -> startThread("log", node::run));
        ZooKeeperClients clients =
                new ZooKeeperClients(flags, clockNanos); // Loading Curator takes a while: health comes first.
        CuratorFramework electionClient = clients.create(loop::accept);
        electionClient.start();
        CuratorFramework registryClient =
                clients.create(event -> log.write("registry-zookeeper", ledEpoch, Map.of("what", event.toString())));
        registryClient.start();
        ZooKeeperGroup group = new ZooKeeperGroup(electionClient, flags.group(), self, loop::accept);
        startThread("election", () -> loop.run(group, (epoch, name) -> lead(registryClient, epoch, name)));
    }

    private void lead(CuratorFramework registryClient, long epoch, String candidateName) {
        ledEpoch = OptionalLong.of(epoch);
        RegistryStore store = store(registryClient, candidateName);
        Registrar.Policy policy = new Registrar.Policy(
                Duration.ofMillis(flags.fetchTimeoutMs()), Duration.ofMillis(flags.storeTimeoutMs()), flags.variants());
        Registrar registrar = new Registrar(epoch, System.currentTimeMillis(), store, policy, log, this);
        registry = registrar;
        startThread("registrar", registrar::run);
    }

    private RegistryStore store(CuratorFramework registryClient, String candidateName) {
        RegistryStore store = logNode.<RegistryStore>map(
                        node -> new PaxosStore(node, Duration.ofMillis(flags.storeTimeoutMs())))
                .orElseGet(() -> inZooKeeper(registryClient, candidateName));
        if (!flags.has(Variant.ACK_BEFORE_PERSIST)) {
            return store;
        }
        WriteBehindStore behind = new WriteBehindStore(store);
        startThread("write-behind", behind::run);
        return behind;
    }

    private RegistryStore inZooKeeper(CuratorFramework registryClient, String candidateName) {
        return flags.has(Variant.NO_FENCE)
                ? new UnfencedStore(registryClient, flags.group())
                : new ZooKeeperStore(registryClient, flags.group(), candidateName);
    }

    private void startThread(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setUncaughtExceptionHandler((failed, problem) -> {
            LOG.error("unexpected failure thread={}", failed.getName(), problem);
            die("Unexpected failure: " + problem);
        });
        thread.start();
    }

    @Override
    public void die(String sentence) {
        if (stopClaiming(sentence)) {
            end.run();
        }
    }

    @Override
    public void die(String sentence, Runnable lastAnswers) {
        if (stopClaiming(sentence)) {
            lastAnswers.run();
            http.drain(LAST_ANSWERS_MILLIS);
            end.run();
        }
    }

    /** From here on this master claims nothing. Returns whether this was the first reason to die. */
    private boolean stopClaiming(String sentence) {
        if (!ended.compareAndSet(false, true)) {
            return false;
        }
        log.write("suicide", ledEpoch, Map.of("sentence", sentence));
        return true;
    }
}
