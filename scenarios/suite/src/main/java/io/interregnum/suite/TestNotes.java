package io.interregnum.suite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What tests noted of the abilities that they need, and what was left out without a note.
 *
 * @param notRun tests that were left out, by name, then ability; a test that needs several abilities may be here for each
 * @param ran abilities that worked, in order
 * @param mayBeMissing abilities that may be missing, with the reason, by name
 * @param unnoted how many tests of a class were left out beyond those that were noted, by its simple name
 */
public record TestNotes(
        List<NotRun> notRun, List<String> ran, Map<String, String> mayBeMissing, Map<String, Integer> unnoted) {

    /** What tests need that take too long for every time. Who leaves them out has chosen to: they are listed, and no failure. */
    private static final String LONG = "long";

    /**
     * A test that was left out.
     *
     * @param test its class; after a space the method or case, where the class was not left out as a whole
     * @param ability what it needs and this machine does not have
     * @param reason what trying it showed
     */
    public record NotRun(String test, String ability, String reason) {}

    public TestNotes {
        notRun = notRun.stream()
                .distinct()
                .sorted(Comparator.comparing(NotRun::test).thenComparing(NotRun::ability))
                .toList();
        ran = List.copyOf(ran);
        mayBeMissing = Collections.unmodifiableMap(new TreeMap<>(mayBeMissing));
        unnoted = Collections.unmodifiableMap(new TreeMap<>(unnoted));
    }

    /**
     * Reads the notes of a test run.
     *
     * @param directory holds {@code notes.tsv}; nothing was noted when it does not exist
     * @param cannotRun abilities that may be missing: name, tab, reason; lines that begin with # are left out
     * @param skipped what the reports of the same test run say
     */
    public static TestNotes read(Path directory, Path cannotRun, SkippedTests skipped) {
        List<NotRun> notRun = new ArrayList<>();
        TreeSet<String> ran = new TreeSet<>();
        for (String line : lines(directory.resolve("notes.tsv"))) {
            String[] words = line.split("\t", 4);
            if (words.length < 4) {
                throw new IllegalStateException(directory.resolve("notes.tsv") + ": \"" + line
                        + "\" is not a note; expected ran or not-run, ability, test and reason with tabs between");
            }
            if (words[0].equals("ran")) {
                ran.add(words[1]);
            } else {
                notRun.add(new NotRun(words[2], words[1], words[3]));
            }
        }
        Map<String, String> mayBeMissing = new TreeMap<>();
        for (String line : lines(cannotRun)) {
            if (!line.isBlank() && !line.startsWith("#")) {
                String[] words = line.split("\t", 2);
                mayBeMissing.put(words[0], words.length == 2 ? words[1] : "");
            }
        }
        return new TestNotes(notRun, List.copyOf(ran), mayBeMissing, unnoted(skipped, notRun));
    }

    /** A note of a class is for all of its tests; a note with a method or a case is for one. */
    private static Map<String, Integer> unnoted(SkippedTests skipped, List<NotRun> notes) {
        Map<String, Integer> unnoted = new TreeMap<>();
        skipped.countByClass().forEach((name, count) -> {
            boolean asAWhole = notes.stream().anyMatch(note -> note.test().equals(name));
            long noted = notes.stream()
                    .filter(note -> note.test().startsWith(name + " "))
                    .count();
            if (!asAWhole && count > noted) {
                unnoted.put(name, count - (int) noted);
            }
        });
        return unnoted;
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
        if (nothingNoted()) {
            lines.add("no test with real nodes was run");
        } else {
            boolean all = notRun.isEmpty() && unnoted.isEmpty();
            lines.add(all ? "every test was run" : "not run, and never counted as passed:");
        }
        notRun.forEach(each -> lines.add(
                String.format(Locale.ROOT, "  %-28s needs %-10s %s", each.test(), each.ability(), each.reason())));
        unnoted.forEach((name, count) ->
                lines.add(String.format(Locale.ROOT, "  %-28s %d without a note of what is missing", name, count)));
        return lines;
    }

    private boolean isNeeded(String ability) {
        return notRun.stream().anyMatch(each -> each.ability().equals(ability));
    }

    private boolean nothingNoted() {
        return notRun.isEmpty() && ran.isEmpty();
    }

    /** What is wrong when every test was to be run; empty when nothing is. */
    public List<String> complaints() {
        List<String> complaints = new ArrayList<>();
        if (nothingNoted()) {
            complaints.add("failure: no test with real nodes was run, or none could note it");
        }
        notRun.forEach(each -> {
            if (!each.ability().equals(LONG) && !mayBeMissing.containsKey(each.ability())) {
                complaints.add("failure: " + each.test() + " was not run, since " + each.ability()
                        + " can't be used here, and the list of what may be missing does not have it");
            }
        });
        unnoted.forEach((name, count) -> complaints.add(
                "failure: " + count + " of " + name + " were left out, and no note says which ability is missing"));
        mayBeMissing.forEach((ability, reason) -> {
            if (reason.isBlank()) {
                complaints.add("failure: " + ability + " may be missing, but the list gives no reason");
            }
            if (!nothingNoted() && !ran.contains(ability) && !isNeeded(ability)) {
                complaints.add("failure: " + ability + " may be missing, but no test asked for it, so nobody knows"
                        + " whether it is");
            }
            if (ran.contains(ability)) {
                complaints.add(
                        "failure: " + ability + " works here, so it must go from the list of what may be missing");
            }
        });
        return complaints;
    }
}
