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
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Reads the trials back from {@code trials.json}, as {@link Reports#renderTrials} wrote it: each as it was. */
public final class TrialsFile {
    /** A hundred thousand trials; more is no such file. */
    private static final long BYTES_MAX = 256L << 20;

    private TrialsFile() {}

    /**
     * The trials of one configuration.
     *
     * @param name of the configuration
     */
    public record NamedTrials(String name, TrialSet trials) {}

    /**
     * The trials of all configurations, in the order of the file. Only what was seen is read; whatever was computed of it
     * is left aside, so figures that were changed by hand have no effect.
     *
     * @throws RunDirectoryException when the file cannot be read, is longer than 256 MiB, is of another version, or
     *     misses something; the message says what was observed where, and what was expected
     */
    public static List<NamedTrials> read(Path trialsJson) {
        try {
            return configurations(json(text(trialsJson)));
        } catch (IOException | IllegalArgumentException e) {
            throw new RunDirectoryException(
                    "cannot read trials from " + trialsJson + ": " + Figures.shortened(Plain.visible(reason(e)), 500),
                    e);
        }
    }

    private static String reason(Exception e) {
        return e instanceof IOException
                ? e + "; expected a readable " + TrialsJson.NAME + " in UTF-8"
                : String.valueOf(e.getMessage());
    }

    private static @Nullable Object json(String text) {
        try {
            return Json.read(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    Figures.shortened(String.valueOf(e.getMessage()), 300) + "; expected JSON as trials write it", e);
        }
    }

    private static String text(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IllegalArgumentException(
                    (Files.exists(file) ? "it is no file" : "it does not exist") + "; expected a " + TrialsJson.NAME);
        }
        long bytes = Files.size(file);
        if (bytes > BYTES_MAX) {
            throw new IllegalArgumentException("it has " + bytes + " bytes; expected at most " + BYTES_MAX);
        }
        return Files.readString(file);
    }

    private static List<NamedTrials> configurations(@Nullable Object json) {
        JsonPart file = new JsonPart("the file", json);
        file.at("format").exactly(TrialsJson.FORMAT_VERSION);
        List<NamedTrials> all = new ArrayList<>();
        for (JsonPart configuration : file.at(TrialsJson.CONFIGURATIONS).elements()) {
            List<Failover> trials = configuration.at(TrialsJson.TRIALS).elements().stream()
                    .map(TrialsFile::trial)
                    .toList();
            all.add(new NamedTrials(
                    configuration.at("name").text(),
                    new TrialSet(
                            trials,
                            configuration.at(TrialsJson.WITHOUT_FAILOVER).numberFrom(0))));
        }
        return List.copyOf(all);
    }

    private static Failover trial(JsonPart json) {
        List<Optional<Milestone>> milestones = milestones(json.at("milestones"));
        return new Failover(
                json.at("fault").ifAny().map(JsonPart::text),
                json.at("old-leader").text(),
                json.at("old-epoch")
                        .ifAny()
                        .map(epoch -> OptionalLong.of(epoch.number()))
                        .orElse(OptionalLong.empty()),
                json.at("new-leader").text(),
                json.at("new-epoch").number(),
                milestones.get(0),
                milestones.get(1),
                milestones.get(2),
                milestones.get(3),
                milestones.get(4));
    }

    /** In their order, which is also that of time: no phase is negative. */
    private static List<Optional<Milestone>> milestones(JsonPart json) {
        List<Optional<Milestone>> milestones = new ArrayList<>();
        long before = 0;
        for (String name : ResultsJson.MILESTONES) {
            Optional<JsonPart> part = json.at(name).ifAny();
            if (part.isEmpty()) {
                milestones.add(Optional.empty());
                continue;
            }
            long latest = part.get().at("latest-ns").numberFrom(before);
            long earliest = part.get().at("earliest-ns").numberFrom(0);
            if (earliest > latest) {
                throw part.get().at("earliest-ns").refusal("at most latest-ns, " + latest);
            }
            milestones.add(Optional.of(new Milestone(earliest, latest)));
            before = latest;
        }
        return milestones;
    }
}
