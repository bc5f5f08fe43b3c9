package io.interregnum.masters;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The content of the registry. Immutable.
 *
 * @param epoch epoch of the leader that wrote it
 * @param version number of changes since the registry was created; no two contents share an epoch and a version
 * @param entries by key
 */
record RegistryState(long epoch, long version, SortedMap<String, Entry> entries) {

    /** A value and the epoch under which it was written. */
    record Entry(long value, long epoch) {}

    /**
     * A batch as it would turn out.
     *
     * @param after the state after it; the very state before it if nothing changes
     * @param replies in the order of the operations, to be given only once the state is committed
     */
    record Batch(RegistryState after, List<Reply> replies, boolean changes) {}

    static final RegistryState EMPTY = new RegistryState(0, 0, Collections.emptySortedMap());

    RegistryState {
        entries = Collections.unmodifiableSortedMap(new TreeMap<>(entries));
    }

    /** The same content, claimed by this epoch: the promise that fences off earlier leaders. */
    RegistryState takenOverBy(long newEpoch) {
        return new RegistryState(newEpoch, version + 1, entries);
    }

    /** These operations applied one after the other under this state's epoch. */
    Batch apply(List<Operation> operations) {
        SortedMap<String, Entry> next = new TreeMap<>(entries);
        List<Reply> replies = new ArrayList<>(operations.size());
        boolean changes = false;
        for (Operation operation : operations) {
            Reply reply = apply(operation, next);
            replies.add(reply);
            changes |= reply instanceof Reply.Applied;
        }
        RegistryState after = changes ? new RegistryState(epoch, version + 1, next) : this;
        return new Batch(after, List.copyOf(replies), changes);
    }

    private Reply apply(Operation operation, SortedMap<String, Entry> target) {
        Entry entry = target.get(operation.key());
        Long value = entry == null ? null : Long.valueOf(entry.value());
        Long valueEpoch = entry == null ? null : Long.valueOf(entry.epoch());
        if (operation instanceof Operation.Write write) {
            target.put(write.key(), new Entry(write.value(), epoch));
            return new Reply.Applied(epoch);
        }
        if (operation instanceof Operation.Cas cas) {
            if (!matches(cas.old(), value)) {
                return new Reply.Mismatch(value, valueEpoch, epoch);
            }
            target.put(cas.key(), new Entry(cas.replacement(), epoch));
            return new Reply.Applied(epoch);
        }
        return new Reply.Value(value, valueEpoch, epoch);
    }

    private static boolean matches(@Nullable Long expected, @Nullable Long actual) {
        return expected == null ? actual == null : expected.equals(actual);
    }
}
