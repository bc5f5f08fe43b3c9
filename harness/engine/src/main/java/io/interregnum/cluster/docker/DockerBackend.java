package io.interregnum.cluster.docker;

import io.interregnum.cluster.Ability;
import io.interregnum.cluster.Backend;
import io.interregnum.cluster.Cluster;
import io.interregnum.cluster.UnableException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Nodes as containers. Immutable, safe for many threads; connects to the engine anew for each call.
 *
 * <p>Needs no environment variables; respects {@code DOCKER_HOST}, Docker's contexts and
 * {@code TESTCONTAINERS_HOST_OVERRIDE}.
 */
public final class DockerBackend implements Backend {
    private final Optional<Path> baseImageScript;

    private DockerBackend(Optional<Path> baseImageScript) {
        this.baseImageScript = baseImageScript;
    }

    /** Uses the base image that is there, or a registry's. */
    public static DockerBackend create() {
        return new DockerBackend(Optional.empty());
    }

    /**
     * Where there is neither a base image nor a registry, makes one.
     *
     * @param script {@code scripts/base-image} of this project
     */
    public static DockerBackend withBaseImageScript(Path script) {
        return new DockerBackend(Optional.of(script));
    }

    /** True when an engine answers now; blocks for some seconds at most. */
    public boolean engineAnswers() {
        try {
            Engine.connect();
            return true;
        } catch (UnableException e) {
            return false;
        }
    }

    @Override
    public String name() {
        return "docker";
    }

    @Override
    public List<Ability> tryAbilities() {
        Engine engine;
        try {
            engine = Engine.connect();
        } catch (UnableException e) {
            return List.of(Ability.missing(
                    "Docker engine",
                    String.valueOf(e.getMessage()),
                    "apt-get install docker.io, then start it: systemctl start docker, or dockerd in the background"));
        }
        return new DockerAbilities(engine, new BaseImages(engine, baseImageScript)).tryAll();
    }

    @Override
    public Cluster start(Launch launch) {
        Engine engine = Engine.connect();
        return new ClusterStart(engine, new BaseImages(engine, baseImageScript), launch).start();
    }

    @Override
    public List<String> removeLeftovers() {
        return new Leftovers(Engine.connect()).removeOfTheDead();
    }
}
