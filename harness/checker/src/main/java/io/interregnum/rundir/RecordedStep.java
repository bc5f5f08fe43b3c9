package io.interregnum.rundir;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * One step of a schedule as it was executed. Times are nanoseconds since the run began; empty where a stage was not
 * reached. A step that never came to its turn has no request, and the texts that a request carries are empty.
 *
 * @param number of the step within its schedule, from 0
 * @param fault its name
 * @param targets names of nodes, as resolved, in the order in which the fault took them
 * @param aim the target as it was written, such as {@code leader}
 * @param with parameters that differed from their standard, by name
 * @param when the trigger as it was written
 * @param lasting the length as it was written
 * @param heal the way of healing as it was written
 * @param triggerNanos when the event was recorded for which it waited
 * @param requestedNanos before the first command
 * @param effectiveNanos when its effect was seen
 * @param healRequestedNanos before the first command that lifted it
 * @param healedNanos when it was seen to be gone, or when that was given up
 * @param plannedEndNanos when it ends by itself where the kernel does that
 */
public record RecordedStep(
        int number,
        String fault,
        List<String> targets,
        String aim,
        Map<String, String> with,
        String when,
        String lasting,
        String heal,
        OptionalLong triggerNanos,
        OptionalLong requestedNanos,
        OptionalLong effectiveNanos,
        OptionalLong healRequestedNanos,
        OptionalLong healedNanos,
        OptionalLong plannedEndNanos) {

    public RecordedStep {
        targets = List.copyOf(targets);
        with = Collections.unmodifiableMap(new LinkedHashMap<>(with));
    }

    /** Whether it came to its turn, so that there is something to do again. */
    public boolean wasRequested() {
        return requestedNanos.isPresent();
    }

    static RecordedStep ofJson(int number, Fields json) {
        OptionalLong requested = json.numberIfAny("requested-nanos");
        boolean complete = requested.isPresent();
        OptionalLong healed = json.numberIfAny("healed-nanos");
        return new RecordedStep(
                number,
                json.text("fault"),
                json.texts("targets"),
                complete ? json.text("aim") : "",
                json.has("with") ? texts(json.object("with")) : Map.of(),
                complete ? json.text("when") : "",
                complete ? json.text("lasting") : "",
                complete ? json.text("heal") : "",
                json.numberIfAny("trigger-nanos"),
                requested,
                json.numberIfAny("effective-nanos"),
                json.numberIfAny("heal-requested-nanos"),
                healed.isPresent() ? healed : json.numberIfAny("heal-unproven-nanos"),
                json.numberIfAny("planned-end-nanos"));
    }

    private static Map<String, String> texts(Fields json) {
        Map<String, String> texts = new LinkedHashMap<>();
        json.map().keySet().forEach(name -> texts.put(name, json.text(name)));
        return texts;
    }
}
