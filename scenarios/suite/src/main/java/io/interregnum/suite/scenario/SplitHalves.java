package io.interregnum.suite.scenario;

import io.interregnum.fault.Faults;
import io.interregnum.fault.Step;
import io.interregnum.fault.Until;
import io.interregnum.run.Scenario;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Is there one leader only when the network splits and the leader is on the side without a quorum?
 *
 * <p>Claim: only the side with a quorum of ZooKeeper servers serves.
 *
 * <p>Run: {@code scripts/run split-halves --seed 42}
 *
 * <p>Typical result ({@code scripts/run --backend local --seed 1}, 27 November 2026, 6548118):
 *
 * <pre>{@code
 * scenario                   verdict         split-brain                failovers    median       max  duration
 * split-halves               VALID           -                                  1   1.904 s   1.904 s    21.1 s
 * }</pre>
 */
final class SplitHalves {
    private SplitHalves() {}

    static Scenario scenario() {
        return new Scenario(
                "split-halves",
                "Is there one leader only when the network splits, with the leader on the smaller side?",
                List.of(Step.of(
                        Faults.named("split-halves").orElseThrow(),
                        Duration.ZERO,
                        new Until.Detection(Duration.ofMillis(2_500)))),
                true,
                Optional.empty());
    }
}
