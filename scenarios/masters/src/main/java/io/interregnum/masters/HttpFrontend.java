package io.interregnum.masters;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An {@link Answerer} behind the JDK's HTTP server. Operations hold no thread while they wait for a commit, so a few threads
 * serve probes even while ZooKeeper is away.
 */
final class HttpFrontend {
    private static final Logger LOG = LoggerFactory.getLogger(HttpFrontend.class);
    private static final String STREAM_HEADER = "Mesos-Stream-Id";
    private static final int THREADS_MAX = 16;
    private static final int WAITING_REQUESTS_MAX = 4_096;
    private static final int BODY_BYTES_MAX = 65_536;
    private static final int BACKLOG = 1_024;

    private final String node;
    private final String id;
    private final Answerer answerer;
    private final ThreadPoolExecutor executor;
    private final HttpServer server;
    private final AtomicInteger underWay = new AtomicInteger();

    /**
     * @param id unique per process start
     * @throws IOException if the port cannot be bound; nothing is left behind
     */
    HttpFrontend(int port, String node, String id, Answerer answerer) throws IOException {
        this.node = node;
        this.id = id;
        this.answerer = answerer;
        AtomicInteger number = new AtomicInteger();
        this.executor = new ThreadPoolExecutor(
                THREADS_MAX,
                THREADS_MAX,
                10,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(WAITING_REQUESTS_MAX),
                task -> daemon(task, "http-" + number.incrementAndGet()));
        this.executor.allowCoreThreadTimeOut(true);
        this.server = HttpServer.create(new InetSocketAddress(port), BACKLOG);
        server.setExecutor(executor);
        server.createContext("/", this::handle);
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    void start() {
        server.start();
    }

    /** Waits until no request is being answered, at most this long. */
    void drain(long millisMax) {
        long beganNanos = System.nanoTime();
        while (underWay.get() > 0 && System.nanoTime() - beganNanos < TimeUnit.MILLISECONDS.toNanos(millisMax)) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        underWay.incrementAndGet();
        byte[] body;
        try (InputStream in = exchange.getRequestBody()) {
            body = in.readNBytes(BODY_BYTES_MAX);
        } catch (IOException e) {
            underWay.decrementAndGet();
            throw e;
        }
        String stream = Objects.requireNonNullElse(exchange.getRequestHeaders().getFirst(STREAM_HEADER), "");
        answerer.answer(exchange.getRequestMethod(), exchange.getRequestURI().getPath(), body, stream)
                .whenComplete((answer, problem) -> {
                    if (problem == null && answer.stream().isPresent()) {
                        startStream(exchange, answer, answer.stream().get());
                    } else if (problem == null) {
                        send(exchange, answer);
                    } else {
                        LOG.error("request failed path={}", exchange.getRequestURI(), problem);
                        exchange.close();
                    }
                    underWay.decrementAndGet();
                });
    }

    /** Begins an answer that goes on; the stream's own thread ends it. */
    private void startStream(HttpExchange exchange, Answer answer, EventStream stream) {
        try {
            setHeaders(exchange, answer);
            exchange.getResponseHeaders().set(STREAM_HEADER, stream.id());
            exchange.sendResponseHeaders(answer.status(), 0);
            stream.start(exchange.getResponseBody());
        } catch (IOException e) {
            LOG.debug("client went away path={}", exchange.getRequestURI(), e);
            stream.start(OutputStream.nullOutputStream());
            stream.end();
            exchange.close();
        }
    }

    private void setHeaders(HttpExchange exchange, Answer answer) {
        var headers = exchange.getResponseHeaders();
        headers.set("X-Ref-Node", node);
        headers.set("X-Ref-Id", id);
        if (answer.standing().leading()) {
            headers.set("X-Ref-Epoch", Long.toString(answer.standing().epoch()));
        }
        if (!answer.location().isEmpty()) {
            headers.set("Location", answer.location());
        }
        if (!answer.contentType().isEmpty()) {
            headers.set("Content-Type", answer.contentType());
        }
    }

    private void send(HttpExchange exchange, Answer answer) {
        try (exchange) {
            setHeaders(exchange, answer);
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            int length = body.length;
            exchange.sendResponseHeaders(answer.status(), length == 0 ? -1 : length);
            if (length > 0) {
                exchange.getResponseBody().write(body);
            }
        } catch (IOException e) {
            LOG.debug("client went away path={}", exchange.getRequestURI(), e);
        }
    }
}
