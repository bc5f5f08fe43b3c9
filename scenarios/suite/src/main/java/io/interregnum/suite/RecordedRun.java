package io.interregnum.suite;

import io.interregnum.cluster.ClusterSpec;
import io.interregnum.rundir.RunDirectoryException;
import io.interregnum.rundir.RunInfo;
import io.interregnum.workload.Workload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * On what and how a recorded run was made, as far as {@code run.json} says it.
 *
 * @param info what it says
 */
public record RecordedRun(RunInfo info) {

    /**
     * The cluster that it had.
     *
     * @throws RunDirectoryException when run.json does not say it, or no cluster can be so
     */
    public ClusterSpec spec() {
        try {
            return new ClusterSpec(
                            info.nodes("ensemble").size(),
                            info.nodes("masters").size(),
                            info.nodes("clients").size(),
                            Duration.ofMillis(number("session-timeout-ms")),
                            Duration.ofMillis(number("tick-ms")))
                    .withAgents(
                            info.nodes("agents").size(),
                            info.nodes("frameworks").size());
        } catch (IllegalArgumentException e) {
            throw new RunDirectoryException("run.json: spec: " + e.getMessage(), e);
        }
    }

    private long number(String name) {
        if (info.spec().get(name) instanceof Long number) {
            return number;
        }
        throw new RunDirectoryException(
                "run.json: spec." + name + "=" + info.spec().get(name) + "; expected a whole number");
    }

    /**
     * The system under test, with the variant and the registry that stand in the recorded command. Judges never see the command.
     *
     * @param otherVariant instead of the recorded one; null for that
     * @param otherRegistry instead of the recorded one; null for that
     * @throws RunDirectoryException when it is a system that this program does not have
     */
    public ReferenceSystem system(Home home, @Nullable String otherVariant, @Nullable String otherRegistry) {
        Object name = info.spec().get("system");
        if (!Objects.equals(name, "reference")) {
            throw new RunDirectoryException("run.json: spec.system=" + name + "; this program has reference only");
        }
        MasterElection election = election();
        return new ReferenceSystem(
                election.classPath(home),
                ReferenceSystem.knownVariant(otherVariant == null ? variant() : otherVariant),
                election,
                otherRegistry == null ? registry() : otherRegistry);
    }

    /** Who elected the leader, as the recorded command says. */
    public MasterElection election() {
        return new MasterElection(
                option("--election", MasterElection.OWN.kind()),
                option("--error-policy", MasterElection.OWN.errorPolicy()),
                Optional.of(option("--curator", "")).filter(version -> !version.isEmpty()));
    }

    /** Planted bugs that were switched on, as the recorded command says; {@code correct} where it says nothing. */
    public String variant() {
        return option("--variant", "correct");
    }

    /** Where the registry was kept, as the recorded command says; in ZooKeeper where it says nothing. */
    public String registry() {
        return option("--registry", ReferenceSystem.USUAL_REGISTRY);
    }

    private String option(String name, String otherwise) {
        List<String> words = List.of(info.command().split(" "));
        for (int i = 0; i < words.size(); i++) {
            if (words.get(i).equals(name) && i + 1 < words.size()) {
                return words.get(i + 1);
            }
            if (words.get(i).startsWith(name + "=")) {
                return words.get(i).substring(name.length() + 1);
            }
        }
        return otherwise;
    }

    /** What clients did. */
    public Workload workload() {
        Workload standard = Workload.DEFAULT;
        return new Workload(
                info.expectations().plannedOpsPerSecond(),
                info.spec().get("keys") instanceof Long keys ? Math.toIntExact(keys) : standard.keyCount(),
                standard.readPercent(),
                standard.casPercent(),
                standard.scoutPercent(),
                standard.timeout(),
                standard.processesPerClientMax(),
                content());
    }

    /** @throws RunDirectoryException when this program knows no such content */
    private Workload.Content content() {
        try {
            return info.spec().get("workload") instanceof String text
                    ? Workload.Content.parse(text)
                    : Workload.Content.REGISTERS;
        } catch (IllegalArgumentException e) {
            throw new RunDirectoryException("run.json: spec.workload: " + e.getMessage(), e);
        }
    }

    /** In what another run of it differs, one line each; what changes with each start of a machine is left out. */
    public List<String> differences(RunInfo other) {
        List<String> lines = new ArrayList<>();
        add(lines, "backend", info.backend(), other.backend());
        add(lines, "variant", variant(), new RecordedRun(other).variant());
        add(lines, "election", election(), new RecordedRun(other).election());
        add(lines, "registry", registry(), new RecordedRun(other).registry());
        add(lines, "seed", info.seed(), other.seed());
        info.environment().forEach((name, value) -> {
            if (!name.equals("boot-id")) {
                add(lines, name, value, other.environment().get(name));
            }
        });
        other.environment().forEach((name, value) -> {
            if (!info.environment().containsKey(name)) {
                add(lines, name, null, value);
            }
        });
        return List.copyOf(lines);
    }

    private static void add(List<String> lines, String name, @Nullable Object then, @Nullable Object now) {
        if (!Objects.equals(then, now)) {
            lines.add(name + ": " + (then == null ? "not noted" : then) + " then, " + (now == null ? "not noted" : now)
                    + " now");
        }
    }
}
