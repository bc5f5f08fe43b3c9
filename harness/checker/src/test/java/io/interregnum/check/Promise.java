package io.interregnum.check;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Expectations for tests: three masters, two clients, probes every 20 ms, service 5 s after the heal. */
final class Promise {
    static final Expectations DEFAULT = of(true, Optional.empty(), true);

    private Promise() {}

    static Expectations overlapAtMost(Duration bound) {
        return of(true, Optional.of(bound), true);
    }

    /** Agents come back within 5 s, pings are missed for 2 s, a new leader waits 10 s. */
    static Expectations withAgents(String... names) {
        return DEFAULT.withAgents(new AgentExpectations(
                List.of(names), Duration.ofSeconds(5), Duration.ofSeconds(2), Duration.ofSeconds(10)));
    }

    static Expectations withoutFailover() {
        return of(false, Optional.empty(), true);
    }

    static Expectations withStaleReads() {
        return of(true, Optional.empty(), false);
    }

    private static Expectations of(boolean failoverPlanned, Optional<Duration> overlapBound, boolean freshReads) {
        return new Expectations(
                List.of("master-1", "master-2", "master-3"),
                List.of("client-1", "client-2"),
                failoverPlanned,
                160,
                Duration.ofMillis(20),
                overlapBound,
                Duration.ofSeconds(5),
                freshReads);
    }
}
