package io.interregnum.cluster.local;

import io.interregnum.cluster.Link;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** How links are cut at the router: the commands, and the input for each. */
sealed interface CutRules {

    /** A command and what it reads. */
    record Command(List<String> words, String input) {
        public Command {
            words = List.copyOf(words);
        }
    }

    /** The best that a machine has. */
    static CutRules of(Machine machine, AddressPlan plan) {
        return machine.has("nft") ? new Nft(plan) : new IpRule(plan);
    }

    /** What to do once, before any cut; input empty when there is nothing to do. */
    Command prepare();

    /** Cuts links until {@code plannedEnd} is over, where the kernel can. */
    Command cut(Collection<Link> links, Duration plannedEnd);

    /** Lifts the cuts of links, also of such as are not cut. */
    Command heal(Collection<Link> links);

    /** Why a command failed, from what it ended with; empty when it did what it should. */
    default Optional<String> refusal(int exitCode, String printed) {
        return exitCode == 0 ? Optional.empty() : Optional.of("exit " + exitCode + ": " + printed.strip());
    }

    /** Tells how many packets were dropped. */
    Command count();

    /** The number in what {@link #count} printed. */
    long counted(String printed);

    /** Links as pairs of addresses, each once, in an order that depends on nothing else. */
    private static List<String> pairs(AddressPlan plan, Collection<Link> links, String between) {
        TreeSet<String> pairs = new TreeSet<>();
        links.forEach(link -> pairs.add(plan.of(link.from()) + between + plan.of(link.to())));
        return List.copyOf(pairs);
    }

    /**
     * With nftables: a set of address pairs, from which elements vanish by themselves, in a table of its own.
     *
     * <p>The rule is at the forward hook, where only packets between nodes pass; what the router itself sends is never
     * cut.
     */
    record Nft(AddressPlan plan) implements CutRules {
        private static final List<String> APPLY = List.of("nft", "-f", "-");
        private static final Pattern PACKETS = Pattern.compile("packets (\\d+)");
        private static final String SET = "element ip interregnum cut { ";

        @Override
        public Command prepare() {
            return new Command(APPLY, """
                    table ip interregnum {
                        set cut {
                            type ipv4_addr . ipv4_addr
                            flags timeout
                        }
                        counter dropped { }
                        chain forward {
                            type filter hook forward priority -10; policy accept;
                            ip saddr . ip daddr @cut counter name dropped drop
                        }
                    }
                    """);
        }

        @Override
        public Command cut(Collection<Link> links, Duration plannedEnd) {
            StringBuilder script = new StringBuilder(heal(links).input());
            for (String pair : pairs(plan, links, " . ")) {
                script.append("add ").append(SET).append(pair);
                script.append(" timeout ").append(plannedEnd.toMillis()).append("ms }\n");
            }
            return new Command(APPLY, script.toString());
        }

        /**
         * Deleting what is not there is an error, and adding what is there keeps its old time-out. So each element is
         * added and deleted; nobody sees it in between, since a script is one transaction.
         */
        @Override
        public Command heal(Collection<Link> links) {
            StringBuilder script = new StringBuilder();
            for (String pair : pairs(plan, links, " . ")) {
                script.append("add ").append(SET).append(pair).append(" }\n");
                script.append("delete ").append(SET).append(pair).append(" }\n");
            }
            return new Command(APPLY, script.toString());
        }

        @Override
        public Command count() {
            return new Command(List.of("nft", "list", "counter", "ip", "interregnum", "dropped"), "");
        }

        @Override
        public long counted(String printed) {
            Matcher packets = PACKETS.matcher(printed);
            if (!packets.find()) {
                throw new IllegalArgumentException("no \"packets <number>\" in: " + printed.strip());
            }
            return Long.parseLong(packets.group(1));
        }
    }

    /**
     * With routing rules, where nftables is missing: needs iproute2 only. Not one transaction, no end by itself, and no
     * counter, so {@link #counted} is always -1.
     */
    record IpRule(AddressPlan plan) implements CutRules {
        private static final List<String> APPLY = List.of("ip", "-force", "-batch", "-");

        @Override
        public Command prepare() {
            return new Command(List.of("true"), "");
        }

        @Override
        public Command cut(Collection<Link> links, Duration plannedEnd) {
            StringBuilder script = new StringBuilder();
            for (String pair : pairs(plan, links, " to ")) {
                script.append("rule add from ").append(pair).append(" blackhole\n");
            }
            return new Command(APPLY, script.toString());
        }

        @Override
        public Command heal(Collection<Link> links) {
            StringBuilder script = new StringBuilder();
            for (String pair : pairs(plan, links, " to ")) {
                script.append("rule del from ").append(pair).append(" blackhole\n");
            }
            return new Command(APPLY, script.toString());
        }

        /** Adding a rule that is there and deleting one that is not are refused, and leave what is wanted. */
        @Override
        public Optional<String> refusal(int exitCode, String printed) {
            String errors = printed.lines()
                    .filter(line -> !line.contains("File exists") && !line.contains("No such file or directory"))
                    .filter(line -> !line.startsWith("Command failed"))
                    .collect(Collectors.joining("; "));
            return errors.isBlank() ? Optional.empty() : Optional.of("exit " + exitCode + ": " + errors);
        }

        @Override
        public Command count() {
            return new Command(List.of("true"), "");
        }

        @Override
        public long counted(String printed) {
            return -1; // routing rules have no counters
        }
    }
}
