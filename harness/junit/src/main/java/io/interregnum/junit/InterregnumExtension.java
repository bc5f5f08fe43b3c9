package io.interregnum.junit;

import io.interregnum.cluster.Backend;
import io.interregnum.cluster.Cluster;
import io.interregnum.cluster.ClusterException;
import io.interregnum.cluster.ClusterSpec;
import io.interregnum.cluster.NodeId;
import io.interregnum.cluster.NodeListener;
import io.interregnum.cluster.SystemUnderTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * A cluster of its own for each test method: started before it, given to every parameter of type {@link Cluster}, and
 * closed after it, whether the test passed, failed, was interrupted, or never began.
 *
 * <pre>{@code
 * @RegisterExtension
 * static final InterregnumExtension CLUSTER = InterregnumExtension.on(new LocalBackend())
 *         .system(mySystem)
 *         .ensembleClassPath(zooKeeperJars)
 *         .build();
 *
 * @Test
 * void survivesTheLossOfOneMaster(Cluster cluster) { … }
 * }</pre>
 *
 * <p>When the test begins, every process has been started; wait for what the test needs. A machine that cannot run the
 * backend fails the test and says what is missing: a test that was skipped in silence would be taken for passed.
 *
 * <p>Immutable, safe for tests that run in parallel: everything that belongs to one test is in JUnit's store. Should the
 * JVM be told to end in the middle of a test, a shutdown hook closes the cluster; what a JVM leaves behind that was
 * killed outright is for {@link Backend#removeLeftovers}.
 */
public final class InterregnumExtension implements BeforeEachCallback, AfterEachCallback, ParameterResolver {
    private static final AtomicInteger CLUSTERS = new AtomicInteger();
    private static final String RUNNING = "running";

    private final Backend backend;
    private final ClusterSpec spec;
    private final SystemUnderTest system;
    private final List<Path> ensembleClassPath;
    private final Path directory;
    private final NodeListener listener;

    private InterregnumExtension(Builder builder, SystemUnderTest system) {
        this.backend = builder.backend;
        this.spec = builder.spec;
        this.system = system;
        this.ensembleClassPath = builder.ensembleClassPath;
        this.directory = builder.directory;
        this.listener = builder.listener;
    }

    /** Begins to describe the clusters of a test class. */
    public static Builder on(Backend backend) {
        return new Builder(backend);
    }

    /**
     * Starts the cluster of one test. Blocks until every process has been started.
     *
     * @throws io.interregnum.cluster.UnableException when this machine cannot run the backend; nothing is left behind
     * @throws ClusterException when something failed; nothing is left behind
     */
    @Override
    public void beforeEach(ExtensionContext context) {
        String label = "test-" + ProcessHandle.current().pid() + "-" + CLUSTERS.incrementAndGet();
        Path nodes = directory.resolve(label);
        try {
            Files.createDirectories(nodes);
        } catch (IOException e) {
            throw new ClusterException("cannot make " + nodes + ": " + e + "; choose another one with directory()", e);
        }
        Backend.Launch launch = new Backend.Launch(spec, system, ensembleClassPath, label, nodes, listener);
        store(context).put(RUNNING, Running.begin(backend.start(launch), nodes));
    }

    /**
     * Ends every node of the test's cluster and, when the test failed, publishes where their output is.
     *
     * @throws ClusterException when something could not be removed; everything was tried
     */
    @Override
    public void afterEach(ExtensionContext context) {
        Running running = store(context).remove(RUNNING, Running.class);
        if (running == null) {
            return; // it was never started
        }
        try {
            if (context.getExecutionException().isPresent()) {
                context.publishReportEntry("interregnum.nodes", running.nodes.toString());
            }
        } finally {
            running.end();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Cluster.class;
    }

    /**
     * The running cluster.
     *
     * @throws ParameterResolutionException outside of test methods, {@code @BeforeEach} and {@code @AfterEach}
     */
    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Running running = store(context).get(RUNNING, Running.class);
        if (running == null) {
            throw new ParameterResolutionException("no cluster runs here: each test method has one of its own, which "
                    + "@BeforeEach, @Test and @AfterEach methods can ask for, constructors and @BeforeAll can't");
        }
        return running.cluster;
    }

    private ExtensionContext.Store store(ExtensionContext context) {
        return context.getStore(Namespace.create(InterregnumExtension.class, this));
    }

    /** A cluster with the hook that ends it should the JVM be told to end. */
    private static final class Running {
        private final Cluster cluster;
        private final Path nodes;
        private final Thread hook;

        private Running(Cluster cluster, Path nodes) {
            this.cluster = cluster;
            this.nodes = nodes;
            this.hook = new Thread(cluster::close, "close-cluster");
        }

        static Running begin(Cluster cluster, Path nodes) {
            Running running = new Running(cluster, nodes);
            try {
                Runtime.getRuntime().addShutdownHook(running.hook);
            } catch (IllegalStateException e) {
                cluster.close();
                throw new ClusterException("the JVM is being ended, so the cluster in " + nodes + " was closed", e);
            }
            return running;
        }

        /** Closes the cluster. An interrupt that is meant for the test must not cut that short, so it waits. */
        void end() {
            boolean interrupted = Thread.interrupted();
            try {
                cluster.close();
            } finally {
                removeHook();
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        }

        private void removeHook() {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                // The JVM is being ended, and the hook is at work; a cluster is closed once only.
            }
        }
    }

    /** Describes the clusters of a test class. For one thread. */
    public static final class Builder {
        private final Backend backend;
        private ClusterSpec spec = ClusterSpec.DEFAULT;
        private @Nullable SystemUnderTest system;
        private List<Path> ensembleClassPath = List.of();
        private Path directory = Path.of("target", "interregnum").toAbsolutePath();
        private NodeListener listener = new Unheard();

        private Builder(Backend backend) {
            this.backend = Objects.requireNonNull(backend, "backend");
        }

        /** Size and patience; {@link ClusterSpec#DEFAULT} unless said. */
        public Builder spec(ClusterSpec chosen) {
            this.spec = Objects.requireNonNull(chosen, "spec");
            return this;
        }

        /** What the masters are. Required. */
        public Builder system(SystemUnderTest chosen) {
            this.system = Objects.requireNonNull(chosen, "system");
            return this;
        }

        /** Jars of a ZooKeeper server and what it needs. Required, one at least. */
        public Builder ensembleClassPath(List<Path> jars) {
            this.ensembleClassPath = List.copyOf(jars);
            return this;
        }

        /** Where each cluster gets a directory for its nodes, which stays; {@code target/interregnum} unless said. */
        public Builder directory(Path chosen) {
            this.directory = chosen.toAbsolutePath().normalize();
            return this;
        }

        /** Is told of processes that begin and end, by threads of the cluster; nobody unless said. */
        public Builder listener(NodeListener chosen) {
            this.listener = Objects.requireNonNull(chosen, "listener");
            return this;
        }

        /**
         * The extension, to be registered with {@code @RegisterExtension}.
         *
         * @throws IllegalStateException when something required was not said
         */
        public InterregnumExtension build() {
            SystemUnderTest chosen = system;
            if (chosen == null) {
                throw new IllegalStateException("no system: say with system() what the masters are");
            }
            if (ensembleClassPath.isEmpty()) {
                throw new IllegalStateException(
                        "no jars of a ZooKeeper server: say with ensembleClassPath() where they are");
            }
            return new InterregnumExtension(this, chosen);
        }
    }

    /** Listens to nothing. */
    private static final class Unheard implements NodeListener {
        @Override
        public void starting(NodeId node) {}

        @Override
        public void exited(NodeId node, int exitCode) {}
    }
}
