package io.interregnum.fault;

import io.interregnum.cluster.ClusterException;
import io.interregnum.cluster.ClusterSpec;
import io.interregnum.cluster.NodeId;
import io.interregnum.cluster.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** Who a fault is aimed at, by role and state. A new target is one constant here. */
public enum Targets implements Target {
    /** The master that claims to lead under the highest epoch. */
    LEADER {
        @Override
        public List<NodeId> resolve(Scene scene, RandomGenerator chance) {
            return List.of(leader(scene));
        }
    },
    /** All masters but the leader. */
    FOLLOWERS {
        @Override
        public List<NodeId> resolve(Scene scene, RandomGenerator chance) {
            NodeId leader = leader(scene);
            return someOf(masters(scene).filter(master -> !master.equals(leader)), "there is no other master");
        }
    },
    /** One of the masters that do not lead, by chance. */
    A_FOLLOWER {
        @Override
        public List<NodeId> resolve(Scene scene, RandomGenerator chance) {
            return oneOf(FOLLOWERS.resolve(scene, chance), chance);
        }
    },
    /** The master that led before the present leader. */
    PREVIOUS_LEADER {
        @Override
        public List<NodeId> resolve(Scene scene, RandomGenerator chance) {
            return List.of(scene.leadership()
                    .previousLeader()
                    .orElseThrow(() -> new ClusterException("there was no leader before the present one")));
        }
    },
    /** Every master. */
    ALL_MASTERS {
        @Override
        public List<NodeId> resolve(Scene scene, RandomGenerator chance) {
            return masters(scene).toList();
        }
    },
    /** One of the masters, by chance. */
    A_MASTER {
        @Override
        public List<NodeId> resolve(Scene scene, RandomGenerator chance) {
            return oneOf(masters(scene).toList(), chance);
        }
    },
    /** The ZooKeeper server that leads the ensemble. */
    ENSEMBLE_LEADER {
        @Override
        public List<NodeId> resolve(Scene scene, RandomGenerator chance) {
            return List.of(ensembleLeader(scene));
        }
    },
    /** One of the ZooKeeper servers that do not lead, by chance. */
    AN_ENSEMBLE_FOLLOWER {
        @Override
        public List<NodeId> resolve(Scene scene, RandomGenerator chance) {
            return oneOf(ensembleFollowers(scene), chance);
        }
    },
    /** As many ZooKeeper servers as do not make a quorum, none of them the one that leads. */
    ENSEMBLE_MINORITY {
        @Override
        public List<NodeId> resolve(Scene scene, RandomGenerator chance) {
            return ensembleMinority(scene);
        }
    },
    /** As many ZooKeeper servers as leave no quorum, the one that leads first. */
    ENSEMBLE_MAJORITY {
        @Override
        public List<NodeId> resolve(Scene scene, RandomGenerator chance) {
            NodeId first = ensembleLeader(scene);
            int count = ensemble(scene).size() / 2 + 1;
            return Stream.concat(Stream.of(first), ensemble(scene).stream().filter(server -> !server.equals(first)))
                    .limit(count)
                    .toList();
        }
    },
    /** Every ZooKeeper server. */
    ENSEMBLE {
        @Override
        public List<NodeId> resolve(Scene scene, RandomGenerator chance) {
            return ensemble(scene);
        }
    },
    /** Every ZooKeeper server that does not vote. */
    OBSERVERS {
        @Override
        public List<NodeId> resolve(Scene scene, RandomGenerator chance) {
            return someOf(scene.cluster().spec().nodes(Role.OBSERVER).stream(), "there is no observer");
        }
    },
    /** Every ZooKeeper server that is no member at the start. */
    SPARE_SERVERS {
        @Override
        public List<NodeId> resolve(Scene scene, RandomGenerator chance) {
            return someOf(scene.cluster().spec().nodes(Role.SPARE).stream(), "there is no spare server");
        }
    },
    /** The ZooKeeper server to which the leader's session is connected. */
    SESSION_HOLDER {
        @Override
        public List<NodeId> resolve(Scene scene, RandomGenerator chance) {
            NodeId leader = leader(scene);
            long session = scene.leadership()
                    .session(leader)
                    .orElseThrow(() -> new ClusterException("no election node of " + leader + " was seen"));
            return List.of(EnsembleStatus.holderOf(scene.cluster(), session)
                    .orElseThrow(() -> new ClusterException("no ZooKeeper server says that session 0x"
                            + Long.toHexString(session) + " of " + leader + " is connected to it; asked with cons")));
        }
    },
    /** The leader and the first client: a client that goes on talking to it, whatever else it is cut from. */
    LEADER_AND_A_CLIENT {
        @Override
        public List<NodeId> resolve(Scene scene, RandomGenerator chance) {
            return sorted(Stream.concat(Stream.of(leader(scene)), firstClient(scene)));
        }
    },
    /**
     * A minority with the leader in it: the leader, the first client, and as many ZooKeeper servers as do not make a
     * quorum (those that follow, so that the majority keeps its ZooKeeper leader), and no other master.
     */
    MINORITY_WITH_LEADER {
        @Override
        public List<NodeId> resolve(Scene scene, RandomGenerator chance) {
            return sorted(Stream.of(Stream.of(leader(scene)), firstClient(scene), ensembleMinority(scene).stream())
                    .flatMap(nodes -> nodes));
        }
    },
    /** Every agent. */
    AGENTS {
        @Override
        public List<NodeId> resolve(Scene scene, RandomGenerator chance) {
            return agents(scene);
        }
    },
    /** One of the agents, by chance. */
    AN_AGENT {
        @Override
        public List<NodeId> resolve(Scene scene, RandomGenerator chance) {
            return oneOf(agents(scene), chance);
        }
    },
    /** The framework client. */
    THE_FRAMEWORK {
        @Override
        public List<NodeId> resolve(Scene scene, RandomGenerator chance) {
            return someOf(scene.cluster().spec().nodes(Role.FRAMEWORK).stream(), "there is no framework");
        }
    },
    /** The leader, then every agent. */
    LEADER_AND_AGENTS {
        @Override
        public List<NodeId> resolve(Scene scene, RandomGenerator chance) {
            return Stream.concat(Stream.of(leader(scene)), agents(scene).stream())
                    .toList();
        }
    },
    /** The leader, then one of the agents, by chance. */
    LEADER_AND_AN_AGENT {
        @Override
        public List<NodeId> resolve(Scene scene, RandomGenerator chance) {
            return Stream.concat(Stream.of(leader(scene)), oneOf(agents(scene), chance).stream())
                    .toList();
        }
    },
    /** Half of all nodes, by chance: of each role the half, rounded down or up. */
    A_RANDOM_HALF {
        @Override
        public List<NodeId> resolve(Scene scene, RandomGenerator chance) {
            List<NodeId> half = new ArrayList<>();
            // Agents and frameworks are drawn last, so that a seed draws the same of the others with and without them.
            for (Role role : Role.values()) {
                List<NodeId> shuffled = shuffled(scene.cluster().spec().nodes(role), chance);
                half.addAll(shuffled.subList(0, (shuffled.size() + (chance.nextBoolean() ? 1 : 0)) / 2));
            }
            return sorted(half.stream());
        }
    },
    /**
     * A server of the ensemble or a master by chance, then about half of all other nodes: a bridge, and one of the sides that
     * it joins.
     */
    A_BRIDGE_AND_A_HALF {
        @Override
        public List<NodeId> resolve(Scene scene, RandomGenerator chance) {
            NodeId bridge = ONE.resolve(scene, chance).get(0);
            List<NodeId> side = A_RANDOM_HALF.resolve(scene, chance).stream()
                    .filter(node -> !node.equals(bridge))
                    .toList();
            return Stream.concat(Stream.of(bridge), side.stream()).toList();
        }
    },
    /** One of the nodes that have a process, by chance. */
    ONE {
        @Override
        public List<NodeId> resolve(Scene scene, RandomGenerator chance) {
            return ALL.resolve(scene, chance).subList(0, 1);
        }
    },
    /** Every node that has a process, in a random order. */
    ALL {
        @Override
        public List<NodeId> resolve(Scene scene, RandomGenerator chance) {
            return shuffled(
                    scene.cluster().spec().nodes().stream()
                            .filter(node -> node.role().hasProcess() && node.role() != Role.SPARE)
                            .toList(),
                    chance);
        }
    },
    /** Every client node. */
    CLIENTS {
        @Override
        public List<NodeId> resolve(Scene scene, RandomGenerator chance) {
            return scene.cluster().spec().nodes(Role.CLIENT);
        }
    };

