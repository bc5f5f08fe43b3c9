package io.interregnum.cluster.local;

import io.interregnum.cluster.EnsembleConfig;
import io.interregnum.cluster.FakeClock;
import io.interregnum.cluster.InjectionAgent;
import io.interregnum.cluster.JavaProgram;
import io.interregnum.cluster.Need;
import io.interregnum.cluster.NodeId;
import io.interregnum.cluster.Role;
import io.interregnum.cluster.SmallDisk;
import io.interregnum.cluster.sidecar.SharedFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Where the nodes of a cluster have their files, and with what they are equipped. Immutable.
 *
 * <p>A small disk is a file system of memory that is there within the supervisor's mount namespace only. So it ends with
 * the namespace, and what is on it is copied to the node's directory before; when the harness is killed it is lost.
 *
 * @param folder of the cluster while it lives
 * @param nodesDirectory has a directory for each node, which stays
 * @param serversDirectory has the directories in which servers really work: another one when they were there before
 * @param needs what nodes are equipped with
 */
record NodeFiles(RunFolder folder, Path nodesDirectory, Path serversDirectory, Set<Need> needs) {
    private static final String LOST = "NOT-COPIED.txt";
    private static final String MOUNT = """
            set -e
            shift
            for disk in "$@"; do
                id=$(cat "$disk/myid")
                mount -t tmpfs -o size=%dm,mode=755 interregnum-disk "$disk"
                echo "$id" > "$disk/myid"
            done
            """.formatted(SmallDisk.MEBIBYTES);
    private static final String KEEP = """
            shift
            rm -f "$1/filler" && cp -R "$1/." "$2" && rm -f "$2/%s"
            """.formatted(LOST);

    NodeFiles {
        needs = Set.copyOf(needs); // asked for membership only
    }

    /** Files of nodes that all begin now. */
    NodeFiles(RunFolder folder, Path nodesDirectory, Set<Need> needs) {
        this(folder, nodesDirectory, nodesDirectory, needs);
    }

    /** The same servers with other nodes beside them. */
    NodeFiles renewed(Path otherNodesDirectory) {
        return new NodeFiles(folder, otherNodesDirectory, serversDirectory, needs);
    }

    /** Whether servers were there before. */
    boolean isRenewed() {
        return !nodesDirectory.equals(serversDirectory);
    }

    /** Where what is kept of a node is. */
    Path directory(NodeId node) {
        return (node.role().isServer() ? serversDirectory : nodesDirectory).resolve(node.name());
    }

    /** What a node's process prints. */
    Path output(NodeId node) {
        return directory(node).resolve("output.log");
    }

    /** Where a ZooKeeper server has its data while it runs. */
    Path data(NodeId server) {
        return hasSmallDisks() ? folder.file("disk-" + server.name()) : kept(server);
    }

    /** Where its data is in the end. */
    private Path kept(NodeId server) {
        return directory(server).resolve("data");
    }

    /** A directory for what a node's program and its sidecar share. */
    Path shared(NodeId node) {
        return folder.file("shared-" + node.name());
    }

    boolean hasSmallDisks() {
        return needs.contains(Need.SMALL_DISKS);
    }

    /** Makes a node's directories and the files that must be there at the start. */
    void prepare(NodeId node) throws IOException {
        Files.createDirectories(directory(node));
        Files.createDirectories(shared(node));
        Files.writeString(shared(node).resolve(SharedFiles.CLOCK), SharedFiles.RIGHT_CLOCK);
        if (node.role().isServer()) {
            Files.createDirectories(data(node));
            Files.writeString(data(node).resolve("myid"), EnsembleConfig.serverId(node) + "\n");
            if (hasSmallDisks()) {
                Files.createDirectories(kept(node));
                Files.writeString(
                        kept(node).resolve(LOST),
                        "The data of " + node + " was on a small disk and is copied here when the cluster is closed."
                                + "\nIt was not closed: the harness ended before.\n");
            }
        }
    }

    /** What the sidecar of a node is told after where it listens. */
    List<String> sidecarArguments(NodeId node) {
        return List.of(
                node.role().isServer()
                        ? data(node).toString()
                        : node.role() == Role.MASTER ? kept(node).toString() : "",
                shared(node).toString());
    }

    /** A node's program, equipped. */
    JavaProgram equipped(JavaProgram program) {
        if (!InjectionAgent.isWanted(needs)) {
            return program;
        }
        // Rules call classes of this module, and the agent's own are found on the class path too.
        return program.with(
                List.of(NodeCommand.ownCode(), InjectionAgent.jar()),
                InjectionAgent.argument(InjectionAgent.jar().toString()));
    }

    /** The words that start a node's program, with what its environment needs before them. */
    List<String> inEnvironment(NodeId node, List<String> words) {
        if (!needs.contains(Need.FAKE_CLOCK) || node.role() != Role.MASTER) {
            return words;
        }
        List<String> all = new ArrayList<>(List.of("env"));
        FakeClock.environment(shared(node).resolve(SharedFiles.CLOCK).toString())
                .forEach((name, value) -> all.add(name + "=" + value));
        all.addAll(words);
        return all;
    }

    /** The request to the supervisor that mounts small disks, before anything runs on them. */
    List<String> mountRequest(List<NodeId> servers) {
        List<String> words = new ArrayList<>(List.of("run", "", "sh", "-c", MOUNT, "sh", "mount"));
        servers.forEach(server -> words.add(data(server).toString()));
        return words;
    }

    /** The request to the supervisor that copies a small disk to where it stays, when its server has ended. */
    List<String> keepRequest(NodeId server) {
        return List.of(
                "run",
                "",
                "sh",
                "-c",
                KEEP,
                "sh",
                "keep",
                data(server).toString(),
                kept(server).toString());
    }
}
