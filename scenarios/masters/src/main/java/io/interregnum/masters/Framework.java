package io.interregnum.masters;

import io.interregnum.masters.FrameworkCheckpoint.Work;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides what a framework does: events in, actions out. Keeps some pieces of work running for ever and does short ones
 * at a steady rate. For one thread; time comes with the events, in nanoseconds on any monotonic clock.
 *
 * <p>A task is written down before the master hears of it, and its work is started again only after somebody said that
 * the task is over or unknown. One call is under way at a time, and a call of unknown fate ends the subscription, so that
 * no question about a task can overtake the call that starts it.
 */
final class Framework {
    private static final long BACKOFF_NANOS = 100_000_000L;
    private static final long BACKOFF_NANOS_MAX = 2_000_000_000L;
    private static final long SILENCE_NANOS_MAX = 5 * EventStream.HEARTBEAT_MILLIS * 1_000_000L;
    private static final long RECONCILE_NANOS = 5_000_000_000L;
    private static final long REFUSE_NANOS = 1_000_000_000L;

    /**
     * How much work there is.
     *
     * @param lastingCount pieces of work to be kept running
     * @param shortEveryMs time from one short piece of work to the next, in ms
     * @param shortMs how long a short one runs, in ms
     * @param shortCountMax short ones that wait or run at most; no new ones come meanwhile
     */
    record Plan(int lastingCount, int shortEveryMs, int shortMs, int shortCountMax) {}

    private static final long LASTING_MS = 86_400_000L;

    private final String incarnation;
    private final String prefix;
    private final Plan plan;
    private final DoubleSupplier chance;
    private final Map<String, Work> works = new LinkedHashMap<>(); // by name
    private final Deque<SchedulerCall> calls = new ArrayDeque<>(); // the first one may be under way
    private final List<FrameworkAction> actions = new ArrayList<>();

    private String id;
    private long highestEpoch;
    private long lastWork;
    private Optional<Leader> leader = Optional.empty();
    private long attempt;
    private boolean open; // a stream is being opened or is open
    private boolean subscribed;
    private boolean calling;
    private boolean wantsOffers; // since work came that no offer has been found for
    private long nextBackoffNanos = BACKOFF_NANOS;
    private OptionalLong attemptNanos = OptionalLong.empty(); // when the next one is due
    private long heardNanos;
    private long nextReconcileNanos;
    private OptionalLong nextShortNanos = OptionalLong.empty();

    /**
     * @param checkpoint what an earlier run left
     * @param incarnation unique to this run
     * @param prefix of the names of its work; two frameworks must not share one
     * @param chance from 0 inclusive to 1 exclusive
     */
    Framework(FrameworkCheckpoint checkpoint, String incarnation, String prefix, Plan plan, DoubleSupplier chance) {
        this.id = checkpoint.framework();
        this.highestEpoch = checkpoint.highestEpoch();
        this.lastWork = checkpoint.lastWork();
        this.incarnation = incarnation;
        this.prefix = prefix;
        this.plan = plan;
        this.chance = chance;
        checkpoint.works().forEach(work -> works.put(work.name(), work));
    }

    /** What to do first, before any event. */
    List<FrameworkAction> start() {
        actions.clear();
        ledger("started", Map.of("incarnation", incarnation));
        return List.copyOf(actions);
    }

    /** What to do about this event, in order; empty if nothing. */
    List<FrameworkAction> on(long nowNanos, FrameworkEvent event) {
        actions.clear();
        addWork(nowNanos);
        if (event instanceof FrameworkEvent.Detected detected) {
            onDetected(nowNanos, detected.leader());
        } else if (event instanceof FrameworkEvent.Heard heard && heard.attempt() == attempt) {
            onHeard(nowNanos, heard);
        } else if (event instanceof FrameworkEvent.Broken broken && broken.attempt() == attempt) {
            abandonStream(nowNanos);
        } else if (event instanceof FrameworkEvent.Called called && called.attempt() == attempt) {
            onCalled(nowNanos, called);
        }
        if (open && nowNanos - heardNanos >= SILENCE_NANOS_MAX) {
            abandonStream(nowNanos);
        }
        subscribeIfDue(nowNanos);
        askAboutTasks(nowNanos);
        callNext();
        return List.copyOf(actions);
    }

