package io.interregnum.metric;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * What failovers under one configuration showed.
 *
 * @param failovers in the order in which they happened
 * @param withoutFailover how many trials there were beside them after which nobody took over; not negative
 */
public record TrialSet(List<Failover> failovers, long withoutFailover) {
    /** Of fewer values nobody can say how precise they are. */
    private static final int PRECISION_VALUES_MIN = 10;

    public TrialSet {
        failovers = List.copyOf(failovers);
        if (withoutFailover < 0) {
            throw new IllegalArgumentException("withoutFailover=" + withoutFailover + " must not be negative");
        }
    }

    /** Of these failovers, each of which is a trial. */
    public static TrialSet of(List<Failover> failovers) {
        return new TrialSet(failovers, 0);
    }

    /** How many trials there were. */
    public int count() {
        return failovers.size() + Math.toIntExact(withoutFailover);
    }

    /** How long it took from the fault's effect until a client was served, trial after trial. */
    public Sample latency() {
        return sample(Failover::latencyNanos);
    }

    /** How long a part of it took, trial after trial. */
    public Sample phase(Failover.Phase phase) {
        return sample(failover -> failover.nanos(phase));
    }

    private Sample sample(Function<Failover, OptionalLong> measure) {
        List<Long> values = new ArrayList<>();
        for (Failover failover : failovers) {
            OptionalLong value = measure.apply(failover);
            value.ifPresent(values::add);
        }
        return new Sample(values, count() - (long) values.size());
    }

    /**
     * How precisely the median latency is known: how far its 95 % interval reaches from it, as a share of it. Empty of fewer
     * than ten values, and of a median of 0.
     *
     * @param seed from which resamples are drawn
     */
    public Optional<Double> precision(long seed) {
        Sample latency = latency();
        if (latency.count() < PRECISION_VALUES_MIN) {
            return Optional.empty();
        }
        long median = Bootstrap.median(latency.sorted());
        return Bootstrap.of(latency, Bootstrap::median, seed)
                .filter(interval -> median > 0)
                .map(interval ->
                        (double) Math.max(interval.upperNanos() - median, median - interval.lowerNanos()) / median);
    }
}
