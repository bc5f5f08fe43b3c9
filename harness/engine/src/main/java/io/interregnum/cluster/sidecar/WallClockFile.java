package io.interregnum.cluster.sidecar;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The file in which libfaketime looks, at least once a second, how far the wall clock of a node's program is off. Drift is
 * a row of small steps. Safe for many threads.
 */
final class WallClockFile {
    private static final long STEP_MILLIS = 250;

    private final Path file;
    private @Nullable ScheduledFuture<?> steps; // guarded by this
    private @Nullable ScheduledFuture<?> end; // guarded by this

    WallClockFile(Path file) {
        this.file = file;
    }

    /**
     * Makes the clock wrong from now on.
     *
     * @param offsetMillis by how much, at once; negative for a clock that is late
     * @param factor of its speed: 1 for a right one
     * @param endMillis after which it is right again by itself
     */
    synchronized void set(long offsetMillis, double factor, long endMillis) throws IOException {
        stop();
        write((double) offsetMillis);
        if (factor != 1) {
            long begunNanos = System.nanoTime();
            steps = Sidecar.TIMER.scheduleAtFixedRate(
                    () -> writeOrSay(offsetMillis + (factor - 1) * ((System.nanoTime() - begunNanos) / 1_000_000.0)),
                    STEP_MILLIS,
                    STEP_MILLIS,
                    TimeUnit.MILLISECONDS);
        }
        end = Sidecar.TIMER.schedule(this::resetOrSay, endMillis, TimeUnit.MILLISECONDS);
    }

    /** Makes the clock right. */
    synchronized void reset() throws IOException {
        stop();
        write(0);
    }

    private synchronized void stop() {
        if (steps != null) {
            steps.cancel(false);
        }
        if (end != null) {
            end.cancel(false);
        }
    }

    private synchronized void write(double offsetMillis) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(fresh, text(offsetMillis));
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Seconds, with a sign, as libfaketime wants them. */
    static String text(double offsetMillis) {
        return String.format(Locale.ROOT, "%+.3f%n", offsetMillis / 1000);
    }

    private void writeOrSay(double offsetMillis) {
        try {
            write(offsetMillis);
        } catch (IOException e) {
            System.err.println("cannot set the clock: " + e);
        }
    }

    private void resetOrSay() {
        try {
            reset();
        } catch (IOException e) {
            System.err.println("cannot set the clock right: " + e);
        }
    }
}
