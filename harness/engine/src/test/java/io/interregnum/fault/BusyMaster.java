package io.interregnum.fault;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A master that leads nobody: says over HTTP how many steps it has made, one every 20 ms. */
final class BusyMaster {
    private static int stepCount; // written by one thread
    private static final AtomicInteger FAILURES = new AtomicInteger();

    private BusyMaster() {}

    public static void main(String[] arguments) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(Integer.parseInt(arguments[0])), 0);
        server.createContext("/", exchange -> {
            byte[] body = (stepCount + " " + FAILURES.get()).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        ScheduledExecutorService steps = Executors.newSingleThreadScheduledExecutor();
        var unused = steps.scheduleAtFixedRate(BusyMaster::tryStep, 20, 20, TimeUnit.MILLISECONDS);
    }

    private static void tryStep() {
        try {
            step();
        } catch (IOException e) {
            FAILURES.incrementAndGet();
        }
    }

    /** At which faults are injected. */
    static void step() throws IOException {
        stepCount++;
        if (stepCount < 0) {
            throw new IOException("too many steps");
        }
    }
}
