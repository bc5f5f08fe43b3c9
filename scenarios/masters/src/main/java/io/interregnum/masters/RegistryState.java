package io.interregnum.masters;

import io.interregnum.masters.AdmittedAgent.Presence;
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
 * @param entries registers by key
 * @param sets by name; elements in the order of their additions, each as often as it was added
 * @param agents every agent that was ever admitted, by id
 * @param weights by role
 */
record RegistryState(
        long epoch,
        long version,
        SortedMap<String, Entry> entries,
        SortedMap<String, List<Long>> sets,
        SortedMap<String, AdmittedAgent> agents,
        SortedMap<String, Double> weights) {

    /** A value and the epoch under which it was written. */
    record Entry(long value, long epoch) {}

    /**
     * A batch as it would turn out.
     *
     * @param after the state after it; the very state before it if nothing changes
     * @param replies in the order of the operations, to be given only once the state is committed
     */
    record Batch(RegistryState after, List<Reply> replies, boolean changes) {}

    static final RegistryState EMPTY = new RegistryState(
            0,
            0,
            Collections.emptySortedMap(),
            Collections.emptySortedMap(),
            Collections.emptySortedMap(),
            Collections.emptySortedMap());

    RegistryState {
        entries = Collections.unmodifiableSortedMap(new TreeMap<>(entries));
        SortedMap<String, List<Long>> copies = new TreeMap<>(sets);
        copies.replaceAll((name, values) -> List.copyOf(values));
        sets = Collections.unmodifiableSortedMap(copies);
        agents = Collections.unmodifiableSortedMap(new TreeMap<>(agents));
        weights = Collections.unmodifiableSortedMap(new TreeMap<>(weights));
    }

    /** The same content, claimed by this epoch: the promise that fences off earlier leaders. */
    RegistryState takenOverBy(long newEpoch) {
        return new RegistryState(newEpoch, version + 1, entries, sets, agents, weights);
    }

    /** These operations applied one after the other under this state's epoch. */
    Batch apply(List<Operation> operations) {
        Draft draft = new Draft(this);
        List<Reply> replies = new ArrayList<>(operations.size());
        boolean changes = false;
        for (Operation operation : operations) {
            Reply reply = draft.apply(operation);
            replies.add(reply);
            changes |= reply instanceof Reply.Applied;
        }
        return new Batch(changes ? draft.finish(version + 1) : this, List.copyOf(replies), changes);
    }

    /** A state that is being changed. */
    private static final class Draft {
        private final long epoch;
        private final SortedMap<String, Entry> entries;
        private final SortedMap<String, List<Long>> sets;
        private final SortedMap<String, AdmittedAgent> agents;
        private final SortedMap<String, Double> weights;

        Draft(RegistryState before) {
            epoch = before.epoch;
            entries = new TreeMap<>(before.entries);
            sets = new TreeMap<>(before.sets);
            agents = new TreeMap<>(before.agents);
            weights = new TreeMap<>(before.weights);
        }

        RegistryState finish(long version) {
            return new RegistryState(epoch, version, entries, sets, agents, weights);
        }

        Reply apply(Operation operation) {
            if (operation instanceof Operation.OnKey onKey) {
                return applyToKey(onKey);
            }
            if (operation instanceof Operation.AddToSet add) {
                List<Long> values = new ArrayList<>(sets.getOrDefault(add.set(), List.of()));
                values.add(add.value());
                sets.put(add.set(), values);
                return new Reply.Applied(epoch);
            }
            if (operation instanceof Operation.ReadSet read) {
                return new Reply.Values(sets.getOrDefault(read.set(), List.of()), epoch);
            }
            if (operation instanceof Operation.UpdateWeights update) {
                weights.putAll(update.weights());
                return new Reply.Applied(epoch);
            }
            if (operation instanceof Operation.ReadWeights) {
                return new Reply.Weights(weights, epoch);
            }
            return applyToAgent(operation);
        }

        private Reply applyToKey(Operation.OnKey operation) {
            Entry entry = entries.get(operation.key());
            Long value = entry == null ? null : Long.valueOf(entry.value());
            Long valueEpoch = entry == null ? null : Long.valueOf(entry.epoch());
            if (operation instanceof Operation.Write write) {
                entries.put(write.key(), new Entry(write.value(), epoch));
                return new Reply.Applied(epoch);
            }
            if (operation instanceof Operation.Cas cas) {
                if (!matches(cas.old(), value)) {
                    return new Reply.Mismatch(value, valueEpoch, epoch);
                }
                entries.put(cas.key(), new Entry(cas.replacement(), epoch));
                return new Reply.Applied(epoch);
            }
            return new Reply.Value(value, valueEpoch, epoch);
        }

        private Reply applyToAgent(Operation operation) {
            if (operation instanceof Operation.AdmitAgent admit) {
                agents.put(admit.agent().id(), admit.agent());
                return new Reply.Applied(epoch);
            }
            if (operation instanceof Operation.MarkReachable mark) {
                return mark(mark.agent().id(), mark.agent(), Presence.REACHABLE);
            }
            if (operation instanceof Operation.MarkUnreachable mark) {
                return mark(mark.agent(), agents.get(mark.agent()), Presence.UNREACHABLE);
            }
            if (operation instanceof Operation.MarkGone mark) {
                return mark(mark.agent(), agents.get(mark.agent()), Presence.GONE);
            }
            throw new IllegalArgumentException("not an operation on an agent: " + operation);
        }

        private Reply mark(String id, @Nullable AdmittedAgent agent, Presence presence) {
            AdmittedAgent known = agents.get(id);
            if (agent == null || (known != null && known.presence() == Presence.GONE)) {
                return new Reply.Refused("agent " + id + (agent == null ? " was never admitted" : " is gone"));
            }
            agents.put(id, agent.with(presence));
            return new Reply.Applied(epoch);
        }

        private static boolean matches(@Nullable Long expected, @Nullable Long actual) {
            return expected == null ? actual == null : expected.equals(actual);
        }
    }
}
