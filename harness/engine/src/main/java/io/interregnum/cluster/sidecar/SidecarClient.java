package io.interregnum.cluster.sidecar;

import io.interregnum.cluster.ClusterException;
import io.interregnum.cluster.Deadline;
import io.interregnum.cluster.DialException;
import io.interregnum.cluster.Reach;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The harness's side of a {@link Sidecar}. Immutable, safe for many threads; each request uses a connection of its own.
 *
 * @param node name of the node it stands beside, for messages
 * @param address where it listens: a Unix-domain or a TCP address
 */
public record SidecarClient(String node, SocketAddress address) {

    /** How much longer than asked a sidecar may take on a busy machine; after that it counts as hung. */
    private static final Duration GRACE = Duration.ofSeconds(10);

    /** True when it answers. */
    public boolean answers() {
        try (SocketChannel channel = SocketChannel.open(address)) {
            return Deadline.within(channel, GRACE, open -> {
                send(open, "PING");
                return readLine(open).equals("OK");
            });
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Connects to an address from within the node's network.
     *
     * @return a blocking channel that carries that connection's bytes
     * @throws DialException when it could not connect: nothing was sent
     */
    public SocketChannel dial(String host, int port, Duration timeout) throws DialException {
        SocketChannel channel = null;
        try {
            channel = SocketChannel.open(address);
            String answer = Deadline.within(channel, timeout.plus(GRACE), open -> {
                send(open, "DIAL " + host + " " + port + " " + timeout.toMillis());
                return readLine(open);
            });
            if (answer.equals("OK")) {
                return channel;
            }
            channel.close();
            throw new DialException(reach(answer), node + " -> " + host + ":" + port + ": " + answer);
        } catch (DialException e) {
            throw e;
        } catch (IOException e) {
            closeQuietly(channel);
            throw new DialException(
                    Reach.ERROR, "the sidecar of " + node + " at " + address + " does not answer: " + e);
        }
    }

    /**
     * Tries connections from within the node's network, all at once.
     *
     * @param targets {@code host:port} each
     * @return what each found, in order
     * @throws ClusterException when the sidecar does not answer
     */
    public List<Reach> reach(List<String> targets, Duration timeout) {
        String answer = exchange("REACH " + timeout.toMillis() + " " + String.join(" ", targets), timeout.plus(GRACE));
        List<Reach> found = new ArrayList<>();
        for (String word : answer.split(" ", -1)) {
            found.add(reach(word));
        }
        if (found.size() != targets.size()) {
            throw new ClusterException("the sidecar of " + node + " answered \"" + answer + "\" to " + targets.size()
                    + " connection attempts; expected one word each");
        }
        return found;
    }

    /**
     * Applies an nftables script within the node's network, as one transaction.
     *
     * @return what nft printed
     * @throws ClusterException when nft refused, with what it printed, or when the sidecar does not answer
     */
    public String nft(String script) {
        byte[] bytes = script.getBytes(StandardCharsets.UTF_8);
        try (SocketChannel channel = SocketChannel.open(address)) {
            return Deadline.within(channel, GRACE, open -> nft(open, bytes));
        } catch (IOException e) {
            throw new ClusterException("the sidecar of " + node + " at " + address + " does not answer: " + e, e);
        }
    }

    private String nft(SocketChannel channel, byte[] script) throws IOException {
        send(channel, "NFT " + script.length);
        channel.write(ByteBuffer.wrap(script));
        String[] answer = readLine(channel).split(" ", -1);
        String printed = new String(
                Channels.newInputStream(channel).readNBytes(Integer.parseInt(answer[1])), StandardCharsets.UTF_8);
        if (!answer[0].equals("OK")) {
            throw new ClusterException("nft refused on " + node + ": " + printed.strip());
        }
        return printed;
    }

    /** Asks on a connection of its own and returns the line that is answered. */
    String exchange(String request, Duration limit) {
        try (SocketChannel channel = SocketChannel.open(address)) {
            return Deadline.within(channel, limit, open -> {
                send(open, request);
                return readLine(open);
            });
        } catch (IOException e) {
            throw new ClusterException("the sidecar of " + node + " at " + address + " does not answer: " + e, e);
        }
    }

    private static Reach reach(String answer) {
        return switch (answer.split(" ", -1)[0]) {
            case "UP" -> Reach.UP;
            case "REFUSED" -> Reach.REFUSED;
            case "SILENT" -> Reach.SILENT;
            default -> Reach.ERROR;
        };
    }

    private static void send(SocketChannel channel, String line) throws IOException {
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(line + "\n");
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private static String readLine(SocketChannel channel) throws IOException {
        InputStream in = Channels.newInputStream(channel);
        return Sidecar.readLine(in);
    }

    private static void closeQuietly(@org.jspecify.annotations.Nullable SocketChannel channel) {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                // Nothing depends on it any more.
            }
        }
    }
}
