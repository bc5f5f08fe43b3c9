package io.interregnum.masters;

import io.interregnum.masters.PaxosMessage.Reply;
import io.interregnum.masters.PaxosMessage.Request;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Carries requests to other replicas and answers back, over one TCP connection to each: a frame is a length of four bytes
 * and JSON. A request is sent at most once and may be lost without notice; who needs an answer asks again. A connection
 * on which an answer is late is given up, so that a healed network is used at once. Safe for many threads.
 */
final class PaxosNetwork {
    private static final int CONNECT_MILLIS = 300;
    private static final int ANSWER_MILLIS = 1_000;
    private static final int SILENCE_MILLIS = 120_000; // after which whoever asks has gone without saying so
    private static final int QUEUED_MAX = 16;
    private static final int FRAME_BYTES_MAX = 64 << 20;

    private record Errand(Request request, Consumer<Reply> whenAnswered) {}

    private final List<InetSocketAddress> replicas;
    private final int self;
    private final ServerSocket server;
    private final Function<Request, CompletableFuture<Reply>> replica;
    private final List<BlockingQueue<Errand>> queues = new ArrayList<>();

    /**
     * Binds the port on every address.
     *
     * @param replicas addresses by index
     * @param self index of this process' own, whose port is bound
     * @param replica answers requests of others
     * @throws IOException if the port cannot be bound
     */
    PaxosNetwork(List<InetSocketAddress> replicas, int self, Function<Request, CompletableFuture<Reply>> replica)
            throws IOException {
        this.replicas = List.copyOf(replicas);
        this.self = self;
        this.replica = replica;
        this.server = new ServerSocket();
        server.setReuseAddress(true);
        server.bind(new InetSocketAddress(replicas.get(self).getPort()));
        replicas.forEach(each -> queues.add(new ArrayBlockingQueue<>(QUEUED_MAX)));
    }

    void start() {
        startThread("log-server", this::accept);
        for (int i = 0; i < replicas.size(); i++) {
            if (i != self) {
                int index = i;
                startThread("log-peer-" + i, () -> carry(index));
            }
        }
    }

    /**
     * Sends a request some time soon, or never. Does not block.
     *
     * @param to index of another replica
     * @param whenAnswered called by a thread of this object
     */
    void send(int to, Request request, Consumer<Reply> whenAnswered) {
        BlockingQueue<Errand> queue = queues.get(to);
        Errand errand = new Errand(request, whenAnswered);
        while (!queue.offer(errand)) {
            queue.poll(); // The oldest one is the least wanted.
        }
    }

    private static void startThread(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void carry(int index) {
        @Nullable Socket socket = null;
        try {
            while (true) {
                Errand errand = queues.get(index).take();
                try {
                    socket = socket == null ? connected(replicas.get(index)) : socket;
                    write(socket, PaxosJson.bytes(errand.request()));
                    errand.whenAnswered().accept(PaxosJson.reply(read(socket)));
                } catch (IOException e) {
                    close(socket);
                    socket = null;
                }
            }
        } catch (InterruptedException e) {
            close(socket);
            Thread.currentThread().interrupt();
        }
    }

    private static Socket connected(InetSocketAddress address) throws IOException {
        Socket socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(ANSWER_MILLIS);
            socket.connect(address, CONNECT_MILLIS);
            return socket;
        } catch (IOException e) {
            close(socket);
            throw e;
        }
    }

    private void accept() {
        while (true) {
            try {
                Socket socket = server.accept();
                startThread("log-answers", () -> serve(socket));
            } catch (IOException e) {
                if (server.isClosed()) {
                    return;
                }
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(SILENCE_MILLIS);
            while (true) {
                Reply reply = replica.apply(PaxosJson.request(read(socket))).get(ANSWER_MILLIS, TimeUnit.MILLISECONDS);
                write(socket, PaxosJson.bytes(reply));
            }
        } catch (IOException | ExecutionException | TimeoutException e) {
            // The other side connects and asks again if it still wants to know.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void write(Socket socket, byte[] body) throws IOException {
        DataOutputStream out = new DataOutputStream(new java.io.BufferedOutputStream(socket.getOutputStream()));
        out.writeInt(body.length);
        out.write(body);
        out.flush();
    }

    private static byte[] read(Socket socket) throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        int length = in.readInt();
        if (length <= 0 || length > FRAME_BYTES_MAX) {
            throw new IOException("a frame of " + length + " bytes");
        }
        byte[] body = new byte[length];
        in.readFully(body);
        return body;
    }

    private static void close(@Nullable Socket socket) {
        if (socket == null) {
            return;
        }
        try {
            socket.close();
        } catch (IOException e) {
            // It is given up either way.
        }
    }
}
