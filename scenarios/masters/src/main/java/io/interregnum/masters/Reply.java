package io.interregnum.masters;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What became of an operation. Each carries the epoch under which it was applied, where it was. Immutable. */
sealed interface Reply {

    /** A read; both values are null if the key has none. */
    record Value(@Nullable Long value, @Nullable Long valueEpoch, long epoch) implements Reply {}

    /** The elements of a set, each as often as it was added. */
    record Values(List<Long> values, long epoch) implements Reply {
        public Values {
            values = List.copyOf(values);
        }
    }

    /** The weights of all roles that have one. */
    record Weights(SortedMap<String, Double> weights, long epoch) implements Reply {
        public Weights {
            weights = Collections.unmodifiableSortedMap(new TreeMap<>(weights));
        }
    }

    /** A change that was applied. */
    record Applied(long epoch) implements Reply {}

    /** A compare-and-set that found another value; both are null if the key has none. */
    record Mismatch(@Nullable Long value, @Nullable Long valueEpoch, long epoch) implements Reply {}

    /** It was applied, or will be, or never: nobody knows. */
    record Unknown(String error) implements Reply {}

    /** It certainly was not applied and never will be. */
    record Refused(String error) implements Reply {}
}
