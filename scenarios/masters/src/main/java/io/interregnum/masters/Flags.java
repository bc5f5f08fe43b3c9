package io.interregnum.masters;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The command line of a master. Immutable; one that exists is usable.
 *
 * @param zooKeeperServers {@code ip:port} of each ZooKeeper server, in the order given, at least one
 * @param group path of the group znode, with its leading slash, such as {@code /ref}
 * @param id the master's name, such as {@code master-1}
 * @param ip the IPv4 address that other masters and clients are told; the HTTP server listens on every address
 * @param port the TCP port of the HTTP server, from 1 to 65535
 * @param sessionTimeoutMs the ZooKeeper session time-out to ask for; the negotiated one is used
 * @param election who decides which master leads
 * @param errorPolicy when one of Curator's recipes gives up; means nothing to our own election
 * @param variants deviations from a correct master; empty means correct, and must be so for the election's own mistakes
 *     if the election is not ours
 * @param storeTimeoutMs how long an operation may wait for its commit before its outcome is called unknown
 * @param fetchTimeoutMs how long a new leader may take to read and fence the registry before it ends itself
 * @param agents how patient a leader is with agents
 * @param replicatedLog where the registry is kept; empty for in ZooKeeper
 * @param slowness what it does more slowly than it could
 */
record Flags(
        List<String> zooKeeperServers,
        String group,
        String id,
        String ip,
        int port,
        int sessionTimeoutMs,
        ElectionKind election,
        ErrorPolicy errorPolicy,
        Set<Variant> variants,
        int storeTimeoutMs,
        int fetchTimeoutMs,
        AgentPolicy agents,
        Optional<ReplicatedLog> replicatedLog,
        Slowness slowness) {

    /**
     * The registry's log, replicated by the masters.
     *
     * @param replicas {@code ip:port} of the log of each master, in the same order on all of them
     * @param self index of this master's own among them
     * @param quorum how many replicas must agree; may be wrong
     * @param workDir directory of this replica's file, made if it is not there
     */
    record ReplicatedLog(List<String> replicas, int self, int quorum, Path workDir) {
        ReplicatedLog {
            replicas = List.copyOf(replicas);
        }
    }

    private static final String USAGE = "usage: --zk ip:port[,ip:port...]/group --id name --ip a.b.c.d --port n"
            + " [--session-timeout-ms 2000] [--election own] [--error-policy standard] [--variant correct]"
            + " [--store-timeout-ms 5000] [--fetch-timeout-ms 10000]"
            + " [--agent-ping-timeout-ms 500] [--max-agent-ping-timeouts 5] [--agent-reregister-timeout-ms 15000]"
            + " [--recovery-agent-removal-limit-percent 100]"
            + " [--registry zookeeper | --registry paxos --replicas ip:port[,ip:port...] --quorum n --work-dir dir"
            + " [--replica-port 5053]]"
            + " [--slow-election-ms 0] [--slow-recovery-ms 0] [--slow-rediscovery-ms 0] [--touch-session-ms 0]";

    private static final Map<String, String> DEFAULTS = Map.ofEntries(
            Map.entry("--session-timeout-ms", "2000"),
            Map.entry("--election", "own"),
            Map.entry("--error-policy", "standard"),
            Map.entry("--variant", "correct"),
            Map.entry("--store-timeout-ms", "5000"),
            Map.entry("--fetch-timeout-ms", "10000"),
            Map.entry("--agent-ping-timeout-ms", "500"),
            Map.entry("--max-agent-ping-timeouts", "5"),
            Map.entry("--agent-reregister-timeout-ms", "15000"),
            Map.entry("--recovery-agent-removal-limit-percent", "100"),
            Map.entry("--registry", "zookeeper"),
            Map.entry("--slow-election-ms", "0"),
            Map.entry("--slow-recovery-ms", "0"),
            Map.entry("--slow-rediscovery-ms", "0"),
            Map.entry("--touch-session-ms", "0"));

    private static final List<String> REQUIRED = List.of("--zk", "--id", "--ip", "--port");
    private static final String REPLICA_PORT = "--replica-port";
    private static final int REPLICA_PORT_USUAL = 5053;
    private static final List<String> OF_THE_LOG = List.of("--replicas", "--quorum", "--work-dir", REPLICA_PORT);
    private static final String IN_ZOOKEEPER = "zookeeper";
    private static final String IN_LOG = "paxos";
    private static final int MILLIS_MAX = 3_600_000;

    Flags {
        zooKeeperServers = List.copyOf(zooKeeperServers);
        variants = Set.copyOf(variants);
        if (election != ElectionKind.OWN && variants.stream().anyMatch(Variant::isOfOwnElection)) {
            throw new IllegalArgumentException("--election " + election.flagName()
                    + " leaves no room for a mistake of our own election; variants: "
                    + variants.stream().map(Variant::flagName).sorted().toList() + "; " + USAGE);
        }
        requireEffect(variants, replicatedLog.isPresent() ? IN_LOG : IN_ZOOKEEPER);
    }

    private static void requireEffect(Set<Variant> variants, String registry) {
        variants.stream()
                .filter(variant -> !variant.appliesTo(registry))
                .findFirst()
                .ifPresent(variant -> {
                    throw new IllegalArgumentException("--variant " + variant.flagName()
                            + " does nothing with --registry " + registry + "; " + USAGE);
                });
    }

    /** What others may know, by Mesos' names. The variants are not among it. */
    SortedMap<String, String> toldOthers() {
        SortedMap<String, String> told = new TreeMap<>();
        told.put("zk", "zk://" + String.join(",", zooKeeperServers) + group);
        told.put("ip", ip);
        told.put("port", Integer.toString(port));
        told.put("zk_session_timeout", sessionTimeoutMs + "ms");
        told.put("registry_store_timeout", storeTimeoutMs + "ms");
        told.put("registry_fetch_timeout", fetchTimeoutMs + "ms");
        told.put("agent_ping_timeout", agents.pingMs() + "ms");
        told.put("max_agent_ping_timeouts", Integer.toString(agents.missedPingsMax()));
        told.put("agent_reregister_timeout", agents.reregisterMs() + "ms");
        told.put("recovery_agent_removal_limit", agents.removalLimitPercent() + "%");
        return told;
    }

    boolean has(Variant variant) {
        return variants.contains(variant);
    }

    /**
     * The flags in these arguments, with defaults for those that have one.
     *
     * @throws IllegalArgumentException if a flag is unknown, repeated, missing or malformed; the message says which, and
     *     what was expected
     */
    static Flags parse(String... arguments) {
        CommandLine line = CommandLine.parse(USAGE, REQUIRED, OF_THE_LOG, DEFAULTS, arguments);
        return new Flags(
                line.zooKeeperServers(),
                line.group(),
                line.text("--id"),
                line.ip("--ip"),
                line.number("--port", 65_535),
                line.number("--session-timeout-ms", MILLIS_MAX),
                ElectionKind.parse(line.text("--election")),
                ErrorPolicy.parse(line.text("--error-policy")),
                Variant.parse(line.text("--variant")),
                line.number("--store-timeout-ms", MILLIS_MAX),
                line.number("--fetch-timeout-ms", MILLIS_MAX),
                new AgentPolicy(
                        line.number("--agent-ping-timeout-ms", MILLIS_MAX),
                        line.number("--max-agent-ping-timeouts", 1_000),
                        line.number("--agent-reregister-timeout-ms", MILLIS_MAX),
                        line.number("--recovery-agent-removal-limit-percent", 0, 100)),
                replicatedLog(line),
                new Slowness(
                        line.number("--slow-election-ms", 0, MILLIS_MAX),
                        line.number("--slow-recovery-ms", 0, MILLIS_MAX),
                        line.number("--slow-rediscovery-ms", 0, MILLIS_MAX),
                        line.number("--touch-session-ms", 0, MILLIS_MAX)));
    }

    private static Optional<ReplicatedLog> replicatedLog(CommandLine line) {
        String registry = line.text("--registry");
        if (!registry.equals(IN_ZOOKEEPER) && !registry.equals(IN_LOG)) {
            throw line.bad("--registry " + registry + ": expected " + IN_ZOOKEEPER + " or " + IN_LOG);
        }
        boolean inLog = registry.equals(IN_LOG);
        for (String flag : OF_THE_LOG) {
            if (line.has(flag) && !inLog) {
                throw line.bad(flag + " is for --registry " + IN_LOG + " only");
            }
            if (!line.has(flag) && inLog && !flag.equals(REPLICA_PORT)) {
                throw line.bad(flag + " is missing");
            }
        }
        return inLog ? Optional.of(log(line)) : Optional.empty();
    }

    private static ReplicatedLog log(CommandLine line) {
        List<String> replicas = line.addresses("--replicas");
        int port = line.has(REPLICA_PORT) ? line.number(REPLICA_PORT, 65_535) : REPLICA_PORT_USUAL;
        String own = line.ip("--ip") + ":" + port;
        if (!replicas.contains(own)) {
            throw line.bad(
                    "--replicas " + String.join(",", replicas) + ": expected this master's own " + own + " among them");
        }
        return new ReplicatedLog(
                replicas,
                replicas.indexOf(own),
                line.number("--quorum", replicas.size()),
                Path.of(line.text("--work-dir")));
    }
}
