package io.interregnum.suite.scenario;

import io.interregnum.fault.Faults;
import io.interregnum.fault.Step;
import io.interregnum.fault.Until;
import io.interregnum.run.Scenario;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Does a backup take over when the leader is killed, and does it know everything that was acknowledged?
 *
 * <p>Claim: no acknowledged write is lost, and clients are served again once the session has expired.
 *
 * <p>Run: {@code scripts/run kill-leader --seed 42}
 *
 * <p>Typical result ({@code scripts/run --backend local --seed 1}, 27 November 2026, 6548118):
 *
 * <pre>{@code
 * scenario                   verdict         split-brain                failovers    median       max  duration
 * kill-leader                VALID           -                                  1   1.678 s   1.678 s    19.5 s
 * }</pre>
 */
final class KillLeader {
    private KillLeader() {}

    static Scenario scenario() {
        return new Scenario(
                "kill-leader",
                "Does a backup take over from a killed leader without losing an acknowledged write?",
                List.of(Step.of(
                        Faults.named("kill-leader").orElseThrow(),
                        Duration.ZERO,
                        new Until.Detection(Duration.ofMillis(2_500)))),
                true,
                Optional.empty());
    }
}
