package io.interregnum.cluster.local;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.interregnum.cluster.Addresses;
import io.interregnum.cluster.Cluster;
import io.interregnum.cluster.ClusterException;
import io.interregnum.cluster.ClusterSpec;
import io.interregnum.cluster.Link;
import io.interregnum.cluster.Needs;
import io.interregnum.cluster.Network.Attempt;
import io.interregnum.cluster.NodeId;
import io.interregnum.cluster.NodeState;
import io.interregnum.cluster.Reach;
import io.interregnum.cluster.Role;
import io.interregnum.cluster.SharedEnsembles;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How clusters end, and how they live on poorer machines. */
@Needs("local")
class LocalLifeIT {
    private static final NodeId ZK_1 = new NodeId(Role.ENSEMBLE, 1);
    private static final NodeId MASTER_1 = new NodeId(Role.MASTER, 1);
    private static final NodeId CLIENT_1 = new NodeId(Role.CLIENT, 1);
    private static final ClusterSpec SMALL = new ClusterSpec(1, 1, 2, ofSeconds(2), ofMillis(500));
    private static final String ORDINARY_USER = "54321";

    private final List<String> ends = new CopyOnWriteArrayList<>();
    private Path temporary;

    @BeforeEach
    void makeDirectory() throws IOException {
        temporary = Files.createTempDirectory(Path.of("/tmp"), "irt");
    }

