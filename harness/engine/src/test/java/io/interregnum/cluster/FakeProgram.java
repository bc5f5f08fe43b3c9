package io.interregnum.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** A program that answers the same to whatever is asked, and says no more. Safe for many threads. */
public final class FakeProgram implements AutoCloseable {
    private final ServerSocketChannel server;

    /** Answers to everybody until it is closed. */
    public FakeProgram(String answer) {
        try {
            server = ServerSocketChannel.open();
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread thread = new Thread(() -> serve(answer), "fake-program");
        thread.setDaemon(true);
        thread.start();
    }

    /** An answer of HTTP without a body. */
    public static FakeProgram http() {
        return new FakeProgram("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    }

    private void serve(String answer) {
        try {
            while (true) {
                try (SocketChannel client = server.accept()) {
                    client.read(ByteBuffer.allocate(4_096));
                    client.write(StandardCharsets.UTF_8.encode(answer));
                }
            }
        } catch (IOException e) {
            // It is closed.
        }
    }

    /** A connection to it. */
    public SocketChannel connect() throws DialException {
        try {
            return SocketChannel.open(server.getLocalAddress());
        } catch (IOException e) {
            throw new DialException(Reach.ERROR, String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
