package io.interregnum.fault;

import io.interregnum.cluster.ClusterException;
import io.interregnum.cluster.NodeId;
import io.interregnum.cluster.Role;
import java.util.List;
import java.util.stream.Stream;

/** Who a fault is aimed at, resolved when it fires. A new target is one constant here. */
public enum Targets {
    /** The master that claims to lead under the highest epoch. */
    LEADER {
        @Override
        public List<NodeId> resolve(Scene scene) {
            return List.of(scene.leader()
                    .orElseThrow(() -> new ClusterException(
                            "no master claims to lead, so there is none to aim at; was the warm-up long enough?")));
        }
    },
    /** The ZooKeeper server that leads the ensemble. */
    ENSEMBLE_LEADER {
        @Override
        public List<NodeId> resolve(Scene scene) {
            return List.of(EnsembleStatus.leader(scene.cluster())
                    .orElseThrow(() -> new ClusterException("no ZooKeeper server says that it leads; asked "
                            + scene.cluster().spec().nodes(Role.ENSEMBLE) + " with srvr")));
        }
    },
    /** The leader and the first client: a client that goes on talking to it, whatever else it is cut from. */
    LEADER_AND_A_CLIENT {
        @Override
        public List<NodeId> resolve(Scene scene) {
            return Stream.of(LEADER.resolve(scene), firstClient(scene))
                    .flatMap(List::stream)
                    .sorted()
                    .toList();
        }
    },
    /**
     * A minority with the leader in it: the leader, the first client, and as many ZooKeeper servers as do not make a
     * quorum (those that follow, so that the majority keeps its ZooKeeper leader), and no other master.
     */
    MINORITY_WITH_LEADER {
        @Override
        public List<NodeId> resolve(Scene scene) {
            List<NodeId> servers = scene.cluster().spec().nodes(Role.ENSEMBLE);
            NodeId ensembleLeader = ENSEMBLE_LEADER.resolve(scene).get(0);
            Stream<NodeId> minority = servers.stream()
                    .filter(server -> !server.equals(ensembleLeader))
                    .limit((servers.size() - 1) / 2);
            return Stream.of(LEADER.resolve(scene).stream(), firstClient(scene).stream(), minority)
                    .flatMap(nodes -> nodes)
                    .sorted()
                    .toList();
        }
    };

    /**
     * The nodes, in their order.
     *
     * @throws ClusterException when there is none now
     */
    public abstract List<NodeId> resolve(Scene scene);

    private static List<NodeId> firstClient(Scene scene) {
        return scene.cluster().spec().nodes(Role.CLIENT).subList(0, 1);
    }
}
