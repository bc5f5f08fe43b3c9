package io.interregnum.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.zookeeper.server.auth.DigestAuthenticationProvider;
import org.apache.zookeeper.server.quorum.QuorumPeer;
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
        return text(ClusterSpec.DEFAULT, new NodeId(Role.ENSEMBLE, 1), dataDirectory);
    }

    private static String text(ClusterSpec spec, NodeId server, String dataDirectory) {
        FakeCluster cluster = new FakeCluster(spec);
        Addresses addresses = new Addresses(
                cluster.spec().nodes().stream().collect(Collectors.toMap(Function.identity(), cluster::address)));
        return EnsembleConfig.text(cluster.spec(), addresses, server, dataDirectory);
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

    private QuorumPeerConfig readAsMember(ClusterSpec spec, NodeId server) throws Exception {
        Path data = Files.createDirectories(directory.resolve("data"));
        Files.writeString(data.resolve("myid"), EnsembleConfig.serverId(server) + "\n");
        Path file = Files.writeString(directory.resolve("zoo.cfg"), text(spec, server, data.toString()));
        QuorumPeerConfig config = new QuorumPeerConfig();
        config.parse(file.toString());
        return config;
    }

    @Test
    void observersDoNotVoteAndEveryMemberKnowsThem() throws Exception {
        ClusterSpec spec = ClusterSpec.DEFAULT.withObservers(1);

        QuorumPeerConfig observer = readAsMember(spec, new NodeId(Role.OBSERVER, 1));
        QuorumPeerConfig member = readAsMember(spec, new NodeId(Role.ENSEMBLE, 2));

        assertThat(observer.getPeerType()).isEqualTo(QuorumPeer.LearnerType.OBSERVER);
        assertThat(observer.getServerId()).isEqualTo(21);
        assertThat(member.getPeerType()).isEqualTo(QuorumPeer.LearnerType.PARTICIPANT);
        assertThat(member.getQuorumVerifier().getVotingMembers()).containsOnlyKeys(1L, 2L, 3L);
        assertThat(member.getQuorumVerifier().getObservingMembers()).containsOnlyKeys(21L);
    }

    @Test
    void aSpareServerKnowsTheMembersAndItselfAndIsKnownToNobody() throws Exception {
        ClusterSpec spec = ClusterSpec.DEFAULT.withSpareServers(2);

        QuorumPeerConfig spare = readAsMember(spec, new NodeId(Role.SPARE, 2));
        QuorumPeerConfig member = readAsMember(spec, new NodeId(Role.ENSEMBLE, 1));

        assertThat(spare.getServerId()).isEqualTo(12);
        assertThat(spare.getQuorumVerifier().getVotingMembers()).containsOnlyKeys(1L, 2L, 3L, 12L);
        assertThat(member.getQuorumVerifier().getAllMembers()).containsOnlyKeys(1L, 2L, 3L);
    }

    @Test
    void onlyWhereThereAreSpareServersIsThereASuperuser() throws Exception {
        ClusterSpec spec = ClusterSpec.DEFAULT.withSpareServers(2);
        String property = "-Dzookeeper.DigestAuthenticationProvider.superDigest=";

        assertThat(EnsembleConfig.program(spec, List.of(), "zoo.cfg", Set.of()).jvmArguments())
                .contains(property + DigestAuthenticationProvider.generateDigest(EnsembleConfig.SUPERUSER));
        assertThat(EnsembleConfig.program(ClusterSpec.DEFAULT, List.of(), "zoo.cfg", Set.of())
                        .jvmArguments())
                .noneMatch(argument -> argument.startsWith(property));
    }
}
