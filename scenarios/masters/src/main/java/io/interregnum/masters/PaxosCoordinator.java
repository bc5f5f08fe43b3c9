package io.interregnum.masters;

import io.interregnum.masters.PaxosMessage.Reply;
import io.interregnum.masters.PaxosMessage.Request;
import io.interregnum.masters.PaxosState.Entry;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The one who writes the log during one leadership: gets itself promised obedience, brings the log's end to a quorum,
 * then appends. One operation at a time. A refusal of anything but the first promise deposes it for ever. Does no I/O and
 * reads no clock: answers come in, requests go out. For one thread.
 */
final class PaxosCoordinator {

    /**
     * Something to send.
     *
     * @param to index of a replica
     * @param round to be given back with the answer
     */
    record Send(int to, long round, Request request) {}

    /** Where a coordinator stands. */
    enum Standing {
        ELECTING,
        LEADING,
        DEPOSED
    }

    /** A request that needs a quorum, and who has done what it asks. */
    private record Round(long id, Request request, SortedMap<Integer, PaxosState> done) {}

    private record Filling(long position, @Nullable String value) {}

    private final int replicaCount;
    private final int quorum;
    private final Set<Variant> variants;
    private final Deque<Filling> toFill = new ArrayDeque<>();

    private Standing standing = Standing.ELECTING;
    private long number; // that it writes under
    private long highestSeen; // that anybody was refused for
    private long roundCount;
    private @Nullable Round round; // null when there is nothing to wait for
    private long position = PaxosState.FIRST - 1;
    private @Nullable String value;
    private int chosenCount;

    PaxosCoordinator(int replicaCount, int quorum, Set<Variant> variants) {
        this.replicaCount = replicaCount;
        this.quorum = variants.contains(Variant.LOW_QUORUM) ? 1 : quorum;
        this.variants = Set.copyOf(variants);
    }

    Standing standing() {
        return standing;
    }

    /**
     * Whether there is nothing to wait for: what was asked last is done, or never will be. An append is done earlier, once
     * it counts in {@link #chosenCount}; then what lies before it is thrown away in the background.
     */
    boolean idle() {
        return round == null;
    }

    long number() {
        return number;
    }

    /** The last position that was chosen as far as it knows; 0 for none. */
    long position() {
        return position;
    }

    /** The last value that was chosen as far as it knows, filled holes not counted; null for none. */
    @Nullable
    String value() {
        return value;
    }

    /** How many writes of its own a quorum has accepted. */
    int chosenCount() {
        return chosenCount;
    }

    /**
     * Asks for the promise.
     *
     * @param promised by the replica at its side, above which it begins
     */
    List<Send> elect(long promised) {
        highestSeen = Math.max(highestSeen, promised);
        number = Math.max(number, highestSeen) + 1;
        return begin(new PaxosMessage.Promise(number));
    }

    /** Appends a value. Only when it leads and is idle. */
    List<Send> append(String next) {
        requireReady();
        return begin(new PaxosMessage.Write(number, position + 1, next));
    }

    /** Asks whether a quorum still obeys: if so nobody else had been elected when this was called. Only as above. */
    List<Send> confirm() {
        requireReady();
        return begin(new PaxosMessage.Confirm(number));
    }

    private void requireReady() {
        if (standing != Standing.LEADING || !idle()) {
            throw new IllegalStateException("standing=" + standing + " idle=" + idle() + "; expected an idle leader");
        }
    }

    /** What to send when answers have not come for a while. A promise is asked for anew, under a higher number. */
    List<Send> resend() {
        Round waiting = round;
        if (waiting == null) {
            return List.of();
        }
        if (waiting.request() instanceof PaxosMessage.Promise) {
            return elect(highestSeen);
        }
        return IntStream.range(0, replicaCount)
                .filter(replica -> !fresh(waiting.done()).contains(replica))
                .mapToObj(replica -> new Send(replica, waiting.id(), waiting.request()))
                .toList();
    }

    /** Takes an answer; late and repeated ones are harmless. */
    List<Send> receive(int from, long answered, Reply reply) {
        if (standing == Standing.DEPOSED) {
            return List.of();
        }
        Round waiting = round;
        if (waiting == null || answered != waiting.id()) {
            return List.of();
        }
        return switch (reply.outcome()) {
            case IGNORED -> List.of();
            case REFUSED -> {
                refused(waiting.request(), reply.state().promised());
                yield List.of();
            }
            case DONE -> done(waiting, from, reply.state());
        };
    }

    private void refused(Request request, long promised) {
        highestSeen = Math.max(highestSeen, promised);
        if (request instanceof PaxosMessage.Promise) {
            return; // The others may suffice, and if not there is a next time.
        }
        round = null;
        if (request instanceof PaxosMessage.Truncate && variants.contains(Variant.ADOPT_PROPOSAL_AFTER_NACK)) {
            number = promised;
            return;
        }
        standing = Standing.DEPOSED;
    }

    private List<Send> done(Round waiting, int from, PaxosState state) {
        waiting.done().put(from, state);
        Set<Integer> fresh = fresh(waiting.done());
        if (fresh.size() < quorum) {
            return List.of();
        }
        round = null;
        if (waiting.request() instanceof PaxosMessage.Promise) {
            waiting.done().keySet().retainAll(fresh);
            return elected(waiting.done());
        }
        if (waiting.request() instanceof PaxosMessage.Write write) {
            return chosen(write);
        }
        return List.of();
    }

    /** Those whose answers come from the latest incarnation that any of them has heard of. */
    private static Set<Integer> fresh(SortedMap<Integer, PaxosState> done) {
        Set<Integer> fresh = new java.util.TreeSet<>(done.keySet());
        for (PaxosState witness : done.values()) {
            for (Map.Entry<Integer, Integer> known : witness.known().entrySet()) {
                PaxosState suspect = done.get(known.getKey());
                if (suspect != null && suspect.incarnation() < known.getValue()) {
                    fresh.remove(known.getKey());
                }
            }
        }
        return fresh;
    }

    /** What was accepted under the highest number, or a hole, is to be written again wherever it may have been chosen. */
    private List<Send> elected(SortedMap<Integer, PaxosState> promises) {
        PaxosState log = promises.values().stream()
                .reduce(PaxosState::mergedWith)
                .orElseThrow(() -> new IllegalStateException("a quorum of none"));
        long end = log.entries().isEmpty() ? log.begin() - 1 : log.entries().lastKey();
        position = log.begin() - 1;
        for (long each = log.begin(); each <= end; each++) {
            Entry entry = log.entries().get(each);
            toFill.add(new Filling(each, entry == null ? null : entry.value()));
        }
        return fillNext();
    }

    private List<Send> fillNext() {
        Filling next = toFill.poll();
        if (next == null) {
            standing = Standing.LEADING;
            return List.of();
        }
        return begin(new PaxosMessage.Write(number, next.position(), next.value()));
    }

    private List<Send> chosen(PaxosMessage.Write write) {
        position = write.position();
        value = write.value() == null ? value : write.value();
        chosenCount++;
        if (standing == Standing.ELECTING) {
            return fillNext();
        }
        return begin(new PaxosMessage.Truncate(number, position));
    }

    private List<Send> begin(Request request) {
        round = new Round(++roundCount, request, new TreeMap<>());
        return IntStream.range(0, replicaCount)
                .mapToObj(replica -> new Send(replica, roundCount, request))
                .toList();
    }
}
