package io.interregnum.report;

import io.interregnum.history.Json;
import io.interregnum.metric.Failover;
import io.interregnum.metric.Milestone;
import io.interregnum.metric.TrialSet;
import io.interregnum.rundir.RunDirectoryException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Reads trials that were written to {@code trials.json}. */
public final class TrialsFile {
    private final Path file;

    private TrialsFile(Path file) {
        this.file = file;
    }

    /**
     * The trials of a configuration.
     *
     * @param name of the configuration
     */
    public record NamedTrials(String name, TrialSet trials) {}

    /**
     * The trials of every configuration, in the order of the file: the same as were written.
     *
     * @throws RunDirectoryException when it cannot be read or is not what this program writes; says where
     */
    public static List<NamedTrials> read(Path trialsJson) {
        String text;
        try {
            text = Files.readString(trialsJson);
        } catch (IOException e) {
            throw new RunDirectoryException("cannot read " + trialsJson + ": " + e, e);
        }
        return new TrialsFile(trialsJson).parse(text);
    }

    private List<NamedTrials> parse(String text) {
        Map<?, ?> all;
        try {
            all = object("the file", Json.read(text));
        } catch (IllegalArgumentException e) {
            throw new RunDirectoryException(file + ": " + e.getMessage(), e);
        }
        Object format = all.get("format");
        if (!Long.valueOf(TrialsJson.FORMAT_VERSION).equals(format)) {
            throw wrong("format", format, "the number " + TrialsJson.FORMAT_VERSION);
        }
        List<NamedTrials> read = new ArrayList<>();
        int number = 0;
        for (Object each : list("configurations", all.get("configurations"))) {
            String where = "configurations[" + number++ + "]";
            Map<?, ?> configuration = object(where, each);
            List<Failover> trials = new ArrayList<>();
            int trial = 0;
            for (Object one : list(where + ".trials", configuration.get("trials"))) {
                String there = where + ".trials[" + trial++ + "]";
                trials.add(failover(there, object(there, one)));
            }
            read.add(new NamedTrials(text(where + ".name", configuration.get("name")), TrialSet.of(trials)));
        }
        return List.copyOf(read);
    }

    private Failover failover(String where, Map<?, ?> trial) {
        Map<?, ?> written = object(where + ".milestones", trial.get("milestones"));
        List<Optional<Milestone>> at = new ArrayList<>();
        for (String name : TrialsJson.MILESTONES) {
            at.add(milestone(where + ".milestones." + name, written.get(name)));
        }
        Object fault = trial.get("fault");
        Object oldEpoch = trial.get("old-epoch");
        return new Failover(
                fault == null ? Optional.empty() : Optional.of(text(where + ".fault", fault)),
                text(where + ".old-leader", trial.get("old-leader")),
                oldEpoch == null ? OptionalLong.empty() : OptionalLong.of(number(where + ".old-epoch", oldEpoch)),
                text(where + ".new-leader", trial.get("new-leader")),
                number(where + ".new-epoch", trial.get("new-epoch")),
                at.get(0),
                at.get(1),
                at.get(2),
                at.get(3),
                at.get(4));
    }

    private Optional<Milestone> milestone(String where, @Nullable Object written) {
        if (written == null) {
            return Optional.empty();
        }
        List<?> ends = list(where, written);
        if (ends.size() != 2 || number(where, ends.get(0)) > number(where, ends.get(1))) {
            throw wrong(where, written, "the earliest and the latest moment, in nanoseconds");
        }
        return Optional.of(new Milestone(number(where, ends.get(0)), number(where, ends.get(1))));
    }

    private Map<?, ?> object(String where, @Nullable Object value) {
        if (value instanceof Map<?, ?> object) {
            return object;
        }
        throw wrong(where, value, "an object");
    }

    private List<?> list(String where, @Nullable Object value) {
        if (value instanceof List<?> list) {
            return list;
        }
        throw wrong(where, value, "a list");
    }

    private String text(String where, @Nullable Object value) {
        if (value instanceof String text) {
            return text;
        }
        throw wrong(where, value, "a text");
    }

    private long number(String where, @Nullable Object value) {
        if (value instanceof Long number) {
            return number;
        }
        throw wrong(where, value, "a whole number");
    }

    private RunDirectoryException wrong(String where, @Nullable Object observed, String expected) {
        return new RunDirectoryException(file + ": " + where + " is "
                + Figures.shortened(String.valueOf(observed), 60) + "; expected " + expected
                + ", as interregnum trials writes it");
    }
}
