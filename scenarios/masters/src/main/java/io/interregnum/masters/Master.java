package io.interregnum.masters;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.curator.framework.CuratorFramework;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One master, put together: an HTTP interface, an election, and while it leads a registrar and the soft state. */
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
    private final Supplier<Standing> belief;
    private final Consumer<ZooKeeperClients> contender;
    private final Optional<PaxosNode> logNode;
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile Registry registry = Registry.NONE;
    private volatile Members members = Members.NONE;
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
        if (flags.election() == ElectionKind.OWN) {
            Election election = new Election(self, flags.variants());
            ElectionLoop loop =
                    new ElectionLoop(election, clockNanos, flags.sessionTimeoutMs(), flags.slowness(), log, this);
            this.belief = loop::standing;
            this.contender = clients -> contend(clients, loop);
        } else {
            RecipeElection election = new RecipeElection(self, log);
            this.belief = election::standing;
            this.contender = clients -> contend(clients, election);
        }
        Duration storeTimeout = Duration.ofMillis(flags.storeTimeoutMs());
        Routes.Sources sources =
                new Routes.Sources(self, flags.toldOthers(), this::standing, () -> registry, () -> members);
        Routes routes = new Routes(sources, storeTimeout, System::currentTimeMillis);
        this.http = new HttpFrontend(flags.port(), flags.id(), self.id(), routes);
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
        return ended.get() ? Standing.NONE : belief.get();
    }

    /** Answers requests from now on, and contends as soon as ZooKeeper can be reached. */
    void start() {
        http.start();
        log.write("started", OptionalLong.empty(), Map.of("address", self.authority()));
        logNode.ifPresent(node -> startThread("log", node::run));
        ZooKeeperClients clients = new ZooKeeperClients(
                flags.zooKeeperServers(),
                flags.sessionTimeoutMs(),
                clockNanos); // Loading Curator takes a while: health comes first.
        contender.accept(clients);
    }

    private void contend(ZooKeeperClients clients, ElectionLoop loop) {
        CuratorFramework electionClient = clients.create(sessionEvents(loop));
        electionClient.start();
        CuratorFramework registryClient = registryClient(clients);
        if (flags.slowness().touchMs() > 0) {
            startThread("touch", () -> touch(electionClient));
        }
        ZooKeeperGroup group = new ZooKeeperGroup(electionClient, flags.group(), self, loop::accept);
        startThread("election", () -> loop.run(group, (epoch, name) -> lead(registryClient, epoch, name, this)));
    }

    /** Uses the election's session again and again; what becomes of a request is of no interest. */
    private void touch(CuratorFramework electionClient) {
        try {
            while (!ended.get()) {
                TimeUnit.MILLISECONDS.sleep(flags.slowness().touchMs());
                try {
                    electionClient.checkExists().forPath("/");
                } catch (InterruptedException e) {
                    throw e;
                } catch (Exception e) {
                    LOG.debug("not touched cause={}", e.toString());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Consumer<ElectionEvent> sessionEvents(ElectionLoop loop) {
        return flags.has(Variant.STALE_EVENT) ? new LateExpiry(loop::accept) : loop::accept;
    }

    private void contend(ZooKeeperClients clients, RecipeElection election) {
        CuratorFramework electionClient = clients.createForRecipe(flags.errorPolicy());
        electionClient
                .getConnectionStateListenable()
                .addListener((client, state) ->
                        log.write("zookeeper", OptionalLong.empty(), Map.of("what", state.toString())));
        electionClient.start();
        CuratorFramework registryClient = registryClient(clients);
        String name = flags.election().flagName();
        String data = new String(Json.masterInfo(self), StandardCharsets.UTF_8);
        Recipe recipe = Recipe.of(flags.election(), electionClient, flags.group() + "/" + name, data, election);
        RecipeGroup group = new RecipeGroup(electionClient, flags.group(), name);
        startThread("recipe", () -> start(recipe));
        startThread(
                "election",
                () -> election.run(group, (epoch, candidate, leads) -> {
                    List<Thread> workers = lead(registryClient, epoch, candidate, new TermExit(this, leads));
                    return () -> retire(workers);
                }));
    }

    private static void start(Recipe recipe) {
        try {
            recipe.start();
        } catch (Exception e) {
            throw new IllegalStateException("cannot start the recipe: " + e, e);
        }
    }

    private CuratorFramework registryClient(ZooKeeperClients clients) {
        CuratorFramework client =
                clients.create(event -> log.write("registry-zookeeper", ledEpoch, Map.of("what", event.toString())));
        client.start();
        return client;
    }

    private List<Thread> lead(CuratorFramework registryClient, long epoch, String candidateName, Exit exit) {
        ledEpoch = OptionalLong.of(epoch);
        RegistryStore store = store(registryClient, candidateName);
        Registrar.Policy policy = new Registrar.Policy(
                Duration.ofMillis(flags.fetchTimeoutMs()),
                Duration.ofMillis(flags.storeTimeoutMs()),
                flags.variants(),
                flags.slowness());
        Registrar registrar = new Registrar(epoch, System.currentTimeMillis(), store, policy, log, exit);
        SoftStateLoop softState = new SoftStateLoop(
                new SoftState(self.id(), flags.agents(), flags.variants()),
                new Sender(flags.id(), self.id(), epoch),
                self,
                registrar,
                () -> standing().leading(),
                clockNanos,
                flags.agents(),
                log,
                exit);
        var unused = registrar
                .recovery()
                .thenAccept(found -> softState.recover(found.agents().values()));
        members = softState;
        registry = registrar;
        return List.of(startThread("soft-state", softState::run), startThread("registrar", registrar::run));
    }

    /** Ends what worked for a leadership that is over; whoever waits for it is answered that the outcome is unknown. */
    private void retire(List<Thread> workers) {
        registry = Registry.NONE;
        members = Members.NONE;
        workers.forEach(Thread::interrupt);
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

    private Thread startThread(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setUncaughtExceptionHandler((failed, problem) -> {
            LOG.error("unexpected failure thread={}", failed.getName(), problem);
            die("Unexpected failure: " + problem);
        });
        thread.start();
        return thread;
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
