package io.interregnum.cluster;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Set;
import org.jboss.byteman.agent.Main;

/** Byteman: an agent in the JVM of a node's program, which changes methods while it runs, as rules sent to it say. */
public final class InjectionAgent {
    /** Where it listens for rules, on the loopback device of the node, which its sidecar reaches. */
    public static final int PORT = 9091;

    private InjectionAgent() {}

    /** The jar of the agent on the harness's machine; goes on the class path of every program that it is to change. */
    public static Path jar() {
        CodeSource source = Main.class.getProtectionDomain().getCodeSource();
        try {
            return Path.of(source.getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the injection agent has no path: " + source, e);
        }
    }

    /** Whether programs are to run with it. */
    public static boolean isWanted(Set<Need> needs) {
        return needs.contains(Need.INJECTION_AGENT);
    }

    /**
     * The argument that makes a JVM load it.
     *
     * @param jar as the JVM sees it
     */
    public static String argument(String jar) {
        return "-javaagent:" + jar + "=listener:true,address:127.0.0.1,port:" + PORT;
    }
}
