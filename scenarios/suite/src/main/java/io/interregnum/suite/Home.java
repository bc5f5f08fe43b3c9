package io.interregnum.suite;

import io.interregnum.cluster.UnableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where the project's files are.
 *
 * @param root the project's root
 */
public record Home(Path root) {

    /**
     * From the system property {@code interregnum.home}, which the scripts set, else found upwards from the working
     * directory.
     *
     * @throws UnableException when neither leads to the project
     */
    public static Home find() {
        String given = System.getProperty("interregnum.home");
        Path start = Path.of(given == null ? "" : given).toAbsolutePath();
        for (Path path = start; path != null; path = path.getParent()) {
            if (Files.isDirectory(path.resolve("scenarios/masters")) && Files.isDirectory(path.resolve("reports"))) {
                return new Home(path);
            }
        }
        throw new UnableException("no Interregnum project at or above " + start
                + "; run scripts/interregnum of a checkout, or set -Dinterregnum.home");
    }

    public Path runs() {
        return root.resolve("reports/runs");
    }

    /**
     * The class path of the masters' program, which also holds a ZooKeeper server.
     *
     * @throws UnableException when it has not been built
     */
    public List<Path> mastersClassPath() {
        Path target = root.resolve("scenarios/masters/target");
        List<Path> path = new ArrayList<>(jars(target));
        path.addAll(jars(target.resolve("lib")));
        if (path.size() < 2) {
            throw new UnableException("the masters are not built: no jars in " + target
                    + "/lib; run scripts/interregnum, " + "which builds, or mvn package");
        }
        return List.copyOf(path);
    }

    private static List<Path> jars(Path directory) {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UnableException("cannot list " + directory + ": " + e, e);
        }
    }
}
