package io.interregnum.cluster.docker;

import io.interregnum.cluster.Addresses;
import io.interregnum.cluster.Backend.Launch;
import io.interregnum.cluster.ClusterSpec;
import io.interregnum.cluster.HttpAnswer;
import io.interregnum.cluster.JavaProgram;
import io.interregnum.cluster.NodeId;
import io.interregnum.cluster.NodeListener;
import io.interregnum.cluster.SystemUnderTest;
import io.interregnum.history.ProbeAnswer;
import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Masters that elect nobody: {@link TinyMaster}. */
final class TinySystem implements SystemUnderTest {
    static final int PORT = 8080;

    /** A launch of this system with ZooKeeper from the test's own class path. */
    static Launch launch(String label, Path nodes, ClusterSpec spec, NodeListener listener) {
        List<Path> jars = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .map(Path::of)
                .filter(path -> path.toString()
                        .matches(".*/(zookeeper|zookeeper-jute|netty-.*|slf4j-api|metrics-core"
                                + "|snappy-java|commons-io|audience-annotations)-[^/]*\\.jar"))
                .toList();
        return new Launch(spec, new TinySystem(), jars, label, nodes, listener);
    }

    @Override
    public String name() {
        return "tiny";
    }

    @Override
    public JavaProgram program(NodeId node, Addresses addresses, ClusterSpec spec) {
        Path classes = Path.of(TinyMaster.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath());
        return new JavaProgram(
                List.of(classes),
                TinyMaster.class.getName(),
                List.of("-Xmx32m"),
                List.of(node.name(), Integer.toString(PORT)));
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
        return "/none";
    }

    @Override
    public String electionNodePrefix() {
        return "none";
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
        return Map.of();
    }
}
