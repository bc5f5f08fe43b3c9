package io.interregnum.masters;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Flags with values, {@code --name value}, as every program here takes them. Immutable. */
final class CommandLine {
    private final Map<String, String> given;
    private final String usage;

    private CommandLine(Map<String, String> given, String usage) {
        this.given = given;
        this.usage = usage;
    }

    /**
     * The flags in these arguments, none of which may be left out but those that have a default.
     *
     * @param required flags that must be given, in the order in which missing ones are named
     * @throws IllegalArgumentException if a flag is unknown, repeated, missing or has no value; the message says which,
     *     and ends in the usage
     */
    static CommandLine parse(String usage, List<String> required, Map<String, String> defaults, String... arguments) {
        return parse(usage, required, List.of(), defaults, arguments);
    }

    /**
     * The flags in these arguments, with defaults for those that have one.
     *
     * @param required flags that must be given, in the order in which missing ones are named
     * @param optional flags that may be given and have no default; {@link #has} tells whether they are
     * @throws IllegalArgumentException if a flag is unknown, repeated, missing or has no value; the message says which,
     *     and ends in the usage
     */
    static CommandLine parse(
            String usage,
            List<String> required,
            List<String> optional,
            Map<String, String> defaults,
            String... arguments) {
        CommandLine line = new CommandLine(new TreeMap<>(), usage);
        TreeSet<String> known = new TreeSet<>(required);
        known.addAll(optional);
        known.addAll(defaults.keySet());
        line.read(known, arguments);
        for (String flag : required) {
            if (!line.has(flag)) {
                throw line.bad(flag + " is missing");
            }
        }
        defaults.forEach(line.given::putIfAbsent);
        return line;
    }

    private void read(Set<String> known, String... arguments) {
        for (int i = 0; i < arguments.length; i += 2) {
            String flag = arguments[i];
            if (!known.contains(flag)) {
                throw bad("unknown flag \"" + flag + "\"");
            }
            if (i + 1 == arguments.length || arguments[i + 1].isBlank()) {
                throw bad(flag + " needs a value");
            }
            if (given.put(flag, arguments[i + 1]) != null) {
                throw bad(flag + " is given twice");
            }
        }
    }

    /** Whether it was given or has a default. */
    boolean has(String flag) {
        return given.containsKey(flag);
    }

    String text(String flag) {
        return given.getOrDefault(flag, "");
    }

    /** A whole number from 1 to the largest. */
    int number(String flag, int largest) {
        return number(flag, 1, largest);
    }

    /** A whole number within these bounds, both included. */
    int number(String flag, int smallest, int largest) {
        String text = text(flag);
        if (!text.matches("[0-9]{1,9}") || Integer.parseInt(text) < smallest || Integer.parseInt(text) > largest) {
            throw bad(flag + " " + text + ": expected a whole number from " + smallest + " to " + largest);
        }
        return Integer.parseInt(text);
    }

    /** A numeric IPv4 address. */
    String ip(String flag) {
        String ip = text(flag);
        if (!isIp(ip)) {
            throw bad(flag + " " + ip + ": expected a numeric IPv4 address, such as 10.0.0.4");
        }
        return ip;
    }

    /** The group's path in {@code --zk}, with its leading slash. */
    String group() {
        String zk = text("--zk");
        int slash = zk.indexOf('/');
        String group = slash < 0 ? "" : zk.substring(slash);
        if (!group.matches("(/[A-Za-z0-9_.-]+)+")) {
            throw bad("--zk " + zk + ": expected ip:port[,ip:port...] followed by the group's path, such as /ref");
        }
        return group;
    }

    /** The servers in {@code --zk}, in the order given, at least one. */
    List<String> zooKeeperServers() {
        String zk = text("--zk");
        List<String> servers =
                List.of(zk.substring(0, zk.length() - group().length()).split(",", -1));
        servers.forEach(server -> requireAddress("--zk", server));
        return servers;
    }

    /** Numeric {@code ip:port}s with commas between, in the order given, at least one. */
    List<String> addresses(String flag) {
        List<String> addresses = List.of(text(flag).split(",", -1));
        addresses.forEach(address -> requireAddress(flag, address));
        return addresses;
    }

    private void requireAddress(String flag, String address) {
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

    /** What to throw for a flag that is wrong. */
    IllegalArgumentException bad(String what) {
        return new IllegalArgumentException(what + "; " + usage);
    }
}
