package io.interregnum.check;

import io.interregnum.history.LedgerEntry;
import io.interregnum.history.LedgerEntry.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What frameworks were told of their tasks. One pass over each framework's ledger. */
final class TaskFates {
    private static final Set<String> OUT_OF_REACH = Set.of("LOST", "UNREACHABLE");
    private static final Set<String> ENDED = Set.of("FINISHED", "KILLED", "FAILED");
    private static final String RUNNING = "RUNNING";

    private final TaskLives lives;
    private final Excuses excuses;
    private final List<Finding> toldLost = new ArrayList<>();
    private final List<Finding> outOfOrder = new ArrayList<>();
    private final Set<String> accused = new HashSet<>(); // tasks; asked for membership only
    private final Set<String> excused = new HashSet<>(); // tasks; asked for membership and size only

    private TaskFates(TaskLives lives, Excuses excuses) {
        this.lives = lives;
        this.excuses = excuses;
    }

    static TaskFates of(Ledgers ledgers, TaskLives lives, Excuses excuses) {
        TaskFates fates = new TaskFates(lives, excuses);
        ledgers.frameworks().forEach(node -> fates.read(ledgers.of(node)));
        return fates;
    }

    /** One for each task that was told to be lost, or given up, though it was alive and nothing excuses it. */
    List<Finding> toldLost() {
        return toldLost;
    }

    /** Number of tasks that were told to be lost, or given up, while they were alive, and a fault excuses it. */
    long excusedCount() {
        return excused.size();
    }

    /** True when a fault excuses that this task was told to be lost, or given up. */
    boolean isExcused(String task) {
        return excused.contains(task);
    }

    /** One for each task that was told to run after it had been told to have ended. */
    List<Finding> outOfOrder() {
        return outOfOrder;
    }

    Excuses excuses() {
        return excuses;
    }

    private void read(List<Ledgers.Line> lines) {
        Map<String, LedgerEntry> outOfReach = new HashMap<>(); // by task: last told; order is never read
        Map<String, LedgerEntry> ended = new HashMap<>(); // by task: first told; order is never read
        for (Ledgers.Line line : lines) {
            if (line.entry().isEmpty()) {
                continue;
            }
            LedgerEntry entry = line.entry().get();
            String task = entry.text("task");
            if (entry.kind() == Kind.TASK_GIVEN_UP) {
                judge(entry, Optional.ofNullable(outOfReach.get(task)));
            } else if (entry.kind() == Kind.TASK_TOLD) {
                String state = entry.text("state");
                if (OUT_OF_REACH.contains(state)) {
                    outOfReach.put(task, entry);
                    judge(entry, Optional.of(entry));
                } else if (ENDED.contains(state)) {
                    ended.putIfAbsent(task, entry);
                } else if (state.equals(RUNNING) && ended.containsKey(task)) {
                    outOfOrder.add(backwards(ended.get(task), entry));
                    ended.remove(task);
                }
            }
        }
    }

    /** @param told what a master had said of the task last that made the framework believe so */
    private void judge(LedgerEntry entry, Optional<LedgerEntry> told) {
        String task = entry.text("task");
        Optional<TaskLife> life = lives.only(task);
        if (life.isEmpty() || entry.atNanos().isEmpty() || accused.contains(task)) {
            return;
        }
        long nanos = entry.atNanos().getAsLong();
        if (!life.get().isAliveAt(nanos) || excuses.isOver(nanos)) {
            return;
        }
        Optional<String> early = told.filter(entry::equals)
                .flatMap(own -> excuses.tooEarly(own.text("agent"), Registrations.epoch(own), nanos));
        List<String> nodes = new ArrayList<>(List.of(life.get().node()));
        told.ifPresent(own -> nodes.add(own.text("master")));
        boolean excuse = told.isPresent() ? excuses.isTouched(nodes, nanos) : excuses.isAnythingAtWork(nanos);
        if (early.isEmpty() && excuse) {
            excused.add(task);
            return;
        }
        accused.add(task);
        toldLost.add(lost(
                entry,
                told,
                life.get(),
                early.orElse("and no fault had touched " + String.join(", ", nodes) + " or ZooKeeper")));
    }

