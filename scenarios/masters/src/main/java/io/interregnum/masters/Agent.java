package io.interregnum.masters;

import io.interregnum.masters.AgentCheckpoint.Held;
import io.interregnum.masters.AgentCheckpoint.News;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.DoubleSupplier;

/**
 * Decides what an agent does: events in, actions out. Its tasks are records with a time at which they end; nothing is
 * executed. For one thread; time comes with the events, in nanoseconds on any monotonic clock.
 *
 * <p>It obeys one master: the one that it detected, under the registration that it gave last, and only if no higher
 * epoch was ever accepted. From each change of leader until the next registration it obeys nobody.
 */
final class Agent {
    private static final long RESEND_NANOS = 1_000_000_000L;
    private static final long BACKOFF_NANOS_MAX = 5_000_000_000L;

    /** A task that runs or whose end was not acknowledged. */
    private static final class Running {
        Task task;
        final Deque<News> news = new ArrayDeque<>();
        long endNanos;
        OptionalLong sentNanos = OptionalLong.empty(); // when the oldest news was

        Running(Task task) {
            this.task = task;
        }

        /**
         * As a new leader is to know it: as the oldest news says that nobody has acknowledged. A leader that knew of its end
         * already would tell the framework so, and then pass on the older news (Mesos: {@code status_update_state}).
         */
        Task told() {
            return news.isEmpty() ? task : task.with(news.getFirst().state());
        }
    }

    private final String incarnation;
    private final long backoffNanos;
    private final Set<Variant> variants;
    private final DoubleSupplier chance;
    private final Map<String, Running> tasks = new LinkedHashMap<>(); // by key
    private final Set<String> ended = new HashSet<>(); // keys, under this registration: a late message runs none again
    private final List<AgentAction> actions = new ArrayList<>();

    private String id;
    private long highestEpoch;
    private Optional<Leader> leader = Optional.empty();
    private String master = ""; // name of the one that we are registered with; empty if with none
    private String registration = "";
    private long attempt;
    private OptionalLong attemptNanos = OptionalLong.empty(); // when the next one is due
    private long nextBackoffNanos;
    private long totalPingNanos;
    private long lastPingNanos;
    private long newsNumber;

    /**
     * @param checkpoint what an earlier run of this agent left
     * @param incarnation unique to this run
     * @param backoffMs upper bound of the wait before the first registration with a leader, in ms; doubles each time
     * @param chance from 0 inclusive to 1 exclusive
     */
    Agent(AgentCheckpoint checkpoint, String incarnation, int backoffMs, Set<Variant> variants, DoubleSupplier chance) {
        this.id = checkpoint.agent();
        this.highestEpoch = checkpoint.highestEpoch();
        this.incarnation = incarnation;
        this.backoffNanos = backoffMs * 1_000_000L;
        this.variants = Set.copyOf(variants);
        this.chance = chance;
        for (Held held : checkpoint.tasks()) {
            Running running = new Running(held.task());
            running.news.addAll(held.news());
            tasks.put(held.task().key(), running);
        }
    }

    /** What to do first, before any event: whatever ran in the earlier run died with it. */
    List<AgentAction> start() {
        actions.clear();
        ledger("started", Map.of("incarnation", incarnation));
        for (Running running : List.copyOf(tasks.values())) {
            if (!running.task.state().terminal()) {
                end(running, TaskState.FAILED, Optional.empty());
            }
        }
        return List.copyOf(actions);
    }

    /** What to do about this event, in order; empty if nothing. */
    List<AgentAction> on(long nowNanos, AgentEvent event) {
        actions.clear();
        finishTasks(nowNanos);
        if (event instanceof AgentEvent.Detected detected) {
            onDetected(nowNanos, detected.leader());
        } else if (event instanceof AgentEvent.Registered registered) {
            onRegistered(nowNanos, registered);
        } else if (event instanceof AgentEvent.NotRegistered refused) {
            onNotRegistered(nowNanos, refused);
        } else if (event instanceof AgentEvent.Command command) {
            onCommand(nowNanos, command);
        }
        noticeSilence(nowNanos);
        registerIfDue(nowNanos);
        sendNews(nowNanos);
        return List.copyOf(actions);
    }

    // ---- whom to belong to

