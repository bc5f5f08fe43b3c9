package io.interregnum.cluster.docker;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports;
import io.interregnum.cluster.ClusterException;
import io.interregnum.cluster.NodeId;
import io.interregnum.cluster.link.CutTable;
import io.interregnum.cluster.sidecar.Sidecar;
import io.interregnum.cluster.sidecar.SidecarClient;
import io.interregnum.history.RunClock;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The container that owns a node's network namespace, address and rules, and runs the sidecar. Never restarted, so that
 * address, rules and published port outlive every end of the node's program. Immutable.
 *
 * @param id of the container
 * @param sidecar in it
 * @param volumes that it keeps for the node's program
 */
record Holder(String id, SidecarClient sidecar, NodeVolumes volumes) {
    private static final ExposedPort PORT = ExposedPort.tcp(7070);
    private static final Duration READY = Duration.ofSeconds(60);
    /**
     * A published port of this machine is a process that copies bytes: eight at once took 36 ms there, up to 200, and 10 on the
     * way to the node's own address, which is there where the engine's bridge is ours.
     */
    private static final Duration NEAR = Duration.ofMillis(500);

    private static final Duration BETWEEN_TRIES = Duration.ofMillis(20);
    private static final int TRIES_PER_LOOK = 50;

    /**
     * Creates and starts it; returns when its sidecar answers and the rules are prepared.
     *
     * @param volumes that it shares with the node's program
     *
     * @throws ClusterException when that fails; the container may exist
     */
    static Holder start(Run run, NodeImage image, NodeId node, NodeVolumes volumes) {
        Engine engine = run.engine();
        HostConfig host = new HostConfig()
                .withNetworkMode(run.prefix())
                .withCapAdd(Capability.NET_ADMIN)
                .withBinds(volumes.binds())
                // A reverse look-up of a peer's address must not wait for a name server.
                .withExtraHosts(run.addresses().byNode().entrySet().stream()
                        .map(each -> each.getKey().name() + ":" + each.getValue())
                        .toArray(String[]::new))
                .withPortBindings(new PortBinding(Ports.Binding.bindIp(engine.publishOn()), PORT));
        String id = engine.call(
                "create the holder of " + node,
                () -> run.container(image.name(), node, "-net", host)
                        .withHostName(node.name())
                        .withIpv4Address(run.addresses().of(node))
                        .withExposedPorts(PORT)
                        .withEntrypoint("java")
                        .withCmd(command(image, volumes))
                        .exec()
                        .getId());
        engine.call(
                "start the holder of " + node,
                () -> engine.client().startContainerCmd(id).exec());
        InspectContainerResponse started = engine.call(
                "inspect the holder of " + node,
                () -> engine.client().inspectContainerCmd(id).exec());
        SidecarClient sidecar =
                new SidecarClient(node.name(), new InetSocketAddress(engine.host(), publishedPort(started, node)));
        awaitAnswer(engine, sidecar, id);
        SidecarClient nearest = engine.isHere()
                ? sidecar.at(new InetSocketAddress(run.addresses().of(node), PORT.getPort()), NEAR)
                : sidecar;
        nearest.nft(CutTable.AT_RECEIVER.prepare());
        return new Holder(id, nearest, volumes);
    }

    private static List<String> command(NodeImage image, NodeVolumes volumes) {
        List<String> words = new ArrayList<>(List.of(
                "-Xmx48m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-cp",
                image.content().sidecarClassPath(),
                Sidecar.class.getName(),
                "tcp:" + PORT.getPort()));
        words.addAll(volumes.sidecarArguments());
        return words;
    }

    private static int publishedPort(InspectContainerResponse started, NodeId node) {
        Map<ExposedPort, Ports.Binding[]> bindings =
                started.getNetworkSettings().getPorts().getBindings();
        Ports.Binding[] bound = bindings.get(PORT);
        if (bound == null || bound.length == 0) {
            throw new ClusterException("the holder of " + node + " has no published port " + PORT
                    + "; it is " + started.getState().getStatus() + ", exit code "
                    + started.getState().getExitCodeLong());
        }
        return Integer.parseInt(bound[0].getHostPortSpec());
    }

    /** False also when it is not there any more, such as when the run is being ended. */
    private static boolean isRunning(Engine engine, String id) {
        try {
            InspectContainerResponse now = engine.call(
                    "inspect a holder",
                    () -> engine.client().inspectContainerCmd(id).exec());
            return Boolean.TRUE.equals(now.getState().getRunning());
        } catch (ClusterException e) {
            return false;
        }
    }

    private static void awaitAnswer(Engine engine, SidecarClient sidecar, String id) {
        RunClock clock = RunClock.startNow();
        try {
            for (int tries = 1; !sidecar.answers(); tries++) {
                boolean gone = tries % TRIES_PER_LOOK == 0 && !isRunning(engine, id);
                if (gone || clock.nanos() > READY.toNanos()) {
                    String printed = String.join(" | ", OutputLog.lastLines(engine, id, 5));
                    throw new ClusterException("the sidecar of " + sidecar.node() + " at " + sidecar.address()
                            + (gone ? " is not running" : " does not answer after " + READY.toSeconds() + " s")
                            + "; it printed: " + printed);
                }
                clock.sleepUntil(clock.nanos() + BETWEEN_TRIES.toNanos());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClusterException("interrupted while waiting for the sidecar of " + sidecar.node(), e);
        }
    }
}
