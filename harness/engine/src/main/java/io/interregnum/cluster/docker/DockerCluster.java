package io.interregnum.cluster.docker;

import io.interregnum.cluster.Backend.Launch;
import io.interregnum.cluster.Cluster;
import io.interregnum.cluster.ClusterException;
import io.interregnum.cluster.ClusterSpec;
import io.interregnum.cluster.DialException;
import io.interregnum.cluster.Network;
import io.interregnum.cluster.NodeId;
import io.interregnum.cluster.NodeState;
import io.interregnum.cluster.Role;
import io.interregnum.cluster.link.Sidecars;
import io.interregnum.cluster.sidecar.SidecarClient;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** A run's containers. Safe for many threads. */
final class DockerCluster implements Cluster {
    private final Launch launch;
    private final Run run;
    private final Map<NodeId, Holder> holders;
    private final Map<NodeId, Application> applications;
    private final DockerNetwork network;
    private boolean closed; // guarded by this

    DockerCluster(Launch launch, Run run, Map<NodeId, Holder> holders, Map<NodeId, Application> applications) {
        this.launch = launch;
        this.run = run;
        this.holders = new TreeMap<>(holders);
        this.applications = new TreeMap<>(applications);
        Map<NodeId, SidecarClient> sidecars = new TreeMap<>();
        holders.forEach((node, holder) -> sidecars.put(node, holder.sidecar()));
        this.network = new DockerNetwork(
                new Sidecars(run.addresses(), sidecars, Engine.threads()),
                launch.system().ports());
    }

    @Override
    public ClusterSpec spec() {
        return launch.spec();
    }

    /** Image ids are digests of their content; an image that was built here has no other. */
    @Override
    public Map<String, Object> description() {
        try {
            Map<String, Object> images = new TreeMap<>();
            run.engine()
                    .call(
                            "list the images of run " + run.label(),
                            () -> run.engine()
                                    .client()
                                    .listContainersCmd()
                                    .withShowAll(true)
                                    .withLabelFilter(Map.of(Labels.RUN, run.label()))
                                    .exec())
                    .forEach(container -> images.put(container.getImage(), container.getImageId()));
            return Map.of("images", images);
        } catch (ClusterException e) {
            return Map.of("images", "unknown: " + e.getMessage());
        }
    }

    @Override
    public String address(NodeId node) {
        return run.addresses().of(node);
    }

    @Override
    public Network network() {
        return network;
    }

    @Override
    public void start(NodeId node) {
        application(node).start();
    }

    @Override
    public void kill(NodeId node) {
        application(node).kill();
    }

    @Override
    public void terminate(NodeId node) {
        application(node).terminate();
    }

    @Override
    public void pause(NodeId node) {
        application(node).pause();
    }

    @Override
    public void resume(NodeId node) {
        application(node).resume();
    }

    @Override
    public NodeState state(NodeId node) {
        // A client node has nothing but its sidecar, which runs as long as the node is there.
        return node.role().hasProcess() ? application(node).state() : NodeState.RUNNING;
    }

    @Override
    public String life(NodeId node) {
        return node.role().hasProcess()
                ? application(node).life()
                : holder(node).id();
    }

    @Override
    public SocketChannel dial(NodeId from, NodeId to, int port, Duration timeout) throws DialException {
        return holder(from).sidecar().dial(address(to), port, timeout);
    }

    @Override
    public SocketChannel control(NodeId node, int port, Duration timeout) throws DialException {
        // From inside the node to itself: no rule names that address.
        return holder(node).sidecar().dial("127.0.0.1", port, timeout);
    }

    @Override
    public String errand(NodeId node, List<String> words) {
        return holder(node).sidecar().errand(words);
    }

    private Holder holder(NodeId node) {
        Holder holder = holders.get(node);
        if (holder == null) {
            throw new IllegalArgumentException("no node " + node + "; there are " + holders.keySet());
        }
        return holder;
    }

    private Application application(NodeId node) {
        Application application = applications.get(node);
        if (application == null) {
            throw new IllegalArgumentException(
                    "no program runs on " + node + "; programs run on " + applications.keySet());
        }
        return application;
    }

    /**
     * As promised; a second caller waits for the first.
     *
     * @throws ClusterException when something could not be removed, with what to look for; everything else is
     */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        List<ClusterException> failures = new ArrayList<>();
        tryOnEach(failures, applications, each -> each.getValue().kill());
        tryOnEach(failures, applications, each -> each.getValue().keepOutput());
        tryOnEach(failures, applications, this::keepData);
        applications.values().forEach(Application::forget);
        try {
            new Leftovers(run.engine()).removeRun(run.label());
        } catch (ClusterException e) {
            failures.add(e);
        }
        if (!failures.isEmpty()) {
            ClusterException failure = new ClusterException(
                    "run " + run.label() + " could not be ended cleanly; what is left shows in \"docker ps -a --filter"
                            + " label=" + Labels.RUN + "=" + run.label() + "\", and interregnum removes it at its next"
                            + " start: " + failures.get(0).getMessage(),
                    failures.get(0));
            failures.subList(1, failures.size()).forEach(failure::addSuppressed);
            throw failure;
        }
    }

    private void keepData(Map.Entry<NodeId, Application> each) {
        if (each.getKey().role().isServer() || each.getKey().role() == Role.MASTER) {
            Path target = launch.nodesDirectory().resolve(each.getKey().name()).resolve("data");
            each.getValue().keep(Program.DATA, target);
        }
    }

    private static void tryOnEach(
            List<ClusterException> failures,
            Map<NodeId, Application> applications,
            Consumer<Map.Entry<NodeId, Application>> body) {
        try {
            Engine.onEach(applications.entrySet(), each -> {
                body.accept(each);
                return each.getKey();
            });
        } catch (ClusterException e) {
            failures.add(e);
        }
    }
}
