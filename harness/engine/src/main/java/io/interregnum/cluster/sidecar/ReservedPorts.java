package io.interregnum.cluster.sidecar;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Local ports that Linux gives to nobody by itself. Connections from them pass by the relay, which could else not reach
 * the node that it stands before. Safe for many threads.
 */
final class ReservedPorts {
    static final int FIRST = 61_001;
    static final int LAST = 65_535;
    private static final int TRIES = 200;
    private static final AtomicInteger NEXT = new AtomicInteger();

    private ReservedPorts() {}

    /** Binds a channel that is about to connect. */
    static void bind(SocketChannel channel) throws IOException {
        channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        for (int i = 0; i < TRIES; i++) {
            int port = FIRST + Math.floorMod(NEXT.getAndIncrement(), LAST - FIRST + 1);
            try {
                channel.bind(new InetSocketAddress(port));
                return;
            } catch (BindException e) {
                // Somebody else has it, which the next one need not.
            }
        }
        throw new IOException("no free port among " + TRIES + " from " + FIRST + " to " + LAST);
    }
}
