package io.interregnum.check;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds pieces of work that ran twice at once for certain. Sweeps over the lives of each piece of work, so that it takes
 * n log n steps; of several twins of one life the one that lived longest is named.
 *
 * @param found those that nothing excuses
 * @param excused those of which the first one had been given up because of a fault
 */
record TaskTwins(List<Finding> found, List<Finding> excused) {

    static TaskTwins of(TaskLives lives, TaskFates fates) {
        Map<String, List<TaskLife>> byWork = new TreeMap<>();
        lives.all()
                .forEach(life -> byWork.computeIfAbsent(life.work(), work -> new ArrayList<>())
                        .add(life));
        TaskTwins twins = new TaskTwins(new ArrayList<>(), new ArrayList<>());
        byWork.values().stream().filter(list -> list.size() > 1).forEach(list -> {
            twins.onOneAgent(list, fates);
            twins.onTwoAgents(list, fates);
        });
        return twins;
    }

    private void onOneAgent(List<TaskLife> lives, TaskFates fates) {
        Map<String, TaskLife> longest = new TreeMap<>(); // by node
        lives.stream().sorted(Comparator.comparingInt(TaskLife::fromLine)).forEach(life -> {
            TaskLife before = longest.get(life.node());
            if (before != null && before.toLine() > life.fromLine()) {
                add(before, life, fates);
            }
            if (before == null || life.toLine() > before.toLine()) {
                longest.put(life.node(), life);
            }
        });
    }

    private void onTwoAgents(List<TaskLife> lives, TaskFates fates) {
        List<TaskLife> byBeginning = new ArrayList<>(lives);
        byBeginning.removeIf(
                life -> life.firstNanos().isEmpty() || life.lastNanos().isEmpty());
        byBeginning.sort(Comparator.comparingLong(life -> life.firstNanos().orElse(0)));
        TaskLife longest = null;
        TaskLife longestElsewhere = null; // on another node than that one
        for (TaskLife life : byBeginning) {
            TaskLife before = longest != null && longest.node().equals(life.node()) ? longestElsewhere : longest;
            OptionalLong first = life.firstNanos();
            if (before != null && first.isPresent() && before.isAliveAt(first.getAsLong()) && isReal(life)) {
                add(before, life, fates);
            }
            if (isLonger(life, longest)) {
                longestElsewhere = longest != null && !longest.node().equals(life.node()) ? longest : longestElsewhere;
                longest = life;
            } else if (longest != null && !longest.node().equals(life.node()) && isLonger(life, longestElsewhere)) {
                longestElsewhere = life;
            }
        }
    }

    /** False when it may have ended before it began for certain. */
    private static boolean isReal(TaskLife life) {
        return life.firstNanos().orElse(Long.MAX_VALUE) < life.lastNanos().orElse(0);
    }

    private static boolean isLonger(TaskLife life, @Nullable TaskLife than) {
        return than == null || life.lastNanos().orElse(0) > than.lastNanos().orElse(0);
    }

    private void add(TaskLife before, TaskLife life, TaskFates fates) {
        boolean sameTask = before.task().equals(life.task());
        boolean excuse = !sameTask && (fates.isExcused(before.task()) || isTouched(before, life, fates));
        (excuse ? excused : found).add(finding(before, life, excuse));
    }

    /** A fault at work when the second one was launched may have made the framework give up the first one. */
    private static boolean isTouched(TaskLife before, TaskLife life, TaskFates fates) {
        OptionalLong at = life.launched().atNanos();
        List<String> nodes = List.of(before.node(), life.launched().text("master"));
        return at.isPresent()
                ? fates.excuses().isTouched(nodes, at.getAsLong())
                : fates.excuses().isEverTouched(nodes);
    }

    private static Finding finding(TaskLife before, TaskLife life, boolean excuse) {
        return new Finding(
                "work " + life.work() + " ran twice at once: " + before.words() + ", was alive when " + life.words()
                        + ", was" + (excuse ? "; a fault may have made the first one look lost" : ""),
                Optional.empty(),
                List.of(
                        before.node(),
                        life.node(),
                        before.launched().text("master"),
                        life.launched().text("master")),
                List.of(Registrations.epoch(before.launched()), Registrations.epoch(life.launched())),
                Stream.concat(
                                Stream.of(before, life)
                                        .map(twin -> twin.launched().event().index()),
                                Stream.of(before, life)
                                        .flatMap(twin -> twin.ended().stream())
                                        .map(end -> end.event().index()))
                        .toList(),
                Map.of("work", life.work(), "tasks", List.of(before.task(), life.task())));
    }
}
