package io.interregnum.report;

import io.interregnum.metric.Failover;
import io.interregnum.metric.Sample;
import io.interregnum.metric.TrialSet;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** What is measured of a failover: its four parts, in the order in which they follow each other, and the whole. */
enum Measure {
    DETECTION(Optional.of(Failover.Phase.DETECTION)),
    ELECTION(Optional.of(Failover.Phase.ELECTION)),
    RECOVERY(Optional.of(Failover.Phase.RECOVERY)),
    REDISCOVERY(Optional.of(Failover.Phase.REDISCOVERY)),
    /** The whole. */
    LATENCY(Optional.empty());

    private final Optional<Failover.Phase> phase;

    Measure(Optional<Failover.Phase> phase) {
        this.phase = phase;
    }

    /** {@code detection}, as in JSON and in names of styles. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** As people read it. */
    String title() {
        return this == LATENCY ? "total latency" : word();
    }

    boolean isPhase() {
        return phase.isPresent();
    }

    /** Whether ZooKeeper's floor lies below it: it is a part of detection, and so of the whole. */
    boolean hasFloor() {
        return this == DETECTION || this == LATENCY;
    }

    Sample of(TrialSet trials) {
        return phase.map(trials::phase).orElseGet(trials::latency);
    }

    OptionalLong of(Failover failover) {
        return phase.map(failover::nanos).orElseGet(failover::latencyNanos);
    }
}
