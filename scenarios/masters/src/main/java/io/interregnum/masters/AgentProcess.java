package io.interregnum.masters;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** An agent, put together: {@link Agent} between masters, ZooKeeper, its disk and its ledger. */
final class AgentProcess implements Answerer {
    private static final long TICK_MILLIS = 50;
    private static final Duration REGISTRATION_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration UPDATE_TIMEOUT = Duration.ofSeconds(1);
    private static final long ANSWER_SECONDS = 5;

    private final AgentFlags flags;
    private final Runnable end;
    private final EventLog log;
    private final CheckpointFile checkpoint;
    private final Agent agent; // by the loop's thread only
    private final EventLoop loop = new EventLoop();
    private final LeaderWatch leaders;
    private final Messenger messenger = new Messenger();
    private final HttpFrontend http;
    private final Map<Long, CompletableFuture<Answer>> tickets = new ConcurrentHashMap<>();
    private final AtomicLong lastTicket = new AtomicLong();

    /**
     * An agent that does nothing yet but own its port.
     *
     * @param end ends the process
     * @throws IOException if the port cannot be bound or the checkpoint not be read
     */
    AgentProcess(AgentFlags flags, OutputStream events, Runnable end) throws IOException {
        this.flags = flags;
        this.end = end;
        String incarnation = UUID.randomUUID().toString();
        NodeFlags node = flags.node();
        this.log = new EventLog(events, node.id(), incarnation);
        this.checkpoint = new CheckpointFile(node.workDirectory(), node.id());
        this.agent = new Agent(
                checkpoint.loadAgent(), incarnation, flags.backoffMs(), node.variants(), new Random()::nextDouble);
        this.http = new HttpFrontend(node.port(), node.id(), incarnation, this);
        this.leaders = new LeaderWatch(
                node, loop, System::nanoTime, leader -> handle(new AgentEvent.Detected(leader)), this::die);
    }

    /** Runs until the process ends; blocks. */
    void run() {
        agent.start().forEach(this::perform);
        http.start();
        leaders.start();
        loop.run(TICK_MILLIS, () -> {
            leaders.tick();
            handle(new AgentEvent.Tick());
        });
    }

    private void handle(AgentEvent event) {
        agent.on(System.nanoTime(), event).forEach(this::perform);
    }

    private void perform(AgentAction action) {
        if (action instanceof AgentAction.Save save) {
            save(save.checkpoint());
        } else if (action instanceof AgentAction.Ledger ledger) {
            log.ledger(ledger.kind(), ledger.fields());
        } else if (action instanceof AgentAction.Respond respond) {
            CompletableFuture<Answer> waiting = tickets.remove(respond.ticket());
            if (waiting != null) {
                waiting.complete(Answer.empty(respond.obeyed() ? 200 : 409, Standing.NONE));
            }
        } else if (action instanceof AgentAction.Register register) {
            register(register);
        } else if (action instanceof AgentAction.SendUpdate update) {
            var unused = messenger.post(
                    update.authority(), "/ref/agent/update", AgentJson.update(update), "", UPDATE_TIMEOUT);
        } else {
            leaders.look();
        }
    }

    private void save(AgentCheckpoint content) {
        try {
            checkpoint.save(content);
        } catch (IOException e) {
            die("cannot write the checkpoint: " + e);
        }
    }

    private void register(AgentAction.Register register) {
        NodeFlags node = flags.node();
        JsonNode body = AgentJson.register(register, node.id(), node.authority(), flags.slotCount());
        var unused = messenger
                .post(register.authority(), "/ref/agent/register", body, "", REGISTRATION_TIMEOUT)
                .handle((response, problem) -> problem == null
                        ? answered(register.attempt(), response)
                        : new AgentEvent.NotRegistered(register.attempt(), false))
                .thenAccept(event -> loop.submit(() -> handle(event)));
    }

    private static AgentEvent answered(long attempt, HttpResponse<byte[]> response) {
        try {
            if (response.statusCode() == 200) {
                return AgentJson.registered(attempt, Json.parse(response.body()));
            }
        } catch (IOException e) {
            // Whoever answers like that is not a master.
        }
        return new AgentEvent.NotRegistered(attempt, response.statusCode() == 410);
    }

    @Override
    public CompletionStage<Answer> answer(String method, String path, byte[] body, String stream) {
        if (path.equals("/health")) {
            return CompletableFuture.completedFuture(Answer.empty(200, Standing.NONE));
        }
        if (!method.equals("POST")
                || !List.of("/agent/ping", "/agent/run", "/agent/kill", "/agent/acknowledge")
                        .contains(path)) {
            return CompletableFuture.completedFuture(Answer.text(404, "Nothing at " + path, Standing.NONE));
        }
        long ticket = lastTicket.incrementAndGet();
        AgentEvent.Command command;
        try {
            command = command(ticket, path, Json.parse(body));
        } catch (IOException | IllegalArgumentException e) {
            String why = "Malformed message: " + e.getMessage();
            return CompletableFuture.completedFuture(Answer.text(400, why, Standing.NONE));
        }
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        tickets.put(ticket, answer);
        loop.submit(() -> handle(command));
        return answer.completeOnTimeout(
                Answer.text(503, "The agent is busy", Standing.NONE), ANSWER_SECONDS, TimeUnit.SECONDS);
    }

    private static AgentEvent.Command command(long ticket, String path, JsonNode body) {
        Sender sender = AgentJson.sender(body);
        String registration = body.path("registration").asText();
        return switch (path) {
            case "/agent/ping" -> new AgentEvent.Ping(ticket, sender, registration);
            case "/agent/run" -> new AgentEvent.Run(ticket, sender, registration, AgentJson.task(body.path("task")));
            case "/agent/kill" -> {
                Task task = AgentJson.task(body.path("task"));
                yield new AgentEvent.Kill(ticket, sender, registration, task.framework(), task.id());
            }
            default ->
                new AgentEvent.Acknowledge(
                        ticket,
                        sender,
                        registration,
                        body.path("framework").asText(),
                        body.path("task").asText(),
                        body.path("uuid").asText());
        };
    }

    private void die(String sentence) {
        log.write("suicide", OptionalLong.empty(), Map.of("sentence", sentence));
        end.run();
    }
}
