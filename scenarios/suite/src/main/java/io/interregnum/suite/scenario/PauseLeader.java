package io.interregnum.suite.scenario;

import io.interregnum.fault.Faults;
import io.interregnum.fault.Step;
import io.interregnum.fault.Until;
import io.interregnum.run.Scenario;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Does a paused leader that wakes up after its session expired still get writes accepted?
 *
 * <p>Claim: no write is accepted under epoch e after one was accepted under a later epoch.
 *
 * <p>Run: {@code scripts/run pause-leader --seed 42}
 *
 * <p>Typical result ({@code scripts/run --backend local --seed 1}, 27 November 2026, 6548118):
 *
 * <pre>{@code
 * scenario                   verdict         split-brain                failovers    median       max  duration
 * pause-leader               VALID           -                                  1   2.207 s   2.207 s    18.9 s
 * }</pre>
 */
final class PauseLeader {
    private PauseLeader() {}

    static Scenario scenario() {
        return new Scenario(
                "pause-leader",
                "Does a paused leader that wakes up after its session expired still get writes accepted?",
                List.of(Step.of(
                        Faults.named("pause-leader").orElseThrow(),
                        Duration.ZERO,
                        new Until.Detection(Duration.ofMillis(2_500)))),
                true,
                Optional.empty());
    }
}
