package io.interregnum.cluster;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The configuration of ZooKeeper servers. */
public final class EnsembleConfig {
    /** The main class of a ZooKeeper server. */
    public static final String MAIN_CLASS = "org.apache.zookeeper.server.quorum.QuorumPeerMain";

    private EnsembleConfig() {}

    /**
     * The text of {@code zoo.cfg}, in ASCII, as {@link java.util.Properties#load(java.io.InputStream)} reads it: with
     * other letters and backslashes escaped.
     *
     * @param dataDirectory as the server's own process sees it; holds {@code myid}
     */
    public static String text(ClusterSpec spec, Addresses addresses, String dataDirectory) {
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
        for (NodeId node : spec.nodes(Role.ENSEMBLE)) {
            text.append("server.")
                    .append(node.number())
                    .append('=')
                    .append(addresses.of(node))
                    .append(':');
            text.append(Addresses.ZOOKEEPER_QUORUM_PORT).append(':').append(Addresses.ZOOKEEPER_ELECTION_PORT);
            text.append(";0.0.0.0:").append(Addresses.ZOOKEEPER_CLIENT_PORT).append('\n');
        }
        return text.toString();
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
    public static JavaProgram program(List<Path> classPath, String configFile, Set<Need> needs) {
        return new JavaProgram(
                classPath,
                MAIN_CLASS,
                List.of(
                        "-Xmx128m",
                        "-Dzookeeper.sasl.client=false",
                        // Processes are killed, not machines: the page cache survives, so waiting for the disk proves
                        // nothing here and would measure it instead of the election.
                        // But where waiting for the disk can itself be the fault, it must be done.
                        "-Dzookeeper.forceSync=" + (InjectionAgent.isWanted(needs) ? "yes" : "no"),
                        // KiB; the default of 64 MiB a log would fill run directories with zeros.
                        "-Dzookeeper.preAllocSize=1024",
                        "-Dzookeeper.jmx.log4j.disable=true"),
                List.of(configFile));
    }
}
