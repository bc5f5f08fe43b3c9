package io.interregnum.suite.command;

import io.interregnum.check.linear.Algorithm;
import io.interregnum.check.linear.LinearHistory;
import io.interregnum.check.linear.Model;
import io.interregnum.check.linear.Models;
import io.interregnum.history.EdnHistory;
import io.interregnum.history.HistoryFormat;
import io.interregnum.suite.UsageException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How files of histories are judged by a model: what {@code check} and {@code explain} have in common. */
final class JudgeOptions {
    @Option(
            names = "--model",
            required = true,
            paramLabel = "MODEL",
            description = "Judge files of histories by this model, such as cas-register.")
    private String model = "";

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

    /**
     * The model that is meant, in the state that is meant.
     *
     * @throws UsageException when there is none
     */
    Model<?> model() {
        try {
            Model<?> named = Models.named(model);
            return initial == null ? named : named.withInitial(EdnHistory.value(initial));
        } catch (IllegalArgumentException e) {
            throw new UsageException(
                    (initial == null ? "--model " + model : "--model " + model + " --initial " + initial) + ": "
                            + e.getMessage());
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
}
