package io.interregnum.cluster.docker;

import io.interregnum.cluster.Ability;
import io.interregnum.cluster.Backend;
import io.interregnum.cluster.Cluster;
import io.interregnum.cluster.Need;
import io.interregnum.cluster.Removal;
import io.interregnum.cluster.UnableException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Nodes as containers. Safe for many threads; finds the engine at the first call that needs it, and keeps it.
 *
 * <p>Needs no environment variables; respects {@code DOCKER_HOST}, Docker's contexts and
 * {@code TESTCONTAINERS_HOST_OVERRIDE}.
 */
public final class DockerBackend implements Backend {
    private final Optional<Path> baseImageScript;
    private @Nullable Engine engine; // guarded by this

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
        Engine found;
        try {
            found = engine();
        } catch (UnableException e) {
            return List.of(Ability.missing(
                    "Docker engine",
                    String.valueOf(e.getMessage()),
                    "apt-get install docker.io, then start it: systemctl start docker, or dockerd in the background"));
        }
        return new DockerAbilities(found, new BaseImages(found, baseImageScript)).tryAll();
    }

    @Override
    public List<Ability> tryNeeds(Set<Need> needs) {
        Engine found = engine();
        BaseImages bases = new BaseImages(found, baseImageScript);
        DockerEquipment equipment = new DockerEquipment(found, bases);
        return new DockerAbilities(found, bases)
                .tryNeeds(
                        needs,
                        need -> equipment
                                .tryOne(need)
                                .map(List::of)
                                .orElseGet(() -> Backend.super.tryNeeds(Set.of(need))));
    }

    @Override
    public Cluster start(Launch launch) {
        Engine found = engine();
        return new ClusterStart(found, new BaseImages(found, baseImageScript), launch).start();
    }

    @Override
    public Removal removeLeftovers() {
        return new Leftovers(engine()).removeOfTheDead();
    }

    private synchronized Engine engine() {
        Engine known = engine;
        if (known == null || !known.answers()) {
            known = Engine.connect();
            engine = known;
        }
        return known;
    }
}
