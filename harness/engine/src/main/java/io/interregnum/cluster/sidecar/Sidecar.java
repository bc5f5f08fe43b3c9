package io.interregnum.cluster.sidecar;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
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
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * The program beside a node's processes, in the same network namespace. Serves one request on each connection:
 *
 * <pre>
 * PING                                   -> OK
 * DIAL host port timeout-ms              -> OK, then the bytes of that connection in both directions
 *                                           or REFUSED, SILENT, ERROR text
 * REACH timeout-ms host:port host:port…  -> one word each: UP REFUSED SILENT ERROR
 * ERRAND word word…                      -> OK word or ERROR word, words as in {@link Errands}, each encoded as in a URL
 * NFT length                             -> reads that many bytes, gives them to nft -f -, answers OK length or
 *                                           ERROR length, then what nft printed
 * </pre>
 *
 * <p>Requests and answers are lines of UTF-8 that end with a line feed. Listens on a Unix-domain socket
 * ({@code unix:path}) or on a TCP port ({@code tcp:port}); exits when it cannot.
 * Further arguments are the data directory of the node's program and a directory shared with it; either may be empty.
 */
public final class Sidecar {
    private static final int BUFFER_BYTES = 16 * 1024;
    private static final AtomicInteger THREADS = new AtomicInteger();
    /** Ends what is to end by itself. */
    static final ScheduledExecutorService TIMER = Executors.newSingleThreadScheduledExecutor(Sidecar::timerThread);

    private Sidecar() {}

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
            System.out.println("ready");
            while (true) {
                SocketChannel client = server.accept();
                start("request", () -> serve(client, errands));
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

    private static void serve(SocketChannel client, Errands errands) {
        try (client) {
            InputStream in = new BufferedInputStream(Channels.newInputStream(client), 1);
            String[] words = readLine(in).split(" ", -1);
            switch (words[0]) {
                case "PING" -> answer(client, "OK");
                case "DIAL" -> dial(client, words);
                case "REACH" -> answer(client, Reachability.words(words));
                case "ERRAND" -> answer(client, errand(errands, words));
                case "NFT" -> nft(client, in, Integer.parseInt(words[1]));
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

    private static void nft(SocketChannel client, InputStream in, int lengthBytes) throws IOException {
        byte[] script = in.readNBytes(lengthBytes);
        Process nft =
                new ProcessBuilder("nft", "-f", "-").redirectErrorStream(true).start();
        try (OutputStream out = nft.getOutputStream()) {
            out.write(script);
        }
        byte[] printed = nft.getInputStream().readAllBytes();
        try {
            answer(client, (nft.waitFor() == 0 ? "OK " : "ERROR ") + printed.length);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        client.write(ByteBuffer.wrap(printed));
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