    private void onDetected(long nowNanos, Optional<Leader> detected) {
        if (has(Variant.STICKY_AGENT) && leader.isPresent()) {
            return; // The mistake: the first one is for ever.
        }
        if (detected.equals(leader)) {
            return;
        }
        boolean hadOne = leader.isPresent();
        leader = detected;
        if (hadOne) {
            disconnect();
        }
        nextBackoffNanos = backoffNanos;
        attemptNanos = leader.isPresent() ? OptionalLong.of(nowNanos + backoff()) : OptionalLong.empty();
    }

    private void disconnect() {
        ledger("disconnected", Map.of("master", master));
        master = "";
        registration = "";
        attempt++; // An answer that is under way counts no more.
        ended.clear();
    }

    private long backoff() {
        long wait = (long) (chance.getAsDouble() * nextBackoffNanos);
        nextBackoffNanos = Math.min(2 * nextBackoffNanos, Math.max(backoffNanos, BACKOFF_NANOS_MAX));
        return wait;
    }

    /** A master that does not ping either is gone or takes us for gone; whichever it is, we register again. */
    private void noticeSilence(long nowNanos) {
        if (registered() && nowNanos - lastPingNanos >= totalPingNanos) {
            disconnect();
            actions.add(new AgentAction.Detect());
            nextBackoffNanos = backoffNanos;
            attemptNanos = OptionalLong.of(nowNanos + backoff());
        }
    }

    private void registerIfDue(long nowNanos) {
        if (leader.isEmpty() || attemptNanos.isEmpty() || nowNanos - attemptNanos.getAsLong() < 0) {
            return;
        }
        attemptNanos = OptionalLong.empty(); // The next one is due some time after the answer to this one.
        attempt++;
        actions.add(new AgentAction.Register(
                attempt,
                leader.get().authority(),
                id,
                incarnation,
                tasks.values().stream().map(Running::told).toList()));
    }

    private void onNotRegistered(long nowNanos, AgentEvent.NotRegistered refused) {
        if (refused.attempt() != attempt || registered()) {
            return;
        }
        if (refused.gone()) {
            forgetEverything();
        }
        attemptNanos = OptionalLong.of(nowNanos + backoff());
    }

    /** The cluster has given this agent up, so it starts from nothing. */
    private void forgetEverything() {
        for (Running running : List.copyOf(tasks.values())) {
            if (!running.task.state().terminal()) {
                end(running, TaskState.FAILED, Optional.empty());
            }
        }
        tasks.clear();
        id = "";
        save();
    }

    private void onRegistered(long nowNanos, AgentEvent.Registered answer) {
        if (answer.attempt() != attempt || leader.isEmpty() || registered()) {
            return;
        }
        if (!answer.sender().masterId().equals(leader.get().masterId())
                || answer.sender().epoch() < highestEpoch) {
            attemptNanos = OptionalLong.of(nowNanos + backoff());
            return;
        }
        boolean again = !id.isEmpty();
        id = answer.agent();
        for (Running running : tasks.values()) {
            Task task = running.task;
            running.task = new Task(task.id(), task.work(), task.framework(), id, task.state(), task.millis());
            running.sentNanos = OptionalLong.empty();
        }
        highestEpoch = answer.sender().epoch();
        registration = answer.registration();
        master = answer.sender().node();
        totalPingNanos = answer.totalPingMs() * 1_000_000L;
        lastPingNanos = nowNanos;
        attemptNanos = OptionalLong.empty();
        save();
        ledger(
                "registered",
                Map.of(
                        "agent", id,
                        "master", master,
                        "epoch", highestEpoch,
                        "again", again,
                        "tasks", liveTasks()));
    }

    private List<String> liveTasks() {
        return tasks.values().stream()
                .map(each -> each.task)
                .filter(task -> !task.state().terminal())
                .map(Task::id)
                .toList();
    }

    private boolean registered() {
        return !registration.isEmpty();
    }

    // ---- what to obey

    private void onCommand(long nowNanos, AgentEvent.Command command) {
        if (command instanceof AgentEvent.Ping && has(Variant.UNFENCED_PING)) {
            lastPingNanos = nowNanos; // The mistake: whoever it was.
            respond(command, true);
            return;
        }
        if (!obeys(command)) {
            respond(command, false);
            if (!(command instanceof AgentEvent.Ping)) {
                ledgerRefusal(command);
            }
            return;
        }
        highestEpoch = command.sender().epoch();
        if (command instanceof AgentEvent.Ping) {
            lastPingNanos = nowNanos;
        } else if (command instanceof AgentEvent.Run run) {
            launch(nowNanos, run);
        } else if (command instanceof AgentEvent.Kill kill) {
            Running running = tasks.get(kill.framework() + "/" + kill.task());
            if (running != null && !running.task.state().terminal()) {
                end(running, TaskState.KILLED, Optional.of(kill.sender()));
            }
        } else if (command instanceof AgentEvent.Acknowledge acknowledge) {
            acknowledge(acknowledge);
        }
        respond(command, true);
    }

