package io.interregnum.suite.library;

import io.interregnum.cluster.UnableException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Puts masters on another version of Apache Curator: class paths on which Curator, the ZooKeeper client and all that they
 * need are those of that version. Only what masters use themselves stays.
 */
public final class CuratorLibrary {
    private static final String RECIPES = "org.apache.curator:curator-recipes";
    private static final Pattern VERSION = Pattern.compile("([0-9]{1,3})\\.[0-9]{1,3}\\.[0-9]{1,3}");
    private static final int OLDEST_MAJOR = 4;

    /** What masters bring themselves, by the names of the artifacts. */
    static final Set<String> KEPT = Set.of(
            "interregnum-masters",
            "jackson-annotations",
            "jackson-core",
            "jackson-databind",
            "jspecify",
            "logback-classic",
            "logback-core",
            "slf4j-api");

    /** What an old Curator or ZooKeeper would bring in the place of that, and other loggers beside ours. */
    private static final Set<String> LEFT_OUT =
            Set.of("ch.qos.logback:*", "ch.qos.reload4j:*", "com.fasterxml.jackson.core:*", "log4j:*", "org.slf4j:*");

    private final Artifacts artifacts;

    /** The one that asks Maven repositories. */
    public CuratorLibrary() {
        this(new MavenRepositories());
    }

    CuratorLibrary(Artifacts artifacts) {
        this.artifacts = artifacts;
    }

    /**
     * The same text, when it can be the version of a Curator on which masters run.
     *
     * @throws IllegalArgumentException when it can't
     */
    public static String plausible(String version) {
        Matcher matcher = VERSION.matcher(version);
        if (!matcher.matches() || Integer.parseInt(matcher.group(1)) < OLDEST_MAJOR) {
            throw new IllegalArgumentException(
                    "Curator \"" + version
                            + "\": expected a released version from 4.0.0 on, such as 5.7.0; older ones lack what masters need");
        }
        return version;
    }

    /**
     * Negative when the first version is the older one, 0 when they are the same, else positive.
     *
     * @throws IllegalArgumentException when one of them is not {@link #plausible}
     */
    public static int compare(String version, String other) {
        int[] numbers = numbers(plausible(version));
        int[] others = numbers(plausible(other));
        return Arrays.compare(numbers, others);
    }

    private static int[] numbers(String version) {
        return Stream.of(version.split("\\.", -1)).mapToInt(Integer::parseInt).toArray();
    }

    /**
     * A class path with this Curator. Fetches what the user's local Maven repository lacks, which may take minutes.
     *
     * @param masters a class path on which masters run, with whichever Curator
     * @throws IllegalArgumentException when the version is not {@link #plausible}
     * @throws UnableException when it cannot be had
     */
    public List<Path> classPath(List<Path> masters, String version) {
        List<Path> path = new ArrayList<>();
        for (Path jar : masters) {
            if (KEPT.contains(artifact(jar))) {
                path.add(jar);
            }
        }
        for (Artifacts.Found found : closure(plausible(version))) {
            path.add(found.file());
        }
        return List.copyOf(path);
    }

    private List<Artifacts.Found> closure(String version) {
        try {
            return artifacts.closure(RECIPES + ":" + version, LEFT_OUT);
        } catch (UnableException e) {
            throw new UnableException(
                    "Curator " + version + " is not to be had: " + e.getMessage() + "; expected " + RECIPES + ":"
                            + version + " in the local Maven repository or in Maven Central. Is there such a version, "
                            + "and can this machine reach Maven Central, or a mirror named in ~/.m2/settings.xml?",
                    e);
        }
    }

    /** The name of the artifact in a jar's file name: all before the first number. */
    static String artifact(Path jar) {
        return jar.getFileName().toString().replaceFirst("-[0-9].*\\.jar$", "");
    }
}
