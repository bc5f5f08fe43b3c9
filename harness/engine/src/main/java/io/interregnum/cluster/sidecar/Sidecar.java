package io.interregnum.cluster.sidecar;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * The program beside a node's processes, in the same network namespace. Serves one request on each connection:
 *
 * <pre>
 * PING                                   -> OK
 * NAME                                   -> OK name, drawn when it started, so that two addresses can be told to be one's
 * DIAL host port timeout-ms              -> OK, then the bytes of that connection in both directions
 *                                           or REFUSED, SILENT, ERROR text
 * REACH timeout-ms host:port host:port…  -> one word each: UP REFUSED SILENT ERROR
 * NFT length                             -> reads that many bytes, applies them as one transaction of nft, answers
 *                                           OK length or ERROR length, then what nft printed
 * TC name end-ms length undo-length      -> reads that many bytes, gives the first part to tc -force -batch, the second
 *                                           when the end has come and the name was not used again; answers as NFT does
 * RELAY peer UP|DOWN end-ms mean-us jitter-us port port…
 *                                        -> OK, once connections from here to those ports of the peer are delayed
 * SEND token count host host…            -> OK, once so many numbered datagrams were sent to the sidecars of the hosts
 * PACE token count gap-us host…          -> OK, then the time of each in ns, once they were sent at that pace
 * HEARD token                            -> OK, then address:arrived:duplicates:overtaken:corrupt:highest of each sender
 * FLOWS host host…                       -> OK length, then what ss lists of TCP connections with these
 * END-FLOWS host host…                   -> OK length, once these connections have been ended
 * ERRAND word word…                      -> OK word or ERROR word, words as in {@link Errands}, each encoded as in a URL
 * SIGNAL name mark                       -> sends it to the processes in whose control group's name the mark is; OK once
 *                                           its effect was seen (TERM: once sent), GONE when there are none, ERROR text
 * STATE mark                             -> RUNNING life, PAUSED life or ENDED
 * </pre>
 *
 * <p>Requests and answers are lines of UTF-8 that end with a line feed. Listens on a Unix-domain socket
 * ({@code unix:path}) or on a TCP port ({@code tcp:port}); exits when it cannot. {@link Probes} has ports of its own on the
 * data network. Further arguments are the data directory of the node's program and a directory shared with it; either may
 * be empty.
 */
public final class Sidecar {
    private static final int BUFFER_BYTES = 16 * 1024;
    private static final AtomicInteger THREADS = new AtomicInteger();
    /** Ends what is to end by itself. */
    static final ScheduledExecutorService TIMER = Executors.newSingleThreadScheduledExecutor(Sidecar::timerThread);

    private static final String NAME = Long.toHexString(new SplittableRandom().nextLong());

    private static final Beside BESIDE = new Beside();

    private final ResidentNft nft = new ResidentNft();
    private final Detour detour = new Detour(nft);
    private final TimedCommands commands = new TimedCommands();
    private final Probes probes;

    private Sidecar(Probes probes) {
        this.probes = probes;
    }

