package io.interregnum.fault;

import io.interregnum.cluster.Cluster;
import io.interregnum.cluster.Needs;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The whole catalogue on processes in namespaces. */
@Needs("local")
class FaultsOnLocalNodesIT extends FaultsOnNodes {
    private static final String RULES = ADDRESSED + "; tc qdisc show; ip rule show;"
            + " for one in /run/netns/*; do nsenter --net=\"$one\" sh -c \"" + ADDRESSED
            + "; tc qdisc show\"; done; mount";

    FaultsOnLocalNodesIT() {
        super("local");
    }

    @Override
    List<String> footprint(Cluster cluster) {
        List<ProcessHandle> all = ProcessHandle.current().descendants().toList();
        ProcessHandle first = all.stream()
                .filter(process -> program(process).contains("local.Supervisor"))
                .findFirst()
                .orElseThrow();
        Stream<String> programs = all.stream().map(FaultsOnLocalNodesIT::program);
        Stream<String> rules = Printed.by(
                        "nsenter",
                        "--target",
                        String.valueOf(first.pid()),
                        "--user",
                        "--preserve-credentials",
                        "--net",
                        "--mount",
                        "sh",
                        "-c",
                        RULES)
                .lines();
        return steady(Stream.concat(programs, rules));
    }

    /** The main class of a JVM; nothing of helpers that come and go. */
    private static String program(ProcessHandle process) {
        Optional<String[]> arguments = process.info().arguments();
        if (arguments.isEmpty() || !process.info().command().orElse("").endsWith("java")) {
            return "";
        }
        return Stream.of(arguments.get())
                .filter(word -> word.startsWith("io.interregnum.") || word.startsWith("org.apache.zookeeper."))
                .findFirst()
                .map(word -> "program " + word)
                .orElse("");
    }
}