    private boolean obeys(AgentEvent.Command command) {
        Sender sender = command.sender();
        return registered()
                && leader.isPresent()
                && sender.masterId().equals(leader.get().masterId())
                && command.registration().equals(registration)
                && sender.epoch() >= highestEpoch;
    }

    private void ledgerRefusal(AgentEvent.Command command) {
        ledger(
                "command-refused",
                Map.of(
                        "what", command.what(),
                        "task", command.task(),
                        "master", command.sender().node(),
                        "epoch", command.sender().epoch(),
                        "newest", highestEpoch));
    }

    private void respond(AgentEvent.Command command, boolean obeyed) {
        actions.add(new AgentAction.Respond(command.ticket(), obeyed));
    }

    // ---- tasks

    private void launch(long nowNanos, AgentEvent.Run run) {
        Task told = run.launch();
        Task task = new Task(told.id(), told.work(), told.framework(), id, TaskState.RUNNING, told.millis());
        if (tasks.containsKey(task.key()) || ended.contains(task.key())) {
            return; // It has come twice.
        }
        Running running = new Running(task);
        running.endNanos = nowNanos + task.millis() * 1_000_000L;
        running.news.add(news(TaskState.RUNNING));
        tasks.put(task.key(), running);
        save();
        ledger(
                "task-launched",
                Map.of(
                        "task", task.id(),
                        "work", task.work(),
                        "framework", task.framework(),
                        "master", run.sender().node(),
                        "epoch", run.sender().epoch()));
    }

    private void finishTasks(long nowNanos) {
        for (Running running : List.copyOf(tasks.values())) {
            if (!running.task.state().terminal() && nowNanos - running.endNanos >= 0) {
                end(running, TaskState.FINISHED, Optional.empty());
            }
        }
    }

    private void end(Running running, TaskState state, Optional<Sender> commanded) {
        running.task = running.task.with(state);
        running.news.add(news(state));
        ended.add(running.task.key());
        save();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("task", running.task.id());
        fields.put("work", running.task.work());
        fields.put("state", state.name());
        commanded.ifPresent(sender -> {
            fields.put("master", sender.node());
            fields.put("epoch", sender.epoch());
        });
        ledger("task-ended", fields);
    }

    private News news(TaskState state) {
        return new News(state, incarnation + "-" + ++newsNumber);
    }

    private void acknowledge(AgentEvent.Acknowledge acknowledge) {
        String key = acknowledge.framework() + "/" + acknowledge.task();
        Running running = tasks.get(key);
        if (running == null
                || running.news.isEmpty()
                || !Objects.equals(running.news.getFirst().uuid(), acknowledge.uuid())) {
            return;
        }
        running.news.removeFirst();
        running.sentNanos = OptionalLong.empty();
        if (running.news.isEmpty() && running.task.state().terminal()) {
            tasks.remove(key);
        }
        save();
    }

    private void sendNews(long nowNanos) {
        if (!registered() || leader.isEmpty()) {
            return;
        }
        for (Running running : tasks.values()) {
            boolean due = running.sentNanos.isEmpty() || nowNanos - running.sentNanos.getAsLong() >= RESEND_NANOS;
            if (due && !running.news.isEmpty()) {
                News oldest = running.news.getFirst();
                running.sentNanos = OptionalLong.of(nowNanos);
                actions.add(new AgentAction.SendUpdate(
                        leader.get().authority(), registration, running.task.with(oldest.state()), oldest.uuid()));
            }
        }
    }

    private void save() {
        List<Held> held = tasks.values().stream()
                .map(each -> new Held(each.task, new ArrayList<>(each.news)))
                .toList();
        actions.add(new AgentAction.Save(new AgentCheckpoint(id, highestEpoch, held)));
    }

    private void ledger(String kind, Map<String, Object> fields) {
        actions.add(new AgentAction.Ledger(kind, fields));
    }

    private boolean has(Variant variant) {
        return variants.contains(variant);
    }
}
