package io.interregnum.masters;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
 * @param variants deviations from a correct master; empty means correct
 * @param storeTimeoutMs how long an operation may wait for its commit before its outcome is called unknown
 * @param fetchTimeoutMs how long a new leader may take to read and fence the registry before it ends itself
 * @param replicatedLog where the registry is kept; empty for in ZooKeeper
 */
record Flags(
        List<String> zooKeeperServers,
        String group,
        String id,
        String ip,
        int port,
        int sessionTimeoutMs,
        Set<Variant> variants,
        int storeTimeoutMs,
        int fetchTimeoutMs,
        Optional<ReplicatedLog> replicatedLog) {

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
            + " [--session-timeout-ms 2000] [--variant correct] [--store-timeout-ms 5000] [--fetch-timeout-ms 10000]"
            + " [--registry zookeeper | --registry paxos --replicas ip:port[,ip:port...] --quorum n --work-dir dir"
            + " [--replica-port 5053]]";

    private static final Map<String, String> DEFAULTS = Map.of(
            "--session-timeout-ms", "2000",
            "--variant", "correct",
            "--store-timeout-ms", "5000",
            "--fetch-timeout-ms", "10000",
            "--registry", "zookeeper",
            "--replica-port", "5053");

    private static final List<String> OF_THE_LOG = List.of("--replicas", "--quorum", "--work-dir");

    private static final Set<String> REQUIRED = Set.of("--zk", "--id", "--ip", "--port");

    Flags {
        zooKeeperServers = List.copyOf(zooKeeperServers);
        variants = Set.copyOf(variants);
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
        Map<String, String> given = pairs(arguments);
        String zk = given.getOrDefault("--zk", "");
        int slash = zk.indexOf('/');
        String group = slash < 0 ? "" : zk.substring(slash);
        if (!group.matches("(/[A-Za-z0-9_.-]+)+")) {
            throw bad("--zk " + zk + ": expected ip:port[,ip:port...] followed by the group's path, such as /ref");
        }
        List<String> servers = List.of(zk.substring(0, slash).split(",", -1));
        servers.forEach(server -> requireAddress("--zk", server));
        Set<Variant> variants = Variant.parse(given.getOrDefault("--variant", ""));
        return new Flags(
                servers,
                group,
                given.getOrDefault("--id", ""),
                requireIp(given.getOrDefault("--ip", "")),
                number(given, "--port", 65_535),
                number(given, "--session-timeout-ms", 3_600_000),
                variants,
                number(given, "--store-timeout-ms", 3_600_000),
                number(given, "--fetch-timeout-ms", 3_600_000),
                replicatedLog(given, variants));
    }

    private static Optional<ReplicatedLog> replicatedLog(Map<String, String> given, Set<Variant> variants) {
        String registry = given.getOrDefault("--registry", "");
        if (!registry.equals("zookeeper") && !registry.equals("paxos")) {
            throw bad("--registry " + registry + ": expected zookeeper or paxos");
        }
        variants.stream()
                .filter(variant -> !variant.appliesTo(registry))
                .findFirst()
                .ifPresent(variant -> {
                    throw bad("--variant " + variant.flagName() + " does nothing with --registry " + registry);
                });
        for (String flag : OF_THE_LOG) {
            if (given.containsKey(flag) != registry.equals("paxos")) {
                throw bad(flag + (given.containsKey(flag) ? " is for --registry paxos only" : " is missing"));
            }
        }
        return registry.equals("paxos") ? Optional.of(replicatedLog(given)) : Optional.empty();
    }

    private static ReplicatedLog replicatedLog(Map<String, String> given) {
        List<String> replicas = List.of(given.getOrDefault("--replicas", "").split(",", -1));
        replicas.forEach(replica -> requireAddress("--replicas", replica));
        String own = given.getOrDefault("--ip", "") + ":" + number(given, "--replica-port", 65_535);
        if (!replicas.contains(own)) {
            throw bad(
                    "--replicas " + String.join(",", replicas) + ": expected this master's own " + own + " among them");
        }
        return new ReplicatedLog(
                replicas,
                replicas.indexOf(own),
                number(given, "--quorum", replicas.size()),
                Path.of(given.getOrDefault("--work-dir", "")));
    }

    private static Map<String, String> pairs(String... arguments) {
        Map<String, String> given = new TreeMap<>();
        for (int i = 0; i < arguments.length; i += 2) {
            String flag = arguments[i];
            if (!DEFAULTS.containsKey(flag) && !REQUIRED.contains(flag) && !OF_THE_LOG.contains(flag)) {
                throw bad("unknown flag \"" + flag + "\"");
            }
            if (i + 1 == arguments.length || arguments[i + 1].isBlank()) {
                throw bad(flag + " needs a value");
            }
            if (given.put(flag, arguments[i + 1]) != null) {
                throw bad(flag + " is given twice");
            }
        }
        for (String flag : List.of("--zk", "--id", "--ip", "--port")) {
            if (!given.containsKey(flag)) {
                throw bad(flag + " is missing");
            }
        }
        DEFAULTS.forEach(given::putIfAbsent);
        return given;
    }

    private static int number(Map<String, String> given, String flag, int largest) {
        String text = given.getOrDefault(flag, "");
        if (!text.matches("[0-9]{1,9}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > largest) {
            throw bad(flag + " " + text + ": expected a whole number from 1 to " + largest);
        }
        return Integer.parseInt(text);
    }

    private static String requireIp(String ip) {
        if (!isIp(ip)) {
            throw bad("--ip " + ip + ": expected a numeric IPv4 address, such as 10.0.0.4");
        }
        return ip;
    }

    private static void requireAddress(String flag, String address) {
        int colon = address.indexOf(':');
        if (colon < 0
                || !isIp(address.substring(0, colon))
                || !address.substring(colon + 1).matches("[0-9]{1,5}")
                || Integer.parseInt(address.substring(colon + 1)) > 65_535) {
            throw bad(flag + ": \"" + address + "\" is not a numeric ip:port, such as 10.0.0.1:2181");
        }
    }

    private static boolean isIp(String text) {
        String number = "(25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])";
        return text.matches(number + "(\\." + number + "){3}");
    }

    private static IllegalArgumentException bad(String what) {
        return new IllegalArgumentException(what + "; " + USAGE);
    }
}