    private static Finding lost(LedgerEntry entry, Optional<LedgerEntry> told, TaskLife life, String why) {
        boolean givenUp = entry.kind() == Kind.TASK_GIVEN_UP;
        String who = told.map(own -> " by " + Registrations.leader(own)).orElse("");
        List<String> nodes = new ArrayList<>(List.of(entry.node(), life.node()));
        List<Long> epochs = new ArrayList<>(List.of(Registrations.epoch(life.launched())));
        told.ifPresent(own -> {
            nodes.add(own.text("master"));
            epochs.add(Registrations.epoch(own));
        });
        List<Long> events = new ArrayList<>(
                List.of(entry.event().index(), life.launched().event().index()));
        life.ended().ifPresent(end -> events.add(end.event().index()));
        return new Finding(
                entry.node()
                        + (givenUp
                                ? " gave up task " + entry.text("task")
                                : " was told that task " + entry.text("task") + " is " + entry.text("state") + who)
                        + Registrations.at(entry) + (givenUp && told.isPresent() ? ", told so" + who : "")
                        + ", though it was alive on " + life.node()
                        + life.ended()
                                .map(end -> " and ended" + Registrations.at(end))
                                .orElse(" and did not end")
                        + ", " + why,
                Optional.empty(),
                nodes,
                epochs,
                events,
                Map.of("task", life.task(), "work", life.work()));
    }

    private static Finding backwards(LedgerEntry ended, LedgerEntry running) {
        return new Finding(
                running.node() + " was told that task " + running.text("task") + " is RUNNING by "
                        + Registrations.leader(running) + Registrations.at(running)
                        + ", after it had been told that it is "
                        + ended.text("state") + " by " + Registrations.leader(ended) + Registrations.at(ended),
                Optional.empty(),
                List.of(running.node(), running.text("master"), ended.text("master")),
                List.of(Registrations.epoch(running), Registrations.epoch(ended)),
                List.of(ended.event().index(), running.event().index()),
                Map.of("task", running.text("task")));
    }

    /** What may have made a leader take a task for lost. */
    static final class Excuses {
        private final AgentExpectations promised;
        private final Disturbances disturbances;
        private final AgentSight sight;

        Excuses(Expectations expectations, Disturbances disturbances, AgentSight sight) {
            this.promised = AgentExpectations.of(expectations);
            this.disturbances = disturbances;
            this.sight = sight;
        }

        /** True once the nodes are being stopped. */
        boolean isOver(long nanos) {
            return nanos >= disturbances.endNanos();
        }

        /** True when a fault on one of these nodes or on ZooKeeper, or a machine that stood still, may be the reason. */
        boolean isTouched(List<String> nodes, long nanos) {
            long fromNanos = Math.max(0, nanos - promised.pingTimeout().toNanos());
            return disturbances.touched(
                            nodes, fromNanos, nanos, promised.returnBound().toNanos())
                    || stoodStill(fromNanos, nanos);
        }

        /** The same for a framework that was told nothing: any fault at all. */
        boolean isAnythingAtWork(long nanos) {
            long fromNanos = Math.max(0, nanos - promised.pingTimeout().toNanos());
            return disturbances.any(fromNanos, nanos, promised.returnBound().toNanos()) || stoodStill(fromNanos, nanos);
        }

        /** True when a fault on one of these nodes or on ZooKeeper was at work at any time. */
        boolean isEverTouched(List<String> nodes) {
            return disturbances.touched(nodes, 0, Long.MAX_VALUE, 0);
        }

        private boolean stoodStill(long fromNanos, long nanos) {
            long halfNanos = promised.pingTimeout().toNanos() / 2;
            return halfNanos > 0 && disturbances.stoodStill(fromNanos, nanos, halfNanos);
        }

        /** Why it was too early to take this agent to be out of reach; empty where it was not, or nobody knows. */
        Optional<String> tooEarly(String agent, long epoch, long nanos) {
            return sight.tooEarly(agent, epoch, nanos);
        }
    }
}
