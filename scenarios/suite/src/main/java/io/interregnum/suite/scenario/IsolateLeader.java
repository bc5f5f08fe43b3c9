package io.interregnum.suite.scenario;

import io.interregnum.fault.Faults;
import io.interregnum.fault.Step;
import io.interregnum.fault.Until;
import io.interregnum.run.Scenario;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Does a leader that is cut off from everybody but one client go on serving that client?
 *
 * <p>Claim: the client beside it is not served under the old epoch once the others are served under a later one, and the
 * leader stops believing that it leads within a second.
 *
 * <p>Run: {@code scripts/run isolate-leader --seed 42}
 *
 * <p>Typical result ({@code scripts/run --backend local --seed 1}, 27 November 2026, 6548118):
 *
 * <pre>{@code
 * scenario                   verdict         split-brain                failovers    median       max  duration
 * isolate-leader             VALID           -                                  1   1.969 s   1.969 s    18.8 s
 * }</pre>
 */
final class IsolateLeader {
    private IsolateLeader() {}

    static Scenario scenario() {
        return new Scenario(
                "isolate-leader",
                "Does a leader cut off from everybody but one client go on serving that client?",
                List.of(Step.of(
                        Faults.named("isolate-leader").orElseThrow(),
                        Duration.ZERO,
                        new Until.Detection(Duration.ofMillis(2_500)))),
                true,
                Optional.of(Duration.ofSeconds(1)));
    }
}
