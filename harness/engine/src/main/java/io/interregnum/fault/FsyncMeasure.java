package io.interregnum.fault;

import io.interregnum.cluster.Addresses;
import io.interregnum.cluster.ClusterException;
import io.interregnum.cluster.Deadline;
import io.interregnum.cluster.NodeId;
import io.interregnum.history.RunClock;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;

/**
 * How long a ZooKeeper server's fsyncs take, by its own account ({@code mntr}) of transactions that are made for this: a
 * session is opened and closed.
 */
final class FsyncMeasure {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(20);
    private static final int SESSION_MILLIS = 10_000;
    private static final int CLOSE_SESSION = -11;

    private FsyncMeasure() {}

    /**
     * What was seen.
     *
     * @param count of fsyncs since the transaction was begun
     * @param meanMillis of these
     */
    record Seen(long count, double meanMillis, String detail) {}

    /** Totals since the server was started. */
    private record Totals(long count, double sumMillis) {}

    /** Blocks until a fsync was seen, or for {@code limit}. */
    static Seen of(Scene scene, NodeId server, Duration limit) {
        Optional<Totals> before = totals(scene, server);
        if (before.isEmpty()) {
            return new Seen(0, 0, "does not serve");
        }
        String opened = openSession(scene, server, limit);
        RunClock clock = RunClock.startNow();
        try {
            while (true) {
                Totals after = totals(scene, server).orElse(before.get());
                long count = after.count() - before.get().count();
                if (count > 0 || clock.nanos() > limit.toNanos()) {
                    double mean =
                            count == 0 ? 0 : (after.sumMillis() - before.get().sumMillis()) / count;
                    return new Seen(count, mean, opened + "; " + count + " fsyncs of " + Math.round(mean) + " ms");
                }
                clock.sleepUntil(clock.nanos() + LOOK_AGAIN.toNanos());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClusterException("interrupted while waiting for a fsync of " + server, e);
        }
    }

    private static Optional<Totals> totals(Scene scene, NodeId server) {
        String answer = EnsembleStatus.ask(scene.cluster(), server, "mntr");
        Optional<Double> count = metric(answer, "zk_cnt_fsynctime");
        Optional<Double> sum = metric(answer, "zk_sum_fsynctime");
        return count.isPresent() && sum.isPresent()
                ? Optional.of(new Totals(count.get().longValue(), sum.get()))
                : Optional.empty();
    }

    private static Optional<Double> metric(String answer, String name) {
        return answer.lines()
                .filter(line -> line.startsWith(name + "\t"))
                .map(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst();
    }

    /** Opens a session at a server, which is a transaction of the ensemble, and closes it again; says what it took. */
    static String openSession(Scene scene, NodeId server, Duration limit) {
        RunClock clock = RunClock.startNow();
        try (SocketChannel channel =
                scene.cluster().control(server, Addresses.ZOOKEEPER_CLIENT_PORT, Inspection.TIMEOUT)) {
            return Deadline.within(channel, limit, open -> {
                write(open, connectRequest());
                DataInputStream in = new DataInputStream(Channels.newInputStream(open));
                int lengthBytes = in.readInt();
                in.readInt(); // version of the protocol
                boolean granted = lengthBytes >= 8 && in.readInt() > 0;
                write(open, ByteBuffer.allocate(12).putInt(8).putInt(1).putInt(CLOSE_SESSION));
                return (granted ? "a session was opened in " : "a session was refused in ") + clock.nanos() / 1_000_000
                        + " ms";
            });
        } catch (IOException e) {
            return "no session within " + clock.nanos() / 1_000_000 + " ms";
        }
    }

    /** Version, last zxid, time-out, session, password of 16 zeros; see ConnectRequest in ZooKeeper's zookeeper.jute. */
    private static ByteBuffer connectRequest() {
        return ByteBuffer.allocate(48)
                .putInt(44)
                .putInt(0)
                .putLong(0)
                .putInt(SESSION_MILLIS)
                .putLong(0)
                .putInt(16)
                .put(new byte[16]);
    }

    private static void write(SocketChannel channel, ByteBuffer bytes) throws IOException {
        bytes.flip();
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}
