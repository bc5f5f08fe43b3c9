package io.interregnum.cluster.docker;

import io.interregnum.cluster.Ability;
import io.interregnum.cluster.Backend;
import io.interregnum.cluster.Cluster;
import io.interregnum.cluster.ClusterException;
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

    /**
     * Why no node could be started, as far as shows without starting one: no engine answers, or there is no image and none
     * can be had. Gets nothing; blocks for some seconds at most.
     *
     * @return what is missing and how to get it; empty when nothing is
     */
    public Optional<String> whyUnusable() {
        try {
            return bases().canBeHad()
                    ? Optional.empty()
                    : Optional.of("there is no image for nodes, no registry answers, and none can be made: "
                            + BaseImages.remedy());
        } catch (ClusterException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public String name() {
        return "docker";
    }

    @Override
    public List<Ability> tryAbilities() {
        BaseImages bases;
        try {
            bases = bases();
        } catch (UnableException e) {
            return List.of(Ability.missing(
                    "Docker engine",
                    String.valueOf(e.getMessage()),
                    "apt-get install docker.io, then start it: systemctl start docker, or dockerd in the background"));
        }
        return new DockerAbilities(bases.engine(), bases).tryAll();
    }

    @Override
    public Optional<String> gotBeforeTrying() {
        try {
            return bases().here().isPresent()
                    ? Optional.empty()
                    : Optional.of("the image for nodes, pulled or made from packages, which may take some minutes");
        } catch (ClusterException e) {
            return Optional.empty(); // What is wrong shows when it is tried.
        }
    }

    @Override
    public List<Ability> tryNeeds(Set<Need> needs) {
        BaseImages bases = bases();
        Engine found = bases.engine();
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
        BaseImages bases = bases();
        return new ClusterStart(bases.engine(), bases, launch).start();
    }

    @Override
    public Removal removeLeftovers() {
        return new Leftovers(engine()).removeOfTheDead();
    }

    private BaseImages bases() {
        return new BaseImages(engine(), baseImageScript);
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
