package io.interregnum.cluster.docker;

import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.Network;
import io.interregnum.cluster.ClusterException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiPredicate;

/**
 * Removes what carries our labels: everything of one run, or everything of harnesses that are gone. Nothing without our
 * labels is ever looked at.
 *
 * @param engine that holds it
 */
record Leftovers(Engine engine) {

    /**
     * Removes what harnesses that no longer live have made.
     *
     * @return one line for each thing removed
     */
    List<String> removeOfTheDead() {
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
        return remove("=" + label, (labels, age) -> label.equals(labels.get(Labels.RUN)));
    }

    private List<String> remove(String labelValue, BiPredicate<Map<String, String>, Duration> wanted) {
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
        List<String> lines = new ArrayList<>();
        List<ClusterException> failures = new ArrayList<>();
        for (List<Container> some : List.of(applications, holders)) {
            try {
                lines.addAll(Engine.onEach(some, this::remove));
            } catch (ClusterException e) {
                failures.add(e);
            }
        }
        try {
            lines.addAll(removeNetworks(filter, wanted));
        } catch (ClusterException e) {
            failures.add(e);
        }
        if (!failures.isEmpty()) {
            ClusterException first = failures.get(0);
            failures.subList(1, failures.size()).forEach(first::addSuppressed);
            throw first;
        }
        return List.copyOf(lines);
    }

    private List<String> removeNetworks(String filter, BiPredicate<Map<String, String>, Duration> wanted) {
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

    private String remove(Container container) {
        String name = container.getNames()[0].substring(1);
        ifThere(
                "remove container " + name,
                () -> engine.client()
                        .removeContainerCmd(container.getId())
                        .withForce(true)
                        .withRemoveVolumes(true)
                        .exec());
        return "removed container " + name;
    }

    private String remove(Network network) {
        ifThere(
                "remove network " + network.getName(),
                () -> engine.client().removeNetworkCmd(network.getId()).exec());
        return "removed network " + network.getName();
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
