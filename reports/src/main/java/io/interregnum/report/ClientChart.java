package io.interregnum.report;

import io.interregnum.history.ClientFields;
import io.interregnum.history.Operation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A lane for each client node: how many of its operations came to which end, by the time at which they were sent. Four
 * rows, so that the outcomes differ by place and pattern, not by colour alone.
 */
final class ClientChart implements Chart {
    private static final long BUCKET_NANOS_MIN = 100_000_000;
    private static final int BUCKETS_MAX = 600;
    private static final int HEIGHT_PX = 68;
    private static final int LANES_MAX = 30;

    @Override
    public List<Lane> lanes(Report report, Scale scale) {
        List<Operation> operations = report.history().clientOperations();
        Set<String> clients = new LinkedHashSet<>(report.info().expectations().clients());
        Set<String> others = new TreeSet<>();
        operations.forEach(operation -> others.add(clientOf(operation)));
        clients.addAll(others);
        long bucketNanos = bucketNanos(scale);
        int columns = (int) (scale.endNanos() / bucketNanos) + 1;
        List<Counts> counts = clients.stream()
                .limit(LANES_MAX)
                .map(client -> Counts.of(client, operations, bucketNanos, columns))
                .toList();
        long most = counts.stream().mapToLong(Counts::most).max().orElse(1);
        return counts.stream()
                .map(client -> lane(client, Math.max(1, most), bucketNanos, scale))
                .toList();
    }

    /** 100 ms, or more for long runs: a multiple that leaves at most 600 spans. */
    static long bucketNanos(Scale scale) {
        long factor = scale.endNanos() / BUCKET_NANOS_MIN / BUCKETS_MAX + 1;
        return factor * BUCKET_NANOS_MIN;
    }

    private static String clientOf(Operation operation) {
        return operation.invoke().text(ClientFields.CLIENT).orElse("clients");
    }

    /** Operations of one client by outcome and span of time. */
    private static final class Counts {
        private final String client;
        private final long[] ok;
        private final long[] mismatch;
        private final long[] fail;
        private final long[] unknown;

        private Counts(String client, int columns) {
            this.client = client;
            this.ok = new long[columns];
            this.mismatch = new long[columns];
            this.fail = new long[columns];
            this.unknown = new long[columns];
        }

        static Counts of(String client, List<Operation> operations, long bucketNanos, int columns) {
            Counts counts = new Counts(client, columns);
            for (Operation operation : operations) {
                if (clientOf(operation).equals(client)) {
                    int column = (int) Math.min(columns - 1, operation.invokedNanos() / bucketNanos);
                    counts.of(operation)[column]++;
                }
            }
            return counts;
        }

        /** A compare-and-set that found another value was served, though it ends like one that was refused. */
        private long[] of(Operation operation) {
            return switch (operation.outcome()) {
                case OK -> ok;
                case FAIL -> isMismatch(operation) ? mismatch : fail;
                case INFO, INVOKE -> unknown;
            };
        }

        private static boolean isMismatch(Operation operation) {
            return operation
                    .completion()
                    .flatMap(event -> event.text(ClientFields.ERROR))
                    .filter(ClientFields.MISMATCH::equals)
                    .isPresent();
        }

        long most() {
            return Stream.of(ok, mismatch, fail, unknown)
                    .mapToLong(Counts::max)
                    .max()
                    .orElse(0);
        }

        private static long max(long[] counts) {
            return Arrays.stream(counts).max().orElse(0);
        }
    }

    private static Lane lane(Counts counts, long most, long bucketNanos, Scale scale) {
        List<Mark> marks = new ArrayList<>();
        marks.add(strip(counts.ok, most, 2, 22, bucketNanos, scale, "ok"));
        marks.add(strip(counts.mismatch, most, 27, 11, bucketNanos, scale, "mismatch"));
        marks.add(strip(counts.fail, most, 41, 11, bucketNanos, scale, "fail"));
        marks.add(strip(counts.unknown, most, 55, 11, bucketNanos, scale, "unknown"));
        String hint = "operations of " + counts.client + " by the time they were sent: "
                + sum(counts.ok) + " ok, " + sum(counts.mismatch) + " mismatches, " + sum(counts.fail) + " fail, "
                + sum(counts.unknown) + " unknown; "
                + "full height is " + most + " in " + Figures.duration(bucketNanos);
        List<Lane.Row> rows = List.of(
                new Lane.Row("ok", 20),
                new Lane.Row("mismatch", 36),
                new Lane.Row("fail", 50),
                new Lane.Row("unknown", 64));
        return new Lane(counts.client, hint, HEIGHT_PX, rows, marks);
    }

    private static long sum(long[] counts) {
        return Arrays.stream(counts).sum();
    }

    private static Mark strip(long[] counts, long most, int y, int height, long bucketNanos, Scale scale, String css) {
        StringBuilder path = new StringBuilder();
        for (int column = 0; column < counts.length; column++) {
            if (counts[column] == 0) {
                continue;
            }
            int begin = column;
            while (column + 1 < counts.length && counts[column + 1] == counts[begin]) {
                column++;
            }
            // A single operation must be seen, so bars begin at a quarter of the height.
            double bar = height * (0.25 + 0.75 * counts[begin] / most);
            path.append(
                    String.format(Locale.ROOT, "M%d %dv-%.1fh%dV%dz", begin, height, bar, column + 1 - begin, height));
        }
        double width = Math.round(100_000.0 * counts.length * bucketNanos / scale.endNanos()) / 1000.0;
        return new Mark.Strip(
                y, height, counts.length, width, path.toString(), "strip-" + css, sum(counts) + " " + css);
    }
}
