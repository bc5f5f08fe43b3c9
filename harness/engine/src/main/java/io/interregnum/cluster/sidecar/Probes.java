package io.interregnum.cluster.sidecar;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.CRC32;

/**
 * What the harness needs on every node of the data network: on TCP, connections whose bytes come back; on UDP, a count of
 * what arrived. Safe for many threads.
 */
final class Probes {
    private static final int PORT = 7071;
    private static final int DATAGRAM_BYTES = 64;
    private static final int COUNT_MAX = 1000;
    private static final int TOKENS_KEPT = 64;

    private final DatagramChannel datagrams;
    /** By token, then by the sender's address; guarded by itself. */
    private final Map<Long, Map<String, Tally>> heard = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Map<String, Tally>> eldest) {
            return size() > TOKENS_KEPT;
        }
    };

    /** What arrived from one sender. */
    private static final class Tally {
        final BitSet numbers = new BitSet();
        int duplicates;
        int overtaken;
        int corrupt;
    }

    private Probes(DatagramChannel datagrams) {
        this.datagrams = datagrams;
    }

    /** Opens both ports and serves them by threads of their own. */
    static Probes open() throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open();
        server.bind(new InetSocketAddress(PORT), 128);
        DatagramChannel datagrams = DatagramChannel.open();
        datagrams.setOption(java.net.StandardSocketOptions.SO_RCVBUF, 1 << 20);
        datagrams.bind(new InetSocketAddress(PORT));
        Probes probes = new Probes(datagrams);
        Sidecar.start("echoes", () -> accept(server));
        Sidecar.start("datagrams", probes::receive);
        return probes;
    }

    private static void accept(ServerSocketChannel server) {
        try {
            while (true) {
                SocketChannel client = server.accept();
                Sidecar.start("echo", () -> echo(client));
            }
        } catch (IOException e) {
            System.err.println("no more echoes: " + e);
        }
    }

    private static void echo(SocketChannel client) {
        try (client) {
            client.socket().setTcpNoDelay(true);
            ByteBuffer buffer = ByteBuffer.allocate(16 * 1024);
            while (client.read(buffer) >= 0) {
                buffer.flip();
                while (buffer.hasRemaining()) {
                    client.write(buffer);
                }
                buffer.clear();
            }
        } catch (IOException e) {
            // The other side is gone, or was made to go.
        }
    }

    private void receive() {
        ByteBuffer buffer = ByteBuffer.allocate(DATAGRAM_BYTES);
        try {
            while (true) {
                buffer.clear();
                InetSocketAddress from = (InetSocketAddress) datagrams.receive(buffer);
                if (from != null && buffer.position() == DATAGRAM_BYTES) {
                    count(from.getAddress().getHostAddress(), buffer.flip());
                }
            }
        } catch (IOException e) {
            System.err.println("no more datagrams: " + e);
        }
    }

    private void count(String from, ByteBuffer datagram) {
        long token = datagram.getLong(0);
        int number = datagram.getInt(8);
        boolean corrupt = datagram.getInt(12) != checksum(datagram) || number < 0 || number >= COUNT_MAX;
        synchronized (heard) {
            // A corrupt token names nothing that anybody asks for; what it carried counts as lost then.
            Tally tally =
                    heard.computeIfAbsent(token, any -> new TreeMap<>()).computeIfAbsent(from, any -> new Tally());
            if (corrupt) {
                tally.corrupt++;
            } else if (tally.numbers.get(number)) {
                tally.duplicates++;
            } else {
                tally.overtaken += tally.numbers.length() > number ? 1 : 0;
                tally.numbers.set(number);
            }
        }
    }

    private static int checksum(ByteBuffer datagram) {
        CRC32 sum = new CRC32();
        sum.update(datagram.duplicate().limit(12).position(0));
        sum.update(datagram.duplicate().limit(DATAGRAM_BYTES).position(16));
        return (int) sum.getValue();
    }

    /**
     * Sends numbered datagrams.
     *
     * @param request the words: SEND, token, count, then hosts
     */
    void send(String[] request) throws IOException {
        int count = Integer.parseInt(request[2]);
        ByteBuffer datagram = ByteBuffer.allocate(DATAGRAM_BYTES).putLong(0, Long.parseLong(request[1]));
        List<InetSocketAddress> hosts = addresses(request, 3);
        for (int number = 0; number < count; number++) {
            sendOne(datagram, number, hosts);
        }
    }

    /**
     * Sends numbered datagrams at a fixed pace.
     *
     * @param request the words: PACE, token, count, microseconds between, then hosts
     * @return the words OK, then when each number was sent, in nanoseconds of this JVM's own clock
     */
    String pace(String[] request) throws IOException {
        int count = Integer.parseInt(request[2]);
        long gapNanos = Long.parseLong(request[3]) * 1000;
        List<InetSocketAddress> hosts = addresses(request, 4);
        ByteBuffer datagram = ByteBuffer.allocate(DATAGRAM_BYTES).putLong(0, Long.parseLong(request[1]));
        StringBuilder sent = new StringBuilder("OK");
        long dueNanos = System.nanoTime();
        for (int number = 0; number < count; number++) {
            for (long left = dueNanos - System.nanoTime(); left > 0; left = dueNanos - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            sent.append(' ').append(System.nanoTime());
            sendOne(datagram, number, hosts);
            // Who was late is not late for ever: the next goes out in its own time.
            dueNanos = Math.max(dueNanos + gapNanos, System.nanoTime());
        }
        return sent.toString();
    }

    private static List<InetSocketAddress> addresses(String[] request, int from) throws IOException {
        List<InetSocketAddress> addresses = new ArrayList<>();
        for (int i = from; i < request.length; i++) {
            addresses.add(new InetSocketAddress(InetAddress.getByName(request[i]), PORT));
        }
        return addresses;
    }

    private void sendOne(ByteBuffer datagram, int number, List<InetSocketAddress> hosts) {
        datagram.putInt(8, number);
        datagram.putInt(12, checksum(datagram));
        for (InetSocketAddress host : hosts) {
            // The sender's own rules may refuse it, which is a loss as well.
            try {
                datagrams.send(datagram.rewind(), host);
            } catch (IOException e) {
                System.err.println("not sent to " + host + ": " + e);
            }
        }
    }

    /** What arrived under a token: {@code address:arrived:duplicates:overtaken:corrupt:highest} each. */
    String heard(long token) {
        StringBuilder text = new StringBuilder("OK");
        synchronized (heard) {
            heard.getOrDefault(token, Map.of())
                    .forEach((from, tally) -> text.append(' ')
                            .append(from)
                            .append(':')
                            .append(tally.numbers.cardinality())
                            .append(':')
                            .append(tally.duplicates)
                            .append(':')
                            .append(tally.overtaken)
                            .append(':')
                            .append(tally.corrupt)
                            .append(':')
                            .append(tally.numbers.length() - 1));
        }
        return text.toString();
    }
}
