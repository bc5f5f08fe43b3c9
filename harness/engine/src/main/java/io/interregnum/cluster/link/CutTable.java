package io.interregnum.cluster.link;

import io.interregnum.cluster.Addresses;
import io.interregnum.cluster.Cut;
import io.interregnum.cluster.Impairment;
import io.interregnum.cluster.Link;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The nftables scripts that stop packets between nodes, wherever they pass. Immutable.
 *
 * <p>A table of our own: one set for each kind of cut, whose elements are pairs of addresses, with a port or without, and
 * carry the kernel's own timer and counter. Nothing else is touched, and nothing is ever flushed. Each line is one command,
 * each script is to be applied as one transaction.
 *
 * @param hook where packets pass: {@code forward} at a router, {@code input} at a receiver
 * @param priority of the chain
 */
public record CutTable(String hook, int priority) {
    private static final String TABLE = "ip interregnum";
    private static final String PAIR = "ip saddr . ip daddr ";
    private static final String DAY = " timeout 1d";
    private static final Pattern PACKETS = Pattern.compile("\\bpackets (\\d+)");
    private static final Pattern ELEMENT = Pattern.compile(
            "(\\d+\\.\\d+\\.\\d+\\.\\d+ \\. \\d+\\.\\d+\\.\\d+\\.\\d+(?: \\. \\d+)?)[^,}]* counter packets (\\d+)");

    /** At the router between all nodes: what it sends itself is never stopped. */
    public static final CutTable AT_ROUTER = new CutTable("forward", -10);
    /** At each receiver: before connection tracking and Docker's own rules, so that nothing of theirs lets a packet pass. */
    public static final CutTable AT_RECEIVER = new CutTable("input", -300);

    /**
     * One thing that a set holds.
     *
     * @param set its name
     * @param link that it belongs to
     * @param key what packets are compared with
     */
    public record Element(String set, Link link, String key) {}

    /** An element and how much longer it is to be there, in milliseconds. */
    public record Armed(Element element, long millis) {}

    /** Sets everything up; to be applied once. */
    public String prepare() {
        StringBuilder script = new StringBuilder("add table " + TABLE + "\nadd counter " + TABLE + " dropped\n");
        for (Cut.Kind kind : Cut.Kind.values()) {
            script.append(newSet(setOf(kind, false), false)).append(newSet(setOf(kind, true), true));
        }
        script.append("add chain ").append(TABLE).append(" cut { type filter hook ");
        script.append(hook).append(" priority ").append(priority).append("; policy accept; }\n");
        String drop = " counter name dropped drop";
        // A reset is not answered with a reset, and must come through.
        String reset = " counter name dropped reject with tcp reset";
        String first = "tcp flags & (syn | ack) == syn ";
        rule(script, PAIR + "@packets_all" + drop);
        rule(script, PAIR + ". tcp dport @packets_port" + drop);
        rule(script, PAIR + ". tcp sport @packets_port" + drop);
        rule(script, first + PAIR + "@connections_all" + drop);
        rule(script, first + PAIR + ". tcp dport @connections_port" + drop);
        rule(script, "tcp flags & rst == 0 " + PAIR + "@refused_all" + reset);
        rule(script, "tcp flags & rst == 0 " + PAIR + ". tcp dport @refused_port" + reset);
        rule(script, "tcp flags & rst == 0 " + PAIR + ". tcp sport @refused_port" + reset);
        return script.toString();
    }

    /** Sets up what a loss of so many needs; to be applied once for each value. */
    public static String prepare(Impairment.Loss loss) {
        StringBuilder script = new StringBuilder(newSet(setOf(loss), false));
        rule(script, PAIR + "@" + setOf(loss) + " numgen random mod 1000 < " + tenths(loss) + " drop");
        return script.toString();
    }

    private static void rule(StringBuilder script, String rule) {
        script.append("add rule ").append(TABLE).append(" cut ").append(rule).append('\n');
    }

    private static String newSet(String name, boolean withPort) {
        return "add set " + TABLE + " " + name + " { type ipv4_addr . ipv4_addr" + (withPort ? " . inet_service" : "")
                + "; flags timeout; counter; }\n";
    }

    // Kinds are words of nftables' own language.
    private static String setOf(Cut.Kind kind, boolean withPort) {
        String name = kind.name().toLowerCase(java.util.Locale.ROOT);
        return name + (withPort ? "_port" : "_all");
    }

