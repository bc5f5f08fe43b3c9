package io.interregnum.history;

import io.interregnum.history.FaultEvent.Stage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One fault from request to heal, put together from its stages.
 *
 * @param number of the step within its run, from 0
 * @param stages in the order of recording, at least one
 */
public record FaultStep(int number, List<Told> stages) {
    /**
     * A fault healed longer ago than this did not cause what happens now. It covers what a heal leaves behind: sessions
     * that expire and connections that resume up to 12 s later. Longer than that it would claim what a leader did of its
     * own accord.
     */
    public static final long AFTERMATH_NANOS = 15_000_000_000L;

    public FaultStep {
        stages = List.copyOf(stages);
    }

    /** One stage with the event that told it. */
    public record Told(Event event, FaultEvent fault) {}

    /** The faults of a history in the order of their numbers, which is that in which they were carried out. */
    public static List<FaultStep> of(History history) {
        Map<Integer, List<Told>> steps = new TreeMap<>();
        for (Event event : history.events()) {
            FaultEvent.of(event)
                    .ifPresent(fault -> steps.computeIfAbsent(fault.step(), step -> new ArrayList<>())
                            .add(new Told(event, fault)));
        }
        return steps.entrySet().stream()
                .map(step -> new FaultStep(step.getKey(), step.getValue()))
                .toList();
    }

    /** The first event of that stage over all steps. */
    public static Optional<Event> first(Collection<FaultStep> steps, Stage stage) {
        return steps.stream().flatMap(step -> step.at(stage).stream()).min(FaultStep::byIndex);
    }

    /** The last event of that stage over all steps. */
    public static Optional<Event> last(Collection<FaultStep> steps, Stage stage) {
        return steps.stream().flatMap(step -> step.at(stage).stream()).max(FaultStep::byIndex);
    }

    private static int byIndex(Event left, Event right) {
        return Long.compare(left.index(), right.index());
    }

    /** Its name, such as {@code pause-leader}. */
    public String name() {
        return last().event().f();
    }

    /** Names of the nodes it was aimed at, in the order of the spec; empty when none was found. */
    public List<String> targets() {
        return last().fault().targets();
    }

    /** The fault and its targets in words, such as {@code step 0 (pause-leader on master-1)}. */
    public String words() {
        return "step " + number + " (" + name() + (targets().isEmpty() ? "" : " on " + String.join(", ", targets()))
                + ")";
    }

    private Told last() {
        return stages.get(stages.size() - 1);
    }

    /** The first event of that stage. */
    public Optional<Event> at(Stage stage) {
        return told(stage).map(Told::event);
    }

    /** The first telling of that stage. */
    public Optional<Told> told(Stage stage) {
        return stages.stream().filter(told -> told.fault().stage() == stage).findFirst();
    }

    /** True if its effect was seen and never found missing. */
    public boolean isProven() {
        return at(Stage.EFFECTIVE).isPresent() && at(Stage.UNPROVEN).isEmpty();
    }

    /** True if its end was seen and nothing was found still damaged. */
    public boolean isHealed() {
        return at(Stage.HEALED).isPresent() && at(Stage.HEAL_UNPROVEN).isEmpty();
    }

    /**
     * True if something of it may be left: it was asked for and its end was not seen. What was never asked for, since
     * its event never came or nobody was there to aim at, leaves nothing.
     */
    public boolean mayBeLeft() {
        return at(Stage.REQUESTED).isPresent() && !isHealed();
    }

    /**
     * True if it may have made a leader fall: it was requested while that leader led and before anything was seen of the
     * next one, and was not healed long before that.
     *
     * @param ledNanos when the leader that fell was first seen, inclusive, in nanoseconds since the run began
     * @param fallenNanos when the next one was first seen, exclusive
     */
    public boolean mayHaveEnded(long ledNanos, long fallenNanos) {
        Optional<Event> requested =
                at(Stage.REQUESTED).filter(event -> event.timeNanos() >= ledNanos && event.timeNanos() < fallenNanos);
        return requested.isPresent()
                && at(Stage.HEALED)
                        .filter(healed -> fallenNanos - healed.timeNanos() >= AFTERMATH_NANOS)
                        .isEmpty();
    }
}