    // ---- the subscription

    private void onDetected(long nowNanos, Optional<Leader> detected) {
        if (detected.equals(leader)) {
            return;
        }
        leader = detected;
        nextBackoffNanos = BACKOFF_NANOS;
        abandonStream(nowNanos);
    }

    private void abandonStream(long nowNanos) {
        if (open) {
            actions.add(new FrameworkAction.Close(attempt));
        }
        attempt++; // Whatever is still heard on that stream counts no more.
        open = false;
        subscribed = false;
        calling = false;
        calls.clear();
        attemptNanos = leader.isPresent() ? OptionalLong.of(nowNanos + backoff()) : OptionalLong.empty();
    }

    private long backoff() {
        long wait = (long) (chance.getAsDouble() * nextBackoffNanos);
        nextBackoffNanos = Math.min(2 * nextBackoffNanos, BACKOFF_NANOS_MAX);
        return wait;
    }

    private void subscribeIfDue(long nowNanos) {
        if (leader.isEmpty() || attemptNanos.isEmpty() || nowNanos - attemptNanos.getAsLong() < 0) {
            return;
        }
        attemptNanos = OptionalLong.empty();
        attempt++;
        open = true;
        heardNanos = nowNanos;
        actions.add(new FrameworkAction.Subscribe(attempt, leader.get().authority(), id));
    }

    private void onHeard(long nowNanos, FrameworkEvent.Heard heard) {
        heardNanos = nowNanos;
        SchedulerEvent event = heard.event();
        if (heard.sender().epoch() < highestEpoch || event instanceof SchedulerEvent.Failure) {
            abandonStream(nowNanos);
        } else if (event instanceof SchedulerEvent.Subscribed accepted) {
            onSubscribed(nowNanos, accepted, heard.sender());
        } else if (event instanceof SchedulerEvent.Offers offers) {
            offers.offers().forEach(offer -> onOffer(offer, heard.sender()));
        } else if (event instanceof SchedulerEvent.Update update) {
            onStatus(update.status(), heard.sender());
        }
    }

    private void onSubscribed(long nowNanos, SchedulerEvent.Subscribed accepted, Sender sender) {
        id = accepted.framework();
        highestEpoch = sender.epoch();
        subscribed = true;
        nextBackoffNanos = BACKOFF_NANOS;
        save();
        ledger("subscribed", Map.of("framework", id, "master", sender.node(), "epoch", sender.epoch()));
        nextReconcileNanos = nowNanos;
        calls.add(new SchedulerCall.Reconcile(List.of()));
    }

    private void askAboutTasks(long nowNanos) {
        if (!subscribed || nowNanos - nextReconcileNanos < 0) {
            return;
        }
        nextReconcileNanos = nowNanos + RECONCILE_NANOS;
        List<Task> intended = works.values().stream()
                .filter(work -> !work.waiting())
                .map(this::taskOf)
                .toList();
        if (!intended.isEmpty()) {
            calls.add(new SchedulerCall.Reconcile(intended));
        }
    }

    private Task taskOf(Work work) {
        long millis = work.lasting() ? LASTING_MS : plan.shortMs();
        return new Task(work.task(), work.name(), id, work.agent(), TaskState.STAGING, millis);
    }

    private void callNext() {
        if (subscribed && wantsOffers) {
            calls.add(new SchedulerCall.Revive());
            wantsOffers = false;
        }
        @Nullable SchedulerCall next = calls.peek();
        if (next != null && subscribed && !calling && leader.isPresent()) {
            calling = true;
            actions.add(new FrameworkAction.Send(attempt, leader.get().authority(), id, next));
        }
    }

