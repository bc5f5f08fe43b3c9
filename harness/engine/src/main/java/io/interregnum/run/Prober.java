package io.interregnum.run;

import io.interregnum.cluster.Addresses;
import io.interregnum.cluster.Cluster;
import io.interregnum.cluster.HttpAttempt;
import io.interregnum.cluster.NodeId;
import io.interregnum.cluster.Reach;
import io.interregnum.cluster.SystemUnderTest;
import io.interregnum.history.Event;
import io.interregnum.history.HistoryRecorder;
import io.interregnum.history.ProbeAnswer;
import io.interregnum.history.Processes;
import io.interregnum.history.RunClock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Asks one master at a fixed rate whether it leads, over the control way, one question at a time. */
final class Prober {
    /** A frozen master's backlog must not fill: what is not answered by then is given up before the next is sent. */
    private static final Duration TIMEOUT = Duration.ofMillis(500);

    private final Cluster cluster;
    private final SystemUnderTest system;
    private final Addresses addresses;
    private final NodeId node;
    private final Duration interval;
    private final HistoryRecorder recorder;
    private final Thread thread;
    private volatile boolean stopped;

    Prober(
            Cluster cluster,
            SystemUnderTest system,
            Addresses addresses,
            NodeId node,
            Duration interval,
            HistoryRecorder recorder) {
        this.cluster = cluster;
        this.system = system;
        this.addresses = addresses;
        this.node = node;
        this.interval = interval;
        this.recorder = recorder;
        this.thread = new Thread(this::work, "probe-" + node);
        this.thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Asks nothing more. */
    void end() {
        stopped = true;
    }

    /** Asks nothing more and waits until the question in flight has ended. */
    void stop() throws InterruptedException {
        end();
        thread.join(TIMEOUT.multipliedBy(4).toMillis());
    }

    private void work() {
        RunClock clock = recorder.clock();
        long dueNanos = clock.nanos();
        try {
            while (!stopped) {
                ask();
                // Questions that became due while one was in flight are left out, so that they do not come in a burst.
                dueNanos = Math.max(dueNanos + interval.toNanos(), clock.nanos());
                clock.sleepUntil(dueNanos);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void ask() {
        String process = Processes.probeOf(node.name());
        recorder.record(Event.Type.INVOKE, process, ProbeAnswer.F, null);
        try {
            answer(process);
        } catch (RuntimeException e) {
            // An adapter that stumbles over an answer must not end the probing: this one said nothing.
            error(process, Event.Type.INFO, "not understood: " + e);
        }
    }

    private void answer(String process) {
        HttpAttempt.Outcome outcome = HttpAttempt.send(
                timeout -> cluster.control(node, system.masterPort(), timeout),
                HttpAttempt.Request.get(system.probePath()),
                TIMEOUT);
        if (outcome instanceof HttpAttempt.Answered answered) {
            Optional<ProbeAnswer> answer = system.readProbe(node, answered.answer(), addresses);
            if (answer.isPresent()) {
                recorder.record(
                        Event.Type.OK, process, ProbeAnswer.F, answer.get().toValue());
                return;
            }
            error(
                    process,
                    Event.Type.INFO,
                    "answered with status " + answered.answer().status());
        } else if (outcome instanceof HttpAttempt.NotSent notSent) {
            error(
                    process,
                    notSent.reach() == Reach.REFUSED ? Event.Type.FAIL : Event.Type.INFO,
                    "not connected: " + notSent.reach());
        } else if (outcome instanceof HttpAttempt.Unknown unknown) {
            error(process, Event.Type.INFO, unknown.why());
        }
    }

    private void error(String process, Event.Type type, String error) {
        recorder.record(type, process, ProbeAnswer.F, null, Map.of("error", error));
    }
}
