package io.interregnum.check.linear;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Decides histories of a register, compare-and-set included, in which every value is written once at most, in
 * O(n log n). After Gibbons and Korach, "Testing shared memories", SIAM Journal on Computing 26(4), 1997, section 4,
 * where clusters of a write and its reads have zones that must not overlap; chains of compare-and-sets and the order
 * below are our own, and so is the proof. Needs what {@link RegisterPruning} leaves, so that every operation happened:
 * a pending one is there because its value, which it alone can have written, was observed.
 *
 * <p><b>Clusters.</b> The cluster of value v is its writer and its reads; the initial value's writer ended before
 * everything. A cas(u, v) is the writer of v, with the further demand that v comes directly after u. So clusters form
 * <em>chains</em> u, v, w, …, each a block that no other value interrupts in any linearization: nothing but a writer
 * changes the register. If a value has no writer, has two compare-and-sets from it, or lies on a circle of them, then
 * there is none. A linearization is a sequence of chains, in each chain the clusters in order, in each cluster the
 * writer first and then the reads. Conversely such a sequence is a linearization if it never sets x before y although
 * y ended before x began.
 *
 * <p><b>Within a cluster</b> that means: no read ended before the writer began; reads stand in the order of invocation.
 * <b>Within a chain</b>, with f(C) the earliest end and s(C) the latest beginning in cluster C: not {@code f(D) < s(C)}
 * for any cluster D after C. <b>Between chains</b>, f and s taken over the whole chain: {@code f(D) < s(C)} forces D
 * before C, and an order of the chains exists if and only if these forces make no circle.
 *
 * <p><b>Order.</b> No two chains must force each other. Where no two do, sorting by f + s is an order of the chains: if
 * {@code f(C) < s(D)} forces C before D, then {@code s(C) <= f(D)}, and {@code f(C) + s(C) < f(D) + s(D)}. So: sort by
 * f + s; there is a linearization if and only if this order breaks no force, that is, if {@code f(D) < s(C)} for no D
 * that comes after C.
 */
final class RegisterZones {
    /** The earliest end and the latest beginning of some operations, as ranks, so that sums do not overflow. */
    private record Zone(long firstEnd, long lastBegin) {
        Zone and(Zone other) {
            return new Zone(Math.min(firstEnd, other.firstEnd), Math.max(lastBegin, other.lastBegin));
        }
    }

    private record Cluster(List<RegisterOperation> operations, Zone zone) {}

    private record Chain(List<Cluster> clusters, Zone zone) {}

    private static final Zone BEFORE_ALL = new Zone(-1, -1);

    private final List<RegisterOperation> operations;
    private final long[] stamps;
    private final Map<Optional<Object>, RegisterOperation> writers = new HashMap<>(); // order is never read
    private final Map<Optional<Object>, RegisterOperation> setsFrom = new HashMap<>(); // order is never read
    private final Map<Optional<Object>, List<RegisterOperation>> reads = new HashMap<>(); // order is never read
    private final Optional<Object> initial;
    private boolean unique = true;
    private boolean sound = true;

    /** Of operations in the order of invocation, as {@link RegisterPruning} leaves them. */
    RegisterZones(List<RegisterOperation> operations, Optional<Object> initial) {
        this.initial = initial;
        this.operations = operations;
        this.stamps = operations.stream()
                .flatMapToLong(o -> Arrays.stream(new long[] {o.invokedAt(), o.completedAt()}))
                .sorted()
                .distinct()
                .toArray();
        for (RegisterOperation operation : operations) {
            if (operation.changes()) {
                unique &= writers.put(operation.written(), operation) == null
                        && !operation.written().equals(initial);
            } else {
                reads.computeIfAbsent(operation.seen(), v -> new ArrayList<>()).add(operation);
            }
            if (operation.kind() == RegisterOperation.Kind.CAS) {
                setsFrom.put(operation.seen(), operation);
            }
        }
    }

    /** True if no value, the initial one included, has two writers; only then {@link #order} means anything. */
    boolean applies() {
        return unique;
    }

    /** A linearization; empty when there is none. */
    Optional<List<RegisterOperation>> order() {
        List<Chain> chains = new ArrayList<>();
        chain(initial).ifPresent(chains::add);
        for (RegisterOperation operation : operations) {
            if (operation.kind() == RegisterOperation.Kind.WRITE) {
                chain(operation.written()).ifPresent(chains::add);
            }
        }
        chains.sort(Comparator.comparingLong(c -> c.zone().firstEnd() + c.zone().lastBegin()));
        List<RegisterOperation> order = chains.stream()
                .flatMap(chain -> chain.clusters().stream())
                .flatMap(cluster -> cluster.operations().stream())
                .toList();
        // What no chain reached has no writer, is one of two compare-and-sets from one value, or lies on a circle.
        boolean complete = sound && order.size() == operations.size();
        return complete && holds(chains.stream().map(Chain::zone).toList()) ? Optional.of(order) : Optional.empty();
    }

    /** The chain that begins with {@code value}; empty, and not sound, if its own order does not hold. */
    private Optional<Chain> chain(Optional<Object> value) {
        List<Cluster> clusters = new ArrayList<>();
        Optional<Object> at = value;
        while (sound) {
            clusters.add(cluster(at));
            RegisterOperation set = setsFrom.get(at);
            if (set == null) {
                break;
            }
            at = set.written();
        }
        List<Zone> zones = clusters.stream().map(Cluster::zone).toList();
        sound &= holds(zones);
        return sound
                ? Optional.of(new Chain(clusters, zones.stream().reduce(zones.get(0), Zone::and)))
                : Optional.empty();
    }

    private Cluster cluster(Optional<Object> value) {
        List<RegisterOperation> members = new ArrayList<>();
        RegisterOperation writer = writers.get(value);
        Zone zone = writer == null ? BEFORE_ALL : zone(writer);
        long began = zone.lastBegin();
        if (writer != null) {
            members.add(writer);
        }
        for (RegisterOperation read : reads.getOrDefault(value, List.of())) {
            members.add(read);
            zone = zone.and(zone(read));
            sound &= zone(read).firstEnd() >= began;
        }
        return new Cluster(members, zone);
    }

    private Zone zone(RegisterOperation operation) {
        return new Zone(
                Arrays.binarySearch(stamps, operation.completedAt()),
                Arrays.binarySearch(stamps, operation.invokedAt()));
    }

    /** True if none of {@code zones} is forced before one that stands before it. */
    private static boolean holds(List<Zone> zones) {
        long lastBegin = Long.MIN_VALUE;
        for (Zone zone : zones) {
            if (zone.firstEnd() < lastBegin) {
                return false;
            }
            lastBegin = Math.max(lastBegin, zone.lastBegin());
        }
        return true;
    }
}