    private static String setOf(Impairment.Loss loss) {
        return "loss_" + tenths(loss);
    }

    private static long tenths(Impairment.Loss loss) {
        return Math.round(loss.percent() * 10);
    }

    /** What a cut consists of, each once, in the order of its links. */
    public static List<Element> elements(Cut cut, Addresses addresses) {
        List<Element> elements = new ArrayList<>();
        for (Link link : cut.links()) {
            String pair = pair(link, addresses);
            if (cut.ports().isEmpty()) {
                elements.add(new Element(setOf(cut.kind(), false), link, pair));
            }
            for (int port : cut.ports()) {
                elements.add(new Element(setOf(cut.kind(), true), link, pair + " . " + port));
            }
        }
        return elements.stream().distinct().toList();
    }

    /** What a loss on some links consists of. */
    public static List<Element> elements(Impairment.Loss loss, Collection<Link> links, Addresses addresses) {
        return links.stream()
                .distinct()
                .map(link -> new Element(setOf(loss), link, pair(link, addresses)))
                .toList();
    }

    private static String pair(Link link, Addresses addresses) {
        return addresses.of(link.from()) + " . " + addresses.of(link.to());
    }

    /**
     * Puts elements in, with their timers counted from now even if they are there already, and takes others out, also such
     * as are not there.
     *
     * <p>Adding what is there keeps its old timer, and deleting what is not there is an error. So each element is added,
     * with a timer that cannot run out meanwhile, and deleted; nobody sees it in between, since a script is one transaction.
     */
    public static String change(Collection<Armed> in, Collection<Element> out) {
        StringBuilder script = new StringBuilder();
        Map<String, TreeSet<String>> gone = new TreeMap<>();
        out.forEach(
                each -> gone.computeIfAbsent(each.set(), set -> new TreeSet<>()).add(each.key()));
        in.forEach(each -> gone.computeIfAbsent(each.element().set(), set -> new TreeSet<>())
                .add(each.element().key()));
        gone.forEach((set, keys) -> {
            script.append("add element ").append(TABLE).append(' ').append(set).append(" { ");
            script.append(String.join(DAY + ", ", keys)).append(DAY).append(" }\n");
            script.append("delete element ")
                    .append(TABLE)
                    .append(' ')
                    .append(set)
                    .append(" { ");
            script.append(String.join(", ", keys)).append(" }\n");
        });
        Map<String, TreeSet<String>> there = new TreeMap<>();
        // A timer of zero would mean for ever.
        in.forEach(each -> there.computeIfAbsent(each.element().set(), set -> new TreeSet<>())
                .add(each.element().key() + " timeout " + Math.max(1, each.millis()) + "ms"));
        there.forEach((set, keys) -> script.append("add element ")
                .append(TABLE)
                .append(' ')
                .append(set)
                .append(" { ")
                .append(String.join(", ", keys))
                .append(" }\n"));
        return script.toString();
    }

    /** Asks for the counter of all cuts. */
    public static String count() {
        return "list counter " + TABLE + " dropped\n";
    }

    /**
     * The packets in the answer to {@link #count}.
     *
     * @throws IllegalArgumentException when it holds no number of packets
     */
    public static long counted(String listed) {
        Matcher matcher = PACKETS.matcher(listed);
        if (!matcher.find()) {
            throw new IllegalArgumentException("expected \"packets <number>\" in what nft listed: " + listed.strip());
        }
        return Long.parseLong(matcher.group(1));
    }

    /** Asks for the counters of elements. */
    public static String list(Collection<Element> elements) {
        TreeSet<String> sets = new TreeSet<>();
        elements.forEach(each -> sets.add(each.set()));
        StringBuilder script = new StringBuilder();
        sets.forEach(set ->
                script.append("list set ").append(TABLE).append(' ').append(set).append('\n'));
        return script.toString();
    }

    /** Adds what {@link #list} of one kind was answered with to the sums for each link. */
    public static void addListed(String listed, Collection<Element> elements, Map<Link, Long> sums) {
        Map<String, Long> byKey = new TreeMap<>();
        Matcher matcher = ELEMENT.matcher(listed);
        while (matcher.find()) {
            byKey.merge(matcher.group(1), Long.parseLong(matcher.group(2)), Long::sum);
        }
        for (Element element : elements) {
            Long packets = byKey.get(element.key());
            if (packets != null) {
                sums.merge(element.link(), packets, Long::sum);
            }
        }
    }
}
