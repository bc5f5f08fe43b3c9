package io.interregnum.fault;

import io.interregnum.cluster.Cluster;
import io.interregnum.cluster.Needs;
import java.util.List;
import java.util.stream.Stream;

/** The whole catalogue on containers. */
@Needs("docker")
class FaultsOnDockerNodesIT extends FaultsOnNodes {
    private static final String RULES = ADDRESSED
            + "; tc qdisc show; cat /proc/[0-9]*/cmdline | tr '\\0' '\\n' | grep -E '^(io.interregnum|org.apache)'";

    FaultsOnDockerNodesIT() {
        super("docker");
    }

    @Override
    List<String> footprint(Cluster cluster) {
        String filter = "label=io.interregnum.run=" + label();
        List<String> containers = Printed.by("docker", "ps", "--all", "--filter", filter, "--format", "{{.Names}}")
                .lines()
                .toList();
        Stream<String> inside = containers.parallelStream()
                .filter(name -> name.endsWith("-net"))
                .flatMap(name -> Printed.by("docker", "exec", name, "sh", "-c", RULES)
                        .lines()
                        .map(line -> name + ": " + line.strip()));
        return steady(Stream.concat(containers.stream(), inside));
    }
}
