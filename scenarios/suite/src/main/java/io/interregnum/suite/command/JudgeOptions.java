package io.interregnum.suite.command;

import io.interregnum.check.linear.Algorithm;
import io.interregnum.check.linear.LinearHistory;
import io.interregnum.check.linear.Model;
import io.interregnum.check.linear.Models;
import io.interregnum.clojure.ClojureModels;
import io.interregnum.history.EdnHistory;
import io.interregnum.history.HistoryFormat;
import io.interregnum.suite.UsageException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How files of histories are judged by a model: what {@code check} and {@code explain} have in common. */
final class JudgeOptions {
    @Option(
            names = "--model",
            paramLabel = "MODEL",
            description = "Judge files of histories by this model, such as cas-register.")
    private @Nullable String model;

    @Option(
            names = "--model-ns",
            paramLabel = "NAMESPACE",
            description = "Instead: by the model in this namespace of Clojure, with a var or function \"model\" and a "
                    + "function \"step\". It is looked for in INTERREGNUM_CLASS_PATH.")
    private @Nullable String namespace;

    @Option(
            names = "--initial",
            paramLabel = "VALUE",
            description =
                    "The model's state before the first operation, such as 0, nil or {:x 0}. Default: the model's.")
    private @Nullable String initial;

    @Option(
            names = "--format",
            defaultValue = "auto",
            paramLabel = "FORM",
            description =
                    "edn, key-value, log, json, or auto to look at how the file begins. Default: ${DEFAULT-VALUE}.")
    private String format = "auto";

    @Option(
            names = "--nil-read",
            paramLabel = "WHAT",
            description =
                    "What a read tells that was answered with nil: any (nothing; the default for EDN) or absent (that "
                            + "there is no value; the default for logs and JSON).")
    private LinearHistory.@Nullable NilRead nilRead;

    @Option(
            names = "--time-limit",
            defaultValue = "60s",
            paramLabel = "TIME",
            description = "For the judgement of each file. Default: ${DEFAULT-VALUE}.")
    private Duration timeLimit = Duration.ZERO;

    @Option(
            names = "--algorithm",
            defaultValue = "auto",
            paramLabel = "NAME",
            description = "auto, wgl, linear or unique. Default: ${DEFAULT-VALUE}.")
    private Algorithm algorithm = Algorithm.AUTO;

    @Option(
            names = "--second-opinion",
            paramLabel = "WHOM",
            description =
                    "knossos: ask Knossos as well, for as long as --time-limit says, and compare. It is looked for in "
                            + "INTERREGNUM_CLASS_PATH.")
    private @Nullable Second second;

    /** Who else can be asked. */
    enum Second {
        KNOSSOS
    }

    /**
     * The model that is meant, in the state that is meant.
     *
     * @throws UsageException when there is none
     */
    Model<?> model() {
        if ((model == null) == (namespace == null)) {
            throw new UsageException(
                    model == null
                            ? "no model is named; expected --model or --model-ns"
                            : "--model " + model + " --model-ns " + namespace + ": one model at a time");
        }
        try {
            Model<?> named = namespace == null
                    ? Models.named(Objects.requireNonNull(model))
                    : ClojureModels.fromNamespace(namespace);
            return initial == null ? named : named.withInitial(EdnHistory.value(initial));
        } catch (IllegalArgumentException e) {
            String which = namespace == null ? "--model " + model : "--model-ns " + namespace;
            throw new UsageException(
                    (initial == null ? which : which + " --initial " + initial) + ": " + e.getMessage());
        }
    }

    /**
     * The form that every file has; empty where each shows its own.
     *
     * @throws UsageException when there is no such form
     */
    Optional<HistoryFormat> format() {
        try {
            return format.equals("auto") ? Optional.empty() : Optional.of(HistoryFormat.named(format));
        } catch (IllegalArgumentException e) {
            throw new UsageException("--format " + format + ": " + e.getMessage() + ", auto");
        }
    }

    Optional<LinearHistory.NilRead> nilRead() {
        return Optional.ofNullable(nilRead);
    }

    Duration timeLimit() {
        return timeLimit;
    }

    Algorithm algorithm() {
        return algorithm;
    }

    /** Who else shall be asked. */
    Optional<Second> second() {
        return Optional.ofNullable(second);
    }
}
