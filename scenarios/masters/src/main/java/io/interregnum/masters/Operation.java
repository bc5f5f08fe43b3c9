package io.interregnum.masters;

import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What is asked of the registry, by a client or by the master itself. Immutable. */
sealed interface Operation {

    /** An operation on a register. */
    sealed interface OnKey extends Operation {
        String key();
    }

    record Read(String key) implements OnKey {}

    record Write(String key, long value) implements OnKey {}

    /** Compare-and-set; {@code old} is null to expect that the key has no value. */
    record Cas(String key, @Nullable Long old, long replacement) implements OnKey {}

    /** Adds an element to a set that counts: adding twice makes it appear twice. */
    record AddToSet(String set, long value) implements Operation {}

    record ReadSet(String set) implements Operation {}

    /** Makes an agent part of the cluster. An agent that already has this id is replaced. */
    record AdmitAgent(AdmittedAgent agent) implements Operation {}

    /** Refused for an agent that was never admitted or is gone. */
    record MarkUnreachable(String agent) implements Operation {}

    /** Also admits an agent that the registry does not know. Refused for one that is gone. */
    record MarkReachable(AdmittedAgent agent) implements Operation {}

    /** For ever. Refused for an agent that was never admitted. */
    record MarkGone(String agent) implements Operation {}

    /** Sets the weights of these roles and leaves others as they are. */
    record UpdateWeights(SortedMap<String, Double> weights) implements Operation {
        public UpdateWeights {
            weights = new TreeMap<>(weights);
        }
    }

    record ReadWeights() implements Operation {}
}
