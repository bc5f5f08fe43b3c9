package io.interregnum.fault;

import io.interregnum.cluster.Cluster;
import io.interregnum.cluster.Needs;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** The whole catalogue on processes in namespaces. */
@Needs("local")
class FaultsOnLocalNodesIT extends FaultsOnNodes {
    private static final String RULES = ADDRESSED + "; tc qdisc show; ip rule show;"
            + " for one in /run/netns/*; do nsenter --net=\"$one\" sh -c \"" + ADDRESSED
            + "; tc qdisc show\"; done; mount";
    private static final String FILES =
            "{ for disk in disk-*; do ls -A $disk | " + STRANGE + " | sed \"s/^/$disk: /\"; done;"
                    + " for one in shared-*; do echo \"$one: $(ls -A $one | grep -v pipe) $(cat $one/clock)\"; done; }"
                    + " | sed 's/^/" + Footprint.FILE + "/'";

    FaultsOnLocalNodesIT() {
        super("local");
    }

    @Override
    Footprint.Outside outside(Cluster cluster) {
        return () -> {
            Stream<String> programs = ProcessHandle.current().descendants().map(FaultsOnLocalNodesIT::program);
            return Stream.concat(programs, inside(RULES + "; cd '" + folder() + "' && " + FILES));
        };
    }

    /** What a script prints in the namespaces of the supervisor. */
    private static Stream<String> inside(String script) {
        ProcessHandle first = ours("local.Supervisor").findFirst().orElseThrow();
        return Printed.by(
                        "nsenter",
                        "--target",
                        String.valueOf(first.pid()),
                        "--user",
                        "--preserve-credentials",
                        "--net",
                        "--mount",
                        "sh",
                        "-c",
                        script)
                .lines();
    }

    private static Stream<ProcessHandle> ours(String name) {
        return ProcessHandle.current()
                .descendants()
                .filter(process -> program(process).contains(name));
    }

    /** Where the cluster has its files while it lives: beside the sockets of its sidecars. */
    private static Path folder() {
        return ours("sidecar.Sidecar")
                .flatMap(process -> process.info().arguments().stream().flatMap(Stream::of))
                .filter(word -> word.startsWith("unix:"))
                .map(word -> Path.of(word.substring("unix:".length())).getParent())
                .findFirst()
                .orElseThrow();
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