    /**
     * The target of that name, or nodes by their names with commas between.
     *
     * @throws IllegalArgumentException when it is neither
     */
    public static Target parse(String text) {
        for (Targets target : values()) {
            if (target.text().equals(text)) {
                return target;
            }
        }
        try {
            return new NodeNames(Stream.of(text.split(",", -1))
                    .map(String::strip)
                    .map(NodeId::parse)
                    .toList());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "unknown target \"" + text + "\"; expected nodes such as master-1,zk-2 or one of "
                            + String.join(
                                    ", ", Stream.of(values()).map(Targets::text).toList()),
                    e);
        }
    }

    @Override
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @Override
    public boolean isDrawn() {
        return switch (this) {
            case A_FOLLOWER,
                    A_MASTER,
                    AN_ENSEMBLE_FOLLOWER,
                    AN_AGENT,
                    LEADER_AND_AN_AGENT,
                    A_RANDOM_HALF,
                    A_BRIDGE_AND_A_HALF,
                    ONE,
                    ALL -> true;
            default -> false;
        };
    }

    @Override
    public int atMost(Role role, ClusterSpec spec) {
        int all = spec.nodes(role).size();
        return switch (this) {
            case LEADER, PREVIOUS_LEADER, A_MASTER -> role == Role.MASTER ? 1 : 0;
            case A_FOLLOWER -> role == Role.MASTER ? Math.min(1, all - 1) : 0;
            case FOLLOWERS -> role == Role.MASTER ? all - 1 : 0;
            case ALL_MASTERS -> role == Role.MASTER ? all : 0;
            case ENSEMBLE_LEADER, SESSION_HOLDER -> role == Role.ENSEMBLE ? 1 : 0;
            case AN_ENSEMBLE_FOLLOWER -> role == Role.ENSEMBLE ? Math.min(1, all - 1) : 0;
            case ENSEMBLE_MINORITY -> role == Role.ENSEMBLE ? (all - 1) / 2 : 0;
            case ENSEMBLE_MAJORITY -> role == Role.ENSEMBLE ? all / 2 + 1 : 0;
            case ENSEMBLE -> role == Role.ENSEMBLE ? all : 0;
            case OBSERVERS -> role == Role.OBSERVER ? all : 0;
            case SPARE_SERVERS -> role == Role.SPARE ? all : 0;
            case LEADER_AND_A_CLIENT -> role == Role.MASTER || role == Role.CLIENT ? 1 : 0;
            case MINORITY_WITH_LEADER -> role == Role.ENSEMBLE ? (all - 1) / 2 : LEADER_AND_A_CLIENT.atMost(role, spec);
            case AGENTS -> role == Role.AGENT ? all : 0;
            case AN_AGENT -> role == Role.AGENT ? Math.min(1, all) : 0;
            case THE_FRAMEWORK -> role == Role.FRAMEWORK ? all : 0;
            case LEADER_AND_AGENTS -> LEADER.atMost(role, spec) + AGENTS.atMost(role, spec);
            case LEADER_AND_AN_AGENT -> LEADER.atMost(role, spec) + AN_AGENT.atMost(role, spec);
            case ONE -> role.hasProcess() && role != Role.SPARE ? Math.min(1, all) : 0;
            case ALL -> role.hasProcess() && role != Role.SPARE ? all : 0;
            case CLIENTS -> role == Role.CLIENT ? all : 0;
            case A_RANDOM_HALF -> (all + 1) / 2;
            default -> all; // the most that can be said of a target that is not named here
        };
    }

    /** {@inheritDoc} A target of several roles is nobody where one of them is missing that it needs. */
    @Override
    public Optional<String> absence(ClusterSpec spec) {
        boolean agents = this == AGENTS || this == AN_AGENT || this == LEADER_AND_AGENTS || this == LEADER_AND_AN_AGENT;
        if (agents && spec.nodes(Role.AGENT).isEmpty()) {
            return Optional.of("there is no agent; see --agents");
        }
        return Target.super.absence(spec);
    }

    /** For lists; empty when nobody has written it here. */
    public String meaning() {
        return switch (this) {
            case LEADER -> "the master that claims to lead under the highest epoch";
            case FOLLOWERS -> "all masters but the leader";
            case A_FOLLOWER -> "one of the masters that do not lead, by chance";
            case PREVIOUS_LEADER -> "the master that led before the present leader";
            case ALL_MASTERS -> "every master";
            case A_MASTER -> "one of the masters, by chance";
            case ENSEMBLE_LEADER -> "the ZooKeeper server that leads the ensemble";
            case AN_ENSEMBLE_FOLLOWER -> "one of the ZooKeeper servers that do not lead, by chance";
            case ENSEMBLE_MINORITY -> "as many ZooKeeper servers as make no quorum, not the one that leads";
            case ENSEMBLE_MAJORITY -> "as many ZooKeeper servers as leave no quorum, the one that leads first";
            case ENSEMBLE -> "every ZooKeeper server";
            case SESSION_HOLDER -> "the ZooKeeper server to which the leader's session is connected";
            case LEADER_AND_A_CLIENT -> "the leader and the first client";
            case MINORITY_WITH_LEADER -> "the leader, the first client and a minority of the ensemble that follows";
            case AGENTS -> "every agent";
            case AN_AGENT -> "one of the agents, by chance";
            case THE_FRAMEWORK -> "the framework client";
            case LEADER_AND_AGENTS -> "the leader, then every agent";
            case LEADER_AND_AN_AGENT -> "the leader, then one of the agents, by chance";
            case A_RANDOM_HALF -> "half of the nodes of each role, by chance";
            case OBSERVERS -> "every ZooKeeper server that does not vote";
            case SPARE_SERVERS -> "every ZooKeeper server that is no member at the start";
            case A_BRIDGE_AND_A_HALF ->
                "a server or master by chance, then about half of all others: a bridge and a side";
            case ONE -> "one of the nodes that have a process, by chance";
            case ALL -> "every node that has a process, in a random order";
            case CLIENTS -> "every client node";
            default -> "";
        };
    }

    private static NodeId leader(Scene scene) {
        return scene.leader()
                .orElseThrow(() -> new ClusterException(
                        "no master claims to lead, so there is none to aim at; was the warm-up long enough?"));
    }

    private static NodeId ensembleLeader(Scene scene) {
        return EnsembleStatus.leader(scene.cluster())
                .orElseThrow(() -> new ClusterException(
                        "no ZooKeeper server says that it leads; asked " + ensemble(scene) + " with srvr"));
    }

    private static List<NodeId> ensemble(Scene scene) {
        return scene.cluster().spec().nodes(Role.ENSEMBLE);
    }

    private static List<NodeId> ensembleFollowers(Scene scene) {
        NodeId leader = ensembleLeader(scene);
        return someOf(
                ensemble(scene).stream().filter(server -> !server.equals(leader)), "the ensemble has one server only");
    }

    private static List<NodeId> ensembleMinority(Scene scene) {
        return ensembleFollowers(scene).stream()
                .limit((ensemble(scene).size() - 1) / 2)
                .toList();
    }

    private static Stream<NodeId> masters(Scene scene) {
        return scene.cluster().spec().nodes(Role.MASTER).stream();
    }

    private static List<NodeId> agents(Scene scene) {
        return someOf(scene.cluster().spec().nodes(Role.AGENT).stream(), "there is no agent; see --agents");
    }

    private static Stream<NodeId> firstClient(Scene scene) {
        return scene.cluster().spec().nodes(Role.CLIENT).stream().limit(1);
    }

    private static List<NodeId> someOf(Stream<NodeId> nodes, String otherwise) {
        List<NodeId> some = nodes.toList();
        if (some.isEmpty()) {
            throw new ClusterException(otherwise);
        }
        return some;
    }

    private static List<NodeId> oneOf(List<NodeId> nodes, RandomGenerator chance) {
        return List.of(nodes.get(chance.nextInt(nodes.size())));
    }

    private static List<NodeId> sorted(Stream<NodeId> nodes) {
        return nodes.sorted().toList();
    }

    private static List<NodeId> shuffled(List<NodeId> nodes, RandomGenerator chance) {
        List<NodeId> left = new ArrayList<>(nodes);
        List<NodeId> shuffled = new ArrayList<>();
        while (!left.isEmpty()) {
            shuffled.add(left.remove(chance.nextInt(left.size())));
        }
        return shuffled;
    }
}
