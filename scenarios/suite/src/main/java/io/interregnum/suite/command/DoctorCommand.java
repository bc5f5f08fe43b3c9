package io.interregnum.suite.command;

import io.interregnum.cluster.Ability;
import io.interregnum.cluster.Backend;
import io.interregnum.cluster.ClusterException;
import io.interregnum.cluster.Need;
import io.interregnum.suite.Backends;
import io.interregnum.suite.Home;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Tries what this machine can do, by doing it. */
@Command(
        name = "doctor",
        description =
                "Tries every ability that a backend needs, by doing it, and says what is missing and how to get it. "
                        + "Exit 0 when one of the backends asked for works, 4 when none does.",
        footer = {"", "Example: scripts/interregnum doctor --backend local"})
final class DoctorCommand implements Callable<Integer> {
    @Option(
            names = "--backend",
            defaultValue = "auto",
            description = "auto (both), docker or local. Default: ${DEFAULT-VALUE}.")
    private String backend = "auto";

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        Console console = new Console(Objects.requireNonNull(spec).commandLine().getOut());
        Home home = Home.find();
        List<Backend> backends = backend.equals("auto") ? Backends.all(home) : List.of(Backends.choose(backend, home));
        boolean usable = false;
        for (Backend each : backends) {
            usable |= examine(each, console);
        }
        return usable ? ExitCode.VALID : ExitCode.UNABLE;
    }

    /** Shows what a backend can do here; one that breaks while it is tried keeps no other from being tried. */
    static boolean examine(Backend backend, Console console) {
        try {
            backend.gotBeforeTrying().ifPresent(what -> console.line(backend.name() + ": getting " + what));
            List<Ability> abilities = backend.tryAbilities();
            boolean works = abilities.stream().noneMatch(ability -> ability.status() == Ability.Status.MISSING);
            console.line(backend.name() + (works ? ": works" : ": can't be used here"));
            abilities.forEach(ability -> show(console, ability, word(ability)));
            if (works) {
                // What only some faults need makes no backend unusable.
                backend.tryNeeds(EnumSet.allOf(Need.class))
                        .forEach(ability -> show(
                                console, ability, ability.status() == Ability.Status.WORKS ? "works" : "(missing)"));
            }
            return works;
        } catch (ClusterException e) {
            console.line(backend.name() + ": can't be used here: " + e.getMessage());
            return false;
        }
    }

    private static void show(Console console, Ability ability, String word) {
        console.line(String.format("  %-10s %-44s %s", word, ability.name(), ability.detail()));
        if (!ability.remedy().isEmpty()) {
            console.line(String.format("  %-10s   get it: %s", "", ability.remedy()));
        }
    }

    private static String word(Ability ability) {
        return switch (ability.status()) {
            case WORKS -> "works";
            case OPTIONAL_MISSING -> "(missing)";
            case MISSING -> "missing";
        };
    }
}
