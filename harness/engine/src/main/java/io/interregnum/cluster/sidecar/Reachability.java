package io.interregnum.cluster.sidecar;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Arrays;

/** Connection attempts, one or many at the same time, and the words for what they found. */
final class Reachability {
    private Reachability() {}

    /** A connection that was not made. */
    static final class Failed extends Exception {
        private static final long serialVersionUID = 1L;

        private final String word;

        Failed(String word) {
            super(word);
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    /**
     * Connects, or says why not.
     *
     * @return a blocking channel
     */
    static SocketChannel connect(InetSocketAddress address, int timeoutMillis) throws IOException, Failed {
        SocketChannel channel = SocketChannel.open();
        try {
            channel.socket().connect(address, timeoutMillis);
            channel.socket().setTcpNoDelay(true);
            return channel;
        } catch (IOException e) {
            channel.close();
            throw new Failed(word(e));
        }
    }

    private static String word(IOException e) {
        if (e instanceof java.net.SocketTimeoutException) {
            return "SILENT";
        }
        return e instanceof ConnectException && String.valueOf(e.getMessage()).contains("refused")
                ? "REFUSED"
                : "ERROR " + e.getMessage();
    }

    /**
     * Tries many connections at once.
     *
     * @param request the words of a REACH request: its name, the time-out in milliseconds, then the addresses
     */
    static String words(String[] request) throws IOException {
        long deadlineNanos = System.nanoTime() + Long.parseLong(request[1]) * 1_000_000;
        String[] found = new String[request.length - 2];
        Arrays.fill(found, "SILENT");
        try (Selector selector = Selector.open()) {
            for (int i = 0; i < found.length; i++) {
                begin(selector, request[i + 2], found, i);
            }
            long leftMillis = (deadlineNanos - System.nanoTime()) / 1_000_000;
            while (!selector.keys().isEmpty() && leftMillis > 0) {
                selector.select(leftMillis);
                for (SelectionKey key : selector.selectedKeys()) {
                    finish(key, found);
                }
                selector.selectedKeys().clear();
                selector.selectNow();
                leftMillis = (deadlineNanos - System.nanoTime()) / 1_000_000;
            }
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
        }
        return String.join(" ", found);
    }

    private static void begin(Selector selector, String address, String[] found, int index) throws IOException {
        int colon = address.lastIndexOf(':');
        SocketChannel channel = SocketChannel.open();
        try {
            // Past the relay: it would accept whatever becomes of the node behind it.
            ReservedPorts.bind(channel);
            channel.configureBlocking(false);
            boolean connected = channel.connect(
                    new InetSocketAddress(address.substring(0, colon), Integer.parseInt(address.substring(colon + 1))));
            if (connected) {
                found[index] = "UP";
                channel.close();
            } else {
                channel.register(selector, SelectionKey.OP_CONNECT, index);
            }
        } catch (IOException e) {
            found[index] = word(e).split(" ", 2)[0];
            channel.close();
        }
    }

    private static void finish(SelectionKey key, String[] found) throws IOException {
        SocketChannel channel = (SocketChannel) key.channel();
        int index = (Integer) key.attachment();
        try {
            channel.finishConnect();
            found[index] = "UP";
        } catch (IOException e) {
            found[index] = word(e).split(" ", 2)[0];
        }
        key.cancel();
        channel.close();
    }
}
