package io.interregnum.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.zookeeper.server.quorum.QuorumPeerConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a ZooKeeper server makes of its configuration: read by its own code. */
class EnsembleConfigTest {
    private static final String PLAIN = "/srv/run 1/data";
    private static final String FOREIGN = "/srv/l\u00e4ufe \u2713 \ud83d\ude00/b\\c/data";

    @TempDir
    private Path directory;

    private static String text(String dataDirectory) {
        FakeCluster cluster = new FakeCluster(ClusterSpec.DEFAULT);
        Addresses addresses = new Addresses(
                cluster.spec().nodes().stream().collect(Collectors.toMap(Function.identity(), cluster::address)));
        return EnsembleConfig.text(cluster.spec(), addresses, dataDirectory);
    }

    /** As a lone server, since a member of an ensemble insists on finding its number in the directory. */
    private String readByAServer(String text) throws Exception {
        String alone = text.lines()
                .filter(line -> !line.startsWith("server.") && !line.startsWith("standaloneEnabled"))
                .collect(Collectors.joining("\n"));
        Path file = Files.writeString(directory.resolve("zoo.cfg"), alone);
        QuorumPeerConfig config = new QuorumPeerConfig();
        config.parse(file.toString());
        return config.getDataDir().getPath();
    }

    @Test
    void namesTheDirectoryOfTheDataInWhateverLetters() throws Exception {
        assertThat(readByAServer(text(PLAIN))).isEqualTo(PLAIN);
        assertThat(text(PLAIN)).contains("dataDir=" + PLAIN + "\n");
        assertThat(readByAServer(text(FOREIGN))).isEqualTo(FOREIGN);
        assertThat(text(FOREIGN))
                .matches(text -> StandardCharsets.US_ASCII.newEncoder().canEncode(text), "is ASCII");
    }

    @Test
    void canBeReadAgainAfterAServerHasWrittenItPlainly() throws Exception {
        String foreign = FOREIGN.replace("\\", "/");
        String rewritten = text(PLAIN).replace(PLAIN, foreign);

        assertThat(readByAServer(rewritten)).isNotEqualTo(foreign);
        assertThat(readByAServer(EnsembleConfig.escapeLetters(rewritten))).isEqualTo(foreign);
    }

    @Test
    void leavesWhatIsEscapedAlready() {
        assertThat(EnsembleConfig.escapeLetters(text(FOREIGN))).isEqualTo(text(FOREIGN));
    }
}
