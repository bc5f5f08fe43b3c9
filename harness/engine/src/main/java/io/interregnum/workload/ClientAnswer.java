package io.interregnum.workload;

import io.interregnum.cluster.NodeId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What a client learned of one attempt. */
public sealed interface ClientAnswer {

    /**
     * It happened.
     *
     * @param value that was read; empty for no value and for writes
     * @param epoch under which it was applied; empty where the system shows none
     * @param valueEpoch stored with the value that was read; empty for no value and for writes
     */
    record Ok(OptionalLong value, OptionalLong epoch, OptionalLong valueEpoch) implements ClientAnswer {}

    /**
     * A set was read.
     *
     * @param values its elements, each as often as it is there, in the order of the answer
     * @param epoch under which it was read; empty where the system shows none
     */
    record Elements(List<Long> values, OptionalLong epoch) implements ClientAnswer {
        public Elements {
            values = List.copyOf(values);
        }
    }

    /**
     * A compare-and-set found another value, and nothing happened.
     *
     * @param actual the value that it found; empty for none
     * @param epoch under which it was refused
     * @param valueEpoch stored with the value found
     */
    record Mismatch(OptionalLong actual, OptionalLong epoch, OptionalLong valueEpoch) implements ClientAnswer {}

    /**
     * It certainly did not happen.
     *
     * @param error why, in a word or a sentence
     * @param leader who should be asked instead; empty where it did not say
     */
    record Failed(String error, Optional<NodeId> leader) implements ClientAnswer {}

    /**
     * Nobody knows.
     *
     * @param error what was seen
     */
    record Unknown(String error) implements ClientAnswer {}
}
