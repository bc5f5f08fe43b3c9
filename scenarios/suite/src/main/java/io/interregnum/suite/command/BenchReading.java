package io.interregnum.suite.command;

import io.interregnum.check.linear.LinearHistory;
import io.interregnum.check.linear.Models;
import io.interregnum.check.linear.RandomHistory;
import io.interregnum.cluster.UnableException;
import io.interregnum.history.HistoryFormat;
import io.interregnum.history.HistoryWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How fast files are read into paired operations, which is all that comes before a verdict; by what the
 * reading thread had of a processor. One thread. */
final class BenchReading {
    private static final int ROUNDS = 5;
    private static final int PROCESSES = 20;
    private static final int WANTED_MB_A_SECOND = 100;

    private BenchReading() {}

    /**
     * A table, of files that are removed again.
     *
     * @param operations in each file
     * @throws UnableException when no file can be written
     */
    static List<String> lines(long operations) {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(Locale.ROOT, "%-13s %10s %10s %10s", "reading", "MB", "MB/cpu s", "wanted"));
        for (HistoryFormat format : HistoryFormat.values()) {
            try {
                Path file = Files.createTempFile("interregnum-bench-", ".history");
                try {
                    lines.add(line(format, file, operations));
                } finally {
                    Files.delete(file);
                }
            } catch (IOException e) {
                throw new UnableException("cannot write a history to read: " + e, e);
            }
        }
        return lines;
    }

    private static String line(HistoryFormat format, Path file, long operations) throws IOException {
        String model = format == HistoryFormat.KEY_VALUE ? "key-value" : "cas-register";
        try (HistoryWriter writer = new HistoryWriter(format, Files.newOutputStream(file))) {
            RandomHistory.generate(
                    RandomHistory.Shape.of(model, operations, 7)
                            .withProcesses(PROCESSES)
                            .withInfoShare(0.01),
                    writer);
        }
        double best = 0;
        double megabytes = Files.size(file) / 1e6;
        for (int round = 0; round < ROUNDS; round++) {
            long start = BenchCheckCommand.cpuNanos();
            LinearHistory history = new LinearHistory(LinearHistory.Rules.of(format, Models.named(model)));
            format.read(file, history);
            history.parts();
            best = Math.max(best, megabytes * 1e9 / Math.max(1, BenchCheckCommand.cpuNanos() - start));
        }
        return String.format(
                Locale.ROOT,
                "%-13s %10.1f %10.0f %10d",
                format.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                megabytes,
                best,
                WANTED_MB_A_SECOND);
    }
}
