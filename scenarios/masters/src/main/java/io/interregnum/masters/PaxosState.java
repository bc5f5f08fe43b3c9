package io.interregnum.masters;

import java.util.Collections;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What one replica of the log knows and has promised: all that it must find again after a crash. Immutable.
 *
 * @param status whether it may vote
 * @param incarnation how often it began with an empty disk; 0 before it has asked the others. Only once a quorum of the
 *     others knows it does the replica vote
 * @param promised the highest number of a coordinator that it has promised to obey, or obeyed
 * @param begin the lowest position that still matters; it and all before it were chosen once it is above 1
 * @param entries what it accepted, by position, from {@code begin} on
 * @param known the latest incarnation of each other replica that has told it one, by the other's index
 */
record PaxosState(
        Status status,
        int incarnation,
        long promised,
        long begin,
        SortedMap<Long, Entry> entries,
        SortedMap<Integer, Integer> known) {

    /** Whether a replica may vote. */
    enum Status {
        /** Its disk was empty, and it does not know whether it ever voted. */
        EMPTY,
        /** All were empty or starting when it asked, so there was nothing that it could have forgotten. */
        STARTING,
        /** It has lost what it knew, and gets it from the others. */
        RECOVERING,
        /** It promises and accepts. */
        VOTING
    }

    /**
     * What was accepted for one position. The value is null for a filled hole.
     *
     * @param number of the coordinator that wrote it last
     */
    record Entry(long number, @Nullable String value) {}

    /** The first position that is ever written. */
    static final long FIRST = 1;

    PaxosState {
        entries = Collections.unmodifiableSortedMap(new TreeMap<>(entries));
        known = Collections.unmodifiableSortedMap(new TreeMap<>(known));
    }

    /** The state of a replica whose disk is empty. */
    static PaxosState fresh(Set<Variant> variants) {
        Status first = variants.contains(Variant.AMNESIA) ? Status.VOTING : Status.EMPTY;
        return new PaxosState(first, 0, 0, FIRST, Collections.emptySortedMap(), Collections.emptySortedMap());
    }

    boolean votes() {
        return status == Status.VOTING;
    }

    PaxosState withStatus(Status next, int nextIncarnation) {
        return new PaxosState(next, nextIncarnation, promised, begin, entries, known);
    }

    PaxosState withPromise(long number) {
        return new PaxosState(status, incarnation, Math.max(promised, number), begin, entries, known);
    }

    PaxosState withEntry(long position, Entry entry) {
        SortedMap<Long, Entry> more = new TreeMap<>(entries);
        more.put(position, entry);
        return new PaxosState(status, incarnation, promised, begin, more, known);
    }

    /** Without what lies before this position. */
    PaxosState from(long position) {
        return position <= begin
                ? this
                : new PaxosState(status, incarnation, promised, position, entries.tailMap(position), known);
    }

    PaxosState withKnown(int replica, int itsIncarnation) {
        if (known.getOrDefault(replica, 0) >= itsIncarnation) {
            return this;
        }
        SortedMap<Integer, Integer> more = new TreeMap<>(known);
        more.put(replica, itsIncarnation);
        return new PaxosState(status, incarnation, promised, begin, entries, more);
    }

    /** The same without entries, for answers that need none. */
    PaxosState withoutEntries() {
        return new PaxosState(status, incarnation, promised, begin, Collections.emptySortedMap(), known);
    }

    /** This with what another knows: the higher promise, the entries with the higher numbers, the later begin. */
    PaxosState mergedWith(PaxosState other) {
        PaxosState merged = withPromise(other.promised);
        for (var each : other.known.entrySet()) {
            merged = merged.withKnown(each.getKey(), each.getValue());
        }
        for (var each : other.entries.entrySet()) {
            Entry ours = merged.entries.get(each.getKey());
            if (ours == null || ours.number() < each.getValue().number()) {
                merged = merged.withEntry(each.getKey(), each.getValue());
            }
        }
        long latestBegin = Math.max(begin, other.begin);
        return new PaxosState(
                status, incarnation, merged.promised, latestBegin, merged.entries.tailMap(latestBegin), merged.known);
    }
}
