package io.interregnum.suite.command;

import io.interregnum.cluster.Backend;
import io.interregnum.run.RunListener;
import io.interregnum.suite.Home;
import io.interregnum.suite.UsageException;
import io.interregnum.suite.zoo.Cell;
import io.interregnum.suite.zoo.Cell.Part;
import io.interregnum.suite.zoo.Entry;
import io.interregnum.suite.zoo.Matrix;
import io.interregnum.suite.zoo.MatrixText;
import io.interregnum.suite.zoo.Published;
import io.interregnum.suite.zoo.Zoo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Proves that the alarm rings: systems with planted bugs, and correct ones. */
@Command(
        name = "zoo",
        description = "Systems with planted bugs, what sets each of them off, and whether the right checker rings; and "
                + "correct systems, for which none may.",
        footer = {
            "",
            "Example: scripts/interregnum zoo run no-fence",
            "         scripts/interregnum zoo matrix --runs 3"
        })
final class ZooCommand implements Runnable {
    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                Objects.requireNonNull(spec).commandLine(), "what of the zoo? there are list, run and matrix");
    }

    @Command(name = "list", description = "Shows who is in the zoo, what sets it off and who must ring.")
    int list() {
        Console console = console();
        for (Entry entry : Zoo.all()) {
            console.line(entry.name());
            if (!entry.isCorrect()) {
                console.line("  mistake:   " + entry.mistake() + " (" + entry.precedent() + ")");
            }
            console.line("  scenario:  " + entry.trigger().name() + ": "
                    + entry.trigger().steps().stream().map(Rerun::text).collect(Collectors.joining("; ")));
            console.line("  must be:   " + entry.sign().text());
            if (!entry.isCorrect()) {
                console.line("  control:   " + entry.control().name());
            }
        }
        for (Published bug : Published.ALL) {
            console.line(bug.name());
            console.line("  mistake:   " + bug.mistake() + " (Curator up to "
                    + bug.versions().lastBad() + ", mended in "
                    + bug.versions().firstFixed() + ")");
            console.line("  scenario:  " + bug.trigger().name() + ": "
                    + bug.trigger().steps().stream().map(Rerun::text).collect(Collectors.joining("; ")));
            console.line("  must be:   " + bug.sign().text());
        }
        Zoo.unjudged()
                .forEach(entry -> console.line(entry.name() + ": not run, since there is no checker \""
                        + entry.sign().checker() + "\""));
        return ExitCode.VALID;
    }

    @Command(
            name = "run",
            description =
                    "Runs one of them and its control, shows how it goes, and says whether it was found. Ends with "
                            + "0 when it was, and the control was green.")
    int run(
            @Mixin ZooOptions options,
            @Parameters(paramLabel = "NAME", description = "As 'zoo list' shows it.") String name,
            @Option(names = "--runs", defaultValue = "1", description = "How often each. Default: ${DEFAULT-VALUE}.")
                    int runs,
            @Option(names = "--no-control", description = "Leaves the control out.") boolean noControl)
            throws InterruptedException {
        atLeastOne("--runs", runs);
        List<Cell> cells = cells(options, List.of(entry(name)), noControl);
        Matrix matrix = new Matrix(cells, 1);
        Home home = Home.find();
        Console console = console();
        session(options, home, console, console).run(matrix, cells, runs, options.firstSeed(), 1);
        return ExitCode.of(matrix.conclusion());
    }

    @Command(
            name = "matrix",
            description = "Runs each of them and its control several times and writes a table, also as matrix.md and "
                    + "matrix.json in the output directory. Ends with 0 when each bug was found often enough and there "
                    + "was no false alarm, with 1 when not.")
    int matrix(
            @Mixin ZooOptions options,
            @Option(names = "--runs", defaultValue = "3", description = "How often each. Default: ${DEFAULT-VALUE}.")
                    int runs,
            @Option(
                            names = "--least",
                            defaultValue = "0.9",
                            description = "In what share of its runs, rounded down, a bug must be found. Default: "
                                    + "${DEFAULT-VALUE}, which is 2 of 3 and 9 of 10.")
                    double least,
            @Option(
                            names = "--only",
                            paramLabel = "NAME,NAME",
                            description =
                                    "Some of them, as 'zoo list' shows them. The longest name that fits is meant: "
                                            + "give the flag several times where a combination would fit, too.")
                    @Nullable
                    List<String> only,
            @Option(names = "--no-control", description = "Leaves the controls out.") boolean noControl,
            @Option(
                            names = "--side-by-side",
                            defaultValue = "1",
                            description = "How many runs at a time. Default: ${DEFAULT-VALUE}.")
                    int sideBySide)
            throws InterruptedException {
        atLeastOne("--runs", runs);
        atLeastOne("--side-by-side", sideBySide);
        List<Entry> entries = only == null ? Zoo.all() : entries(only);
        List<Cell> cells = cells(options, entries, noControl);
        Matrix matrix = new Matrix(cells, share(least));
        Home home = Home.find();
        Path out = options.out(home);
        long seed = options.firstSeed();
        Console console = console();
        ZooSession session = session(options, home, console, RunListener.SILENT);
        long beganNanos = Main.SINCE_MAIN.nanos();
        session.run(matrix, cells, runs, seed, sideBySide);
        Duration took = Duration.ofNanos(Main.SINCE_MAIN.nanos() - beganNanos);
        String command = "scripts/interregnum zoo matrix --runs " + runs + " --seed " + seed
                + options.flags(options.backend(home))
                + (only == null ? "" : " --only " + String.join(" --only ", only))
                + (noControl ? " --no-control" : "")
                + (sideBySide == 1 ? "" : " --side-by-side " + sideBySide);
        MatrixText text = new MatrixText(matrix, command, machine(), took);
        write(out.resolve("matrix.md"), text.markdown());
        write(out.resolve("matrix.json"), text.json() + "\n");
        console.line("");
        text.markdown().lines().forEach(console::line);
        console.line("");
        console.line("written: " + out.resolve("matrix.md") + ", " + out.resolve("matrix.json"));
        return ExitCode.of(matrix.conclusion());
    }

    private static List<Cell> cells(ZooOptions options, List<Entry> entries, boolean noControl) {
        return options.cells(entries).stream()
                .filter(cell -> !noControl || cell.part() != Part.CONTROL)
                .toList();
    }

    private static String machine() {
        return Runtime.getRuntime().availableProcessors() + " processors, Java "
                + Runtime.version().feature();
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    private static void atLeastOne(String flag, int number) {
        if (number < 1) {
            throw new UsageException(flag + " " + number + " must be at least 1");
        }
    }

    private static double share(double least) {
        if (!(least >= 0 && least <= 1)) {
            throw new UsageException("--least " + least + " must be from 0 to 1");
        }
        return least;
    }

    private Console console() {
        return new Console(Objects.requireNonNull(spec).commandLine().getOut());
    }

    private ZooSession session(ZooOptions options, Home home, Console console, RunListener listener) {
        Backend backend = options.backend(home);
        DeadThreads dead =
                new DeadThreads(Objects.requireNonNull(spec).commandLine().getErr());
        return new ZooSession(console, listener, home, backend, options.out(home), dead);
    }

    /**
     * An entry of the zoo, or a published bug on several versions, of which one may stand in the name.
     *
     * @throws UsageException when there is none of that name, or it has no versions
     */
    private static List<Entry> inhabitants(String name, @Nullable List<String> curators) {
        Optional<Published> published = Published.named(withoutVersion(name));
        if (published.isEmpty() && curators != null) {
            throw new UsageException(
                    "--curator: \"" + name + "\" is no published bug of Curator; there are " + publishedNames());
        }
        if (published.isEmpty()) {
            return List.of(entry(name));
        }
        if (name.contains("@")) {
            return published.get().entries(List.of(name.substring(name.indexOf('@') + 1)));
        }
        return curators == null ? published.get().entries() : published.get().entries(curators);
    }

    private static String withoutVersion(String name) {
        return name.replaceFirst("@.*", "");
    }

    private static String publishedNames() {
        return Published.ALL.stream().map(Published::name).collect(Collectors.joining(" "));
    }

    private static Entry entry(String name) {
        return Zoo.named(name).orElseThrow(() -> unknown(name));
    }

    private static UsageException unknown(String name) {
        return new UsageException("\"" + name + "\" is not in the zoo; there are "
                + Zoo.all().stream().map(Entry::name).collect(Collectors.joining(" ")) + " "
                + publishedNames());
    }

    /**
     * Those that are named; names may have commas in themselves.
     *
     * @throws UsageException when there is none of a name
     */
    static List<Entry> entries(List<String> lists) {
        List<Entry> entries = new ArrayList<>();
        for (String list : lists) {
            List<String> words = List.of(list.split(",", -1));
            int from = 0;
            while (from < words.size()) {
                int to = words.size();
                while (to > from && !isKnown(String.join(",", words.subList(from, to)))) {
                    to--;
                }
                if (to == from) {
                    throw unknown(words.get(from));
                }
                entries.addAll(inhabitants(String.join(",", words.subList(from, to)), null));
                from = to;
            }
        }
        return entries.stream().distinct().toList();
    }

    private static boolean isKnown(String name) {
        return Zoo.named(name).isPresent()
                || Published.named(withoutVersion(name)).isPresent();
    }
}
