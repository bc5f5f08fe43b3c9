package io.interregnum.suite.command;

import io.interregnum.rundir.RunDirectory;
import io.interregnum.rundir.RunDirectoryException;
import io.interregnum.suite.Home;
import io.interregnum.suite.RunArchive;
import io.interregnum.suite.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the run that a user means. */
final class RunPath {
    private RunPath() {}

    /**
     * Opens a run given as a path, or as a path below {@code reports/runs} such as {@code pause-leader/latest}.
     *
     * @throws io.interregnum.rundir.RunDirectoryException when there is none
     */
    static RunDirectory open(Path given) {
        if (Files.exists(given)) {
            return RunDirectory.open(given);
        }
        Path below = Home.find().runs().resolve(given);
        return RunDirectory.open(Files.exists(below) ? below : given);
    }

    /**
     * The same, or a run in a zip.
     *
     * @param inZip which one of those in a zip; for anything else it must be empty
     * @param unpacked where a run from a zip goes; is made
     * @throws RunDirectoryException when there is none, or {@code unpacked} exists and is not empty
     */
    static RunDirectory open(Path given, Optional<String> inZip, Path unpacked) {
        if (!RunArchive.isArchive(given)) {
            inZip.ifPresent(name -> {
                throw new UsageException(
                        "--run " + name + " is for a zip that holds several runs; " + given + " is no zip");
            });
            return open(given);
        }
        try {
            Files.createDirectories(unpacked);
            try (Stream<Path> files = Files.list(unpacked)) {
                if (files.findAny().isPresent()) {
                    throw new RunDirectoryException(
                            unpacked + " exists already, so " + given + " is not unpacked into it; remove or name it");
                }
            }
        } catch (IOException e) {
            throw new RunDirectoryException("cannot unpack " + given + " into " + unpacked + ": " + e, e);
        }
        try {
            return RunArchive.unpack(given, inZip, unpacked);
        } catch (RunDirectoryException e) {
            remove(unpacked);
            throw e;
        }
    }

    /**
     * Removes what was unpacked, with its directory; does nothing when that is not there.
     *
     * @throws RunDirectoryException when it cannot be removed
     */
    static void remove(Path unpacked) {
        if (!Files.exists(unpacked)) {
            return;
        }
        try (Stream<Path> files = Files.walk(unpacked)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new RunDirectoryException("cannot remove " + unpacked + ": " + e, e);
        }
    }
}
