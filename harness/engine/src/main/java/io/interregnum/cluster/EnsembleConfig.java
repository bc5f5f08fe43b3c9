package io.interregnum.cluster;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The configuration of ZooKeeper servers. */
public final class EnsembleConfig {
    /** The main class of a ZooKeeper server. */
    public static final String MAIN_CLASS = "org.apache.zookeeper.server.quorum.QuorumPeerMain";

    /** Who may change the members where there are spare servers: user and password for the scheme {@code digest}. */
    public static final String SUPERUSER = "super:interregnum";

    private EnsembleConfig() {}

    /**
     * The text of {@code zoo.cfg}, in ASCII, as {@link java.util.Properties#load(java.io.InputStream)} reads it: with
     * other letters and backslashes escaped.
     *
     * @param server whose configuration it is
     * @param dataDirectory as the server's own process sees it; holds {@code myid}
     */
    public static String text(ClusterSpec spec, Addresses addresses, NodeId server, String dataDirectory) {
        StringBuilder text = new StringBuilder();
        text.append("tickTime=").append(spec.tickTime().toMillis()).append('\n');
        // In ticks. Generous: a slow machine must not lose its ensemble to a limit that no test is about.
        text.append("initLimit=")
                .append(Math.max(10, 5_000 / spec.tickTime().toMillis()))
                .append('\n');
        text.append("syncLimit=")
                .append(Math.max(4, 2_000 / spec.tickTime().toMillis()))
                .append('\n');
        text.append("dataDir=")
                .append(escapeLetters(dataDirectory.replace("\\", "\\\\")))
                .append('\n');
        text.append("admin.enableServer=false\n4lw.commands.whitelist=*\nstandaloneEnabled=false\n");
        text.append("reconfigEnabled=true\nmaxClientCnxns=0\nautopurge.purgeInterval=0\n");
        // One thread of each kind is enough for a test's load, and many servers share few cores.
        text.append("commitProcessor.numWorkerThreads=1\n");
        if (server.role() == Role.OBSERVER) {
            text.append("peerType=observer\n");
        }
        for (NodeId node : members(spec, server)) {
            text.append(member(node, addresses.of(node))).append('\n');
        }
        return text.toString();
    }

    /** A spare server knows of the members and of itself: two that knew of each other could make a quorum of their own. */
    private static List<NodeId> members(ClusterSpec spec, NodeId server) {
        List<NodeId> members = new ArrayList<>(spec.nodes(Role.ENSEMBLE));
        members.addAll(spec.nodes(Role.OBSERVER));
        if (server.role() == Role.SPARE) {
            members.add(server);
        }
        return members;
    }

    /**
     * What a configuration says of a member, such as {@code server.1=198.18.1.2:2888:3888;0.0.0.0:2181}.
     *
     * @param address of the node, numeric
     */
    public static String member(NodeId node, String address) {
        return "server." + serverId(node) + '=' + address + ':' + Addresses.ZOOKEEPER_QUORUM_PORT + ':'
                + Addresses.ZOOKEEPER_ELECTION_PORT + (node.role() == Role.OBSERVER ? ":observer" : "")
                + ";0.0.0.0:" + Addresses.ZOOKEEPER_CLIENT_PORT;
    }

    /** The number in {@code myid}: different for every server of a cluster, and a voting member's own number. */
    public static int serverId(NodeId node) {
        return switch (node.role()) {
            case ENSEMBLE -> node.number();
            case SPARE -> 10 + node.number();
            case OBSERVER -> 20 + node.number();
            case MASTER, CLIENT, AGENT, FRAMEWORK ->
                throw new IllegalArgumentException(node + " is no ZooKeeper server");
        };
    }

    /**
     * The text of a {@code zoo.cfg} that a server has rewritten, as it can read it. When it has joined its ensemble, a
     * server writes its configuration anew, and writes plainly what was escaped; at its next start it would look for its
     * data elsewhere. A backslash that it wrote plainly can't be told from an escape and stays as it is.
     */
    public static String escapeLetters(String text) {
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char letter = text.charAt(i);
            if (letter < 0x80) {
                escaped.append(letter);
            } else {
                escaped.append(String.format(Locale.ROOT, "\\u%04x", (int) letter));
            }
        }
        return escaped.toString();
    }

    /**
     * The program of a server.
     *
     * @param configFile as the server's own process sees it
     * @param needs what else its node is equipped with
     */
    public static JavaProgram program(ClusterSpec spec, List<Path> classPath, String configFile, Set<Need> needs) {
        List<String> arguments = new ArrayList<>(List.of(
                "-Xmx128m",
                "-Dzookeeper.sasl.client=false",
                // Processes are killed, not machines: the page cache survives, so waiting for the disk proves nothing
                // here and would measure it instead of the election. But where waiting can itself be the fault, it is
                // done.
                "-Dzookeeper.forceSync=" + (InjectionAgent.isWanted(needs) ? "yes" : "no"),
                // KiB; the default of 64 MiB a log would fill run directories with zeros.
                "-Dzookeeper.preAllocSize=1024",
                "-Dzookeeper.jmx.log4j.disable=true",
                JavaProgram.NO_CERTIFICATES));
        if (spec.spareCount() > 0) {
            // Only a superuser may change who is a member. Leaving out all checks of rights would change what is
            // tested.
            arguments.add("-Dzookeeper.DigestAuthenticationProvider.superDigest=" + digest(SUPERUSER));
        }
        return new JavaProgram(classPath, MAIN_CLASS, arguments, List.of(configFile));
    }

    /** {@code user:password} in ZooKeeper's form: the user, then the SHA-1 of both in base 64. */
    private static String digest(String userAndPassword) {
        try {
            byte[] sum = MessageDigest.getInstance("SHA-1").digest(userAndPassword.getBytes(StandardCharsets.UTF_8));
            return userAndPassword.substring(0, userAndPassword.indexOf(':') + 1)
                    + Base64.getEncoder().encodeToString(sum);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }
}
