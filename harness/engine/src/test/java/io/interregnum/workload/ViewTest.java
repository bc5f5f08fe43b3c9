package io.interregnum.workload;

import static org.assertj.core.api.Assertions.assertThat;

import io.interregnum.cluster.ClusterSpec;
import io.interregnum.cluster.NodeId;
import io.interregnum.cluster.Role;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ViewTest {
    private static final List<NodeId> MASTERS = ClusterSpec.DEFAULT.nodes(Role.MASTER);

    private static View view(int scoutPercent) {
        return new View(MASTERS, new Chance(7).purpose("view"), scoutPercent);
    }

    private static NodeId otherThan(NodeId... known) {
        return MASTERS.stream()
                .filter(master -> !List.of(known).contains(master))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void asksWhomItBelievesInUntilItHearsOtherwise() {
        View view = view(0);
        NodeId believed = view.choose();

        assertThat(Stream.generate(view::choose).limit(100)).containsOnly(believed);
    }

    @Test
    void followsARedirectOfTheOneItBelievesIn() {
        View view = view(0);
        NodeId believed = view.choose();
        NodeId leader = otherThan(believed);

        view.redirected(believed, leader);

        assertThat(view.choose()).isEqualTo(leader);
    }

    /** Else one scout sent by a stale master would move a client away from the leader that serves it. */
    @Test
    void ignoresARedirectOfSomebodyElse() {
        View view = view(0);
        NodeId believed = view.choose();
        NodeId scouted = otherThan(believed);

        view.redirected(scouted, otherThan(believed, scouted));
        view.disappointed(scouted);

        assertThat(view.choose()).isEqualTo(believed);
    }

    @Test
    void ignoresARedirectToSomebodyWhoIsNoMaster() {
        View view = view(0);
        NodeId believed = view.choose();

        view.redirected(believed, new NodeId(Role.ENSEMBLE, 1));

        assertThat(view.choose()).isEqualTo(believed);
    }

    @Test
    void triesEveryMasterInTurnWhenNoneServes() {
        View view = view(0);

        List<NodeId> asked = Stream.generate(() -> {
                    NodeId master = view.choose();
                    view.disappointed(master);
                    return master;
                })
                .limit(4)
                .toList();

        assertThat(asked.subList(0, 3)).containsExactlyInAnyOrderElementsOf(MASTERS);
        assertThat(asked.get(3)).isEqualTo(asked.get(0));
    }

    @Test
    void scoutsSometimesSoThatADeposedLeaderThatServesIsFoundOut() {
        View view = view(30);

        List<NodeId> asked = Stream.generate(view::choose).limit(1_000).toList();

        assertThat(asked).containsAll(MASTERS);
        MASTERS.forEach(master -> assertThat(asked.stream().filter(master::equals))
                .as("times that %s was asked", master)
                .hasSizeGreaterThan(50));
    }
}
