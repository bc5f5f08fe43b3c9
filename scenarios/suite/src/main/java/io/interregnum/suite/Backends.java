package io.interregnum.suite;

import io.interregnum.cluster.Backend;
import io.interregnum.cluster.docker.DockerBackend;
import io.interregnum.cluster.local.LocalBackend;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The catalogue of backends. */
public final class Backends {
    private static final Logger LOG = LoggerFactory.getLogger(Backends.class);

    private Backends() {}

    /** All backends, the preferred one first. */
    public static List<Backend> all(Home home) {
        return List.of(docker(home), new LocalBackend());
    }

    private static DockerBackend docker(Home home) {
        return DockerBackend.withBaseImageScript(home.root().resolve("scripts/base-image"));
    }

    /**
     * The backend of that name; for {@code auto} docker where an engine answers and an image for nodes can be had, else
     * local.
     *
     * @throws UsageException when there is none of that name
     */
    public static Backend choose(String name, Home home) {
        return switch (name) {
            case "docker" -> docker(home);
            case "local" -> new LocalBackend();
            case "auto" -> {
                DockerBackend docker = docker(home);
                yield preferred(docker.whyUnusable(), docker, new LocalBackend());
            }
            default -> throw new UsageException("unknown backend \"" + name + "\"; expected auto, docker or local");
        };
    }

    static Backend preferred(Optional<String> whyNotDocker, Backend docker, Backend local) {
        if (whyNotDocker.isEmpty()) {
            return docker;
        }
        LOG.warn("not docker but local nodes why={}", whyNotDocker.get());
        return local;
    }
}