    /** Serves until the process is ended. */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length < 1 || arguments.length > 3) {
            System.err.println("expected unix:<path> or tcp:<port>, then data directory and shared directory");
            Runtime.getRuntime().halt(254);
            return;
        }
        Errands errands =
                new Errands(arguments.length > 1 ? arguments[1] : "", arguments.length > 2 ? arguments[2] : "");
        try (ServerSocketChannel server = listen(arguments[0])) {
            Sidecar sidecar = new Sidecar(Probes.open());
            System.out.println("ready");
            while (true) {
                SocketChannel client = server.accept();
                start("request", () -> sidecar.serve(client, errands));
            }
        }
    }

    private static ServerSocketChannel listen(String where) throws IOException {
        if (where.startsWith("unix:")) {
            ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            server.bind(UnixDomainSocketAddress.of(Path.of(where.substring("unix:".length()))), 512);
            return server;
        }
        ServerSocketChannel server = ServerSocketChannel.open();
        server.bind(new InetSocketAddress(Integer.parseInt(where.substring("tcp:".length()))), 512);
        return server;
    }

    private static Thread timerThread(Runnable body) {
        Thread thread = new Thread(null, body, "timer", 256 * 1024);
        thread.setDaemon(true);
        return thread;
    }

    static void start(String name, Runnable body) {
        Thread thread = new Thread(null, body, name + "-" + THREADS.incrementAndGet(), 256 * 1024);
        thread.setDaemon(true);
        thread.start();
    }

    private void serve(SocketChannel client, Errands errands) {
        try (client) {
            InputStream in = new BufferedInputStream(Channels.newInputStream(client), 1);
            String[] words = readLine(in).split(" ", -1);
            switch (words[0]) {
                case "PING" -> answer(client, "OK");
                case "NAME" -> answer(client, "OK " + NAME);
                case "DIAL" -> dial(client, words);
                case "REACH" -> answer(client, Reachability.words(words));
                case "ERRAND" -> answer(client, errand(errands, words));
                case "NFT" -> nft(client, in, Integer.parseInt(words[1]));
                case "TC" -> tc(client, in, words);
                case "RELAY" -> answer(client, detour.set(words));
                case "SEND" -> {
                    probes.send(words);
                    answer(client, "OK");
                }
                case "PACE" -> answer(client, probes.pace(words));
                case "HEARD" -> answer(client, probes.heard(Long.parseLong(words[1])));
                // Two states, since of one alone ss leaves out which it is.
                case "FLOWS" -> ss(client, words, List.of("ss", "-Htno", "state", "established", "state", "syn-sent"));
                case "END-FLOWS" -> ss(client, words, List.of("ss", "-K", "-H", "-t", "-n", "state", "connected"));
                case "SIGNAL" -> answer(client, BESIDE.signal(words[1], words[2]));
                case "STATE" -> answer(client, Beside.state(words[1]));
                default -> answer(client, "ERROR unknown request " + words[0]);
            }
        } catch (IOException | RuntimeException e) {
            // The harness went away or sent nonsense; this connection ends and the next one is served.
            System.err.println("request failed: " + e);
        }
    }

    private static String errand(Errands errands, String[] words) {
        List<String> decoded = Stream.of(words)
                .skip(1)
                .map(word -> URLDecoder.decode(word, StandardCharsets.UTF_8))
                .toList();
        try {
            return "OK " + URLEncoder.encode(errands.done(decoded), StandardCharsets.UTF_8);
        } catch (IOException | RuntimeException e) {
            return "ERROR " + URLEncoder.encode(String.valueOf(e), StandardCharsets.UTF_8);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "ERROR interrupted";
        }
    }

    private static void dial(SocketChannel client, String[] words) throws IOException {
        SocketChannel target;
        try {
            target = Reachability.connect(
                    new InetSocketAddress(words[1], Integer.parseInt(words[2])), Integer.parseInt(words[3]));
        } catch (Reachability.Failed e) {
            answer(client, e.word());
            return;
        }
        try (target) {
            answer(client, "OK");
            Thread up = new Thread(null, () -> copy(client, target), "up-" + THREADS.incrementAndGet(), 256 * 1024);
            up.setDaemon(true);
            up.start();
            copy(target, client);
            up.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Copies until one end closes, then tells the other. A reset of one side is passed on as the end of both. */
    private static void copy(SocketChannel from, SocketChannel to) {
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
        try {
            while (from.read(buffer) >= 0) {
                buffer.flip();
                while (buffer.hasRemaining()) {
                    to.write(buffer);
                }
                buffer.clear();
            }
            to.shutdownOutput();
        } catch (IOException e) {
            closeQuietly(from);
            closeQuietly(to);
        }
    }

    private static void closeQuietly(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // It is gone, which is what was wanted.
        }
    }

    private void nft(SocketChannel client, InputStream in, int lengthBytes) throws IOException {
        String script = text(in, lengthBytes);
        try {
            answer(client, true, nft.apply(script));
        } catch (IOException e) {
            answer(client, false, String.valueOf(e.getMessage()));
        }
    }

    private void tc(SocketChannel client, InputStream in, String[] words) throws IOException {
        String batch = text(in, Integer.parseInt(words[3]));
        String undo = text(in, Integer.parseInt(words[4]));
        Command.Ended ended = commands.apply(words[1], Long.parseLong(words[2]), batch, undo);
        answer(client, ended.exitCode() == 0, ended.printed());
    }

    private static void ss(SocketChannel client, String[] words, List<String> command) throws IOException {
        List<String> all = new ArrayList<>(command);
        all.add("dst " + String.join(" or dst ", List.of(words).subList(1, words.length)));
        Command.Ended ended = Command.run(all, "");
        answer(client, ended.exitCode() == 0, ended.printed());
    }

    private static String text(InputStream in, int lengthBytes) throws IOException {
        return new String(in.readNBytes(lengthBytes), StandardCharsets.UTF_8);
    }

    private static void answer(SocketChannel client, boolean done, String printed) throws IOException {
        byte[] bytes = printed.getBytes(StandardCharsets.UTF_8);
        answer(client, (done ? "OK " : "ERROR ") + bytes.length);
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            client.write(buffer);
        }
    }

    private static void answer(SocketChannel client, String line) throws IOException {
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(line + "\n");
        while (bytes.hasRemaining()) {
            client.write(bytes);
        }
    }

    static String readLine(InputStream in) throws IOException {
        java.io.ByteArrayOutputStream line = new java.io.ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new IOException("the connection ended within a line");
            }
            line.write(next);
        }
        return line.toString(StandardCharsets.UTF_8);
    }
}
