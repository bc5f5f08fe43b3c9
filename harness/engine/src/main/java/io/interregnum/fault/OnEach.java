package io.interregnum.fault;

import io.interregnum.cluster.ClusterException;
import io.interregnum.cluster.NodeId;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Does something to every target, even after one refused. */
final class OnEach {
    private OnEach() {}

    /**
     * Calls {@code action} for every target, in order.
     *
     * @throws ClusterException the first refusal, with the later ones as suppressed; every target was tried
     */
    static void target(List<NodeId> targets, Consumer<NodeId> action) {
        @Nullable ClusterException first = null;
        for (NodeId target : targets) {
            try {
                action.accept(target);
            } catch (ClusterException e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
