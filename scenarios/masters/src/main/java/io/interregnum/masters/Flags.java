package io.interregnum.masters;

import java.util.List;
import java.util.Map;
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
 * @param election who decides which master leads
 * @param errorPolicy when one of Curator's recipes gives up; means nothing to our own election
 * @param variants deviations from a correct master; empty means correct, and must be so for the election's own mistakes
 *     if the election is not ours
 * @param storeTimeoutMs how long an operation may wait for its commit before its outcome is called unknown
 * @param fetchTimeoutMs how long a new leader may take to read and fence the registry before it ends itself
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
        int fetchTimeoutMs) {

    private static final String USAGE = "usage: --zk ip:port[,ip:port...]/group --id name --ip a.b.c.d --port n"
            + " [--session-timeout-ms 2000] [--election own] [--error-policy standard] [--variant correct] [--store-timeout-ms 5000] [--fetch-timeout-ms 10000]";

    private static final Map<String, String> DEFAULTS = Map.of(
            "--session-timeout-ms", "2000",
            "--election", "own",
            "--error-policy", "standard",
            "--variant", "correct",
            "--store-timeout-ms", "5000",
            "--fetch-timeout-ms", "10000");

    private static final Set<String> REQUIRED = Set.of("--zk", "--id", "--ip", "--port");

    Flags {
        zooKeeperServers = List.copyOf(zooKeeperServers);
        variants = Set.copyOf(variants);
        if (election != ElectionKind.OWN && variants.stream().anyMatch(Variant::isOfOwnElection)) {
            throw bad("--election " + election.flagName()
                    + " leaves no room for a mistake of our own election; variants: "
                    + variants.stream().map(Variant::flagName).sorted().toList());
        }
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
        servers.forEach(Flags::requireAddress);
        return new Flags(
                servers,
                group,
                given.getOrDefault("--id", ""),
                requireIp(given.getOrDefault("--ip", "")),
                number(given, "--port", 65_535),
                number(given, "--session-timeout-ms", 3_600_000),
                ElectionKind.parse(given.getOrDefault("--election", "")),
                ErrorPolicy.parse(given.getOrDefault("--error-policy", "")),
                Variant.parse(given.getOrDefault("--variant", "")),
                number(given, "--store-timeout-ms", 3_600_000),
                number(given, "--fetch-timeout-ms", 3_600_000));
    }

    private static Map<String, String> pairs(String... arguments) {
        Map<String, String> given = new TreeMap<>();
        for (int i = 0; i < arguments.length; i += 2) {
            String flag = arguments[i];
            if (!DEFAULTS.containsKey(flag) && !REQUIRED.contains(flag)) {
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

    private static void requireAddress(String address) {
        int colon = address.indexOf(':');
        if (colon < 0
                || !isIp(address.substring(0, colon))
                || !address.substring(colon + 1).matches("[0-9]{1,5}")
                || Integer.parseInt(address.substring(colon + 1)) > 65_535) {
            throw bad("--zk: \"" + address + "\" is not a numeric ip:port, such as 10.0.0.1:2181");
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
