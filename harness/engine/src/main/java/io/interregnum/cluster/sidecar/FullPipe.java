package io.interregnum.cluster.sidecar;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A named pipe that takes nothing: whoever writes to it waits. A JVM that writes its log of garbage collections to it does
 * so while the world is stopped, and so stops it for as long as the pipe is full. When this process ends, the kernel closes
 * the pipe, writing to it fails, and the JVM goes on. Safe for many threads.
 */
final class FullPipe {
    private static final int PAGE_BYTES = 4096;
    private static final long LOOK_NANOS = 20_000_000;
    private static final int LOOKS_MAX = 250;

    private final Path path;
    private final AtomicLong writtenBytes = new AtomicLong();
    private volatile boolean draining;
    private @Nullable RandomAccessFile pipe; // guarded by this
    private @Nullable Thread reader; // guarded by this
    private @Nullable ScheduledFuture<?> end; // guarded by this

    FullPipe(Path path) {
        this.path = path;
    }

    /**
     * Fills it; returns when it is full.
     *
     * @param endMillis after which it is drained by itself
     * @return its path
     */
    synchronized String fill(long endMillis) throws IOException, InterruptedException {
        RandomAccessFile open = opened();
        stopReader(open);
        Sidecar.start("pipe-filler", () -> write(open));
        // Full is when a writer is stuck.
        long before = -1;
        for (int i = 0; i < LOOKS_MAX && (before != writtenBytes.get() || before < PAGE_BYTES); i++) {
            before = writtenBytes.get();
            LockSupport.parkNanos(LOOK_NANOS);
        }
        end = Sidecar.TIMER.schedule(this::drain, endMillis, TimeUnit.MILLISECONDS);
        return path.toString();
    }

    private RandomAccessFile opened() throws IOException, InterruptedException {
        RandomAccessFile open = pipe;
        if (open == null) {
            if (!Files.exists(path)) {
                int code = new ProcessBuilder("mkfifo", "-m", "666", path.toString())
                        .inheritIO()
                        .start()
                        .waitFor();
                if (code != 0) {
                    throw new IOException("mkfifo " + path + " ended with " + code);
                }
            }
            // For reading as well: else opening it would wait for a reader.
            open = new RandomAccessFile(path.toFile(), "rw");
            pipe = open;
        }
        return open;
    }

    private void write(RandomAccessFile open) {
        byte[] page = new byte[PAGE_BYTES];
        try {
            while (!draining) {
                open.write(page);
                writtenBytes.addAndGet(PAGE_BYTES);
            }
        } catch (IOException e) {
            System.err.println("cannot fill " + path + ": " + e);
        }
    }

    /** {@code full} from when it was filled until it is drained, {@code open} else. */
    synchronized String look() {
        return pipe != null && !draining ? "full" : "open";
    }

    /** Takes everything from now on; does nothing when it does so already, or was never filled. */
    synchronized void drain() {
        if (end != null) {
            end.cancel(false);
        }
        RandomAccessFile open = pipe;
        if (open != null && !draining) {
            draining = true;
            Thread thread = new Thread(null, () -> read(open), "pipe-reader", 256 * 1024);
            thread.setDaemon(true);
            reader = thread;
            thread.start();
        }
    }

    private void read(RandomAccessFile open) {
        byte[] bytes = new byte[16 * PAGE_BYTES];
        try {
            while (draining) {
                if (open.read(bytes) < 0) {
                    return;
                }
            }
        } catch (IOException e) {
            System.err.println("cannot drain " + path + ": " + e);
        }
    }

    /** A reader that waits for more sees that it is over when something comes. */
    private void stopReader(RandomAccessFile open) throws IOException, InterruptedException {
        draining = false;
        writtenBytes.set(0);
        Thread waiting = reader;
        if (waiting != null && waiting.isAlive()) {
            open.write('\n');
            waiting.join(TimeUnit.SECONDS.toMillis(2));
        }
        reader = null;
    }
}
