package io.interregnum.workload;

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
    private final Sets sets;
    private final ConcurrentMap<String, Long> lastSeen = new ConcurrentHashMap<>();

    Requests(Workload workload, RandomGenerator random, AtomicLong nextValue, Sets sets) {
        this.workload = workload;
        this.random = random;
        this.nextValue = nextValue;
        this.sets = sets;
    }

    ClientRequest next() {
        return switch (workload.content()) {
            case REGISTERS -> ofRegister();
            case SET -> ofSet();
            case MIXED -> random.nextBoolean() ? ofSet() : ofRegister();
        };
    }

    private ClientRequest ofRegister() {
        String key = key(random.nextInt(workload.keyCount()));
        int kind = random.nextInt(100);
        if (kind < workload.readPercent()) {
            return ClientRequest.read(key);
        }
        Long expected = lastSeen.get(key);
        if (kind < workload.readPercent() + workload.casPercent() && expected != null) {
            return ClientRequest.cas(key, expected, nextValue.getAndIncrement());
        }
        return ClientRequest.write(key, nextValue.getAndIncrement());
    }

    /** Half as many reads as of registers: each brings a whole set. */
    private ClientRequest ofSet() {
        if (random.nextInt(200) < workload.readPercent()) {
            return ClientRequest.readSet(sets.forReading(random));
        }
        return sets.forAddition()
                .map(set -> ClientRequest.add(set, nextValue.getAndIncrement()))
                .orElseGet(this::ofRegister);
    }

    /** Remembers what a key holds, so that a later compare-and-set has a chance. */
    void saw(String key, long value) {
        lastSeen.put(key, value);
    }

    static String key(int number) {
        return String.format(java.util.Locale.ROOT, "k%02d", number);
    }
}
