package io.interregnum.suite.scenario;

import io.interregnum.fault.Faults;
import io.interregnum.fault.Step;
import io.interregnum.fault.Until;
import io.interregnum.run.Scenario;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Do masters and clients survive the loss of the ZooKeeper server that leads the ensemble?
 *
 * <p>Claim: nothing acknowledged is lost; leadership may move, but need not.
 *
 * <p>Run: {@code scripts/run kill-ensemble-leader --seed 42}
 *
 * <p>Typical result ({@code scripts/run --backend local --seed 1}, 27 November 2026, 6548118):
 *
 * <pre>{@code
 * scenario                   verdict         split-brain                failovers    median       max  duration
 * kill-ensemble-leader       VALID           -                                  0         -         -    17.9 s
 * }</pre>
 */
final class KillEnsembleLeader {
    private KillEnsembleLeader() {}

    static Scenario scenario() {
        return new Scenario(
                "kill-ensemble-leader",
                "Do masters and clients survive the loss of ZooKeeper's own leader?",
                List.of(Step.of(
                        Faults.named("kill-ensemble-leader").orElseThrow(),
                        Duration.ZERO,
                        new Until.Detection(Duration.ofMillis(2_500)))),
                false,
                Optional.empty());
    }
}
