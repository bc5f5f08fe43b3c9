package io.interregnum.masters;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Feeds {@link SoftState} with events and ticks on one thread, and has its actions done. Everything but {@link #run} is
 * safe for many threads.
 */
final class SoftStateLoop implements Members {
    private static final long TICK_MILLIS = 100;

    private final SoftState state; // guarded by itself
    private final Sender self;
    private final MasterInfo info;
    private final Registry registry;
    private final BooleanSupplier leading;
    private final LongSupplier clockNanos;
    private final EventLog log;
    private final Exit exit;
    private final Duration messageTimeout;
    private final Messenger messenger = new Messenger();
    private final BlockingQueue<SoftEvent> queue = new LinkedBlockingQueue<>();
    private final Map<Long, CompletableFuture<SoftReply>> tickets = new ConcurrentHashMap<>();
    private final Map<String, EventStream> streams = new ConcurrentHashMap<>();
    private final AtomicLong lastTicket = new AtomicLong();
    private final AtomicLong droppedCount = new AtomicLong();

    /**
     * @param leading whether this master may believe at this moment that it leads; while it may not, it hears nobody
     * @param policy its ping interval is also how long an agent has to answer a message
     */
    SoftStateLoop(
            SoftState state,
            Sender self,
            MasterInfo info,
            Registry registry,
            BooleanSupplier leading,
            LongSupplier clockNanos,
            AgentPolicy policy,
            EventLog log,
            Exit exit) {
        this.state = state;
        this.self = self;
        this.info = info;
        this.registry = registry;
        this.leading = leading;
        this.clockNanos = clockNanos;
        this.messageTimeout = Duration.ofMillis(policy.pingMs());
        this.log = log;
        this.exit = exit;
    }

    @Override
    public Sender self() {
        return self;
    }

    @Override
    public SoftView view() {
        synchronized (state) {
            return state.view();
        }
    }

    @Override
    public double wallSeconds(long nanos) {
        return (System.currentTimeMillis() - (clockNanos.getAsLong() - nanos) / 1e6) / 1e3;
    }

    @Override
    public long droppedCount() {
        return droppedCount.get();
    }

    /** These agents were found in the registry. They are known when this call returns. */
    void recover(Collection<AdmittedAgent> agents) {
        handle(new SoftEvent.Recovered(agents));
        accept(new SoftEvent.Tick()); // Whoever slept must look again.
    }

    void accept(SoftEvent event) {
        queue.add(event);
    }

    @Override
    public CompletableFuture<SoftReply> ask(LongFunction<SoftEvent> event) {
        long ticket = lastTicket.incrementAndGet();
        CompletableFuture<SoftReply> reply = new CompletableFuture<>();
        tickets.put(ticket, reply);
        queue.add(event.apply(ticket));
        return reply.completeOnTimeout(new SoftReply.Refused(500, "no answer from the registry"), 5, TimeUnit.SECONDS)
                .whenComplete((answer, problem) -> tickets.remove(ticket));
    }

    @Override
    public EventStream subscribe(String framework, String name) {
        String id = UUID.randomUUID().toString();
        EventStream stream = new EventStream(id, () -> bytes(new SchedulerEvent.Heartbeat()), () -> {
            streams.remove(id);
            accept(new SoftEvent.StreamClosed(id));
        });
        streams.put(id, stream);
        accept(new SoftEvent.Subscribe(id, framework, name));
        return stream;
    }

    /** Runs until this thread is interrupted. Sleeps without an end as long as nothing can become due. */
    void run() {
        try {
            while (true) {
                SoftEvent event = next();
                if (!leading.getAsBoolean() && !ofOurs(event)) {
                    drop(event);
                    continue;
                }
                handle(event);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void handle(SoftEvent event) {
        List<SoftAction> actions;
        synchronized (state) {
            actions = state.on(clockNanos.getAsLong(), event);
        }
        actions.forEach(this::perform);
    }

    private SoftEvent next() throws InterruptedException {
        boolean idle;
        synchronized (state) {
            idle = state.idle();
        }
        if (idle) {
            return queue.take();
        }
        @Nullable SoftEvent event = queue.poll(TICK_MILLIS, TimeUnit.MILLISECONDS);
        return event == null ? new SoftEvent.Tick() : event;
    }

    private static boolean ofOurs(SoftEvent event) {
        return event instanceof SoftEvent.Stored || event instanceof SoftEvent.StreamClosed;
    }

    private void drop(SoftEvent event) {
        if (!(event instanceof SoftEvent.Tick)) {
            droppedCount.incrementAndGet();
        }
        SoftReply refused = new SoftReply.Refused(503, "No leader elected");
        if (event instanceof SoftEvent.Register register) {
            perform(new SoftAction.Respond(register.ticket(), refused));
        } else if (event instanceof SoftEvent.Update update) {
            perform(new SoftAction.Respond(update.ticket(), refused));
        } else if (event instanceof SoftEvent.Call call) {
            perform(new SoftAction.Respond(call.ticket(), refused));
        } else if (event instanceof SoftEvent.MarkGone gone) {
            perform(new SoftAction.Respond(gone.ticket(), refused));
        } else if (event instanceof SoftEvent.Subscribe subscribe) {
            perform(new SoftAction.CloseStream(subscribe.stream()));
        }
    }

    private void perform(SoftAction action) {
        if (action instanceof SoftAction.Store store) {
            var unused = registry.submit(store.operation())
                    .thenAccept(reply -> accept(new SoftEvent.Stored(store.number(), reply instanceof Reply.Applied)));
        } else if (action instanceof SoftAction.Respond respond) {
            CompletableFuture<SoftReply> waiting = tickets.get(respond.ticket());
            if (waiting != null) {
                waiting.complete(respond.reply());
            }
        } else if (action instanceof SoftAction.Tell tell) {
            EventStream stream = streams.get(tell.stream());
            if (stream != null) {
                stream.send(bytes(tell.event()));
            }
        } else if (action instanceof SoftAction.CloseStream close) {
            EventStream stream = streams.get(close.stream());
            if (stream != null) {
                stream.end();
            }
        } else if (action instanceof SoftAction.Report report) {
            log.write(report.what(), OptionalLong.of(self.epoch()), Map.of("text", report.details()));
        } else if (action instanceof SoftAction.Die die) {
            exit.die(die.sentence());
        } else {
            message(action);
        }
    }

    private void message(SoftAction action) {
        if (action instanceof SoftAction.Ping ping) {
            SoftAction.Address to = ping.to();
            send("/agent/ping", to, AgentJson.command(self, to), new SoftEvent.Ponged(to.agent(), to.registration()));
        } else if (action instanceof SoftAction.Run run) {
            ObjectNode body = AgentJson.command(self, run.to());
            body.set("task", AgentJson.task(run.task()));
            send(
                    "/agent/run",
                    run.to(),
                    body,
                    new SoftEvent.Delivered(run.task().key()));
        } else if (action instanceof SoftAction.Kill kill) {
            ObjectNode body = AgentJson.command(self, kill.to());
            body.set("task", AgentJson.task(kill.task()));
            send("/agent/kill", kill.to(), body, null);
        } else if (action instanceof SoftAction.Acknowledge acknowledge) {
            ObjectNode body = AgentJson.command(self, acknowledge.to())
                    .put("framework", acknowledge.framework())
                    .put("task", acknowledge.task())
                    .put("uuid", acknowledge.uuid());
            send("/agent/acknowledge", acknowledge.to(), body, null);
        }
    }

    private void send(String path, SoftAction.Address to, ObjectNode body, @Nullable SoftEvent ifAgreed) {
        var unused = messenger
                .post(to.authority(), path, body, "", messageTimeout)
                .thenApply(HttpResponse::statusCode)
                .whenComplete((status, problem) -> {
                    if (problem == null && status == 200 && ifAgreed != null) {
                        accept(ifAgreed);
                    }
                });
    }

    private byte[] bytes(SchedulerEvent event) {
        return Json.bytes(SchedulerJson.event(event, self, info));
    }
}
