package io.interregnum.cluster.sidecar;

import io.interregnum.cluster.ClusterException;
import io.interregnum.cluster.Deadline;
import io.interregnum.cluster.DialException;
import io.interregnum.cluster.Impairment;
import io.interregnum.cluster.Passage;
import io.interregnum.cluster.Reach;
import io.interregnum.history.RunClock;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
     * The same sidecar by another address, when it is seen to be the same that answers there; else this. An address alone
     * does not say so: behind another engine a node of another run may have it.
     *
     * @param limit after which nobody answers there
     */
    public SidecarClient at(SocketAddress other, Duration limit) {
        SidecarClient there = new SidecarClient(node, other);
        try {
            return there.name(limit).equals(name(GRACE)) ? there : this;
        } catch (IOException e) {
            return this;
        }
    }

    private String name(Duration limit) throws IOException {
        SocketChannel channel = address instanceof UnixDomainSocketAddress
                ? SocketChannel.open(StandardProtocolFamily.UNIX)
                : SocketChannel.open();
        try (channel) {
            return Deadline.within(channel, limit, open -> {
                open.connect(address);
                send(open, "NAME");
                return readLine(open);
            });
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
     * @param script one command on each line
     * @return what nft printed
     * @throws ClusterException when nft refused, with what it printed, or when the sidecar does not answer
     */
    public String nft(String script) {
        byte[] bytes = script.getBytes(StandardCharsets.UTF_8);
        return printed("nft", "NFT " + bytes.length, bytes);
    }

    /**
     * Runs commands of {@code tc} within the node's network.
     *
     * @param name under which the end is remembered; a later call with the same name forgets it
     * @param end after which {@code undo} is run; zero for never
     * @return what tc printed
     * @throws ClusterException when a command failed, after the others were run, or when the sidecar does not answer
     */
    public String tc(String name, Duration end, String batch, String undo) {
        byte[] bytes = (batch + undo).getBytes(StandardCharsets.US_ASCII);
        return printed("tc", "TC " + name + " " + end.toMillis() + " " + batch.length() + " " + undo.length(), bytes);
    }

    /**
     * Delays what connections from this node to some ports of another carry, by a relay in between.
     *
     * @param peer the other's address
     * @param goingThere whether what goes to the peer is delayed, or what comes from it
     * @param end after which it ends by itself
     * @param delay empty to end it now
     * @throws ClusterException when that failed; connections that existed before may have been ended
     */
    public void relay(
            String peer, Direction goingThere, Duration end, Optional<Impairment.Delay> delay, List<Integer> ports) {
        StringBuilder request = new StringBuilder("RELAY " + peer + " " + goingThere + " " + end.toMillis());
        request.append(' ')
                .append(delay.map(each -> each.mean().toNanos() / 1000).orElse(0L));
        request.append(' ')
                .append(delay.map(each -> each.jitter().toNanos() / 1000).orElse(0L));
        ports.forEach(port -> request.append(' ').append(port));
        expectOk(exchange(request.toString(), GRACE));
    }

    /** Of a relayed connection, seen from the node that began it. */
    public enum Direction {
        UP,
        DOWN
    }

    /**
     * Sends numbered datagrams to the sidecars of other nodes.
     *
     * @param token names them at the receivers
     */
    public void send(long token, int count, List<String> hosts) {
        expectOk(exchange("SEND " + token + " " + count + " " + String.join(" ", hosts), GRACE));
    }

    /** What arrived here under a token, by the sender's address; a sender of whom nothing arrived is left out. */
    public Map<String, Passage> heard(long token, int sentCount) {
        Map<String, Passage> found = new TreeMap<>();
        for (String word : expectOk(exchange("HEARD " + token, GRACE)).split(" ", -1)) {
            String[] parts = word.split(":", -1);
            if (parts.length == 6) {
                found.put(
                        parts[0],
                        new Passage(
                                sentCount,
                                Integer.parseInt(parts[1]),
                                Integer.parseInt(parts[2]),
                                Integer.parseInt(parts[3]),
                                Integer.parseInt(parts[4])));
            }
        }
        return found;
    }

    /**
     * Sends numbered datagrams at a fixed pace; blocks until the last was sent.
     *
     * @return when each was sent, in nanoseconds of {@code clock}; right where the node shares this machine's clock
     */
    public long[] pace(RunClock clock, long token, int count, Duration gap, List<String> hosts) {
        String answer = expectOk(exchange(
                "PACE " + token + " " + count + " " + gap.toNanos() / 1000 + " " + String.join(" ", hosts),
                gap.multipliedBy(count).plus(GRACE)));
        return Stream.of(answer.split(" ", -1))
                .skip(1)
                .mapToLong(word -> clock.of(Long.parseLong(word)))
                .toArray();
    }

    /** The highest number that arrived here under a token from each sender, by its address. */
    public Map<String, Integer> highest(long token) {
        Map<String, Integer> found = new TreeMap<>();
        for (String word : expectOk(exchange("HEARD " + token, GRACE)).split(" ", -1)) {
            String[] parts = word.split(":", -1);
            if (parts.length == 6) {
                found.put(parts[0], Integer.parseInt(parts[5]));
            }
        }
        return found;
    }

    /** What {@code ss -tno} lists of TCP connections with some addresses, one on each line. */
    public String flows(List<String> hosts) {
        return printed("ss", "FLOWS " + String.join(" ", hosts), new byte[0]);
    }

    /** Ends all TCP connections of the node with some addresses. */
    public void endFlows(List<String> hosts) {
        printed("ss -K", "END-FLOWS " + String.join(" ", hosts), new byte[0]);
    }

    private String expectOk(String answer) {
        if (!answer.startsWith("OK")) {
            throw new ClusterException("the sidecar of " + node + " answered \"" + answer + "\", expected OK");
        }
        return answer;
    }

    private String printed(String what, String request, byte[] body) {
        try (SocketChannel channel = SocketChannel.open(address)) {
            return Deadline.within(channel, GRACE, open -> printed(open, what, request, body));
        } catch (IOException e) {
            throw new ClusterException("the sidecar of " + node + " at " + address + " does not answer: " + e, e);
        }
    }

    private String printed(SocketChannel channel, String what, String request, byte[] body) throws IOException {
        byte[] line = (request + "\n").getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(line.length + body.length)
                .put(line)
                .put(body)
                .flip();
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        String[] answer = readLine(channel).split(" ", -1);
        String printed = new String(
                Channels.newInputStream(channel).readNBytes(Integer.parseInt(answer[1])), StandardCharsets.UTF_8);
        if (!answer[0].equals("OK")) {
            throw new ClusterException(what + " refused on " + node + ": " + printed.strip());
        }
        return printed;
    }

    /**
     * Has the sidecar do something to its node.
     *
     * @param words as in {@link Errands}
     * @return what it answered
     * @throws ClusterException when it could not, some of it may be done; or when it does not answer
     */
    public String errand(List<String> words) {
        String request = "ERRAND "
                + words.stream()
                        .map(word -> URLEncoder.encode(word, StandardCharsets.UTF_8))
                        .collect(Collectors.joining(" "));
        String answer = exchange(request, GRACE);
        int space = answer.indexOf(' ');
        String said = URLDecoder.decode(answer.substring(space + 1), StandardCharsets.UTF_8);
        if (!answer.startsWith("OK ")) {
            throw new ClusterException("cannot do " + String.join(" ", words) + " on " + node + ": " + said);
        }
        return said;
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
