package io.interregnum.metric;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A bound that a user sets for a figure of failovers, written {@code failover.p95=12s}, {@code detection.p99=floor+300ms}
 * or {@code unavailability.max=15s}.
 *
 * @param what is measured
 * @param figure of it
 * @param bound that it must not exceed
 */
public record Budget(What what, Figure figure, Bound bound) {
    private static final Pattern FORM = Pattern.compile("([a-z]+)\\.([a-z0-9]+)=(.+)");
    private static final Pattern BOUND = Pattern.compile("(floor)?(?:(\\+)?(\\d+(?:\\.\\d+)?)(ms|s|m))?");
    private static final double CONFIDENCE = 0.95;
    private static final long NANOS_MAX = Duration.ofDays(1).toNanos();

    /** What is measured. */
    public enum What {
        /** From the fault's effect until a client is served. */
        FAILOVER,
        /** A phase of it. */
        DETECTION,
        /** A phase of it. */
        ELECTION,
        /** A phase of it. */
        RECOVERY,
        /** A phase of it. */
        REDISCOVERY,
        /** The longest time for which no client was served, by intended send times. */
        UNAVAILABILITY;

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Which figure of it. */
    public enum Figure {
        /** The 50th percentile. */
        MEDIAN(50),
        /** The 50th percentile. */
        P50(50),
        /** The 90th percentile. */
        P90(90),
        /** The 95th percentile. */
        P95(95),
        /** The 99th percentile. */
        P99(99),
        /** The largest that was seen. */
        MAX(100);

        private final int percent;

        Figure(int percent) {
            this.percent = percent;
        }

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * How much is allowed.
     *
     * @param overFloor whether it is counted from the same figure of the least that ZooKeeper's time-outs allow
     * @param nanos not negative
     */
    public record Bound(boolean overFloor, long nanos) {
        String text() {
            boolean whole = nanos % 1_000_000_000 == 0 && nanos > 0;
            String time = whole
                    ? nanos / 1_000_000_000 + "s"
                    : BigDecimal.valueOf(nanos, 6).stripTrailingZeros().toPlainString() + "ms";
            return overFloor ? "floor" + (nanos == 0 ? "" : "+" + time) : time;
        }
    }

    /** What became of it. */
    public enum Status {
        /** The figure is within the bound, with 95 % confidence where it speaks of more than what was seen. */
        KEPT,
        /** The figure is above the bound, likewise. */
        EXCEEDED,
        /** There was too little to tell. */
        UNKNOWN
    }

    /**
     * What is held against it.
     *
     * @param trials whose failovers are measured
     * @param floor the least that ZooKeeper's time-outs allow; empty where none applies
     * @param longestGapNanos for how long no client was served at most; empty where nobody asked
     */
    public record Measured(TrialSet trials, Optional<FloorDistribution> floor, OptionalLong longestGapNanos) {}

    /**
     * What became of it, and why.
     *
     * @param budget which
     * @param status what
     * @param figureNanos the figure that was seen; empty of no values
     * @param boundNanos the bound in nanoseconds; empty where it needs a floor and there is none
     * @param reason a sentence with figure, bound, how many values there were, and the confidence
     */
    public record Outcome(
            Budget budget, Status status, OptionalLong figureNanos, OptionalLong boundNanos, String reason) {}

    /**
     * Reads the written form.
     *
     * @throws IllegalArgumentException when it is something else; the message says what is expected
     */
    public static Budget parse(String text) {
        Matcher form = FORM.matcher(text.strip());
        if (!form.matches()) {
            throw wrong(text, "expected WHAT.FIGURE=BOUND, such as failover.p95=12s");
        }
        What what = Stream.of(What.values())
                .filter(each -> each.text().equals(form.group(1)))
                .findFirst()
                .orElseThrow(() -> wrong(
                        text,
                        "there is no \"" + form.group(1) + "\" to bound; expected one of "
                                + words(Stream.of(What.values()).map(What::text))));
        Figure figure = Stream.of(Figure.values())
                .filter(each -> each.text().equals(form.group(2)))
                .findFirst()
                .orElseThrow(() -> wrong(
                        text,
                        "there is no figure \"" + form.group(2) + "\"; expected one of "
                                + words(Stream.of(Figure.values()).map(Figure::text))));
        if (what == What.UNAVAILABILITY && figure != Figure.MAX) {
            throw wrong(text, "of unavailability only the longest is measured; expected unavailability.max");
        }
        return new Budget(what, figure, bound(text, form.group(3), what));
    }

    private static Bound bound(String text, String written, What what) {
        Matcher bound = BOUND.matcher(written);
        boolean floor = bound.matches() && bound.group(1) != null;
        boolean time = bound.matches() && bound.group(3) != null;
        boolean plus = bound.matches() && bound.group(2) != null;
        if (!bound.matches() || (!floor && !time) || (time && floor != plus)) {
            throw wrong(text, "\"" + written + "\" is no bound; expected such as 12s, 300ms or floor+300ms");
        }
        if (floor && what != What.FAILOVER && what != What.DETECTION) {
            throw wrong(text, "ZooKeeper's floor bounds failover and detection only; expected a time, such as 300ms");
        }
        long nanos = time ? nanos(bound.group(3), bound.group(4)) : 0;
        if (nanos > NANOS_MAX) {
            throw wrong(text, "a bound of more than a day bounds nothing; expected such as 12s");
        }
        return new Bound(floor, nanos);
    }

