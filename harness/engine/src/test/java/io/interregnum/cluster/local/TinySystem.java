package io.interregnum.cluster.local;

import io.interregnum.cluster.Addresses;
import io.interregnum.cluster.ClusterSpec;
import io.interregnum.cluster.HttpAnswer;
import io.interregnum.cluster.JavaProgram;
import io.interregnum.cluster.NodeId;
import io.interregnum.cluster.SystemUnderTest;
import io.interregnum.history.ProbeAnswer;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Masters that only answer. */
final class TinySystem implements SystemUnderTest {
    static final int PORT = 5050;

    /** The class path of a ZooKeeper server, taken from this JVM's own. */
    static List<Path> zooKeeper() {
        Pattern wanted = Pattern.compile(
                "zookeeper(-jute)?-\\d|netty-|metrics-core|snappy-java|slf4j-api|commons-io|audience-annotations");
        return Arrays.stream(System.getProperty("java.class.path", "").split(":", -1))
                .filter(entry -> wanted.matcher(entry.substring(entry.lastIndexOf('/') + 1))
                        .find())
                .map(Path::of)
                .toList();
    }

    static Path testClasses() {
        try {
            URI location = TinySystem.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI();
            return Path.of(location);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String name() {
        return "tiny";
    }

    @Override
    public JavaProgram program(NodeId node, Addresses addresses, ClusterSpec spec) {
        return new JavaProgram(
                List.of(testClasses()),
                TinyMaster.class.getName(),
                List.of("-Xmx32m"),
                List.of(String.valueOf(PORT), node.name()));
    }

    @Override
    public int masterPort() {
        return PORT;
    }

    @Override
    public String probePath() {
        return "/";
    }

    @Override
    public Optional<ProbeAnswer> readProbe(NodeId asked, HttpAnswer answer, Addresses addresses) {
        return Optional.empty();
    }

    @Override
    public String electionPath() {
        return "/election";
    }

    @Override
    public String electionNodePrefix() {
        return "n_";
    }

    @Override
    public Optional<String> registryPath() {
        return Optional.empty();
    }

    @Override
    public Optional<Long> registryEpoch(byte[] data) {
        return Optional.empty();
    }

    @Override
    public Optional<NodeId> electionNodeOwner(byte[] data, Addresses addresses) {
        return Optional.empty();
    }

    @Override
    public boolean freshReads() {
        return false;
    }

    @Override
    public Map<String, Object> description() {
        return Map.of("name", "tiny");
    }
}
