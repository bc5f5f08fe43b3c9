package io.interregnum.cluster.local;

import io.interregnum.cluster.JavaProgram;
import io.interregnum.cluster.NodeId;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The words that start a JVM: of a node, beside it, or of the supervisor. */
final class NodeCommand {
    /**
     * Nodes live for seconds: what a better compiler would gain later is not worth what it takes of two cores now. Nobody
     * reads performance data; its file is named after the pid alone, so JVMs of two clusters, whose pids are equal, meet in it.
     */
    private static final List<String> QUICK = List.of("-Xshare:auto", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData");

    private NodeCommand() {}

    /** How the program of a node becomes words. */
    interface Maker {
        List<String> words(NodeId node, JavaProgram program);
    }

    /** Enters a node's network and becomes the leader of a process group, without another process in between. */
    static List<String> inNode(NodeId node, List<String> command) {
        List<String> words = new ArrayList<>(List.of("nsenter", "--net=/run/netns/" + node.name(), "setsid"));
        words.addAll(command);
        return words;
    }

    /**
     * The program of a node. What it says itself comes later and so has the last word.
     *
     * @param archive of its classes, for exactly its class path
     */
    static List<String> java(JavaProgram program, Optional<Path> archive) {
        List<String> words = new ArrayList<>(List.of(javaExecutable()));
        words.addAll(QUICK);
        if (program.jvmArguments().stream().noneMatch(NodeCommand::choosesCollector)) {
            words.add("-XX:+UseSerialGC");
        }
        archive.ifPresent(file -> words.add("-XX:SharedArchiveFile=" + file));
        words.addAll(program.jvmArguments());
        words.add("-cp");
        words.add(classPath(program.classPath()));
        words.add(program.mainClass());
        words.addAll(program.arguments());
        return words;
    }

    /** A program of this module that needs nothing but the JDK. */
    static JavaProgram own(Class<?> main, List<String> arguments) {
        return new JavaProgram(List.of(ownCode()), main.getName(), List.of("-Xmx32m"), arguments);
    }

    static String classPath(List<Path> entries) {
        return entries.stream().map(entry -> entry.toAbsolutePath().toString()).collect(Collectors.joining(":"));
    }

    static String javaExecutable() {
        return Path.of(System.getProperty("java.home", "/usr"), "bin", "java").toString();
    }

    private static boolean choosesCollector(String argument) {
        return argument.startsWith("-XX:+Use") && argument.endsWith("GC");
    }

    /** Where the classes of this module are: a jar, or a directory. */
    static Path ownCode() {
        CodeSource source = NodeCommand.class.getProtectionDomain().getCodeSource();
        try {
            return Path.of(source.getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the classes of the harness have no path: " + source, e);
        }
    }
}
