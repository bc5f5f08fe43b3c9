package io.interregnum.check;

import io.interregnum.history.Event;
import io.interregnum.history.FaultEvent;
import io.interregnum.history.FaultEvent.Stage;
import io.interregnum.history.History;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The stages of each fault of a run, gathered by the number of its step. */
final class FaultSteps {
    private FaultSteps() {}

    /** One stage with the event that told it. */
    record Told(Event event, FaultEvent fault) {}

    /**
     * One fault from request to heal.
     *
     * @param number of the step
     * @param stages in the order of recording
     */
    record Step(int number, List<Told> stages) {

        Step {
            stages = List.copyOf(stages);
        }

        /** The fault and its targets in words, such as {@code step 0 (pause-leader on master-1)}. */
        String words() {
            Told last = stages.get(stages.size() - 1);
            List<String> targets = last.fault().targets();
            return "step " + number + " (" + last.event().f()
                    + (targets.isEmpty() ? "" : " on " + String.join(", ", targets)) + ")";
        }

        /** The first event of that stage. */
        Optional<Event> at(Stage stage) {
            return told(stage).map(Told::event);
        }

        /** The first telling of that stage. */
        Optional<Told> told(Stage stage) {
            return stages.stream().filter(told -> told.fault().stage() == stage).findFirst();
        }

        /** True if its effect was seen and never found missing. */
        boolean isProven() {
            return at(Stage.EFFECTIVE).isPresent() && at(Stage.UNPROVEN).isEmpty();
        }

        /** True if its end was seen and nothing was found still damaged. */
        boolean isHealed() {
            return at(Stage.HEALED).isPresent() && at(Stage.HEAL_UNPROVEN).isEmpty();
        }
    }

    /** The steps in the order of their numbers. */
    static List<Step> of(History history) {
        Map<Integer, List<Told>> steps = new TreeMap<>();
        for (Event event : history.events()) {
            FaultEvent.of(event)
                    .ifPresent(fault -> steps.computeIfAbsent(fault.step(), step -> new ArrayList<>())
                            .add(new Told(event, fault)));
        }
        return steps.entrySet().stream()
                .map(step -> new Step(step.getKey(), step.getValue()))
                .toList();
    }

    /** The first event of that stage over all steps. */
    static Optional<Event> first(Collection<Step> steps, Stage stage) {
        return steps.stream().flatMap(step -> step.at(stage).stream()).min(FaultSteps::byIndex);
    }

    /** The last event of that stage over all steps. */
    static Optional<Event> last(Collection<Step> steps, Stage stage) {
        return steps.stream().flatMap(step -> step.at(stage).stream()).max(FaultSteps::byIndex);
    }

    private static int byIndex(Event left, Event right) {
        return Long.compare(left.index(), right.index());
    }
}
