package io.interregnum.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.interregnum.cluster.ClusterException;
import io.interregnum.cluster.ClusterSpec;
import io.interregnum.cluster.FakeCluster;
import io.interregnum.cluster.FakeSystem;
import io.interregnum.cluster.NodeId;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Names of a recorded run mean those that play the same part now. */
class AsRecordedTest {
    private Optional<NodeId> leader = Optional.empty();
    private final Scene scene = new Scene(new FakeCluster(ClusterSpec.DEFAULT), new FakeSystem(), () -> leader);

    private static NodeId node(String name) {
        return NodeId.parse(name);
    }

    private static List<NodeId> nodes(String... names) {
        return Stream.of(names).map(NodeId::parse).toList();
    }

    private static Scene.Leaders leaders(String master, String ensemble) {
        return new Scene.Leaders(Optional.of(node(master)), Optional.of(node(ensemble)));
    }

    private List<NodeId> resolve(AsRecorded target) {
        return target.resolve(scene, new SplittableRandom(1));
    }

    @Test
    void theLeaderOfThenBecomesTheLeaderOfNowAndTheOthersFollow() {
        scene.noteFirst(leaders("master-3", "zk-1"));
        leader = Optional.of(node("master-3"));
        Scene.Leaders then = leaders("master-1", "zk-1");

        assertThat(resolve(new AsRecorded(nodes("master-1"), then, then.master())))
                .isEqualTo(nodes("master-3"));
        assertThat(resolve(new AsRecorded(nodes("master-3"), then, then.master())))
                .isEqualTo(nodes("master-1"));
        assertThat(resolve(new AsRecorded(nodes("master-2"), then, then.master())))
                .isEqualTo(nodes("master-2"));
    }

    @Test
    void servedInTheSameSituationEveryNodeKeepsItsName() {
        scene.noteFirst(leaders("master-2", "zk-3"));
        leader = Optional.of(node("master-2"));
        AsRecorded all =
                new AsRecorded(nodes("zk-3", "master-1", "client-1", "master-2"), leaders("master-2", "zk-3"), leader);

        assertThat(resolve(all)).isEqualTo(all.nodes());
    }

    @Test
    void theEnsemblesLeaderIsMatchedApart() {
        scene.noteFirst(leaders("master-1", "zk-2"));
        AsRecorded servers = new AsRecorded(nodes("zk-3", "zk-1"), leaders("master-1", "zk-3"), Optional.empty());

        assertThat(resolve(servers)).isEqualTo(nodes("zk-2", "zk-1"));
    }

    /** Then master-1 led, fell, and master-2 led when master-3 was hit; now master-2 led and master-3 does. */
    @Test
    void aFollowerStaysAFollowerWhenLeadershipMovedOnDifferently() {
        scene.noteFirst(leaders("master-2", "zk-1"));
        leader = Optional.of(node("master-3"));
        Scene.Leaders then = leaders("master-1", "zk-1");
        Optional<NodeId> ledThen = Optional.of(node("master-2"));

        assertThat(resolve(new AsRecorded(nodes("master-3"), then, ledThen))).isNotEqualTo(nodes("master-3"));
        assertThat(resolve(new AsRecorded(nodes("master-2"), then, ledThen))).isEqualTo(nodes("master-3"));
    }

    @Test
    void noTwoNodesBecomeOne() {
        for (String led : List.of("master-1", "master-2", "master-3")) {
            for (String leads : List.of("master-1", "master-2", "master-3")) {
                scene.noteFirst(leaders("master-2", "zk-1"));
                leader = Optional.of(node(leads));
                AsRecorded all = new AsRecorded(
                        nodes("master-1", "master-2", "master-3"), leaders("master-3", "zk-1"), Optional.of(node(led)));

                assertThat(resolve(all)).containsExactlyInAnyOrderElementsOf(all.nodes());
            }
        }
    }

    @Test
    void whereNobodyLeadsNamesAreMatchedByWhoLedAtTheBeginning() {
        scene.noteFirst(leaders("master-2", "zk-1"));

        assertThat(resolve(
                        new AsRecorded(nodes("master-1"), leaders("master-1", "zk-1"), Optional.of(node("master-1")))))
                .isEqualTo(nodes("master-2"));
    }

    @Test
    void aNodeThatThereIsNotIsRefusedByName() {
        AsRecorded seventh = new AsRecorded(nodes("master-7"), Scene.Leaders.UNKNOWN, Optional.empty());

        assertThatThrownBy(() -> resolve(seventh))
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining("master-7");
    }

    /** A new target by chance must say so, or replays draw another node. */
    @Test
    void whatIsNotSaidToBeDrawnDoesNotDependOnChance() {
        leader = Optional.of(node("master-1"));
        for (Targets target : Targets.values()) {
            long different = Stream.iterate(1, seed -> seed + 1)
                    .limit(30)
                    .flatMap(seed -> resolved(target, seed))
                    .distinct()
                    .count();
            if (!target.isDrawn()) {
                assertThat(different).as(target.text()).isLessThanOrEqualTo(1);
            }
        }
        assertThat(resolved(Targets.A_FOLLOWER, 1)).isNotEmpty();
    }

    private Stream<List<NodeId>> resolved(Target target, int seed) {
        try {
            return Stream.of(target.resolve(scene, new SplittableRandom(seed)));
        } catch (ClusterException e) {
            return Stream.empty(); // asks servers that a fake cluster does not have
        }
    }
}
