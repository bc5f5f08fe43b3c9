package io.interregnum.cluster.docker;

import io.interregnum.cluster.Addresses;
import io.interregnum.cluster.Backend.Launch;
import io.interregnum.cluster.ClusterSpec;
import io.interregnum.cluster.EnsembleConfig;
import io.interregnum.cluster.FakeClock;
import io.interregnum.cluster.InjectionAgent;
import io.interregnum.cluster.JavaProgram;
import io.interregnum.cluster.NodeId;
import io.interregnum.cluster.sidecar.SharedFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an application container runs.
 *
 * @param image that it is made from
 * @param entrypoint replaces the image's; empty to leave it
 * @param command after the entry point
 * @param environment {@code NAME=value} each
 * @param files copied in before the first start: text by path
 */
record Program(
        String image,
        List<String> entrypoint,
        List<String> command,
        List<String> environment,
        Map<String, String> files) {
    /** Where ZooKeeper keeps its data, in the official image as well as in ours. */
    static final String DATA = "/data";

    private static final String CONFIG = "/conf/zoo.cfg";

    Program {
        entrypoint = List.copyOf(entrypoint);
        command = List.copyOf(command);
        environment = List.copyOf(environment);
        files = java.util.Collections.unmodifiableMap(new TreeMap<>(files));
    }

    /** A Java program in the node image. */
    static Program java(NodeImage image, JavaProgram program, Map<String, String> files) {
        List<String> command = new ArrayList<>(jvmArguments(program.jvmArguments()));
        command.add("-cp");
        command.add(image.content().classPath(program.classPath()));
        command.add(program.mainClass());
        command.addAll(program.arguments());
        return new Program(image.name(), List.of("java"), command, List.of(), files);
    }

    /** A ZooKeeper server in the node image, of the version on {@code classPath}. */
    static Program zooKeeper(NodeImage image, Launch launch, Addresses addresses, NodeId node) {
        JavaProgram program =
                EnsembleConfig.program(launch.spec(), launch.ensembleProgramPath(), CONFIG, launch.needs());
        return java(image, program, zooKeeperFiles(launch.spec(), addresses, node));
    }

    /** A ZooKeeper server in the official image, which is left as it is. */
    static Program officialZooKeeper(String image, Launch launch, Addresses addresses, NodeId node) {
        List<String> arguments =
                EnsembleConfig.program(launch.spec(), List.of(), CONFIG, launch.needs()).jvmArguments().stream()
                        .filter(argument -> !argument.startsWith("-Xmx"))
                        .toList();
        // Its scripts add -Xmx themselves, in MB.
        List<String> environment = List.of(
                "ZK_SERVER_HEAP=128", "JMXDISABLE=true", "JVMFLAGS=" + String.join(" ", jvmArguments(arguments)));
        return new Program(image, List.of(), List.of(), environment, zooKeeperFiles(launch.spec(), addresses, node));
    }

    /** A shell script in an image. */
    static Program script(String image, String text) {
        return new Program(image, List.of("sh", "-c"), List.of(text), List.of(), Map.of());
    }

    /** The same with the injection agent in its JVM. */
    Program withAgent(NodeImage image) {
        List<String> more = new ArrayList<>(List.of(InjectionAgent.argument(image.agent())));
        more.addAll(command);
        int classPath = more.indexOf("-cp") + 1;
        more.set(classPath, more.get(classPath) + ":" + image.content().sidecarClassPath() + ":" + image.agent());
        return new Program(this.image, entrypoint, more, environment, files);
    }

    /** The same with a wall clock that can be changed. */
    Program withFakeClock() {
        Map<String, String> more = new TreeMap<>(files);
        String file = NodeVolumes.SHARED + "/" + SharedFiles.CLOCK;
        more.put(file.substring(1), SharedFiles.RIGHT_CLOCK);
        List<String> all = new ArrayList<>(environment);
        all.addAll(environment(FakeClock.environment(file)));
        return new Program(image, entrypoint, command, all, more);
    }

    /** As the engine wants it. */
    static List<String> environment(Map<String, String> variables) {
        return variables.entrySet().stream()
                .map(each -> each.getKey() + "=" + each.getValue())
                .toList();
    }

    private static Map<String, String> zooKeeperFiles(ClusterSpec spec, Addresses addresses, NodeId node) {
        return Map.of(
                CONFIG.substring(1),
                EnsembleConfig.text(spec, addresses, node, DATA),
                DATA.substring(1) + "/myid",
                EnsembleConfig.serverId(node) + "\n");
    }

    /** Small and quick to start, unless the program says otherwise: many of them share few cores. */
    private static List<String> jvmArguments(List<String> own) {
        List<String> arguments = new ArrayList<>(List.of("-XX:TieredStopAtLevel=1", "-Xshare:auto"));
        if (own.stream().noneMatch(argument -> argument.matches("-XX:\\+Use\\w*GC"))) {
            arguments.add("-XX:+UseSerialGC");
        }
        arguments.addAll(own);
        return arguments;
    }
}
