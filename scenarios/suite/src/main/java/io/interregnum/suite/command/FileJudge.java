package io.interregnum.suite.command;

import io.interregnum.check.linear.Algorithm;
import io.interregnum.check.linear.Decision;
import io.interregnum.check.linear.Limits;
import io.interregnum.check.linear.LinearHistory;
import io.interregnum.check.linear.LinearOperation;
import io.interregnum.check.linear.LinearOutcome;
import io.interregnum.check.linear.Linearizability;
import io.interregnum.check.linear.Model;
import io.interregnum.check.linear.Witness;
import io.interregnum.clojure.SecondOpinion;
import io.interregnum.history.HistoryException;
import io.interregnum.history.HistoryFormat;
import io.interregnum.history.RunClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Judges files of histories by a model. One thread. */
final class FileJudge {
    private static final String RUN_HISTORY = "history.jsonl";

    private final JudgeOptions options;
    private final Model<?> model;
    private final Optional<HistoryFormat> form;

    /** @throws io.interregnum.suite.UsageException when the options name what there is not */
    FileJudge(JudgeOptions options) {
        this.options = options;
        this.model = options.model();
        this.form = options.format();
    }

    Model<?> model() {
        return model;
    }

    /**
     * The files that are meant, in the order given: of a run directory its history, of any other directory all files in
     * it and below, by name, but none that are hidden.
     *
     * @throws HistoryException when a directory cannot be read
     */
    static List<Path> files(List<Path> given) {
        List<Path> files = new ArrayList<>();
        for (Path path : given) {
            if (!Files.isDirectory(path)) {
                files.add(path);
            } else if (Files.exists(path.resolve(RUN_HISTORY))) {
                files.add(path.resolve(RUN_HISTORY));
            } else {
                files.addAll(below(path));
            }
        }
        return files;
    }

    private static List<Path> below(Path directory) {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> !file.getFileName().toString().startsWith("."))
                    .sorted()
                    .toList();
        } catch (IOException | java.io.UncheckedIOException e) {
            throw new HistoryException("cannot read " + directory + ": " + e, e);
        }
    }

    /**
     * The form in which {@code file} is read.
     *
     * @throws HistoryException when it cannot be looked at
     */
    HistoryFormat form(Path file) {
        if (form.isEmpty() && Files.exists(file) && !Files.isRegularFile(file)) {
            throw new HistoryException(
                    file + ": what is no file can be read once only, so its form cannot be looked at; "
                            + "expected --format");
        }
        return form.or(() -> HistoryFormat.detect(file)).orElse(HistoryFormat.EDN);
    }

    /**
     * Judges one file: every part of it, and says what was found about the worst.
     *
     * @throws HistoryException when it cannot be read, or is not about the model; the message names the file
     */
    JudgedFile judge(Path file) {
        RunClock clock = RunClock.startNow();
        HistoryFormat format = form(file);
        LinearHistory.Rules usual = LinearHistory.Rules.of(format, model);
        LinearHistory history =
                new LinearHistory(options.nilRead().map(usual::withNilRead).orElse(usual));
        format.read(file, history);
        Map<String, List<LinearOperation>> parts = history.parts();
        try {
            return judge(model, file, parts, clock);
        } catch (IllegalArgumentException e) {
            throw new HistoryException(file + ": " + e.getMessage(), e);
        }
    }

    private <S> JudgedFile judge(Model<S> by, Path file, Map<String, List<LinearOperation>> parts, RunClock clock) {
        Limits limits = Limits.on(clock).withCacheBytesMax(Long.MAX_VALUE).withTimeMax(options.timeLimit());
        List<String> keys = List.copyOf(parts.keySet());
        List<Decision> decisions = decide(by, List.copyOf(parts.values()), limits);
        String key = "";
        Decision worst = null;
        for (int i = 0; i < keys.size(); i++) {
            if (worst == null || isWorse(decisions.get(i), worst)) {
                worst = decisions.get(i);
                key = keys.get(i);
            }
        }
        long tookNanos = clock.nanos();
        long operations = parts.values().stream().mapToLong(List::size).sum();
        Decision found = worst == null ? undecided("there is no operation of a client to judge") : worst;
        Optional<Witness> witness = found.answer() == LinearOutcome.Answer.NOT_LINEARIZABLE
                ? explain(by, parts.getOrDefault(key, List.of()), found, limits)
                : Optional.empty();
        JudgedFile judged = new JudgedFile(file, key, found, witness, operations, tookNanos, Optional.empty());
        return options.second().isEmpty() || parts.isEmpty()
                ? judged
                : judged.withSecond(secondOpinion(by, found.answer(), about(key, found, parts), clock));
    }

    /** The parts that a decision is about: one that was found wanting, or all of them. */
    private static List<List<LinearOperation>> about(
            String key, Decision decision, Map<String, List<LinearOperation>> parts) {
        return decision.answer() == LinearOutcome.Answer.LINEARIZABLE
                ? List.copyOf(parts.values())
                : List.of(parts.getOrDefault(key, List.of()));
    }

    /** The first opinion that does not agree, or else the last one. */
    private SecondOpinion secondOpinion(
            Model<?> by, LinearOutcome.Answer own, List<List<LinearOperation>> parts, RunClock clock) {
        long deadlineNanos = clock.nanos() + options.timeLimit().toNanos();
        SecondOpinion opinion = null;
        for (List<LinearOperation> part : parts) {
            if (opinion == null || opinion.kind() == SecondOpinion.Kind.AGREES) {
                Duration left = Duration.ofNanos(Math.max(0, deadlineNanos - clock.nanos()));
                opinion = SecondOpinion.ofKnossos(by, part, own, left);
            }
        }
        return Objects.requireNonNull(opinion);
    }

    private static boolean isWorse(Decision a, Decision b) {
        int by = a.answer().compareTo(b.answer());
        return by > 0 || (by == 0 && stuckAt(a) < stuckAt(b));
    }

    private static long stuckAt(Decision decision) {
        return decision.stuck().map(LinearOperation::completedAt).orElse(LinearOperation.NEVER);
    }

    /** Of all parts, within one time limit. */
    private <S> List<Decision> decide(Model<S> by, List<List<LinearOperation>> parts, Limits limits) {
        try {
            return Linearizability.decideApart(by, parts, limits, options.algorithm());
        } catch (OutOfMemoryError e) {
            return Collections.nCopies(
                    parts.size(),
                    undecided("out of memory: the heap may have "
                            + (Runtime.getRuntime().maxMemory() >> 20)
                            + " MiB; give more with INTERREGNUM_JAVA_OPTS=-Xmx…"));
        } catch (StackOverflowError e) {
            return Collections.nCopies(parts.size(), undecided("out of stack"));
        }
    }

    /** Empty when there is no room for it; the verdict stands all the same. */
    private static <S> Optional<Witness> explain(
            Model<S> by, List<LinearOperation> operations, Decision decision, Limits limits) {
        try {
            return Optional.of(Linearizability.explain(by, operations, decision, limits));
        } catch (OutOfMemoryError | StackOverflowError e) {
            return Optional.empty();
        }
    }

    private Decision undecided(String cause) {
        Algorithm by = options.algorithm() == Algorithm.AUTO ? Algorithm.WGL : options.algorithm();
        return new Decision(LinearOutcome.Answer.UNDECIDED, cause, by, Optional.empty(), Optional.empty(), 0);
    }
}
