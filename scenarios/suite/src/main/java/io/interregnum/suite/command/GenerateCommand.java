package io.interregnum.suite.command;

import io.interregnum.check.linear.RandomHistory;
import io.interregnum.cluster.UnableException;
import io.interregnum.history.HistoryException;
import io.interregnum.history.HistoryFormat;
import io.interregnum.history.HistoryWriter;
import io.interregnum.suite.UsageException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Makes histories whose truth is known. */
@Command(
        name = "generate",
        description =
                "Makes a history at random, linearizable or certainly not. The same options make the same history.",
        footer = {
            "",
            "Example: scripts/interregnum generate --model cas-register --operations 100000 --processes 20 --info 0.01 "
                    + "--unique --seed 7 > FILE"
        })
final class GenerateCommand implements Callable<Integer> {
    @Option(names = "--model", required = true, paramLabel = "MODEL", description = "Of what, such as cas-register.")
    private String model = "";

    @Option(names = "--operations", defaultValue = "1000", description = "How many. Default: ${DEFAULT-VALUE}.")
    private long operations;

    @Option(
            names = "--processes",
            defaultValue = "5",
            description = "How many are in flight at most. Default: ${DEFAULT-VALUE}.")
    private int processes;

    @Option(
            names = "--info",
            defaultValue = "0",
            paramLabel = "SHARE",
            description = "Share of operations that nobody hears of again, from 0 to 1. Default: ${DEFAULT-VALUE}.")
    private double infoShare;

    /** Of which values there are, one way of saying it. */
    static final class Domain {
        @Option(names = "--values", description = "How many values there are. Default: 5.")
        private int values = 5;

        @Option(names = "--unique", description = "As many values as are needed, each used once.")
        private boolean unique;

        int size() {
            if (!unique && values < 1) {
                throw new UsageException("--values " + values + " must be at least 1");
            }
            return unique ? 0 : values;
        }
    }

    @ArgGroup
    private @Nullable Domain domain;

    @Option(names = "--invalid", description = "One answer near the end is a lie: it is not linearizable.")
    private boolean invalid;

    @Option(
            names = "--seed",
            defaultValue = "1",
            description = "From which all chance comes. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--format",
            defaultValue = "edn",
            paramLabel = "FORM",
            description = "edn, key-value, log or json. Default: ${DEFAULT-VALUE}.")
    private String format = "edn";

    @Option(names = "--out", paramLabel = "FILE", description = "Where to write it. Default: to standard output.")
    private @Nullable Path file;

    @Override
    public Integer call() {
        RandomHistory.Shape shape;
        HistoryFormat form;
        try {
            shape = new RandomHistory.Shape(
                    model,
                    operations,
                    processes,
                    infoShare,
                    (domain == null ? new Domain() : domain).size(),
                    invalid ? RandomHistory.Truth.INVALID : RandomHistory.Truth.VALID,
                    seed);
            form = HistoryFormat.named(format);
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
        try (HistoryWriter writer = new HistoryWriter(form, open())) {
            RandomHistory.generate(shape, writer);
        } catch (HistoryException | IOException e) {
            throw new UnableException(String.valueOf(e.getMessage()), e);
        }
        return ExitCode.VALID;
    }

    private OutputStream open() throws IOException {
        return file == null ? new FileOutputStream(FileDescriptor.out) : Files.newOutputStream(file);
    }
}
