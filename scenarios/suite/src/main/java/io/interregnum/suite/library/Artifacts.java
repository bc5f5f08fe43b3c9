package io.interregnum.suite.library;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** Where artifacts come from. */
interface Artifacts {

    /**
     * An artifact that was found.
     *
     * @param name {@code group:artifact}, without the version
     * @param file on this machine
     */
    record Found(String name, Path file) {}

    /**
     * An artifact and whatever it needs to run, each in one version. May take minutes the first time.
     *
     * @param coordinates {@code group:artifact:version}
     * @param without {@code group:artifact} of what is to be left out wherever it is needed, with {@code *} for any
     * @return in the order of a class path
     * @throws io.interregnum.cluster.UnableException when one of them cannot be had, saying where it was looked for
     */
    List<Found> closure(String coordinates, Set<String> without);
}