    @AfterEach
    void removeDirectory() throws IOException {
        try (Stream<Path> all = Files.walk(temporary)) {
            for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(one);
            }
        }
    }

    private LocalBackend backend(Machine machine) throws IOException {
        return new LocalBackend(machine, Files.createDirectories(temporary.resolve("s")), ClassArchives.ofUser());
    }

    private Cluster start(Machine machine) throws IOException {
        return backend(machine).start(LocalClusterIT.launch(temporary.resolve("n"), SMALL, "life", ends));
    }

    /** What the harness runs by way of a supervisor: every process in the namespaces is a descendant. */
    private static List<ProcessHandle> inside(ProcessHandle harness) {
        return harness.descendants().toList();
    }

    /** What still lives, as the kernel describes it. A zombie does not: its parent is late, and not one of ours. */
    private static List<String> living(List<ProcessHandle> processes) {
        return processes.stream()
                .filter(ProcessHandle::isAlive)
                .map(one -> {
                    try {
                        return Files.readString(Path.of("/proc", String.valueOf(one.pid()), "status"))
                                .lines()
                                .filter(line -> line.matches("(Name|State|PPid):.*"))
                                .toList()
                                .toString();
                    } catch (IOException e) {
                        return "Z: gone while looking";
                    }
                })
                .filter(status -> !status.contains("Z (zombie)") && !status.startsWith("Z:"))
                .toList();
    }

    private static Reach reach(Cluster cluster) {
        return cluster.network()
                .reach(List.of(new Attempt(CLIENT_1, ZK_1, Addresses.ZOOKEEPER_CLIENT_PORT)), ofMillis(300))
                .get(0);
    }

    private Process harness(List<String> before, String classPath) throws IOException {
        List<String> command = new ArrayList<>(before);
        command.addAll(List.of(NodeCommand.javaExecutable(), "-cp", classPath, HarnessProgram.class.getName()));
        for (String name : List.of("s", "n", "c")) {
            Path directory = Files.createDirectories(temporary.resolve(name));
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
            command.add(directory.toString());
        }
        return new ProcessBuilder(command)
                .redirectError(temporary.resolve("errors").toFile())
                .start();
    }

    private String errors() throws IOException {
        return Files.readString(temporary.resolve("errors"));
    }

    private Cluster next(SharedEnsembles shared, String name) {
        return shared.start(LocalClusterIT.launch(temporary.resolve(name), SMALL, "life", ends));
    }

    private static void awaitRunning(Cluster cluster) {
        await("both to run")
                .atMost(ofSeconds(20))
                .until(() -> reach(cluster) == Reach.UP && cluster.state(MASTER_1) == NodeState.RUNNING);
    }

    @Test
    void serversGoOnForTheNextRunUnlessSomebodyActedOnThem() throws IOException {
        try (SharedEnsembles shared = new SharedEnsembles(backend(new Machine.This()), 1)) {
            String life;
            String master;
            try (Cluster first = next(shared, "n1")) {
                awaitRunning(first);
                life = first.life(ZK_1);
                master = first.life(MASTER_1);
                List<Link> links = List.of(new Link(CLIENT_1, ZK_1));
                first.network().cut(links, ofSeconds(60));
                first.network().heal(links);
            }
            assertThat(ends).containsExactly("master-1 137");
            try (Cluster second = next(shared, "n2")) {
                awaitRunning(second);
                assertThat(second.life(ZK_1)).isEqualTo(life);
                assertThat(second.life(MASTER_1)).isNotEqualTo(master);
                assertThat(temporary.resolve("n2/master-1/output.log")).exists();
                second.pause(ZK_1);
                second.resume(ZK_1);
            }
            // What ends together is told in no order.
            assertThat(ends).containsExactlyInAnyOrder("master-1 137", "master-1 137", "zk-1 137");
            assertThat(temporary.resolve("n2/zk-1/output.log")).exists();
            try (Cluster third = next(shared, "n3")) {
                awaitRunning(third);
                assertThat(third.life(ZK_1)).isNotEqualTo(life);
            }
        }
        assertThat(ends)
                .containsExactlyInAnyOrder("master-1 137", "master-1 137", "zk-1 137", "master-1 137", "zk-1 137");
        assertThat(temporary.resolve("s")).isEmptyDirectory();
    }

    @Test
    void serversDoNotGoOnWithALinkThatIsCut() throws IOException {
        try (SharedEnsembles shared = new SharedEnsembles(backend(new Machine.This()), 1)) {
            try (Cluster first = next(shared, "n1")) {
                awaitRunning(first);
                first.network().cut(List.of(new Link(CLIENT_1, ZK_1)), ofSeconds(60));
            }
            assertThat(ends).contains("zk-1 137");
        }
    }

    @Test
    void killingTheHarnessLeavesNoProcess() throws Exception {
        Process harness = harness(List.of(), System.getProperty("java.class.path", ""));
        BufferedReader output = harness.inputReader(StandardCharsets.UTF_8);
        assertThat(output.readLine()).as(errors()).isEqualTo("serving");
        List<ProcessHandle> inside = inside(harness.toHandle());
        assertThat(inside).hasSizeGreaterThan(8);

        harness.destroyForcibly();

        await("every node to end")
                .atMost(ofSeconds(2))
                .untilAsserted(() -> assertThat(living(inside)).isEmpty());
        assertThat(harness.waitFor()).isEqualTo(137);
        // What other dead runs left on this machine is removed as well, and is not this test's to count.
        assertThat(backend(new Machine.This()).removeLeftovers().removed())
                .filteredOn(removed -> removed.contains(temporary.toString()))
                .singleElement()
                .asString()
                .contains("of the dead run harness-program");
        assertThat(temporary.resolve("s")).isEmptyDirectory();
    }

    // Only root can become somebody else; as anybody else, the other tests run as an ordinary user already.
    @Needs("root")
    @Test
    void anOrdinaryUserCanDoItAllAndArchivesAreMade() throws Exception {
        Process harness = harness(
                List.of(
                        "setpriv",
                        "--reuid=" + ORDINARY_USER,
                        "--regid=" + ORDINARY_USER,
                        "--clear-groups",
                        "--no-new-privs"),
                readableClassPath());
        Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwxr-xr-x"));
        BufferedReader output = harness.inputReader(StandardCharsets.UTF_8);
        assertThat(output.readLine()).as(errors()).isEqualTo("serving");
        List<ProcessHandle> inside = inside(harness.toHandle());

        harness.getOutputStream().close();

        assertThat(output.readLine()).as(errors()).isEqualTo("closed");
        assertThat(harness.waitFor()).isZero();
        assertThat(inside).noneMatch(ProcessHandle::isAlive);
        assertThat(temporary.resolve("s")).isEmptyDirectory();
        assertThat(temporary.resolve("c"))
                .isDirectoryContaining(file -> file.toString().endsWith(".jsa"));
    }

    /** The same class path where everybody can read it: the originals may be in a private home. */
    private String readableClassPath() throws IOException {
        Path copies = Files.createDirectories(temporary.resolve("jars"));
        Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwxr-xr-x"));
        List<String> copied = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path", "").split(":", -1)) {
            Path source = Path.of(entry);
            Path target = Files.isDirectory(source)
                    ? copies.resolve("classes-" + copied.size())
                    : copies.resolve(source.getFileName());
            copy(source, target);
            copied.add(target.toString());
        }
        return String.join(":", copied);
    }

    private static void copy(Path source, Path target) throws IOException {
        try (Stream<Path> all = Files.walk(source)) {
            for (Path one : all.toList()) {
                Files.copy(one, target.resolve(source.relativize(one).toString()));
            }
        }
    }

    @Test
    void withoutNftCutsAreMadeByRoutingRules() throws IOException {
        try (Cluster cluster = start(new WithoutNft())) {
            List<Link> links = Link.between(List.of(CLIENT_1), List.of(ZK_1));
            await("zk-1 to serve").atMost(ofSeconds(10)).until(() -> reach(cluster) == Reach.UP);

            cluster.network().cut(links, ofSeconds(60));
            cluster.network().cut(links, ofSeconds(60));
            Reach during = reach(cluster);
            cluster.network().heal(links);
            cluster.network().heal(links);

            assertThat(during).isEqualTo(Reach.SILENT);
            assertThat(reach(cluster)).isEqualTo(Reach.UP);
            assertThat(cluster.network().droppedPackets()).isEqualTo(-1);
        }
    }

    /** This machine, had nobody installed nftables. */
    private static final class WithoutNft implements Machine {
        private final Machine real = new Machine.This();

        @Override
        public String osName() {
            return real.osName();
        }

        @Override
        public boolean has(String program) {
            return !Set.of("nft").contains(program) && real.has(program);
        }

        @Override
        public Outcome run(List<String> command) {
            return real.run(command);
        }
    }

    @Test
    void allNodesEndWithTheirSupervisorAndThatIsTold() throws IOException {
        Cluster cluster = start(new Machine.This());
        List<ProcessHandle> inside = inside(ProcessHandle.current());
        ProcessHandle supervisor = inside.stream()
                .filter(one -> one.info()
                        .commandLine()
                        .filter(line -> line.contains(Supervisor.class.getName()) && line.startsWith("/"))
                        .isPresent())
                .findFirst()
                .orElseThrow();

        supervisor.destroyForcibly();

        await("every node to end")
                .atMost(ofSeconds(2))
                .untilAsserted(() -> assertThat(living(inside)).isEmpty());
        await("it to be told").atMost(ofSeconds(2)).until(() -> ends.size() == 2);
        assertThat(ends).containsExactlyInAnyOrder("zk-1 137", "master-1 137");
        assertThatThrownBy(() -> cluster.kill(MASTER_1))
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining("cannot kill master-1: the supervisor is gone")
                .hasMessageContaining("supervisor.log");
        cluster.close();
        assertThat(temporary.resolve("s")).isEmptyDirectory();
    }

    @Test
    void aStartThatFailsLeavesNothing() throws IOException {
        Path file = Files.writeString(temporary.resolve("n"), "not a directory");

        assertThatThrownBy(() -> start(new Machine.This()))
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining(file.toString());

        assertThat(temporary.resolve("s")).isEmptyDirectory();
        assertThat(inside(ProcessHandle.current())).isEmpty();
    }
}
