package io.interregnum.cluster.docker;

import com.github.dockerjava.api.model.Network;
import io.interregnum.cluster.Addresses;
import io.interregnum.cluster.Backend.Launch;
import io.interregnum.cluster.ClusterException;
import io.interregnum.cluster.InjectionAgent;
import io.interregnum.cluster.JavaProgram;
import io.interregnum.cluster.Need;
import io.interregnum.cluster.NodeId;
import io.interregnum.cluster.Role;
import io.interregnum.history.RunClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The start of one run.
 *
 * @param engine that runs it
 * @param bases where its images come from
 * @param launch what was asked for
 */
record ClusterStart(Engine engine, BaseImages bases, Launch launch) {
    private static final Logger LOG = LoggerFactory.getLogger(ClusterStart.class);
    private static final int SUBNETS_TRIED = 64;
    private static final Duration REMOVAL = Duration.ofSeconds(15);
    private static final Duration BETWEEN_REMOVALS = Duration.ofMillis(300);

    /**
     * Starts everything.
     *
     * @throws ClusterException when something failed; nothing is left behind
     */
    DockerCluster start() {
        Thread removal = new Thread(this::removeAfterSignal, "docker-removal");
        // Until the caller has a cluster to close, nobody else can clean up when the JVM is told to end.
        Runtime.getRuntime().addShutdownHook(removal);
        try {
            return startNodes();
        } catch (RuntimeException e) {
            try {
                new Leftovers(engine).removeRun(launch.label());
            } catch (ClusterException whileRemoving) {
                e.addSuppressed(whileRemoving);
            }
            throw e;
        } finally {
            try {
                Runtime.getRuntime().removeShutdownHook(removal);
            } catch (IllegalStateException e) {
                LOG.debug("the JVM ends already, and the hook with it");
            }
        }
    }

    /** Removes what there is, and what threads that still work on the start add meanwhile. */
    private void removeAfterSignal() {
        RunClock clock = RunClock.startNow();
        int nothingFoundCount = 0;
        try {
            while (nothingFoundCount < 2 && clock.nanos() < REMOVAL.toNanos()) {
                try {
                    boolean found =
                            !new Leftovers(engine).removeRun(launch.label()).isEmpty();
                    nothingFoundCount = found ? 0 : nothingFoundCount + 1;
                } catch (ClusterException e) {
                    LOG.debug("not everything removed yet run={} why={}", launch.label(), e.getMessage());
                }
                clock.sleepUntil(clock.nanos() + BETWEEN_REMOVALS.toNanos());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private DockerCluster startNodes() {
        List<NodeId> nodes = launch.spec().nodes();
        Addresses addresses = createNetwork(nodes);
        Run run = new Run(engine, launch.label(), Owner.self().text(), addresses);
        Map<NodeId, JavaProgram> ofSystem = new TreeMap<>();
        nodes.stream()
                .filter(node -> launch.system().ports().containsKey(node.role()))
                .forEach(node -> ofSystem.put(node, launch.system().program(node, addresses, launch.spec())));
        Optional<String> official = BaseImages.officialZooKeeper(launch.ensembleProgramPath());
        List<Path> beside = new ArrayList<>(launch.ensembleProgramPath());
        if (InjectionAgent.isWanted(launch.needs())) {
            beside.add(InjectionAgent.jar());
        }
        ImageContent content = ImageContent.of(ImageContent.pathsOf(ofSystem.values().stream(), beside));
        NodeImage image = NodeImage.resolve(bases, content, official);
        Map<NodeId, Program> programs = new TreeMap<>();
        ofSystem.forEach((node, program) -> programs.put(node, equipped(image, node, program)));
        // The agent goes into our own image only: theirs is left as it is.
        Optional<String> held = official.filter(bases::holds).filter(name -> !InjectionAgent.isWanted(launch.needs()));
        nodes.stream()
                .filter(node -> node.role().isServer())
                .forEach(server -> programs.put(server, zooKeeper(image, held, addresses, server)));
        Map<NodeId, NodeVolumes> volumes =
                byNode(nodes, Engine.onEach(nodes, node -> NodeVolumes.create(run, node, launch.needs())));
        Map<NodeId, Holder> holders =
                byNode(nodes, Engine.onEach(nodes, node -> Holder.start(run, image, node, get(volumes, node))));
        List<NodeId> active = List.copyOf(programs.keySet());
        Map<NodeId, Application> applications =
                byNode(active, Engine.onEach(active, node -> startProgram(run, programs, holders, node)));
        return new DockerCluster(launch, run, holders, applications);
    }

    private Program zooKeeper(NodeImage image, Optional<String> official, Addresses addresses, NodeId server) {
        return official.map(name -> Program.officialZooKeeper(name, launch, addresses, server))
                .orElseGet(() -> {
                    Program program = Program.zooKeeper(image, launch, addresses, server);
                    return InjectionAgent.isWanted(launch.needs()) ? program.withAgent(image) : program;
                });
    }

    private Program equipped(NodeImage image, NodeId node, JavaProgram java) {
        Program program = Program.java(image, java, Map.of());
        if (InjectionAgent.isWanted(launch.needs())) {
            program = program.withAgent(image);
        }
        boolean fakeClock = launch.needs().contains(Need.FAKE_CLOCK) && node.role() == Role.MASTER;
        return fakeClock ? program.withFakeClock() : program;
    }

    private Application startProgram(Run run, Map<NodeId, Program> programs, Map<NodeId, Holder> holders, NodeId node) {
        Path directory = launch.nodesDirectory().resolve(node.name());
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new ClusterException("cannot make the directory of " + node + ": " + e, e);
        }
        Application application =
                Application.create(run, get(programs, node), node, get(holders, node), launch.listener(), directory);
        if (node.role() != Role.SPARE) {
            application.start();
        }
        return application;
    }

    private static <T> T get(Map<NodeId, T> map, NodeId node) {
        return java.util.Objects.requireNonNull(map.get(node));
    }

    private static <T> Map<NodeId, T> byNode(List<NodeId> nodes, List<T> things) {
        Map<NodeId, T> map = new TreeMap<>();
        for (int i = 0; i < nodes.size(); i++) {
            map.put(nodes.get(i), things.get(i));
        }
        return map;
    }

    /** Makes the run's network on the first subnet that nobody else uses. */
    private Addresses createNetwork(List<NodeId> nodes) {
        for (int attempt = 0; attempt < SUBNETS_TRIED; attempt++) {
            Subnet subnet = Subnet.candidate(launch.label(), attempt);
            Addresses addresses = subnet.addresses(nodes);
            Run run = new Run(engine, launch.label(), Owner.self().text(), addresses);
            try {
                createNetwork(run, subnet);
                return addresses;
            } catch (EngineException e) {
                if (!String.valueOf(e.getMessage()).contains("overlap")) {
                    throw e;
                }
                LOG.debug("subnet in use subnet={}", subnet.cidr());
            }
        }
        throw new ClusterException(
                SUBNETS_TRIED + " subnets of 198.19.0.0/17 are all in use; \"docker network ls\" shows by whom");
    }

    private static void createNetwork(Run run, Subnet subnet) {
        run.engine()
                .call(
                        "create network " + run.prefix(),
                        () -> run.engine()
                                .client()
                                .createNetworkCmd()
                                .withName(run.prefix())
                                .withCheckDuplicate(true)
                                .withDriver("bridge")
                                .withLabels(run.labels())
                                .withIpam(new Network.Ipam()
                                        .withConfig(new Network.Ipam.Config()
                                                .withSubnet(subnet.cidr())
                                                .withGateway(subnet.gateway())))
                                .exec());
    }
}
