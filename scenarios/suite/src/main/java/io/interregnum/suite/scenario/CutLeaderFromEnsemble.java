package io.interregnum.suite.scenario;

import io.interregnum.fault.Faults;
import io.interregnum.fault.Step;
import io.interregnum.fault.Until;
import io.interregnum.run.Scenario;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Does a leader that has lost ZooKeeper, but not its clients, stop serving before another one begins?
 *
 * <p>Claim: no effect under an old epoch after one under a later epoch was acknowledged.
 *
 * <p>Run: {@code scripts/run cut-leader-from-ensemble --seed 42}
 *
 * <p>Typical result ({@code scripts/run --backend local --seed 1}, 27 November 2026, 6548118):
 *
 * <pre>{@code
 * scenario                   verdict         split-brain                failovers    median       max  duration
 * cut-leader-from-ensemble   VALID           -                                  1   2.187 s   2.187 s    19.1 s
 * }</pre>
 */
final class CutLeaderFromEnsemble {
    private CutLeaderFromEnsemble() {}

    static Scenario scenario() {
        return new Scenario(
                "cut-leader-from-ensemble",
                "Does a leader that lost ZooKeeper, but not its clients, still get obeyed?",
                List.of(Step.of(
                        Faults.named("cut-leader-from-ensemble").orElseThrow(),
                        Duration.ZERO,
                        new Until.Detection(Duration.ofMillis(2_500)))),
                true,
                Optional.empty());
    }
}
