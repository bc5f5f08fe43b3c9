package io.interregnum.cluster;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A way to make nodes. */
public interface Backend {

    /** Short name in lower case: {@code local} or {@code docker}. */
    String name();

    /**
     * Tries each ability that it needs, by doing it.
     *
     * @return in the order in which they are needed; blocks for some seconds, and for as long as it takes to get
     *     {@link #gotBeforeTrying}
     */
    List<Ability> tryAbilities();

    /**
     * What is not here yet and {@link #tryAbilities} gets or makes first, for people to know why they wait.
     *
     * @return what, and about how long it takes; empty when nothing has to be got
     */
    default Optional<String> gotBeforeTrying() {
        return Optional.empty();
    }

    /**
     * Tries what faults need beyond bare nodes, by doing it. May take some seconds for each.
     *
     * @return one for each of {@code needs}, in the order of the enum; what a backend does not know is missing
     * @throws UnableException when this machine cannot use this backend at all
     */
    default List<Ability> tryNeeds(Set<Need> needs) {
        return needs.stream()
                .sorted()
                .map(need -> need.isMoreNodes()
                        ? Ability.works(need.title(), "nodes like any other")
                        : Ability.missing(
                                need.title(),
                                "the backend " + name() + " has no such thing",
                                "choose another backend or fault"))
                .toList();
    }

    /**
     * Starts network, ensemble, client nodes and the nodes of the system. Everything that it creates carries {@code launch.label}.
     * Returns when every process has been started, before they serve.
     *
     * @throws UnableException when this machine cannot do it; nothing is left behind
     * @throws ClusterException when something failed; nothing is left behind
     */
    Cluster start(Launch launch);

    /**
     * Starts the nodes of a system beside the servers of a cluster that was {@linkplain Cluster#release released}. The servers
     * keep what they have stored, so the system must use another part of it than those before.
     *
     * @param launch its label is not used: everything keeps that of the cluster
     * @return the cluster, ready as after {@link #start}; empty when that is not possible with this launch, and nothing was done
     * @throws ClusterException when something failed; the cluster can only be closed then
     */
    default Optional<Cluster> renew(Cluster released, Launch launch) {
        return Optional.empty();
    }

    /**
     * Makes ahead of time what would slow the first start down, where there is such a thing. A start does not depend on
     * it.
     *
     * @throws UnableException when this machine cannot use this backend
     */
    default void prepare(Launch launch) {}

    /**
     * Removes what runs that are dead left behind; touches nothing of a run that lives, nor of anybody else. Goes on
     * after something refused.
     *
     * @throws UnableException when this machine cannot use this backend
     * @throws ClusterException when nobody could tell what is there
     */
    Removal removeLeftovers();

    /**
     * What is needed to start a cluster.
     *
     * @param spec its size and time-outs
     * @param system what its masters are, and its agents and frameworks where there are some
     * @param ensembleProgramPath class path of a ZooKeeper server
     * @param label names the run, unique on this machine: lower case letters, digits and hyphens, at most 40
     * @param nodesDirectory has one directory for each node, in which its output ({@code output.log}) and data are kept
     * @param listener is told of processes that begin and end
     * @param needs with what nodes are equipped at their start, beyond what every node has; spare servers (2) and
     *     observers (1) are added to the spec, unless it has some
     */
    record Launch(
            ClusterSpec spec,
            SystemUnderTest system,
            List<Path> ensembleProgramPath,
            String label,
            Path nodesDirectory,
            NodeListener listener,
            Set<Need> needs) {
        public Launch {
            ensembleProgramPath = List.copyOf(ensembleProgramPath);
            needs = Set.copyOf(needs); // asked for membership only
            spec = spec.withNodesFor(needs);
            for (NodeId node : spec.nodes()) {
                boolean ours = node.role().isServer() || !node.role().hasProcess();
                if (!ours && !system.ports().containsKey(node.role())) {
                    throw new IllegalArgumentException("system " + system.name() + " has no program for " + node
                            + "; it has some for " + system.ports().keySet());
                }
            }
        }

        /** A launch of nodes with nothing beyond what every node has. */
        public Launch(
                ClusterSpec spec,
                SystemUnderTest system,
                List<Path> ensembleProgramPath,
                String label,
                Path nodesDirectory,
                NodeListener listener) {
            this(spec, system, ensembleProgramPath, label, nodesDirectory, listener, Set.of());
        }
    }
}
