package io.interregnum.cluster.docker;

import com.github.dockerjava.api.command.InspectVolumeResponse;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.Network;
import io.interregnum.cluster.ClusterException;
import io.interregnum.cluster.Removal;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiPredicate;
import java.util.function.Supplier;

/**
 * Removes what carries our labels: everything of one run, or everything of harnesses that are gone. Nothing without our
 * labels is ever looked at.
 *
 * @param engine that holds it
 */
record Leftovers(Engine engine) {

    /** Removes what harnesses that no longer live have made. */
    Removal removeOfTheDead() {
        Owner.Machine here = Owner.Machine.here();
        return remove(
                "",
                (labels, age) -> Owner.parse(labels.getOrDefault(Labels.OWNER, ""))
                        .filter(owner -> owner.isGone(here, age))
                        .isPresent());
    }

    /**
     * Removes everything of one run.
     *
     * @return one line for each thing removed
     * @throws ClusterException when something could not be removed; everything else is
     */
    List<String> removeRun(String label) {
        Removal removal = remove("=" + label, (labels, age) -> label.equals(labels.get(Labels.RUN)));
        if (!removal.failures().isEmpty()) {
            throw new ClusterException(String.join("; ", removal.failures()));
        }
        return removal.removed();
    }

    private Removal remove(String labelValue, BiPredicate<Map<String, String>, Duration> wanted) {
        String filter = Labels.RUN + labelValue;
        List<Container> containers = engine.call(
                "list containers",
                () -> engine.client()
                        .listContainersCmd()
                        .withShowAll(true)
                        .withLabelFilter(List.of(filter))
                        .exec());
        List<Container> gone = containers.stream()
                .filter(each -> wanted.test(labels(each.getLabels()), age(each.getCreated())))
                .toList();
        // The applications first: a holder that goes before them takes their network away while they run.
        List<Container> applications =
                gone.stream().filter(each -> !isHolder(each)).toList();
        List<Container> holders = gone.stream().filter(Leftovers::isHolder).toList();
        return Removal.of(List.of(
                evenIfRefused(() -> Engine.onEach(applications, this::remove)),
                evenIfRefused(() -> Engine.onEach(holders, this::remove)),
                evenIfRefused(() -> removeNetworks(filter, wanted)),
                // Last: no container must use them any more.
                evenIfRefused(() -> removeVolumes(filter, wanted))));
    }

    private List<Removal> removeVolumes(String filter, BiPredicate<Map<String, String>, Duration> wanted) {
        List<InspectVolumeResponse> volumes = engine.call(
                "list volumes",
                () -> engine.client()
                        .listVolumesCmd()
                        .withFilter("label", List.of(filter))
                        .exec()
                        .getVolumes());
        return Engine.onEach(
                volumes.stream()
                        .filter(each -> wanted.test(labels(each.getLabels()), age(each)))
                        .toList(),
                this::remove);
    }

    /** The client does not show when a volume was made, but passes on what it does not know. */
    private static Duration age(InspectVolumeResponse volume) {
        return volume.getRawValues().get("CreatedAt") instanceof String created
                ? Duration.between(OffsetDateTime.parse(created).toInstant(), Instant.now())
                : Duration.ZERO;
    }

    private Removal remove(InspectVolumeResponse volume) {
        return attempt(
                "volume " + volume.getName(),
                () -> engine.client().removeVolumeCmd(volume.getName()).exec());
    }

    private static Removal evenIfRefused(Supplier<List<Removal>> removals) {
        try {
            return Removal.of(removals.get());
        } catch (ClusterException e) {
            return Removal.failed(String.valueOf(e.getMessage()));
        }
    }

    private List<Removal> removeNetworks(String filter, BiPredicate<Map<String, String>, Duration> wanted) {
        List<Network> networks = engine.call(
                "list networks",
                () -> engine.client()
                        .listNetworksCmd()
                        .withFilter("label", List.of(filter))
                        .exec());
        return Engine.onEach(
                networks.stream()
                        .filter(each -> wanted.test(
                                labels(each.getLabels()),
                                each.getCreated() == null
                                        ? Duration.ZERO
                                        : Duration.between(each.getCreated().toInstant(), Instant.now())))
                        .toList(),
                this::remove);
    }

    private static boolean isHolder(Container container) {
        return container.getNames() != null
                && container.getNames().length > 0
                && container.getNames()[0].endsWith("-net");
    }

    private Removal remove(Container container) {
        String name = container.getNames()[0].substring(1);
        return attempt(
                "container " + name,
                () -> engine.client()
                        .removeContainerCmd(container.getId())
                        .withForce(true)
                        .withRemoveVolumes(true)
                        .exec());
    }

    private Removal remove(Network network) {
        return attempt(
                "network " + network.getName(),
                () -> engine.client().removeNetworkCmd(network.getId()).exec());
    }

    private Removal attempt(String what, java.util.concurrent.Callable<?> body) {
        try {
            ifThere("remove " + what, body);
            return Removal.removed("removed " + what);
        } catch (ClusterException e) {
            return Removal.failed("could not remove " + what + ": " + e.getMessage());
        }
    }

    /** Someone else's removal of the same thing is as good as ours. */
    private void ifThere(String what, java.util.concurrent.Callable<?> body) {
        try {
            engine.call(what, body::call);
        } catch (EngineException e) {
            boolean alreadyUnderWay = e.status() == EngineException.CONFLICT
                    && String.valueOf(e.getMessage()).contains("already in progress");
            if (e.status() != EngineException.NOT_FOUND && !alreadyUnderWay) {
                throw e;
            }
        }
    }

    private static Map<String, String> labels(@org.jspecify.annotations.Nullable Map<String, String> labels) {
        return Objects.requireNonNullElse(labels, Map.of());
    }

    private static Duration age(Long createdSeconds) {
        return Duration.between(Instant.ofEpochSecond(createdSeconds), Instant.now());
    }
}
