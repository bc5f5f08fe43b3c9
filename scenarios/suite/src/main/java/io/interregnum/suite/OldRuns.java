package io.interregnum.suite;

import io.interregnum.cluster.Removal;
import io.interregnum.history.Json;
import io.interregnum.report.Reports;
import io.interregnum.rundir.RunDirectory;
import io.interregnum.rundir.RunDirectoryException;
import io.interregnum.rundir.RunLock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The run directories below a root.
 *
 * @param root such as {@code reports/runs}
 */
public record OldRuns(Path root) {
    private static final String RUN_JSON = "run.json";

    /**
     * A run with what decides how long it is kept.
     *
     * @param path of the run
     * @param red whether it is invalid, or was never judged
     * @param startedAt as run.json says it; text that sorts by time
     */
    private record Run(Path path, boolean red, String startedAt) {}

    /**
     * Removes run directories until {@code keep} are left: those that are not red before those that are, and the older
     * before the newer. Only directories with a run.json are touched; runs in progress are left alone and not counted. The
     * report of a suite goes with the first of its runs. Goes on with the next one when one could not be removed.
     *
     * @throws RunDirectoryException when something could not be listed; what was removed until then is gone
     */
    public Removal removeAllBut(int keep) {
        return removeAllBut(keep, OldRuns::delete);
    }

    /** Removes a run. */
    @FunctionalInterface
    interface Deletion {
        void delete(Path run) throws IOException;
    }

    Removal removeAllBut(int keep, Deletion deletion) {
        List<Run> runs = new ArrayList<>(list());
        runs.sort(Comparator.comparing(Run::red)
                .thenComparing(Run::startedAt)
                .thenComparing(run -> run.path().toString()));
        List<Removal> removals = new ArrayList<>();
        for (Run run : runs.subList(0, Math.max(0, runs.size() - keep))) {
            try {
                deletion.delete(run.path());
                removals.add(Removal.removed("removed " + run.path()));
            } catch (IOException e) {
                removals.add(Removal.failed("could not remove " + run.path() + ": " + e));
            }
        }
        removeDanglingLinks();
        Reports.removeStaleSuite(root)
                .ifPresent(page -> removals.add(
                        Removal.removed("removed " + page + " and what belongs to it: a run that it shows is gone")));
        return Removal.of(removals);
    }

    private List<Run> list() {
        List<Run> runs = new ArrayList<>();
        for (Path scenario : children(root)) {
            for (Path run : children(scenario)) {
                if (Files.isRegularFile(run.resolve(RUN_JSON)) && !RunLock.isHeld(new RunDirectory(run))) {
                    runs.add(new Run(run, isRed(run), startedAt(run)));
                }
            }
        }
        return runs;
    }

    private static List<Path> children(Path directory) {
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.filter(entry -> Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new RunDirectoryException("cannot list " + directory + ": " + e, e);
        }
    }

    private static boolean isRed(Path run) {
        return !"VALID".equalsIgnoreCase(field(run.resolve("results.json"), "verdict"));
    }

    private static String startedAt(Path run) {
        return field(run.resolve(RUN_JSON), "started-at");
    }

    private static String field(Path file, String name) {
        try {
            return Json.read(Files.readString(file)) instanceof Map<?, ?> json ? String.valueOf(json.get(name)) : "";
        } catch (IOException | IllegalArgumentException e) {
            return ""; // missing or broken: treated as a run that nobody judged
        }
    }

    /** With its run.json goes what makes it a run, so that goes last: what is left of a failure can be tried again. */
    private static void delete(Path run) throws IOException {
        Path last = run.resolve(RUN_JSON);
        List<Path> paths;
        try (Stream<Path> all = Files.walk(run)) {
            paths = all.filter(path -> !path.equals(last) && !path.equals(run))
                    .sorted(Comparator.reverseOrder())
                    .toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        for (Path path : paths) {
            Files.delete(path);
        }
        Files.delete(last);
        Files.delete(run);
    }

    private void removeDanglingLinks() {
        List<Path> links = new ArrayList<>();
        links.add(root.resolve("latest"));
        children(root).forEach(scenario -> links.add(scenario.resolve("latest")));
        for (Path link : links) {
            try {
                if (Files.isSymbolicLink(link) && !Files.exists(link)) {
                    Files.delete(link);
                }
            } catch (IOException e) {
                throw new RunDirectoryException("cannot remove " + link + ": " + e, e);
            }
        }
    }
}
