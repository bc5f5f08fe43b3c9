package io.interregnum.suite.command;

import io.interregnum.rundir.RunDirectory;
import io.interregnum.suite.Home;
import java.nio.file.Files;
import java.nio.file.Path;

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
}
