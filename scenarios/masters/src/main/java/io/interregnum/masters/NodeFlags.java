package io.interregnum.masters;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the command lines of an agent and of a framework have in common. Immutable.
 *
 * @param zooKeeperServers {@code ip:port} of each ZooKeeper server, in the order given, at least one
 * @param group path of the masters' group znode, with its leading slash
 * @param id the process' name, such as {@code agent-1}
 * @param ip the IPv4 address that masters are told; the HTTP server listens on every address
 * @param port the TCP port of the HTTP server, from 1 to 65535
 * @param sessionTimeoutMs the ZooKeeper session time-out to ask for; the negotiated one is used
 * @param variants deviations from a correct process; those that concern others have no effect
 * @param workDirectory an existing directory for what must survive a restart
 */
record NodeFlags(
        List<String> zooKeeperServers,
        String group,
        String id,
        String ip,
        int port,
        int sessionTimeoutMs,
        Set<Variant> variants,
        Path workDirectory) {

    static final List<String> REQUIRED = List.of("--zk", "--id", "--ip");
    static final String USAGE = "usage: --zk ip:port[,ip:port...]/group --id name --ip a.b.c.d [--port n]"
            + " [--session-timeout-ms 2000] [--variant correct] [--work-dir .]";

    NodeFlags {
        zooKeeperServers = List.copyOf(zooKeeperServers);
        variants = Set.copyOf(variants);
    }

    /** The defaults of these flags together with others. */
    static Map<String, String> defaults(int port, Map<String, String> more) {
        Map<String, String> defaults = new TreeMap<>(more);
        defaults.put("--port", Integer.toString(port));
        defaults.put("--session-timeout-ms", "2000");
        defaults.put("--variant", "correct");
        defaults.put("--work-dir", ".");
        return defaults;
    }

    /** @throws IllegalArgumentException if a value is malformed; the message says which, and what was expected */
    static NodeFlags of(CommandLine line) {
        return new NodeFlags(
                line.zooKeeperServers(),
                line.group(),
                line.text("--id"),
                line.ip("--ip"),
                line.number("--port", 65_535),
                line.number("--session-timeout-ms", 3_600_000),
                Variant.parse(line.text("--variant")),
                Path.of(line.text("--work-dir")));
    }

    /** What masters are told, {@code ip:port}. */
    String authority() {
        return ip + ":" + port;
    }
}
