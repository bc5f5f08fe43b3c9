package io.interregnum.metric;

import io.interregnum.history.ClientFields;
import io.interregnum.history.Event;
import io.interregnum.history.History;
import io.interregnum.history.Operation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * For how long clients were not served, by the times at which they <em>meant</em> to ask.
 *
 * <p>A gap begins with the first operation that was due after the last successful answer, and ends with the next
 * successful answer. An operation that was due and had to wait, be it for a free process, counts from when it was due:
 * else a system that stops would stop the clock as well ("coordinated omission", Tene, "How not to measure latency",
 * 2013). Before the first operation and after the last one nobody wanted anything. A single client's next operation may
 * be due some time after a system has failed, so a gap is too short by up to the time between two operations.
 *
 * @param all of all clients together: nobody was served
 * @param byClient of each client node alone, sorted by name
 */
public record Unavailability(Gaps all, Map<String, Gaps> byClient) {
    /** Shorter gaps are latency, and are left out of {@link Gaps#totalNanos}. */
    public static final long GAP_NANOS_MIN = 100_000_000;

    public Unavailability {
        byClient = Collections.unmodifiableMap(new TreeMap<>(byClient));
    }

    /**
     * The gaps of some clients.
     *
     * @param longestNanos the longest gap; 0 without an operation
     * @param longestFromNanos when it began, in nanoseconds since the run began
     * @param totalNanos sum of the gaps that are not shorter than {@link #GAP_NANOS_MIN}
     * @param count of those
     */
    public record Gaps(long longestNanos, long longestFromNanos, long totalNanos, long count) {
        private static final Gaps NONE = new Gaps(0, 0, 0, 0);

        private Gaps and(long fromNanos, long toNanos) {
            long nanos = toNanos - fromNanos;
            boolean longest = nanos > longestNanos;
            boolean counts = nanos >= GAP_NANOS_MIN;
            return new Gaps(
                    longest ? nanos : longestNanos,
                    longest ? fromNanos : longestFromNanos,
                    counts ? totalNanos + nanos : totalNanos,
                    counts ? count + 1 : count);
        }
    }

    /** Measures all of a history. */
    public static Unavailability of(History history) {
        List<Operation> all = history.clientOperations();
        Map<String, List<Operation>> byClient = new TreeMap<>();
        for (Operation operation : all) {
            operation
                    .invoke()
                    .text(ClientFields.CLIENT)
                    .ifPresent(client -> byClient.computeIfAbsent(client, name -> new ArrayList<>())
                            .add(operation));
        }
        Map<String, Gaps> gaps = new TreeMap<>();
        byClient.forEach((client, operations) -> gaps.put(client, gaps(operations)));
        return new Unavailability(gaps(all), gaps);
    }

    private static Gaps gaps(List<Operation> operations) {
        TreeSet<Long> due = new TreeSet<>();
        operations.forEach(operation -> due.add(intendedNanos(operation)));
        if (due.isEmpty()) {
            return Gaps.NONE;
        }
        List<Operation> served = operations.stream()
                .filter(operation -> operation.outcome() == Event.Type.OK)
                .sorted(Comparator.comparingLong(Operation::completedNanos))
                .toList();
        Gaps gaps = Gaps.NONE;
        long servedNanos = due.first();
        for (Operation next : served) {
            Long nextDue = due.ceiling(servedNanos);
            long wanted = Math.min(intendedNanos(next), nextDue == null ? Long.MAX_VALUE : nextDue);
            gaps = gaps.and(Math.max(servedNanos, wanted), next.completedNanos());
            servedNanos = next.completedNanos();
        }
        Long unserved = due.ceiling(servedNanos);
        return unserved == null ? gaps : gaps.and(unserved, Math.max(unserved, lastMomentNanos(operations)));
    }

    /** When the last operation was given up, or was due. */
    private static long lastMomentNanos(List<Operation> operations) {
        return operations.stream()
                .mapToLong(operation ->
                        operation.completion().map(Event::timeNanos).orElse(intendedNanos(operation)))
                .max()
                .orElse(0);
    }

    private static long intendedNanos(Operation operation) {
        return operation.invoke().number(ClientFields.INTENDED).orElse(operation.invokedNanos());
    }
}
