package io.interregnum.rundir;

import io.interregnum.history.Event;
import io.interregnum.history.FaultEvent;
import io.interregnum.history.Json;
import io.interregnum.history.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** {@code schedule.json}: the faults as they were executed, one entry a step, with the time of each stage. */
public final class ScheduleFile {
    /** Version of the format that this program writes. */
    public static final long FORMAT_VERSION = 2;

    private ScheduleFile() {}

    /** Writes what the nemesis recorded. */
    public static void write(RunDirectory directory, List<Event> nemesisEvents) {
        directory.write(directory.scheduleFile(), Json.writePretty(json(nemesisEvents)));
    }

    /**
     * Reads the steps back, in the order of their numbers. Of a run that was killed before it wrote the file, the
     * history says the same.
     *
     * @throws RunDirectoryException when the file is broken or of another version; the message says which field holds
     *     what and what was expected
     */
    public static List<RecordedStep> read(RunDirectory directory) {
        Path file = directory.scheduleFile();
        if (!Files.exists(file)) {
            return read(
                    "the faults in " + directory.historyFile(),
                    json(directory.history().of(Processes.NEMESIS)));
        }
        try {
            return read(file.toString(), Json.read(Files.readString(file)));
        } catch (IOException | IllegalArgumentException e) {
            throw new RunDirectoryException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    private static List<RecordedStep> read(String where, @Nullable Object read) {
        try {
            Fields json = Fields.of("", read);
            if (json.number("format") != FORMAT_VERSION) {
                throw new IllegalArgumentException("format=" + json.number("format") + "; this program reads format "
                        + FORMAT_VERSION + ": use the version that wrote the run");
            }
            List<RecordedStep> steps = new ArrayList<>();
            for (Fields step : json.objects("steps")) {
                // A step that never did anything is not in the file, so its position may not be its number.
                int number = step.has("step") ? Math.toIntExact(step.number("step")) : steps.size();
                steps.add(RecordedStep.ofJson(number, step));
            }
            return List.copyOf(steps);
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new RunDirectoryException("cannot read " + where + ": " + e.getMessage(), e);
        }
    }

    private static Map<String, Object> json(List<Event> nemesisEvents) {
        Map<Integer, Map<String, Object>> steps = new TreeMap<>();
        for (Event event : nemesisEvents) {
            FaultEvent.of(event).ifPresent(fault -> {
                Map<String, Object> step = steps.computeIfAbsent(fault.step(), number -> new LinkedHashMap<>());
                step.put("step", (long) fault.step());
                step.put("fault", event.f());
                if (!fault.targets().isEmpty() || !step.containsKey("targets")) {
                    step.put("targets", fault.targets());
                }
                String stage = fault.stage().name().toLowerCase(Locale.ROOT).replace('_', '-');
                step.put(stage + "-nanos", event.timeNanos());
                for (String field : List.of("aim", "with", "with-resolved", "when", "lasting", "heal")) {
                    Object value = event.fields().get(field);
                    if (value != null) {
                        step.put(field, value);
                    }
                }
                event.number("trigger-nanos").ifPresent(nanos -> step.put("trigger-nanos", nanos));
                event.number("planned-end").ifPresent(nanos -> step.put("planned-end-nanos", nanos));
                event.number("effective-by").ifPresent(nanos -> step.put("effective-by-nanos", nanos));
                event.number("ghost-flows").ifPresent(count -> step.put("ghost-flows", count));
                event.number("ghost-from").ifPresent(nanos -> step.put("ghost-from-nanos", nanos));
                event.number("ghost-until").ifPresent(nanos -> step.put("ghost-until-nanos", nanos));
            });
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("format", FORMAT_VERSION);
        json.put("steps", new ArrayList<>(steps.values()));
        return json;
    }
}