    private static long nanos(String number, String unit) {
        double each = switch (unit) {
            case "ms" -> 1e6;
            case "s" -> 1e9;
            default -> Duration.ofMinutes(1).toNanos();
        };
        return Math.round(Double.parseDouble(number) * each); // of what is too large, the largest long
    }

    private static String words(Stream<String> names) {
        return String.join(", ", names.toList());
    }

    private static IllegalArgumentException wrong(String text, String why) {
        return new IllegalArgumentException("\"" + text + "\" is no budget: " + why);
    }

    /** The written form. */
    public String text() {
        return what.text() + "." + figure.text() + "=" + bound.text();
    }

    /**
     * Holds it against what was measured.
     *
     * <p>A percentile speaks of all failovers that there could be, so it is told with 95 % confidence from how many lay
     * above the bound (Clopper and Pearson, "The use of confidence or fiducial limits illustrated in the case of the
     * binomial", Biometrika 26, 1934, one-sided). A maximum speaks of those that were seen.
     */
    public Outcome judge(Measured measured) {
        Optional<Long> allowed = allowed(measured.floor());
        Sample sample = sample(measured);
        if (allowed.isEmpty() || sample.count() == 0) {
            return new Outcome(
                    this,
                    Status.UNKNOWN,
                    OptionalLong.empty(),
                    allowed.map(OptionalLong::of).orElse(OptionalLong.empty()),
                    allowed.isEmpty()
                            ? "no floor applies to this fault, so " + bound.text() + " says nothing"
                            : what.text() + " was observed in none of " + sample.missingCount());
        }
        return judge(sample, allowed.get());
    }

    private Outcome judge(Sample sample, long allowedNanos) {
        long[] sorted = sample.sorted();
        long figureNanos = Bootstrap.percentile(sorted, figure.percent);
        int above = (int) Stream.of(sample.nanos())
                .flatMap(List::stream)
                .filter(nanos -> nanos > allowedNanos)
                .count();
        Status status = status(sorted.length, Math.toIntExact(sample.missingCount()), above);
        return new Outcome(
                this,
                status,
                OptionalLong.of(figureNanos),
                OptionalLong.of(allowedNanos),
                reason(sample, figureNanos, allowedNanos, above, status));
    }

    /** What was not observed may lie on either side, so it speaks against whatever else would be said. */
    private Status status(int count, int missing, int above) {
        if (figure == Figure.MAX) {
            return above > 0 ? Status.EXCEEDED : missing > 0 ? Status.UNKNOWN : Status.KEPT;
        }
        double allowedShare = (100 - figure.percent) / 100.0;
        if (Binomial.atLeast(count + missing, above, allowedShare) <= 1 - CONFIDENCE) {
            return Status.EXCEEDED;
        }
        return missing == 0 && Binomial.atMost(count, above, allowedShare) <= 1 - CONFIDENCE
                ? Status.KEPT
                : Status.UNKNOWN;
    }

    private String reason(Sample sample, long figureNanos, long allowedNanos, int above, Status status) {
        int count = sample.count();
        StringBuilder text = new StringBuilder();
        text.append(figure.text())
                .append(" of ")
                .append(count)
                .append(" is ")
                .append(seconds(figureNanos))
                .append(figureNanos > allowedNanos ? ", above " : ", not above ")
                .append(seconds(allowedNanos))
                .append("; ")
                .append(above)
                .append(above == 1 ? " lies above" : " lie above");
        if (figure == Figure.MAX) {
            text.append(", of those seen");
        } else if (status != Status.UNKNOWN) {
            text.append(" (95 % confidence)");
        }
        if (sample.missingCount() > 0) {
            text.append("; ")
                    .append(sample.missingCount())
                    .append(sample.missingCount() == 1 ? " more was not observed" : " more were not observed");
        }
        if (status == Status.UNKNOWN && figure != Figure.MAX && needed(above) > count) {
            text.append("; too few to tell with 95 % confidence: with ")
                    .append(above)
                    .append(" above it takes ")
                    .append(needed(above))
                    .append(" to be sure that it is kept");
        }
        return text.toString();
    }

    /** The fewest values with so many above the bound of which it can be told that the budget is kept. */
    private int needed(int above) {
        double allowedShare = (100 - figure.percent) / 100.0;
        int count = Math.max(1, above);
        while (Binomial.atMost(count, above, allowedShare) > 1 - CONFIDENCE) {
            count++;
        }
        return count;
    }

    private static String seconds(long nanos) {
        return String.format(Locale.ROOT, "%.3f s", nanos / 1e9);
    }

    private Sample sample(Measured measured) {
        return switch (what) {
            case FAILOVER -> measured.trials().latency();
            case DETECTION -> measured.trials().phase(Failover.Phase.DETECTION);
            case ELECTION -> measured.trials().phase(Failover.Phase.ELECTION);
            case RECOVERY -> measured.trials().phase(Failover.Phase.RECOVERY);
            case REDISCOVERY -> measured.trials().phase(Failover.Phase.REDISCOVERY);
            case UNAVAILABILITY ->
                new Sample(
                        measured.longestGapNanos().isPresent()
                                ? List.of(measured.longestGapNanos().getAsLong())
                                : List.of(),
                        0);
        };
    }

    private Optional<Long> allowed(Optional<FloorDistribution> floor) {
        if (!bound.overFloor()) {
            return Optional.of(bound.nanos());
        }
        return floor.map(known -> bound.nanos()
                + (figure == Figure.MAX ? known.bounds().atMostNanos() : known.quantileNanos(figure.percent / 100.0)));
    }
}
