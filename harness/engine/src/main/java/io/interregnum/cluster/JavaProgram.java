package io.interregnum.cluster;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A Java program to be run on a node.
 *
 * @param classPath jars and directories on the harness's machine; a backend brings them to the node
 * @param mainClass what to start
 * @param jvmArguments such as {@code -Xmx128m}
 * @param arguments for the program
 */
public record JavaProgram(List<Path> classPath, String mainClass, List<String> jvmArguments, List<String> arguments) {

    /**
     * For programs that never speak TLS. ZooKeeper's server and client ask as they start which versions of it there are, for
     * which Java otherwise reads all certificates that it trusts.
     */
    public static final String NO_CERTIFICATES = "-Djavax.net.ssl.trustStore=NONE";

    public JavaProgram {
        classPath = List.copyOf(classPath);
        jvmArguments = List.copyOf(jvmArguments);
        arguments = List.copyOf(arguments);
    }

    /**
     * The same with more: what comes later on a class path is found last.
     *
     * @param jvmArgument goes before the others
     */
    public JavaProgram with(List<Path> moreClassPath, String jvmArgument) {
        List<Path> paths = new ArrayList<>(classPath);
        paths.addAll(moreClassPath);
        List<String> arguments = new ArrayList<>(List.of(jvmArgument));
        arguments.addAll(jvmArguments);
        return new JavaProgram(paths, mainClass, arguments, this.arguments);
    }
}
