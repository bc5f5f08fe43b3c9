package io.interregnum.masters;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A framework, put together: {@link Framework} between a master, ZooKeeper, its disk and its ledger. */
final class FrameworkProcess {
    private static final long TICK_MILLIS = 50;
    private static final Duration SUBSCRIBE_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(2);
    private static final int RECORD_BYTES_MAX = 10_000_000;

    private final FrameworkFlags flags;
    private final Runnable end;
    private final EventLog log;
    private final CheckpointFile checkpoint;
    private final Framework framework; // by the loop's thread only
    private final EventLoop loop = new EventLoop();
    private final LeaderWatch leaders;
    private final Messenger messenger = new Messenger();
    private final HttpFrontend http;

    /** A stream that is open. */
    private record Open(long attempt, String id, InputStream in) {}

    private @Nullable Open open; // by the loop's thread only

    /**
     * A framework that does nothing yet but own its port.
     *
     * @param end ends the process
     * @throws IOException if the port cannot be bound or the checkpoint not be read
     */
    FrameworkProcess(FrameworkFlags flags, OutputStream events, Runnable end) throws IOException {
        this.flags = flags;
        this.end = end;
        NodeFlags node = flags.node();
        String incarnation = UUID.randomUUID().toString();
        this.log = new EventLog(events, node.id(), incarnation);
        this.checkpoint = new CheckpointFile(node.workDirectory(), node.id());
        this.framework = new Framework(
                checkpoint.loadFramework(), incarnation, flags.workPrefix(), flags.plan(), new Random()::nextDouble);
        this.http = new HttpFrontend(
                node.port(),
                node.id(),
                incarnation,
                (method, path, body, stream) -> CompletableFuture.completedFuture(
                        path.equals("/health")
                                ? Answer.empty(200, Standing.NONE)
                                : Answer.text(404, "Nothing at " + path, Standing.NONE)));
        this.leaders = new LeaderWatch(
                node, loop, System::nanoTime, leader -> handle(new FrameworkEvent.Detected(leader)), this::die);
    }

    /** Runs until the process ends; blocks. */
    void run() {
        framework.start().forEach(this::perform);
        http.start();
        leaders.start();
        loop.run(TICK_MILLIS, () -> {
            leaders.tick();
            handle(new FrameworkEvent.Tick());
        });
    }

    private void later(FrameworkEvent event) {
        loop.submit(() -> handle(event));
    }

    private void handle(FrameworkEvent event) {
        framework.on(System.nanoTime(), event).forEach(this::perform);
    }

    private void perform(FrameworkAction action) {
        if (action instanceof FrameworkAction.Save save) {
            save(save.checkpoint());
        } else if (action instanceof FrameworkAction.Ledger ledger) {
            log.ledger(ledger.kind(), ledger.fields());
        } else if (action instanceof FrameworkAction.Subscribe subscribe) {
            subscribe(subscribe);
        } else if (action instanceof FrameworkAction.Close close) {
            close(close.attempt());
        } else if (action instanceof FrameworkAction.Send send) {
            send(send);
        }
    }

    private void save(FrameworkCheckpoint content) {
        try {
            checkpoint.save(content);
        } catch (IOException e) {
            die("cannot write the checkpoint: " + e);
        }
    }

    private void subscribe(FrameworkAction.Subscribe subscribe) {
        ObjectNode body = Json.object().put("type", "SUBSCRIBE");
        ObjectNode info = body.putObject("subscribe")
                .putObject("framework_info")
                .put("user", "nobody")
                .put("name", flags.node().id());
        if (!subscribe.framework().isEmpty()) {
            body.putObject("framework_id").put("value", subscribe.framework());
            info.putObject("id").put("value", subscribe.framework());
        }
        var unused = messenger
                .open(subscribe.authority(), "/api/v1/scheduler", body, SUBSCRIBE_TIMEOUT)
                .whenComplete((response, problem) -> {
                    if (problem == null && response.statusCode() == 200) {
                        loop.submit(() -> opened(subscribe.attempt(), response));
                    } else {
                        later(new FrameworkEvent.Broken(subscribe.attempt()));
                    }
                });
    }

    private void opened(long attempt, HttpResponse<InputStream> response) {
        if (open != null) {
            close(open.attempt());
        }
        String id = response.headers().firstValue("Mesos-Stream-Id").orElse("");
        open = new Open(attempt, id, response.body());
        Thread reader = new Thread(() -> read(attempt, response.body()), "stream-reader");
        reader.setDaemon(true);
        reader.start();
    }

    private void close(long attempt) {
        if (open == null || open.attempt() != attempt) {
            return;
        }
        try {
            open.in().close();
        } catch (IOException e) {
            // It is broken already.
        }
        open = null;
    }

    private void read(long attempt, InputStream in) {
        try (in) {
            while (true) {
                var node = Json.parse(record(in));
                SchedulerEvent event = SchedulerJson.event(node);
                Sender sender = new Sender(
                        node.path("master").asText(), "", node.path("epoch").asLong());
                later(new FrameworkEvent.Heard(attempt, sender, event));
            }
        } catch (IOException | IllegalArgumentException e) {
            later(new FrameworkEvent.Broken(attempt));
        }
    }

    /** One record in RecordIO form: its length in decimal, a line feed, its bytes. */
    private static byte[] record(InputStream in) throws IOException {
        StringBuilder length = new StringBuilder();
        int next = in.read();
        while (next != '\n') {
            if (next < '0' || next > '9' || length.length() > 8) {
                throw new EOFException("no record follows");
            }
            length.append((char) next);
            next = in.read();
        }
        int size = Integer.parseInt("0" + length);
        byte[] record = in.readNBytes(Math.min(size, RECORD_BYTES_MAX));
        if (record.length < size) {
            throw new EOFException("a record ended early: " + new String(record, StandardCharsets.UTF_8));
        }
        return record;
    }

    private void send(FrameworkAction.Send send) {
        if (open == null || open.attempt() != send.attempt()) {
            later(new FrameworkEvent.Called(send.attempt(), false));
            return;
        }
        ObjectNode body = SchedulerJson.call(send.call(), send.framework());
        var unused = messenger
                .post(send.authority(), "/api/v1/scheduler", body, open.id(), CALL_TIMEOUT)
                .whenComplete((response, problem) -> later(
                        new FrameworkEvent.Called(send.attempt(), problem == null && response.statusCode() == 202)));
    }

    private void die(String sentence) {
        log.write("suicide", OptionalLong.empty(), Map.of("sentence", sentence));
        end.run();
    }
}
