package io.interregnum.rundir;

import io.interregnum.history.Event;
import io.interregnum.history.FaultEvent;
import io.interregnum.history.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** {@code schedule.json}: the faults as they were executed, one entry a step, with the time of each stage. */
public final class ScheduleFile {
    /** Version of the format that this program writes. */
    public static final long FORMAT_VERSION = 2;

    private ScheduleFile() {}

    /** Writes what the nemesis recorded. */
    public static void write(RunDirectory directory, List<Event> nemesisEvents) {
        Map<Integer, Map<String, Object>> steps = new TreeMap<>();
        for (Event event : nemesisEvents) {
            FaultEvent.of(event).ifPresent(fault -> {
                Map<String, Object> step = steps.computeIfAbsent(fault.step(), number -> new LinkedHashMap<>());
                step.put("fault", event.f());
                step.put("targets", fault.targets());
                String stage = fault.stage().name().toLowerCase(Locale.ROOT).replace('_', '-');
                step.put(stage + "-nanos", event.timeNanos());
                for (String field : List.of("aim", "with", "when", "lasting", "heal")) {
                    Object value = event.fields().get(field);
                    if (value != null) {
                        step.put(field, value);
                    }
                }
                event.number("trigger-nanos").ifPresent(nanos -> step.put("trigger-nanos", nanos));
                event.number("planned-end").ifPresent(nanos -> step.put("planned-end-nanos", nanos));
                event.number("effective-by").ifPresent(nanos -> step.put("effective-by-nanos", nanos));
            });
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("format", FORMAT_VERSION);
        json.put("steps", new ArrayList<>(steps.values()));
        directory.write(directory.scheduleFile(), Json.writePretty(json));
    }
}
