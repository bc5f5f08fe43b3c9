package io.interregnum.masters;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Feeds {@link Election} with events and ticks on one thread, and has its actions done. {@link #accept} and
 * {@link #standing} are safe for many threads.
 */
final class ElectionLoop {

    /** Starts the registrar of a leader. */
    interface RegistrarStarter {
        void start(long epoch, String candidateName);
    }

    private final Election election;
    private final EventLog log;
    private final Exit exit;
    private final LongSupplier clockNanos;
    private final long pulseNanos;
    private final BlockingQueue<ElectionEvent> queue = new LinkedBlockingQueue<>();
    private final Slowness slowness;
    private volatile Standing standing = Standing.NONE;

    /**
     * @param clockNanos the clock of the events; safe for many threads
     * @param sessionTimeoutMs as asked for; ticks come twenty times as often, but at most every 20 ms
     */
    ElectionLoop(Election election, LongSupplier clockNanos, int sessionTimeoutMs, EventLog log, Exit exit) {
        this(election, clockNanos, sessionTimeoutMs, Slowness.NONE, log, exit);
    }

    /** The same, slower than it could be. */
    ElectionLoop(
            Election election,
            LongSupplier clockNanos,
            int sessionTimeoutMs,
            Slowness slowness,
            EventLog log,
            Exit exit) {
        this.slowness = slowness;
        this.election = election;
        this.clockNanos = clockNanos;
        this.log = log;
        this.exit = exit;
        this.pulseNanos = TimeUnit.MILLISECONDS.toNanos(Math.max(20, sessionTimeoutMs / 20));
    }

    /** Queues an event. */
    void accept(ElectionEvent event) {
        queue.add(event);
    }

    /** What this master may believe at this moment. */
    Standing standing() {
        return standing.at(clockNanos.getAsLong());
    }

    /** Runs until this thread is interrupted or the election ends the master. */
    void run(ZooKeeperGroup group, RegistrarStarter starter) {
        try {
            boolean alive = true;
            while (alive) {
                @Nullable ElectionEvent next = queue.poll(pulseNanos, TimeUnit.NANOSECONDS);
                ElectionEvent event = Optional.<ElectionEvent>ofNullable(next).orElseGet(ElectionEvent.Tick::new);
                List<ElectionAction> actions = election.on(clockNanos.getAsLong(), event);
                if (election.standing().leading() && !standing.leading()) {
                    slowness.beforeLeading();
                }
                standing = election.standing(); // Before anything is written, because a write can block.
                logEvent(event);
                for (ElectionAction action : actions) {
                    alive &= perform(action, group, starter);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean perform(ElectionAction action, ZooKeeperGroup group, RegistrarStarter starter) {
        if (action instanceof ElectionAction.CreateNode) {
            group.createNode();
        } else if (action instanceof ElectionAction.LookForOwnNode) {
            group.lookForOwnNode();
        } else if (action instanceof ElectionAction.ReadGroup) {
            group.read();
        } else if (action instanceof ElectionAction.ConfirmNode confirm) {
            group.confirm(confirm.name());
        } else if (action instanceof ElectionAction.DeleteNode delete) {
            group.delete(delete.name());
        } else if (action instanceof ElectionAction.RenewSession) {
            group.renewSession();
        } else if (action instanceof ElectionAction.StartRegistrar start) {
            starter.start(start.epoch(), start.candidateName());
        } else if (action instanceof ElectionAction.Report report) {
            log.write("role", epoch(), Map.of("change", report.what(), "text", report.details()));
        } else if (action instanceof ElectionAction.Die die) {
            exit.die(die.sentence());
            return false;
        }
        return true;
    }

    private void logEvent(ElectionEvent event) {
        if (!(event instanceof ElectionEvent.Tick)) {
            log.write("zookeeper", epoch(), Map.of("what", event.toString()));
        }
    }

    private OptionalLong epoch() {
        Standing now = standing();
        return now.leading() ? OptionalLong.of(now.epoch()) : OptionalLong.empty();
    }
}
