package io.interregnum.fault;

import io.interregnum.cluster.Cluster;
import io.interregnum.cluster.ClusterSpec;
import io.interregnum.cluster.Cut;
import io.interregnum.cluster.NodeId;
import io.interregnum.cluster.SystemUnderTest;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Optional;

/** What a fault does to links, told without a cluster: for whoever looks at what a dead harness has left. */
public final class PlannedCuts {
    private PlannedCuts() {}

    /**
     * The links that a fault stops, in whole or in part.
     *
     * @param fault with the values of its parameters
     * @param spec of the cluster that it was done to, spare servers and observers included
     * @param masterPort on which masters serve
     * @param targets as resolved, in the order in which the fault takes them
     * @return empty for a fault that leaves links alone; one that makes links worse without cutting them counts as a cut of
     *     all packets, since any packet may be lost
     */
    public static Optional<Cut> of(Fault fault, ClusterSpec spec, int masterPort, List<NodeId> targets) {
        Scene scene = new Scene(
                onPaper(Cluster.class, "spec", spec),
                onPaper(SystemUnderTest.class, "masterPort", masterPort),
                Optional::empty);
        if (fault instanceof Partition partition) {
            return Optional.of(partition.cut(scene, targets));
        }
        return fault instanceof ImpairLinks
                ? Optional.of(Cut.packets(fault.damage(scene, targets).links()))
                : Optional.empty();
    }

    /** Something that knows one answer and can do nothing. */
    private static <T> T onPaper(Class<T> type, String question, Object answer) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    if (method.getName().equals(question)) {
                        return answer;
                    }
                    throw new UnsupportedOperationException(method + ": this exists on paper only");
                }));
    }
}
