package io.interregnum.cluster.sidecar;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;

/**
 * One direction of a relayed connection: what came in goes out in the same order, each piece when it is due. For one
 * thread.
 */
final class DelayLine {
    /** What one direction holds at most; the sender waits then. */
    static final int BYTES_MAX = 256 * 1024;

    private static final int PIECE_BYTES = 16 * 1024;

    private final SocketChannel from;
    private final SocketChannel to;
    private final Random chance;
    private final Deque<Piece> pieces = new ArrayDeque<>();
    private int heldBytes;
    private long lastDueNanos = Long.MIN_VALUE;
    private boolean ended;
    private boolean blocked;

    /** Bytes, or none for the end of the stream, and when they are due. */
    private record Piece(ByteBuffer bytes, boolean isEnd, long dueNanos) {}

    /** @param chance by which delays vary */
    DelayLine(SocketChannel from, SocketChannel to, Random chance) {
        this.from = from;
        this.to = to;
        this.chance = chance;
    }

    SocketChannel from() {
        return from;
    }

    SocketChannel to() {
        return to;
    }

    /** Whether more may be read. */
    boolean wantsMore() {
        return !ended && heldBytes < BYTES_MAX;
    }

    /** Whether something is due that the receiver had no room for. */
    boolean isBlocked() {
        return blocked;
    }

    /** Whether everything went out, the end as well. */
    boolean isDone() {
        return ended && pieces.isEmpty();
    }

    /**
     * Reads what is there.
     *
     * @param delay for it
     * @param nowNanos the time from which the delay counts
     */
    void read(Delay delay, long nowNanos) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(PIECE_BYTES);
        int count = from.read(bytes);
        if (count == 0) {
            return;
        }
        // Never before what came earlier: a stream does not change its order.
        lastDueNanos = Math.max(lastDueNanos, nowNanos + delay.draw(chance, nowNanos));
        ended = count < 0;
        heldBytes += Math.max(0, count);
        pieces.add(new Piece(bytes.flip(), ended, lastDueNanos));
    }

    /** Writes what is due; returns when the next is, or {@link Long#MAX_VALUE}. */
    long write(long nowNanos) throws IOException {
        blocked = false;
        while (true) {
            Piece next = pieces.peek();
            if (next == null) {
                return Long.MAX_VALUE;
            }
            if (next.dueNanos() > nowNanos) {
                return next.dueNanos();
            }
            if (next.isEnd()) {
                to.shutdownOutput();
            } else {
                heldBytes -= to.write(next.bytes());
                if (next.bytes().hasRemaining()) {
                    blocked = true;
                    return Long.MAX_VALUE;
                }
            }
            pieces.remove();
        }
    }
}
