package io.interregnum.cluster.local;

import io.interregnum.cluster.Addresses;
import io.interregnum.cluster.Backend;
import io.interregnum.cluster.ClusterException;
import io.interregnum.cluster.ClusterSpec;
import io.interregnum.cluster.EnsembleConfig;
import io.interregnum.cluster.JavaProgram;
import io.interregnum.cluster.Network.Attempt;
import io.interregnum.cluster.NodeId;
import io.interregnum.cluster.NodeListener;
import io.interregnum.cluster.Reach;
import io.interregnum.cluster.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A short run of one server and one master, after which both write archives of their classes. In a network of its own,
 * so it meets nobody; before the run that it is for, so it disturbs no measurement.
 *
 * <p>One thread.
 */
final class Training {
    private static final Logger LOG = LoggerFactory.getLogger(Training.class);
    private static final NodeId SERVER = new NodeId(Role.ENSEMBLE, 1);
    private static final NodeId MASTER = new NodeId(Role.MASTER, 1);
    private static final NodeId CLIENT = new NodeId(Role.CLIENT, 1);
    private static final int ATTEMPTS = 50;
    private static final long ATTEMPT_MILLIS = 200;
    /** After both serve: time to be elected, which loads classes too. */
    private static final long SETTLE_MILLIS = 1_500;
    /** Writing an archive takes a second, or more where many want the processor. */
    private static final long EXIT_MILLIS = 15_000;

    private final ClassArchives archives;
    private final Backend.Launch wanted;
    private final Map<NodeId, JavaProgram> programs = new TreeMap<>();
    private final CountDownLatch ended = new CountDownLatch(2);

    private Training(ClassArchives archives, Backend.Launch wanted) {
        this.archives = archives;
        this.wanted = wanted;
    }

    /** Starts clusters with each program changed. */
    interface Starter {
        LocalCluster start(Backend.Launch launch, NodeCommand.Maker maker);
    }

    /**
     * Makes the archives for a cluster that are wanted; takes some seconds, once for each class path.
     *
     * @param wanted the cluster that will be started next
     * @param temporary where directories for sockets are made
     */
    static void ifWanted(ClassArchives archives, Backend.Launch wanted, Path temporary, Starter starter) {
        AddressPlan plan = new AddressPlan(wanted.spec().nodes());
        JavaProgram master = wanted.system().program(MASTER, plan.addresses(), wanted.spec());
        JavaProgram server = EnsembleConfig.program(wanted.spec(), wanted.ensembleProgramPath(), "", Set.of());
        if (archives.isWanted(server) || archives.isWanted(master)) {
            LOG.info("class archives are made, once for these programs directory={}", archives.directory());
            try {
                new Training(archives, wanted).run(temporary, starter);
            } catch (IOException | ClusterException e) {
                LOG.info("class archives could not be made; starts take longer without cause={}", e.getMessage());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new ClusterException("interrupted while making class archives", e);
            }
        }
    }

    private void run(Path temporary, Starter starter) throws IOException, InterruptedException {
        Files.createDirectories(archives.directory());
        // Marked like every other, so that what a killed training leaves is removed with the rest.
        RunFolder folder = RunFolder.create(temporary, wanted.label());
        Path directory = folder.path();
        try {
            try (LocalCluster cluster = starter.start(small(directory), (node, program) -> {
                programs.put(node, program);
                return NodeCommand.java(
                        archives.isWanted(program) ? ClassArchives.training(program, made(directory, node)) : program,
                        archives.find(program));
            })) {
                awaitServing(cluster);
                cluster.signal("end", SERVER, "TERM");
                cluster.signal("end", MASTER, "TERM");
                boolean clean = ended.await(EXIT_MILLIS, TimeUnit.MILLISECONDS);
                LOG.debug("training ended clean={}", clean);
            }
            for (Map.Entry<NodeId, JavaProgram> entry : programs.entrySet()) {
                if (archives.isWanted(entry.getValue())) {
                    boolean kept = archives.keep(entry.getValue(), made(directory, entry.getKey()));
                    LOG.info("class archive node={} made={}", entry.getKey(), kept);
                }
            }
        } finally {
            folder.delete();
        }
    }

    private static Path made(Path directory, NodeId node) {
        return directory.resolve(node.name() + ".jsa");
    }

    private Backend.Launch small(Path directory) {
        ClusterSpec spec = new ClusterSpec(
                1, 1, 2, wanted.spec().sessionTimeout(), wanted.spec().tickTime());
        NodeListener listener = new NodeListener() {
            @Override
            public void starting(NodeId node) {}

            @Override
            public void exited(NodeId node, int exitCode) {
                ended.countDown();
            }
        };
        return new Backend.Launch(
                spec, wanted.system(), wanted.ensembleProgramPath(), wanted.label(), directory, listener);
    }

    private void awaitServing(LocalCluster cluster) throws InterruptedException {
        List<Attempt> attempts = List.of(
                new Attempt(CLIENT, SERVER, Addresses.ZOOKEEPER_CLIENT_PORT),
                new Attempt(CLIENT, MASTER, wanted.system().masterPort()));
        for (int i = 0; i < ATTEMPTS; i++) {
            List<Reach> found = cluster.network().reach(attempts, Duration.ofMillis(ATTEMPT_MILLIS));
            if (found.stream().allMatch(one -> one == Reach.UP) || ended.await(ATTEMPT_MILLIS, TimeUnit.MILLISECONDS)) {
                break;
            }
        }
        boolean early = ended.await(SETTLE_MILLIS, TimeUnit.MILLISECONDS);
        LOG.debug("training is over early={}", early);
    }
}
