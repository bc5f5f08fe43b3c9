package io.interregnum.workload;

import io.interregnum.history.ClientFields;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/**
 * Draws the operations of one client node. Every value is written at most once in a run, so that a value names its
 * write. {@link #next} is for one thread, {@link #saw} for many.
 */
final class Requests {
    private final Workload workload;
    private final RandomGenerator random;
    private final AtomicLong nextValue;
    private final ConcurrentMap<String, Long> lastSeen = new ConcurrentHashMap<>();

    Requests(Workload workload, RandomGenerator random, AtomicLong nextValue) {
        this.workload = workload;
        this.random = random;
        this.nextValue = nextValue;
    }

    ClientRequest next() {
        String key = key(random.nextInt(workload.keyCount()));
        int kind = random.nextInt(100);
        if (kind < workload.readPercent()) {
            return new ClientRequest(ClientFields.READ, key, OptionalLong.empty(), 0);
        }
        Long expected = lastSeen.get(key);
        if (kind < workload.readPercent() + workload.casPercent() && expected != null) {
            return new ClientRequest(ClientFields.CAS, key, OptionalLong.of(expected), nextValue.getAndIncrement());
        }
        return new ClientRequest(ClientFields.WRITE, key, OptionalLong.empty(), nextValue.getAndIncrement());
    }

    /** Remembers what a key holds, so that a later compare-and-set has a chance. */
    void saw(String key, long value) {
        lastSeen.put(key, value);
    }

    static String key(int number) {
        return String.format(java.util.Locale.ROOT, "k%02d", number);
    }
}
