package io.interregnum.cluster.docker;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Frame;
import io.interregnum.cluster.ClusterException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies what a container prints into a file while it runs, over all its starts, without a gap and without saying
 * anything twice.
 *
 * <p>The engine's stream ends with each end of the container, and "since" counts whole seconds. But the engine keeps
 * everything that a container ever printed, in order; so each time it is asked for all of it, and as many bytes as are in
 * the file already are passed over. Safe for many threads.
 */
final class OutputLog {
    private static final Logger LOG = LoggerFactory.getLogger(OutputLog.class);
    private static final int END_SECONDS = 3;

    private final Engine engine;
    private final String container;
    private final Path file;
    private @Nullable Copy current; // guarded by this
    private long writtenBytes; // guarded by file

    OutputLog(Engine engine, String container, Path file) {
        this.engine = engine;
        this.container = container;
        this.file = file;
    }

    /** What it copies into. */
    Path file() {
        return file;
    }

    /** Follows the container from now on, until it ends. */
    synchronized void follow() {
        endCurrent();
        current = copy(true);
    }

    /** Copies the rest of what a container that has ended printed. */
    synchronized void finish() {
        endCurrent();
        Copy rest = copy(false);
        current = rest;
        endCurrent();
    }

    private void endCurrent() {
        Copy ending = current;
        current = null;
        if (ending == null) {
            return;
        }
        try (ending) {
            if (!ending.awaitCompletion(END_SECONDS, TimeUnit.SECONDS)) {
                LOG.debug("output goes on container={} after its end; the next copy takes over", container);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException e) {
            LOG.warn("output not followed container={} why={}", container, e.toString());
        }
    }

    private Copy copy(boolean follow) {
        return engine.call(
                "read what " + container + " prints",
                () -> engine.client()
                        .logContainerCmd(container)
                        .withStdOut(true)
                        .withStdErr(true)
                        .withFollowStream(follow)
                        .exec(new Copy()));
    }

    /** One reading of everything, from the first byte. */
    private final class Copy extends ResultCallback.Adapter<Frame> {
        private long readBytes; // guarded by file
        private boolean ended; // guarded by file

        @Override
        public void onNext(Frame frame) {
            byte[] bytes = frame.getPayload();
            synchronized (file) {
                int known = (int) Math.min(bytes.length, Math.max(0, writtenBytes - readBytes));
                readBytes += bytes.length;
                if (!ended && known < bytes.length) {
                    append(bytes, known);
                }
            }
        }

        @Override
        public void close() throws IOException {
            synchronized (file) {
                ended = true;
            }
            super.close();
        }

        private void append(byte[] bytes, int offset) {
            byte[] fresh = java.util.Arrays.copyOfRange(bytes, offset, bytes.length);
            try {
                Files.write(file, fresh, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                writtenBytes += fresh.length;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** The last lines that a container printed; for messages. */
    static List<String> lastLines(Engine engine, String container, int count) {
        List<String> lines = new ArrayList<>();
        ResultCallback.Adapter<Frame> tail = new ResultCallback.Adapter<>() {
            @Override
            public void onNext(Frame frame) {
                synchronized (lines) {
                    lines.add(new String(frame.getPayload(), StandardCharsets.UTF_8).strip());
                }
            }
        };
        try {
            engine.call(
                    "read what " + container + " printed",
                    () -> engine.client()
                            .logContainerCmd(container)
                            .withStdOut(true)
                            .withStdErr(true)
                            .withTail(count)
                            .exec(tail)
                            .awaitCompletion(END_SECONDS, TimeUnit.SECONDS));
        } catch (ClusterException e) {
            return List.of("(unknown: " + e.getMessage() + ")");
        }
        synchronized (lines) {
            return List.copyOf(lines);
        }
    }
}
