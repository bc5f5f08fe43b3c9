package io.interregnum.report;

import io.interregnum.history.Event;
import io.interregnum.history.FaultEvent;
import io.interregnum.history.History;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One fault from its request to its end, put together from its stages.
 *
 * @param stages when each stage was written, in nanoseconds since the run began
 * @param details what was said of its stages, in order
 */
record FaultSpan(
        int step,
        String name,
        FaultEvent.Harm harm,
        List<String> targets,
        Map<FaultEvent.Stage, Long> stages,
        List<String> details) {

    FaultSpan {
        targets = List.copyOf(targets);
        details = List.copyOf(details);
    }

    /** The faults of a run, by step. */
    static List<FaultSpan> of(History history) {
        Map<Integer, FaultSpan> bySteps = new TreeMap<>();
        for (Event event : history.events()) {
            FaultEvent.of(event)
                    .ifPresent(stage -> bySteps.merge(
                            stage.step(), first(event, stage), (before, after) -> before.and(event, stage)));
        }
        return List.copyOf(bySteps.values());
    }

    private static FaultSpan first(Event event, FaultEvent stage) {
        Map<FaultEvent.Stage, Long> stages = new EnumMap<>(FaultEvent.Stage.class);
        stages.put(stage.stage(), event.timeNanos());
        return new FaultSpan(stage.step(), event.f(), stage.harm(), stage.targets(), stages, said(event, stage));
    }

    private FaultSpan and(Event event, FaultEvent stage) {
        Map<FaultEvent.Stage, Long> all = new EnumMap<>(stages);
        all.putIfAbsent(stage.stage(), event.timeNanos());
        List<String> said = new ArrayList<>(details);
        said.addAll(said(event, stage));
        return new FaultSpan(step, name, harm, targets.isEmpty() ? stage.targets() : targets, all, said);
    }

    private static List<String> said(Event event, FaultEvent stage) {
        List<String> said = new ArrayList<>();
        if (!stage.detail().isEmpty()) {
            said.add(stage.detail());
        }
        GhostSpan.of(event, stage).ifPresent(ghost -> said.add(ghost.words()));
        return said;
    }

    Optional<Long> at(FaultEvent.Stage stage) {
        return Optional.ofNullable(stages.get(stage));
    }

    /** When it was asked for, or first heard of. */
    long fromNanos() {
        return stages.values().stream().mapToLong(Long::longValue).min().orElse(0);
    }

    /** When it was seen to be gone; the run's end if it never was. */
    long toNanos(long endNanos) {
        return at(FaultEvent.Stage.HEALED).orElse(endNanos);
    }

    String harmWord() {
        return harm.name().toLowerCase(Locale.ROOT);
    }

    /** {@code pause-node: master-1}. */
    String words() {
        return words(name, targets);
    }

    static String words(String name, List<String> targets) {
        return targets.isEmpty() ? name : name + ": " + String.join(", ", targets);
    }
}
