package io.interregnum.workload;

import io.interregnum.cluster.NodeId;
import io.interregnum.history.ClientFields;
import io.interregnum.history.Event;
import io.interregnum.history.HistoryRecorder;
import io.interregnum.history.RunClock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The clients of one client node: one thread that knows when operations are due, and many that carry them out. */
final class ClientNode {
    private final NodeId node;
    private final Workload workload;
    private final double opsPerSecond;
    private final Client client;
    private final Requests requests;
    private final View view;
    private final HistoryRecorder recorder;
    private final AtomicLong nextProcess;
    private final Deque<String> idleProcesses = new ArrayDeque<>(); // guarded by itself
    private final ExecutorService workers;
    private final Thread pacer;
    private volatile boolean stopped;

    ClientNode(
            NodeId node,
            Workload workload,
            double opsPerSecond,
            Client client,
            Requests requests,
            View view,
            HistoryRecorder recorder,
            AtomicLong nextProcess) {
        this.node = node;
        this.workload = workload;
        this.opsPerSecond = opsPerSecond;
        this.client = client;
        this.requests = requests;
        this.view = view;
        this.recorder = recorder;
        this.nextProcess = nextProcess;
        AtomicInteger number = new AtomicInteger();
        this.workers = Executors.newFixedThreadPool(workload.processesPerClientMax(), task -> {
            Thread thread = new Thread(null, task, node + "-worker-" + number.incrementAndGet(), 256 * 1024);
            thread.setDaemon(true);
            return thread;
        });
        this.pacer = new Thread(this::pace, node + "-pacer");
        this.pacer.setDaemon(true);
    }

    void start() {
        pacer.start();
    }

    void stop() {
        stopped = true;
        pacer.interrupt();
    }

    void awaitEnd(Duration limit) throws InterruptedException {
        pacer.join(limit.toMillis());
        workers.shutdown();
        if (!workers.awaitTermination(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            workers.shutdownNow();
        }
    }

    private void pace() {
        RunClock clock = recorder.clock();
        long beganNanos = clock.nanos();
        for (long count = 0; !stopped; count++) {
            long dueNanos = beganNanos + Math.round(count * 1e9 / opsPerSecond);
            try {
                clock.sleepUntil(dueNanos);
            } catch (InterruptedException e) {
                return; // stopped
            }
            ClientRequest request = requests.next();
            NodeId master = view.choose();
            workers.execute(() -> carryOut(request, master, dueNanos));
        }
    }

    private void carryOut(ClientRequest request, NodeId master, long dueNanos) {
        if (stopped) {
            return; // it was due, and waited for a free process until the end; it was never invoked
        }
        attempt(request, master, dueNanos);
    }

    private ClientAnswer attempt(ClientRequest request, NodeId master, long dueNanos) {
        String process = takeProcess();
        Map<String, Object> asked = fields(request, master);
        Map<String, Object> invoked = new TreeMap<>(asked);
        invoked.put(ClientFields.INTENDED, dueNanos);
        recorder.record(Event.Type.INVOKE, process, request.f(), invokedValue(request), invoked);
        ClientAnswer answer = client.invoke(node, master, request, workload.timeout());
        complete(process, request, master, asked, answer);
        return answer;
    }

    private void complete(
            String process, ClientRequest request, NodeId master, Map<String, Object> asked, ClientAnswer answer) {
        Map<String, Object> fields = new TreeMap<>(asked);
        if (answer instanceof ClientAnswer.Ok ok) {
            put(fields, ClientFields.EPOCH, ok.epoch());
            put(fields, ClientFields.VALUE_EPOCH, ok.valueEpoch());
            boolean read = request.f().equals(ClientFields.READ);
            recorder.record(
                    Event.Type.OK, process, request.f(), read ? boxed(ok.value()) : invokedValue(request), fields);
            (read ? ok.value() : OptionalLong.of(request.value()))
                    .ifPresent(value -> requests.saw(request.key(), value));
        } else if (answer instanceof ClientAnswer.Elements elements) {
            put(fields, ClientFields.EPOCH, elements.epoch());
            recorder.record(Event.Type.OK, process, request.f(), elements.values(), fields);
        } else if (answer instanceof ClientAnswer.Mismatch mismatch) {
            fields.put(ClientFields.ERROR, ClientFields.MISMATCH);
            put(fields, ClientFields.ACTUAL, mismatch.actual());
            put(fields, ClientFields.EPOCH, mismatch.epoch());
            put(fields, ClientFields.VALUE_EPOCH, mismatch.valueEpoch());
            recorder.record(Event.Type.FAIL, process, request.f(), invokedValue(request), fields);
            mismatch.actual().ifPresent(value -> requests.saw(request.key(), value));
        } else if (answer instanceof ClientAnswer.Failed failed) {
            fields.put(ClientFields.ERROR, failed.error());
            failed.leader().ifPresent(leader -> fields.put(ClientFields.LEADER, leader.name()));
            recorder.record(Event.Type.FAIL, process, request.f(), invokedValue(request), fields);
            failed.leader().ifPresentOrElse(leader -> view.redirected(master, leader), () -> view.disappointed(master));
        } else if (answer instanceof ClientAnswer.Unknown unknown) {
            fields.put(ClientFields.ERROR, unknown.error());
            recorder.record(Event.Type.INFO, process, request.f(), invokedValue(request), fields);
            view.disappointed(master);
            return; // nobody knows, so this process never asks again
        }
        synchronized (idleProcesses) {
            idleProcesses.push(process);
        }
    }

    private String takeProcess() {
        synchronized (idleProcesses) {
            return idleProcesses.isEmpty() ? Long.toString(nextProcess.getAndIncrement()) : idleProcesses.pop();
        }
    }

    private Map<String, Object> fields(ClientRequest request, NodeId master) {
        return Map.of(
                ClientFields.KEY, request.key(), ClientFields.CLIENT, node.name(), ClientFields.NODE, master.name());
    }

    private static @Nullable Object invokedValue(ClientRequest request) {
        return switch (request.f()) {
            case ClientFields.READ, ClientFields.READ_SET -> null;
            case ClientFields.WRITE, ClientFields.ADD -> request.value();
            default -> java.util.Arrays.asList(boxed(request.expected()), request.value());
        };
    }

    private static @Nullable Long boxed(OptionalLong number) {
        return number.isPresent() ? Long.valueOf(number.getAsLong()) : null;
    }

    private static void put(Map<String, Object> fields, String name, OptionalLong number) {
        number.ifPresent(value -> fields.put(name, value));
    }

    /** Asks each of these reads until it was answered once, or time is up; recorded like every other operation. */
    List<String> readAll(List<ClientRequest> reads, Duration limit) throws InterruptedException {
        long deadlineNanos = recorder.clock().nanos() + limit.toNanos();
        List<String> unread = new java.util.ArrayList<>();
        for (ClientRequest read : reads) {
            if (!readOnce(read, deadlineNanos)) {
                unread.add(read.key());
            }
        }
        return List.copyOf(unread);
    }

    private boolean readOnce(ClientRequest read, long deadlineNanos) throws InterruptedException {
        RunClock clock = recorder.clock();
        while (clock.nanos() < deadlineNanos) {
            ClientAnswer answer = attempt(read, view.choose(), clock.nanos());
            if (answer instanceof ClientAnswer.Ok || answer instanceof ClientAnswer.Elements) {
                return true;
            }
            clock.sleepUntil(clock.nanos() + 20_000_000);
        }
        return false;
    }
}
