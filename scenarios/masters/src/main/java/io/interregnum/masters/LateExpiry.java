package io.interregnum.masters;

import java.util.Optional;
import java.util.function.Consumer;

/**
 * The circumstance that {@link Variant#STALE_EVENT} is about: the end of a session is told once more when the next session
 * has begun, as by an event thread that is late. Safe for many threads.
 */
final class LateExpiry implements Consumer<ElectionEvent> {
    private final Consumer<ElectionEvent> next;
    private Optional<ElectionEvent> late = Optional.empty(); // guarded by this

    LateExpiry(Consumer<ElectionEvent> next) {
        this.next = next;
    }

    @Override
    public synchronized void accept(ElectionEvent event) {
        next.accept(event);
        if (event instanceof ElectionEvent.Expired) {
            late = Optional.of(event);
        } else if (event instanceof ElectionEvent.Connected) {
            late.ifPresent(next);
            late = Optional.empty();
        }
    }
}
