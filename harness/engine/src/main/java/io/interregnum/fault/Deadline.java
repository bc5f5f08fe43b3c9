package io.interregnum.fault;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Ends blocking reads of channels by closing the channel when their time is up. */
final class Deadline {
    private static final ScheduledExecutorService CLOSER = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "fault-deadlines");
        thread.setDaemon(true);
        return thread;
    });

    private Deadline() {}

    /** Something that blocks on a channel. */
    @FunctionalInterface
    interface Body<T> {
        T on(SocketChannel channel) throws IOException;
    }

    /**
     * Runs {@code body} and closes the channel under it after {@code timeout}.
     *
     * @throws IOException from the body, such as when its time was up
     */
    static <T> T within(SocketChannel channel, Duration timeout, Body<T> body) throws IOException {
        ScheduledFuture<?> end = CLOSER.schedule(
                () -> {
                    channel.close();
                    return null;
                },
                timeout.toMillis(),
                TimeUnit.MILLISECONDS);
        try {
            return body.on(channel);
        } finally {
            end.cancel(false);
        }
    }
}
