package io.interregnum.suite;

import io.interregnum.cluster.Backend;
import io.interregnum.cluster.docker.DockerBackend;
import io.interregnum.cluster.local.LocalBackend;
import java.util.List;

/** The catalogue of backends. */
public final class Backends {
    private Backends() {}

    /** All backends, the preferred one first. */
    public static List<Backend> all(Home home) {
        return List.of(docker(home), new LocalBackend());
    }

    private static DockerBackend docker(Home home) {
        return DockerBackend.withBaseImageScript(home.root().resolve("scripts/base-image"));
    }

    /**
     * The backend of that name; for {@code auto} docker where a daemon answers, else local.
     *
     * @throws UsageException when there is none of that name
     */
    public static Backend choose(String name, Home home) {
        return switch (name) {
            case "docker" -> docker(home);
            case "local" -> new LocalBackend();
            case "auto" -> docker(home).engineAnswers() ? docker(home) : new LocalBackend();
            default -> throw new UsageException("unknown backend \"" + name + "\"; expected auto, docker or local");
        };
    }
}
