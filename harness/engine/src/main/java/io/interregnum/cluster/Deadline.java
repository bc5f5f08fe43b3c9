package io.interregnum.cluster;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Ends blocking reads of channels by closing the channel when their time is up. */
public final class Deadline {
    private static final ScheduledExecutorService CLOSER = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "deadlines");
        thread.setDaemon(true);
        return thread;
    });

    private Deadline() {}

    /** Something that blocks on a channel. */
    @FunctionalInterface
    public interface Body<T> {
        /** Works on the channel; is woken by its closing. */
        T on(SocketChannel channel) throws IOException;
    }

    /**
     * Runs {@code body} and closes the channel under it after {@code timeout}.
     *
     * @throws IOException from the body, such as when its time was up
     */
    public static <T> T within(SocketChannel channel, Duration timeout, Body<T> body) throws IOException {
        ScheduledFuture<?> end = CLOSER.schedule(
                () -> {
                    channel.close();
                    return null;
                },
                timeout.toNanos(),
                TimeUnit.NANOSECONDS);
        try {
            return body.on(channel);
        } finally {
            end.cancel(false);
        }
    }
}
