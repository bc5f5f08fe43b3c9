package io.interregnum.rundir;

import io.interregnum.history.History;
import io.interregnum.history.HistoryFile;
import io.interregnum.history.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * The files of one run. Safe for many threads as far as they write different files.
 *
 * @param path {@code <root>/<scenario>/<UTC time>-seed-<n>}
 */
public record RunDirectory(Path path) {

    public RunDirectory {
        path = path.toAbsolutePath().normalize();
    }

    /**
     * Makes a new directory and lets {@code <root>/<scenario>/latest} and {@code <root>/latest} point to it.
     *
     * @param utcTime names the run, such as {@code 20260131T235959Z}
     * @throws RunDirectoryException when it cannot be made, or when a hundred runs began in that second
     */
    public static RunDirectory create(Path root, String scenario, long seed, String utcTime) {
        try {
            Path parent =
                    Files.createDirectories(root.toAbsolutePath().normalize().resolve(scenario));
            Path path = createNew(parent, utcTime + "-seed-" + seed);
            Files.createDirectories(path.resolve("nodes"));
            pointTo(parent.resolve("latest"), path);
            pointTo(parent.resolveSibling("latest"), path);
            return new RunDirectory(path);
        } catch (IOException e) {
            throw new RunDirectoryException(
                    "cannot make a run directory in " + root + ": " + e + "; choose another one with --out", e);
        }
    }

    private static Path createNew(Path parent, String name) throws IOException {
        for (int attempt = 1; attempt <= 100; attempt++) {
            try {
                return Files.createDirectory(parent.resolve(attempt == 1 ? name : name + "-" + attempt));
            } catch (FileAlreadyExistsException e) {
                // Another run of the same second and seed; the next number is free or belongs to a third.
            }
        }
        throw new RunDirectoryException(parent.resolve(name) + " and 99 more exist already");
    }

    private static void pointTo(Path link, Path target) throws IOException {
        Path fresh = link.resolveSibling(".latest-" + target.getFileName());
        Files.deleteIfExists(fresh);
        Files.createSymbolicLink(fresh, link.resolveSibling("").relativize(target));
        Files.move(fresh, link, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    /**
     * Opens an existing run.
     *
     * @throws RunDirectoryException when {@code path} holds no {@code run.json}
     */
    public static RunDirectory open(Path path) {
        if (!Files.isRegularFile(path.resolve("run.json"))) {
            throw new RunDirectoryException(path
                    + " is not a run directory: it has no run.json; expected reports/runs/<scenario>/<time>-seed-<n>");
        }
        try {
            return new RunDirectory(path.toRealPath());
        } catch (IOException e) {
            throw new RunDirectoryException("cannot open " + path + ": " + e, e);
        }
    }

    public Path historyFile() {
        return path.resolve("history.jsonl");
    }

    public Path scheduleFile() {
        return path.resolve("schedule.json");
    }

    public Path resultsFile() {
        return path.resolve("results.json");
    }

    /** Where output, logs and data of a node are kept; made when it does not exist. */
    public Path nodeDirectory(String node) {
        try {
            return Files.createDirectories(path.resolve("nodes").resolve(node));
        } catch (IOException e) {
            throw new RunDirectoryException("cannot make the directory of " + node + " in " + path + ": " + e, e);
        }
    }

    /**
     * Reads the whole history.
     *
     * @throws io.interregnum.history.HistoryException when it cannot be read
     */
    public History history() {
        return HistoryFile.read(historyFile());
    }

    /**
     * Reads run.json.
     *
     * @throws RunDirectoryException when it is missing, broken or of another version
     */
    public RunInfo info() {
        Path file = path.resolve("run.json");
        try {
            return RunInfo.ofJson(Fields.of("", Json.read(Files.readString(file))));
        } catch (IOException | IllegalArgumentException e) {
            throw new RunDirectoryException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    /** Writes run.json, replacing an older one in one step. */
    public void writeInfo(RunInfo info) {
        write(path.resolve("run.json"), Json.writePretty(info.toJson()));
    }

    /**
     * Writes a file of the run, replacing an older one in one step: readers see the old text or the new one whole.
     *
     * @throws RunDirectoryException when it cannot be written; the old file is left as it was
     */
    public void write(Path file, String text) {
        Path fresh = file.resolveSibling("." + file.getFileName() + ".new");
        try {
            Files.writeString(fresh, text, StandardCharsets.UTF_8);
            Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new RunDirectoryException("cannot write " + file + ": " + e + "; is the disk full?", e);
        }
    }
}
