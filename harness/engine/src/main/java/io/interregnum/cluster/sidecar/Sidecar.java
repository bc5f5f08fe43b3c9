package io.interregnum.cluster.sidecar;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The program beside a node's processes, in the same network namespace. Serves one request on each connection:
 *
 * <pre>
 * PING                                   -> OK
 * DIAL host port timeout-ms              -> OK, then the bytes of that connection in both directions
 *                                           or REFUSED, SILENT, ERROR text
 * REACH timeout-ms host:port host:port…  -> one word each: UP REFUSED SILENT ERROR
 * NFT length                             -> reads that many bytes, gives them to nft -f -, answers OK length or
 *                                           ERROR length, then what nft printed
 * SIGNAL name mark                       -> sends it to the processes in whose control group's name the mark is; OK once
 *                                           its effect was seen (TERM: once sent), GONE when there are none, ERROR text
 * STATE mark                             -> RUNNING life, PAUSED life or ENDED
 * </pre>
 *
 * <p>Requests and answers are lines of UTF-8 that end with a line feed. Listens on a Unix-domain socket
 * ({@code unix:path}) or on a TCP port ({@code tcp:port}); exits when it cannot.
 */
public final class Sidecar {
    private static final int BUFFER_BYTES = 16 * 1024;
    private static final AtomicInteger THREADS = new AtomicInteger();
    private static final Beside BESIDE = new Beside();

    private Sidecar() {}

    /** Serves until the process is ended. */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 1) {
            System.err.println("expected one argument: unix:<path> or tcp:<port>");
            Runtime.getRuntime().halt(254);
            return;
        }
        try (ServerSocketChannel server = listen(arguments[0])) {
            System.out.println("ready");
            while (true) {
                SocketChannel client = server.accept();
                start("request", () -> serve(client));
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

    static void start(String name, Runnable body) {
        Thread thread = new Thread(null, body, name + "-" + THREADS.incrementAndGet(), 256 * 1024);
        thread.setDaemon(true);
        thread.start();
    }

    private static void serve(SocketChannel client) {
        try (client) {
            InputStream in = new BufferedInputStream(Channels.newInputStream(client), 1);
            String[] words = readLine(in).split(" ", -1);
            switch (words[0]) {
                case "PING" -> answer(client, "OK");
                case "DIAL" -> dial(client, words);
                case "REACH" -> answer(client, Reachability.words(words));
                case "NFT" -> nft(client, in, Integer.parseInt(words[1]));
                case "SIGNAL" -> answer(client, BESIDE.signal(words[1], words[2]));
                case "STATE" -> answer(client, Beside.state(words[1]));
                default -> answer(client, "ERROR unknown request " + words[0]);
            }
        } catch (IOException | RuntimeException e) {
            // The harness went away or sent nonsense; this connection ends and the next one is served.
            System.err.println("request failed: " + e);
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