    private void onCalled(long nowNanos, FrameworkEvent.Called called) {
        if (!calling) {
            return;
        }
        calling = false;
        calls.poll();
        if (!called.accepted()) {
            abandonStream(nowNanos);
        }
    }

    // ---- work

    private void addWork(long nowNanos) {
        boolean added = false;
        long lasting = works.values().stream().filter(Work::lasting).count();
        for (long i = lasting; i < plan.lastingCount(); i++) {
            addOne(true);
            added = true;
        }
        if (nextShortNanos.isEmpty()) {
            nextShortNanos = OptionalLong.of(nowNanos);
        }
        if (nowNanos - nextShortNanos.getAsLong() >= 0) {
            nextShortNanos = OptionalLong.of(nowNanos + plan.shortEveryMs() * 1_000_000L);
            long shortCount =
                    works.values().stream().filter(work -> !work.lasting()).count();
            if (shortCount < plan.shortCountMax()) {
                addOne(false);
                added = true;
            }
        }
        if (added) {
            wantsOffers = true;
            save();
        }
    }

    private void addOne(boolean lasting) {
        String name = prefix + ++lastWork;
        works.put(name, new Work(name, lasting, 0, ""));
    }

    private void onOffer(SchedulerEvent.Offer offer, Sender sender) {
        ledger(
                "offered",
                Map.of("offer", offer.id(), "agent", offer.agent(), "master", sender.node(), "epoch", sender.epoch()));
        List<Work> starting = works.values().stream()
                .filter(Work::waiting)
                .limit(offer.slotCount())
                .map(work -> new Work(work.name(), work.lasting(), work.attempt() + 1, offer.agent()))
                .toList();
        if (starting.isEmpty()) {
            calls.add(new SchedulerCall.Decline(List.of(offer.id()), REFUSE_NANOS));
            return;
        }
        starting.forEach(work -> works.put(work.name(), work));
        save();
        for (Work work : starting) {
            ledger(
                    "task-intended",
                    Map.of(
                            "task", work.task(),
                            "work", work.name(),
                            "agent", offer.agent(),
                            "offer", offer.id()));
        }
        calls.add(new SchedulerCall.Accept(
                List.of(offer.id()), starting.stream().map(this::taskOf).toList(), REFUSE_NANOS));
    }

    private void onStatus(TaskStatus status, Sender sender) {
        if (status.state() == TaskState.STAGING) {
            return;
        }
        String workName = status.task().substring(0, Math.max(0, status.task().lastIndexOf('.')));
        ledger(
                "task-told",
                Map.of(
                        "task", status.task(),
                        "work", workName,
                        "state", status.state().name(),
                        "agent", status.agent(),
                        "master", sender.node(),
                        "epoch", sender.epoch()));
        Work work = works.get(workName);
        boolean current = work != null && !work.waiting() && work.task().equals(status.task());
        if (work != null && current && status.state().terminal()) {
            settle(work, status.state());
        } else if (!current && status.state() == TaskState.RUNNING) {
            calls.add(new SchedulerCall.Kill(status.task(), status.agent())); // We had been told that it was over.
        }
        if (!status.uuid().isEmpty()) {
            calls.add(new SchedulerCall.Acknowledge(status.task(), status.agent(), status.uuid()));
        }
    }

    private void settle(Work work, TaskState state) {
        if (state == TaskState.FINISHED) {
            works.remove(work.name());
            save();
            return;
        }
        works.put(work.name(), new Work(work.name(), work.lasting(), work.attempt(), ""));
        wantsOffers = true;
        save();
        ledger("task-given-up", Map.of("task", work.task(), "work", work.name()));
    }

    private void save() {
        actions.add(new FrameworkAction.Save(
                new FrameworkCheckpoint(id, highestEpoch, lastWork, List.copyOf(works.values()))));
    }

    private void ledger(String kind, Map<String, Object> fields) {
        actions.add(new FrameworkAction.Ledger(kind, fields));
    }
}
