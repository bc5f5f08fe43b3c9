package io.interregnum.check;

import io.interregnum.history.LedgerEntry;
import io.interregnum.history.LedgerEntry.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * The lives of all tasks, and what is wrong with commands and lives by the ledgers alone. One pass over each agent's ledger.
 *
 * <p>A process of an agent that ends takes its tasks with it, and the next one says so only when it has begun. So a task
 * was alive for certain until the last line before that start, or, where no other process was started, until the end of its
 * process was noticed, less {@link #NOTICED_NANOS}. A line that cannot be read may be the end of any task.
 */
final class TaskLives {
    /** The end of a process is noticed sooner than this. */
    static final long NOTICED_NANOS = 1_000_000_000L;

    private final Disturbances disturbances;
    private final Map<String, List<TaskLife>> byNode = new TreeMap<>(); // in the order of launches
    private final Map<String, List<TaskLife>> byTask = new HashMap<>(); // order is never read
    private final List<Finding> staleCommands = new ArrayList<>();
    private final List<Finding> overRestart = new ArrayList<>();

    private TaskLives(Disturbances disturbances) {
        this.disturbances = disturbances;
    }

    static TaskLives of(Ledgers ledgers, Disturbances disturbances) {
        TaskLives lives = new TaskLives(disturbances);
        ledgers.agents().forEach(node -> lives.read(node, ledgers.of(node)));
        lives.byNode.values().forEach(list -> {
            list.sort(Comparator.comparingInt(TaskLife::fromLine));
            list.forEach(life -> lives.byTask
                    .computeIfAbsent(life.task(), task -> new ArrayList<>())
                    .add(life));
        });
        return lives;
    }

    /** Lives on one agent's node, in the order of launches. */
    List<TaskLife> on(String node) {
        return byNode.getOrDefault(node, List.of());
    }

    /** All lives, in the order of nodes and launches. */
    List<TaskLife> all() {
        return byNode.values().stream().flatMap(List::stream).toList();
    }

    /** The only life of a task; empty when there was none, or there were several. */
    Optional<TaskLife> only(String task) {
        List<TaskLife> lives = byTask.getOrDefault(task, List.of());
        return lives.size() == 1 ? Optional.of(lives.get(0)) : Optional.empty();
    }

    /** One for each command that an agent's process carried out under a lower epoch than one it had accepted before. */
    List<Finding> staleCommands() {
        return staleCommands;
    }

    /** One for each that is lower than what an earlier process of the agent had accepted only. */
    List<Finding> staleOverRestart() {
        return overRestart;
    }

    private void read(String node, List<Ledgers.Line> lines) {
        Map<String, Integer> live = new LinkedHashMap<>(); // task -> line of its launch
        List<TaskLife> lives = byNode.computeIfAbsent(node, name -> new ArrayList<>());
        Optional<LedgerEntry> newest = Optional.empty();
        Optional<LedgerEntry> newestInLife = Optional.empty();
        OptionalLong lastNanos = OptionalLong.empty();
        for (int i = 0; i < lines.size(); i++) {
            Ledgers.Line line = lines.get(i);
            if (line.begins() || line.entry().isEmpty()) {
                endAll(lines, live, lives, i, lastNanos);
            }
            if (line.begins()) {
                newestInLife = Optional.empty();
            }
            if (line.entry().isEmpty()) {
                continue;
            }
            LedgerEntry entry = line.entry().get();
            lastNanos = entry.atNanos().isPresent() ? entry.atNanos() : lastNanos;
            if (isCommand(entry)) {
                judge(entry, newest, newestInLife);
            }
            if (isCommand(entry) || entry.kind() == Kind.REGISTERED) {
                newest = higher(newest, entry);
                newestInLife = higher(newestInLife, entry);
            }
            String task = entry.text("task");
            if (entry.kind() == Kind.TASK_LAUNCHED) {
                Integer before = live.put(task, i);
                if (before != null) { // again while it runs: the first copy is there until now at least
                    lives.add(life(lines, before, Optional.empty(), i + 1, entry.atNanos()));
                }
            } else if (entry.kind() == Kind.TASK_ENDED) {
                Integer from = live.remove(task);
                if (from != null) {
                    lives.add(life(lines, from, Optional.of(entry), i, entry.atNanos()));
                }
            }
        }
        live.values()
                .forEach(from ->
                        lives.add(life(lines, from, Optional.empty(), Integer.MAX_VALUE, openUntil(lines, from))));
    }

    private static void endAll(
            List<Ledgers.Line> lines, Map<String, Integer> live, List<TaskLife> lives, int at, OptionalLong lastNanos) {
        live.values().forEach(from -> lives.add(life(lines, from, Optional.empty(), at, lastNanos)));
        live.clear();
    }

    private static TaskLife life(
            List<Ledgers.Line> lines, int from, Optional<LedgerEntry> ended, int to, OptionalLong lastNanos) {
        return new TaskLife(lines.get(from).entry().orElseThrow(), from, ended, to, lastNanos);
    }

    private OptionalLong openUntil(List<Ledgers.Line> lines, int from) {
        LedgerEntry launched = lines.get(from).entry().orElseThrow();
        if (launched.atNanos().isEmpty()) {
            return OptionalLong.empty();
        }
        OptionalLong ended =
                disturbances.endedAfterNanos(launched.node(), launched.atNanos().getAsLong());
        return OptionalLong.of(Math.min(disturbances.endNanos(), ended.orElse(Long.MAX_VALUE) - NOTICED_NANOS));
    }

    /** Something that a master commanded and the agent did. */
    private static boolean isCommand(LedgerEntry entry) {
        return entry.kind() == Kind.TASK_LAUNCHED
                || (entry.kind() == Kind.TASK_ENDED && entry.epoch().isPresent());
    }

    private static Optional<LedgerEntry> higher(Optional<LedgerEntry> newest, LedgerEntry entry) {
        return newest.isPresent() && Registrations.epoch(newest.get()) > Registrations.epoch(entry)
                ? newest
                : Optional.of(entry);
    }

    private void judge(LedgerEntry command, Optional<LedgerEntry> newest, Optional<LedgerEntry> newestInLife) {
        if (isLower(command, newestInLife)) {
            staleCommands.add(stale(command, newestInLife.orElseThrow(), ""));
        } else if (isLower(command, newest)) {
            overRestart.add(stale(command, newest.orElseThrow(), ", before it was started again"));
        }
    }

    private static boolean isLower(LedgerEntry entry, Optional<LedgerEntry> than) {
        return than.isPresent() && Registrations.epoch(entry) < Registrations.epoch(than.get());
    }

    private static Finding stale(LedgerEntry command, LedgerEntry newest, String when) {
        boolean launch = command.kind() == Kind.TASK_LAUNCHED;
        return new Finding(
                command.node() + (launch ? " launched " : " ended ") + command.text("task") + " for "
                        + Registrations.leader(command) + Registrations.at(command) + ", having accepted "
                        + Registrations.leader(newest) + Registrations.at(newest) + when,
                Optional.of(Grade.EFFECT_OVERLAP),
                List.of(command.node(), command.text("master"), newest.text("master")),
                List.of(Registrations.epoch(command), Registrations.epoch(newest)),
                List.of(newest.event().index(), command.event().index()),
                Map.of("task", command.text("task")));
    }
}
