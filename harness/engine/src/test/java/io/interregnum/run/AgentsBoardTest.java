package io.interregnum.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.interregnum.cluster.AgentsView;
import io.interregnum.cluster.ClusterSpec;
import io.interregnum.cluster.NodeId;
import io.interregnum.cluster.Role;
import io.interregnum.history.RunClock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** When the run takes agents to follow a leader. */
class AgentsBoardTest {
    private static final NodeId MASTER_1 = new NodeId(Role.MASTER, 1);
    private static final NodeId MASTER_2 = new NodeId(Role.MASTER, 2);

    private final AtomicLong nanos = new AtomicLong();
    private final AgentsBoard board =
            new AgentsBoard(ClusterSpec.DEFAULT.withAgents(2, 1).nodes(Role.AGENT), RunClock.on(nanos::get));

    private void told(NodeId master, String... registered) {
        board.told(master, new AgentsView(Set.of(registered), Map.of()));
    }

    @Test
    void theyFollowAMasterThatSaysThatAllAreRegistered() {
        told(MASTER_1, "agent-1");
        assertThat(board.follow(MASTER_1)).isFalse();

        told(MASTER_1, "agent-2", "agent-1");

        assertThat(board.follow(MASTER_1)).isTrue();
        assertThat(board.follow(MASTER_2)).isFalse();
    }

    @Test
    void whatWasSaidASecondAgoDoesNotCount() {
        told(MASTER_1, "agent-1", "agent-2");
        nanos.addAndGet(999_999_999);
        assertThat(board.follow(MASTER_1)).isTrue();

        nanos.addAndGet(1);

        assertThat(board.follow(MASTER_1)).isFalse();
    }

    @Test
    void whereThereAreNoneEveryMasterIsFollowed() {
        assertThat(new AgentsBoard(List.of(), RunClock.on(nanos::get)).follow(MASTER_1))
                .isTrue();
    }
}
