package io.interregnum.check.linear;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A mutex that knows who holds it: only its holder may release it, or acquire it again, up to a number of times. One with
 * fences gives each holding a number, larger than those of all holdings before (Burrows, "The Chubby lock service", OSDI
 * 2006, section 2.4, where they are called sequencers). Immutable.
 *
 * <p><b>What nobody learned.</b> Who asked may be missing from a pending operation. Then <em>somebody</em> holds the
 * mutex, until a later operation of a client that only the holder may do tells who that was: any client will do, and
 * after it the holder is known. The fence of an acquisition may be missing too. Fences are whole numbers, so each such
 * holding needs room for one number: {@link Lock#floor} is the least that the latest fence can be. If fences exist
 * that grow from holding to holding, then the least possible ones do, so nothing is lost by thinking of these.
 */
final class OwnedMutexModel implements Model<OwnedMutexModel.Lock> {
    private static final Object SOMEBODY = new Somebody();
    private static final long UNKNOWN = 0;

    private final String name;
    private final int acquisitionsMax;
    private final boolean fenced;

    /** @param acquisitionsMax how often its holder may acquire it before releasing it; 1 for not again */
    OwnedMutexModel(String name, int acquisitionsMax, boolean fenced) {
        this.name = name;
        this.acquisitionsMax = acquisitionsMax;
        this.fenced = fenced;
    }

    /** In the place of a client that nobody knows. A record, so that its hash is the same in each run. */
    private record Somebody() {
        @Override
        public String toString() {
            return "somebody";
        }
    }

    /**
     * Who holds it.
     *
     * @param holder empty where it is free
     * @param acquisitions that the holder has not released; 0 where it is free
     * @param fence of this holding; 0 where it is free or nobody learned it
     * @param floor the least that the fence of the latest holding can be, be it this one or one before; 0 without fences
     */
    record Lock(Optional<Object> holder, int acquisitions, long fence, long floor) {
        private static final Lock FREE = new Lock(Optional.empty(), 0, UNKNOWN, 0);

        private Lock heldBy(Object client, int count) {
            return new Lock(Optional.of(client), count, fence, floor);
        }

        private Lock fenced(long known) {
            return new Lock(holder, acquisitions, known, Math.max(floor, known));
        }

        private Lock free() {
            return new Lock(Optional.empty(), 0, UNKNOWN, floor);
        }

        /** True unless another than {@code client} certainly holds it. */
        private boolean mayBeHeldBy(Object client) {
            return client.equals(SOMEBODY)
                    || holder.filter(h -> h.equals(client) || h.equals(SOMEBODY))
                            .isPresent();
        }

        /** Who holds it, once {@code client} did what only the holder can do. */
        private Object knownHolder(Object client) {
            return client.equals(SOMEBODY) ? holder.orElse(client) : client;
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Lock initial() {
        return Lock.FREE;
    }

    @Override
    public Set<String> functions() {
        return Set.of("acquire", "release");
    }

    @Override
    public Step<Lock> step(Lock lock, LinearOperation operation) {
        Object client = client(operation);
        return switch (operation.f()) {
            case "acquire" ->
                lock.holder().isEmpty()
                        ? acquire(lock, client, fence(operation))
                        : acquireAgain(lock, client, fence(operation));
            case "release" -> release(lock, client);
            default -> throw Form.unknown(operation, this, "acquire", "release");
        };
    }

    private Step<Lock> acquire(Lock lock, Object client, long fence) {
        if (fence != UNKNOWN && fence <= lock.floor()) {
            return Step.refused("the holding before had a fence of at least " + lock.floor() + ", so " + client
                    + " cannot get the fence " + fence);
        }
        long next = fence == UNKNOWN && fenced ? lock.floor() + 1 : fence;
        return Step.to(new Lock(Optional.of(client), 1, fence, next));
    }

    private Step<Lock> acquireAgain(Lock lock, Object client, long fence) {
        Object holder = lock.holder().orElse(SOMEBODY);
        if (acquisitionsMax == 1) {
            return Step.refused(holder + " holds the mutex, so " + client + " cannot acquire it");
        }
        if (!lock.mayBeHeldBy(client)) {
            return Step.refused(holder + " holds the mutex, so " + client + " cannot acquire it");
        }
        if (lock.acquisitions() == acquisitionsMax) {
            return Step.refused(holder + " holds the mutex " + lock.acquisitions() + " times, so " + client
                    + " cannot acquire it once more");
        }
        Lock again = lock.heldBy(lock.knownHolder(client), lock.acquisitions() + 1);
        if (fence == UNKNOWN) {
            return Step.to(again);
        }
        if (lock.fence() != UNKNOWN && fence != lock.fence()) {
            return Step.refused(holder + " holds the mutex under the fence " + lock.fence()
                    + ", so acquiring it again cannot give the fence " + fence);
        }
        if (fence < lock.floor()) {
            return Step.refused("this holding has a fence of at least " + lock.floor() + ", so " + client
                    + " cannot get the fence " + fence);
        }
        return Step.to(again.fenced(fence));
    }

    private static Step<Lock> release(Lock lock, Object client) {
        if (lock.holder().isEmpty()) {
            return Step.refused("nobody holds the mutex, so " + client + " cannot release it");
        }
        if (!lock.mayBeHeldBy(client)) {
            return Step.refused(lock.holder().get() + " holds the mutex, so " + client + " cannot release it");
        }
        return Step.to(
                lock.acquisitions() == 1
                        ? lock.free()
                        : lock.heldBy(lock.knownHolder(client), lock.acquisitions() - 1));
    }

    private String expected() {
        return fenced ? "a map with the client, and the fence that it got if that is known" : "a map with the client";
    }

    private Object client(LinearOperation operation) {
        if (operation.value() instanceof Map<?, ?> map) {
            Optional<Object> client = Form.field(map, "client");
            if (client.isPresent()) {
                return client.get();
            }
        }
        if (operation.isPending()) {
            return SOMEBODY;
        }
        throw Form.wrong(operation, expected());
    }

    /** The fence that an acquisition got. */
    private long fence(LinearOperation operation) {
        if (!fenced || operation.isPending() || !(operation.value() instanceof Map<?, ?> map)) {
            return UNKNOWN;
        }
        OptionalLong fence = Form.number(operation, map, "fence", UNKNOWN, expected());
        return fence.orElse(UNKNOWN);
    }

    @Override
    public String words(Lock lock) {
        String last = lock.floor() == 0 ? "" : " (the latest fence is at least " + lock.floor() + ")";
        String fence = lock.fence() == UNKNOWN ? last : " under the fence " + lock.fence();
        return lock.holder()
                .map(holder -> "held by " + holder + (lock.acquisitions() == 1 ? "" : " twice") + fence)
                .orElse("free" + last);
    }
}
