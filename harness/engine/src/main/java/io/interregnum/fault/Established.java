package io.interregnum.fault;

import io.interregnum.cluster.Cluster;
import io.interregnum.cluster.Deadline;
import io.interregnum.cluster.DialException;
import io.interregnum.cluster.Link;
import io.interregnum.cluster.Network;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Connections that were there before a link was cut, to see what becomes of them. Safe for many threads. */
final class Established implements AutoCloseable {
    private static final Duration DIAL = Duration.ofMillis(250);
    private static final Duration ECHO = Duration.ofMillis(150);

    private final Map<Link, SocketChannel> channels; // guarded by this

    private Established(Map<Link, SocketChannel> channels) {
        this.channels = channels;
    }

    /** Connects on each link, in the link's direction; where that fails there is no connection to watch. */
    static Established on(Cluster cluster, Collection<Link> links) {
        Map<Link, SocketChannel> channels = new TreeMap<>(Link.ORDER);
        SideBySide.each(List.copyOf(links), link -> {
            try {
                SocketChannel channel = cluster.dial(link.from(), link.to(), Network.PROBE_PORT, DIAL);
                synchronized (channels) {
                    channels.put(link, channel);
                }
            } catch (DialException e) {
                // Another fault may have cut it; then nothing can be told of connections on it.
            }
            return link;
        });
        return new Established(channels);
    }

    /** On which links a connection still carries a byte there and back. */
    synchronized List<Link> working() {
        List<Link> all = new ArrayList<>(channels.keySet());
        Map<Link, Boolean> works = new TreeMap<>(Link.ORDER);
        SideBySide.each(all, link -> {
            boolean echoes = echoes(channels.get(link));
            synchronized (works) {
                works.put(link, echoes);
            }
            return link;
        });
        return works.entrySet().stream()
                .filter(Map.Entry::getValue)
                .map(Map.Entry::getKey)
                .collect(Collectors.toList());
    }

    /** How many there are. */
    synchronized int count() {
        return channels.size();
    }

    private static boolean echoes(@org.jspecify.annotations.Nullable SocketChannel channel) {
        if (channel == null) {
            return false;
        }
        try {
            return Deadline.within(channel, ECHO, open -> {
                open.write(ByteBuffer.allocate(1));
                return open.read(ByteBuffer.allocate(1)) == 1;
            });
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public synchronized void close() {
        for (SocketChannel channel : channels.values()) {
            try {
                channel.close();
            } catch (IOException e) {
                // It has ended already.
            }
        }
    }
}
