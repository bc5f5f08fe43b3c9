package io.interregnum.masters;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP answer that goes on: records in Mesos' RecordIO form, each preceded by its length in decimal and a line feed,
 * and a heartbeat when there was nothing else for a second. Records are queued by any thread and written by one of its
 * own, so that a framework that does not read stops nobody; one that is a thousand records behind is dropped.
 */
final class EventStream {
    static final long HEARTBEAT_MILLIS = 1_000;
    private static final int WAITING_RECORDS_MAX = 1_000;
    private static final byte[] END = new byte[0];

    private final String id;
    private final Supplier<byte[]> heartbeat;
    private final Runnable onEnd;
    private final BlockingQueue<byte[]> waiting = new ArrayBlockingQueue<>(WAITING_RECORDS_MAX);
    private volatile boolean ended;

    /**
     * @param heartbeat makes the record for a quiet second
     * @param onEnd called once, by the writing thread, when nothing will be written any more
     */
    EventStream(String id, Supplier<byte[]> heartbeat, Runnable onEnd) {
        this.id = id;
        this.heartbeat = heartbeat;
        this.onEnd = onEnd;
    }

    String id() {
        return id;
    }

    /** Queues a record. */
    void send(byte[] record) {
        if (!waiting.offer(record)) {
            ended = true;
        }
    }

    /** Ends the stream after what is queued. */
    void end() {
        send(END);
    }

    /** Writes on a thread of its own until the stream ends, then closes {@code out}. */
    void start(OutputStream out) {
        Thread thread = new Thread(() -> run(out), "stream-" + id);
        thread.setDaemon(true);
        thread.start();
    }

    private void run(OutputStream out) {
        try (out) {
            while (!ended) {
                byte @Nullable [] record = waiting.poll(HEARTBEAT_MILLIS, TimeUnit.MILLISECONDS);
                if (record == END) {
                    ended = true;
                } else {
                    write(out, record == null ? heartbeat.get() : record);
                }
            }
        } catch (IOException e) {
            ended = true; // The framework went away.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            onEnd.run();
        }
    }

    private static void write(OutputStream out, byte[] record) throws IOException {
        ByteArrayOutputStream framed = new ByteArrayOutputStream(record.length + 12);
        framed.write((record.length + "\n").getBytes(StandardCharsets.US_ASCII));
        framed.write(record);
        framed.writeTo(out);
        out.flush();
    }
}
