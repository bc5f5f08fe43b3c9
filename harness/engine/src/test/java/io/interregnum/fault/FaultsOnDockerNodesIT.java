package io.interregnum.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.interregnum.cluster.Cluster;
import io.interregnum.cluster.Needs;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The whole catalogue on containers. */
@Needs("docker")
class FaultsOnDockerNodesIT extends FaultsOnNodes {
    private static final String RULES = ADDRESSED + "; tc qdisc show; mount;"
            + " cat /proc/[0-9]*/cmdline | tr '\\0' '\\n' | grep -E '^(io.interregnum|org.apache)'";
    private static final String FILES = "{ if [ -d /data ]; then ls -A /data | " + STRANGE + "; fi;"
            + " if [ -d /interregnum ]; then ls -A /interregnum | grep -v pipe; cat /interregnum/clock; fi; }"
            + " | sed 's/^/" + Footprint.FILE + "/'";

    FaultsOnDockerNodesIT() {
        super("docker");
    }

    @Override
    Footprint.Outside outside(Cluster cluster) {
        return () -> Stream.of(
                        containers().stream(),
                        listed("network", "ls", "--format", "network {{.Name}}"),
                        listed("volume", "ls", "--format", "volume {{.Name}}"),
                        inside(RULES + "; " + FILES))
                .flatMap(lines -> lines);
    }

    @Test
    void theLookForLeftoversKnowsTheRunsNetworksAndVolumes() {
        assertThat(left(Footprint.Place.MACHINE))
                .anyMatch(line -> line.startsWith("network "))
                .anyMatch(line -> line.startsWith("volume ") && line.endsWith("-zk-1-data"));
    }

    private List<String> containers() {
        return listed("ps", "--all", "--format", "{{.Names}}").toList();
    }

    /** What the engine lists of this run. */
    private Stream<String> listed(String... words) {
        List<String> command = new ArrayList<>(List.of("docker"));
        command.addAll(List.of(words));
        command.addAll(List.of("--filter", "label=io.interregnum.run=" + label()));
        return Printed.by(command.toArray(String[]::new)).lines();
    }

    /** What a script prints in each of the nodes' holders. */
    private Stream<String> inside(String script) {
        return containers().parallelStream()
                .filter(name -> name.endsWith("-net"))
                .flatMap(name -> Printed.by("docker", "exec", name, "sh", "-c", script)
                        .lines()
                        .map(line -> name + ": " + line.strip()));
    }
}
