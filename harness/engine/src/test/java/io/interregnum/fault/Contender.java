package io.interregnum.fault;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.Id;

/**
 * A master that does nothing but contend, and answer. Never ends by itself, whatever becomes of its session, so that a
 * node that ended was ended by a fault.
 */
final class Contender {
    /** ZooKeeper's client asks it whether it contains null, which a {@code List.of} refuses to answer. */
    private static final List<ACL> ANYBODY =
            Collections.singletonList(new ACL(ZooDefs.Perms.ALL, new Id("world", "anyone")));

    private static final int SESSION_MILLIS = 2_000;

    private Contender() {}

    /**
     * Contends and answers until it is ended.
     *
     * @param arguments its name, its port, and the connect string of the ensemble
     */
    public static void main(String[] arguments) throws IOException {
        byte[] name = arguments[0].getBytes(StandardCharsets.UTF_8);
        Thread contending = new Thread(() -> contend(name, arguments[2]), "contend");
        contending.setDaemon(true);
        contending.start();
        try (ServerSocket server = new ServerSocket()) {
            server.setReuseAddress(true);
            server.bind(new InetSocketAddress(Integer.parseInt(arguments[1])), 128);
            while (true) {
                answer(server.accept(), arguments[0]);
            }
        }
    }

    private static void answer(Socket socket, String name) {
        Thread thread = new Thread(
                () -> {
                    try (socket) {
                        socket.setSoTimeout(5_000);
                        int asked = socket.getInputStream().read();
                        if (asked >= 0) {
                            OutputStream out = socket.getOutputStream();
                            out.write(("HTTP/1.1 200 OK\r\nDate: "
                                            + DateTimeFormatter.RFC_1123_DATE_TIME.format(
                                                    ZonedDateTime.now(ZoneOffset.UTC))
                                            + "\r\nContent-Length: " + name.length()
                                            + "\r\nConnection: close\r\n\r\n" + name)
                                    .getBytes(StandardCharsets.US_ASCII));
                            out.flush();
                            // What was not read would reset the connection before the answer is.
                            socket.getInputStream()
                                    .readNBytes(socket.getInputStream().available());
                        }
                    } catch (IOException e) {
                        System.out.println("not answered: " + e);
                    }
                },
                "answer");
        thread.setDaemon(true);
        thread.start();
    }

    private static void contend(byte[] name, String connect) {
        while (true) {
            CountDownLatch connected = new CountDownLatch(1);
            CountDownLatch over = new CountDownLatch(1);
            Watcher watcher = event -> {
                switch (event.getState()) {
                    case SyncConnected -> connected.countDown();
                    case Expired, Closed, AuthFailed -> over.countDown();
                    default -> {}
                }
            };
            try {
                ZooKeeper client = new ZooKeeper(connect, SESSION_MILLIS, watcher);
                try {
                    if (connected.await(10, TimeUnit.SECONDS)) {
                        create(client, name);
                        over.await();
                    }
                } finally {
                    client.close();
                }
            } catch (IOException | KeeperException e) {
                System.out.println("contends again: " + e);
            } catch (InterruptedException e) {
                return;
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
    }

    private static void create(ZooKeeper client, byte[] name) throws KeeperException, InterruptedException {
        try {
            client.create(Contenders.PATH, new byte[0], ANYBODY, CreateMode.PERSISTENT);
        } catch (KeeperException.NodeExistsException e) {
            // Somebody was here before.
        }
        client.create(Contenders.PATH + "/" + Contenders.PREFIX, name, ANYBODY, CreateMode.EPHEMERAL_SEQUENTIAL);
    }
}
