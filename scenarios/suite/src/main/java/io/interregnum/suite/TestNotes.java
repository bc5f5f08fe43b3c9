package io.interregnum.suite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What tests noted of the abilities that they need.
 *
 * @param notRun test to ability and reason, for tests that were left out, by name
 * @param ran abilities that worked, in order
 * @param mayBeMissing abilities that may be missing, with the reason, by name
 */
public record TestNotes(Map<String, List<String>> notRun, List<String> ran, Map<String, String> mayBeMissing) {

    public TestNotes {
        notRun = java.util.Collections.unmodifiableMap(new TreeMap<>(notRun));
        ran = List.copyOf(ran);
        mayBeMissing = java.util.Collections.unmodifiableMap(new TreeMap<>(mayBeMissing));
    }

    /**
     * Reads the notes of a test run.
     *
     * @param directory holds {@code notes.tsv}; nothing was noted when it does not exist
     * @param cannotRun abilities that may be missing: name, tab, reason; lines that begin with # are left out
     */
    public static TestNotes read(Path directory, Path cannotRun) {
        Map<String, List<String>> notRun = new TreeMap<>();
        TreeSet<String> ran = new TreeSet<>();
        for (String line : lines(directory.resolve("notes.tsv"))) {
            String[] words = line.split("\t", 4);
            if (words[0].equals("ran")) {
                ran.add(words[1]);
            } else {
                notRun.put(words[2], List.of(words[1], words[3]));
            }
        }
        Map<String, String> mayBeMissing = new TreeMap<>();
        for (String line : lines(cannotRun)) {
            if (!line.isBlank() && !line.startsWith("#")) {
                String[] words = line.split("\t", 2);
                mayBeMissing.put(words[0], words.length == 2 ? words[1] : "");
            }
        }
        return new TestNotes(notRun, List.copyOf(ran), mayBeMissing);
    }

    private static List<String> lines(Path file) {
        try {
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    /** What was not run and why, for people. */
    public List<String> table() {
        List<String> lines = new ArrayList<>();
        lines.add(notRun.isEmpty() ? "every test was run" : "not run, and never counted as passed:");
        notRun.forEach((test, why) -> lines.add(String.format("  %-28s needs %-10s %s", test, why.get(0), why.get(1))));
        return lines;
    }

    /** What is wrong when every test was to be run; empty when nothing is. */
    public List<String> complaints() {
        List<String> complaints = new ArrayList<>();
        notRun.forEach((test, why) -> {
            if (!mayBeMissing.containsKey(why.get(0))) {
                complaints.add("failure: " + test + " was not run, since " + why.get(0)
                        + " can't be used here, and the list of what may be missing does not have it");
            }
        });
        mayBeMissing.forEach((ability, reason) -> {
            if (reason.isBlank()) {
                complaints.add("failure: " + ability + " may be missing, but the list gives no reason");
            }
            if (ran.contains(ability)) {
                complaints.add(
                        "failure: " + ability + " works here, so it must go from the list of what may be missing");
            }
        });
        return complaints;
    }
}
