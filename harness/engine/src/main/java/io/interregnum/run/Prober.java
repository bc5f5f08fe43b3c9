package io.interregnum.run;

import io.interregnum.cluster.Cluster;
import io.interregnum.cluster.HttpAttempt;
import io.interregnum.cluster.NodeId;
import io.interregnum.cluster.Reach;
import io.interregnum.history.Event;
import io.interregnum.history.HistoryRecorder;
import io.interregnum.history.RunClock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Asks one master the same at a fixed rate, over the control way, one question at a time. */
final class Prober {
    /** A frozen master's backlog must not fill: what is not answered by then is given up before the next is sent. */
    private static final Duration TIMEOUT = Duration.ofMillis(500);

    private final Cluster cluster;
    private final int port;
    private final Question question;
    private final NodeId node;
    private final Duration interval;
    private final HistoryRecorder recorder;
    private final String process;
    private final Thread thread;
    private volatile boolean stopped;

    /** @param port on which masters serve */
    Prober(Cluster cluster, int port, Question question, NodeId node, Duration interval, HistoryRecorder recorder) {
        this.cluster = cluster;
        this.port = port;
        this.question = question;
        this.node = node;
        this.interval = interval;
        this.recorder = recorder;
        this.process = question.process(node);
        this.thread = new Thread(this::work, process.replace(':', '-'));
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
        recorder.record(Event.Type.INVOKE, process, question.f(), null);
        try {
            answer();
        } catch (RuntimeException e) {
            // An adapter that stumbles over an answer must not end the probing: this one said nothing.
            error(Event.Type.INFO, "not understood: " + e);
        }
    }

    private void answer() {
        HttpAttempt.Outcome outcome = HttpAttempt.send(
                timeout -> cluster.control(node, port, timeout), HttpAttempt.Request.get(question.path()), TIMEOUT);
        if (outcome instanceof HttpAttempt.Answered answered) {
            Optional<Object> answer = question.read(node, answered.answer());
            if (answer.isPresent()) {
                recorder.record(Event.Type.OK, process, question.f(), answer.get());
                return;
            }
            error(
                    question.isRefusal(answered.answer()) ? Event.Type.FAIL : Event.Type.INFO,
                    "answered with status " + answered.answer().status());
        } else if (outcome instanceof HttpAttempt.NotSent notSent) {
            error(
                    notSent.reach() == Reach.REFUSED ? Event.Type.FAIL : Event.Type.INFO,
                    "not connected: " + notSent.reach());
        } else if (outcome instanceof HttpAttempt.Unknown unknown) {
            error(Event.Type.INFO, unknown.why());
        }
    }

    private void error(Event.Type type, String error) {
        recorder.record(type, process, question.f(), null, Map.of("error", error));
    }
}
