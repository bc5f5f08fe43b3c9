package io.interregnum.cluster.sidecar;

import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Leads connections that this node begins through the {@link Relay}: a table of rewritten destinations whose elements end
 * by the kernel's timer. Safe for many threads, which wait for each other.
 */
final class Detour {
    private static final String TABLE = "ip interregnum_relay";
    private static final String MAP = "element " + TABLE + " to { ";

    private final ResidentNft nft;
    private final Relay relay = new Relay();
    private final Map<String, Map<Integer, ServerSocketChannel>> listening = new HashMap<>(); // guarded by this
    private boolean prepared; // guarded by this

    Detour(ResidentNft nft) {
        this.nft = nft;
    }

    /**
     * Delays one direction of what this node begins.
     *
     * @param request the words: RELAY, the peer's address, UP or DOWN, the end in ms, mean and jitter in microseconds,
     *     then the peer's ports. A mean of 0 ends it
     */
    synchronized String set(String[] request) throws IOException {
        String peer = request[1];
        long now = System.nanoTime();
        Delay delay = new Delay(
                Long.parseLong(request[4]) * 1000,
                Long.parseLong(request[5]) * 1000,
                now + Long.parseLong(request[3]) * 1_000_000);
        Relay.Delays before = relay.delays(peer);
        Relay.Delays after =
                request[2].equals("UP") ? new Relay.Delays(delay, before.down()) : new Relay.Delays(before.up(), delay);
        relay.set(peer, after);
        long endNanos = Math.max(end(after.up(), now), end(after.down(), now));
        if (endNanos <= now) {
            close(peer);
            return "OK";
        }
        List<Integer> ports = new ArrayList<>();
        for (int i = 6; i < request.length; i++) {
            ports.add(Integer.parseInt(request[i]));
        }
        open(peer, ports, (endNanos - now) / 1_000_000);
        if (end(before.up(), now) <= now && end(before.down(), now) <= now) {
            endThoseBefore(peer, ports);
        }
        return "OK";
    }

    private static long end(Delay delay, long nowNanos) {
        return delay.lasts(nowNanos) ? delay.endNanos() : nowNanos;
    }

    private void open(String peer, List<Integer> ports, long millis) throws IOException {
        StringBuilder script = new StringBuilder(prepared ? "" : prepare());
        Map<Integer, ServerSocketChannel> servers = listening.computeIfAbsent(peer, any -> new HashMap<>());
        for (int port : ports) {
            ServerSocketChannel server = servers.get(port);
            if (server == null) {
                server = relay.listen(peer, port);
                servers.put(port, server);
            }
            String to = " : " + server.socket().getLocalPort();
            script.append(without(peer, port, to));
            script.append("add ")
                    .append(MAP)
                    .append(peer)
                    .append(" . ")
                    .append(port)
                    .append(" timeout ");
            script.append(Math.max(1, millis)).append("ms").append(to).append(" }\n");
        }
        nft.apply(script.toString());
        prepared = true;
    }

    private static String prepare() {
        return "add table " + TABLE + "\n"
                + "add map " + TABLE + " to { type ipv4_addr . inet_service : inet_service; flags timeout; }\n"
                + "add chain " + TABLE + " output { type nat hook output priority -100; policy accept; }\n"
                + "add rule " + TABLE + " output tcp sport " + ReservedPorts.FIRST + "-" + ReservedPorts.LAST
                + " return\n"
                + "add rule " + TABLE + " output meta l4proto tcp redirect to :ip daddr . tcp dport map @to\n";
    }

    /** Takes an element out, whether it is there or not. */
    private static String without(String peer, int port, String to) {
        String key = peer + " . " + port;
        return "add " + MAP + key + " timeout 1d" + to + " }\ndelete " + MAP + key + " }\n";
    }

    /** What is under way goes on through the relay, without delay. */
    private void close(String peer) throws IOException {
        Map<Integer, ServerSocketChannel> servers = listening.remove(peer);
        if (servers == null) {
            return;
        }
        StringBuilder script = new StringBuilder();
        new TreeMap<>(servers)
                .forEach((port, server) -> script.append(
                        without(peer, port, " : " + server.socket().getLocalPort())));
        nft.apply(script.toString());
        for (ServerSocketChannel server : servers.values()) {
            server.close();
        }
    }

    /** Connections that are older than the detour would never take it. */
    private static void endThoseBefore(String peer, List<Integer> ports) throws IOException {
        List<String> alternatives = new ArrayList<>();
        ports.forEach(port -> alternatives.add("dport = :" + port));
        String filter = "dst " + peer + " and ( " + String.join(" or ", alternatives) + " )";
        Command.Ended ended = Command.run(List.of("ss", "-K", "-H", "-t", "-n", filter), "");
        if (ended.exitCode() != 0) {
            throw new IOException("ss -K ended with " + ended.exitCode() + ": "
                    + ended.printed().strip());
        }
    }
}
