package io.interregnum.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.interregnum.cluster.ClusterSpec;
import io.interregnum.fault.Fault;
import io.interregnum.fault.Faults;
import io.interregnum.fault.Step;
import io.interregnum.fault.Targets;
import io.interregnum.fault.Until;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which faults would hide each other, beside near-identical ones that do not. */
class RandomAimTest {
    private static final ClusterSpec FIVE =
            new ClusterSpec(5, 3, 2, Duration.ofSeconds(2), Duration.ofMillis(500)).withAgents(2, 1);

    /** {@code fault}, or {@code fault at target}, or {@code fault kind=connections at target}. */
    private static Step step(String text) {
        String[] words = text.split(" at ", -1);
        String[] parts = words[0].split(" kind=", -1);
        Fault fault = Faults.named(parts[0]).orElseThrow();
        Step step = Step.of(
                parts.length > 1 ? fault.with(Map.of("kind", parts[1])) : fault,
                Duration.ZERO,
                new Until.For(Duration.ofSeconds(1)));
        return words.length > 1 ? step.aimedAt(Targets.parse(words[1])) : step;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # processes: the same node or another one
            kill at leader               | pause at a-follower          | true
            kill at master-1             | pause at master-1            | true
            kill at master-1             | pause at master-2            | false
            kill at zk-1                 | restart at zk-2              | false
            kill at zk-1                 | restart at ensemble-leader   | true
            kill at agents               | pause at leader              | false
            # cuts of links of their own
            cut-leader-from-ensemble     | cut-leader-from-clients      | false
            cut-leader-from-ensemble     | cut-leader-from-ensemble     | true
            cut-leader-from-ensemble     | isolate-leader               | true
            cut-leader-from-ensemble     | cut-majorities-ring          | false
            cut-leader-from-ensemble     | cut-ensemble-leader          | false
            cut-leader-from-ensemble kind=connections | cut-ensemble-leader | true
            isolate-one at master-1      | isolate-one at master-2      | false
            isolate-one at master-1      | isolate-one at leader        | true
            # cuts and processes
            isolate-leader               | kill at all-masters          | false
            cut-leader-from-clients      | kill at leader               | true
            cut-leader-from-clients      | kill at ensemble-leader      | false
            cut-leader-from-clients at master-1 | kill at master-2      | false
            cut-leader-from-agents       | kill at agents               | true
            cut-leader-from-agents       | kill at an-agent             | false
            isolate-one                  | pause at leader              | true
            isolate-one at zk-1          | pause at leader              | false
            cut-agents-from-leader       | kill at leader               | true
            # whose effect is seen otherwise
            clock-jump at master-1       | kill at master-1             | true
            clock-jump at master-1       | kill at master-2             | false
            slow-links at master-1       | kill at master-2             | false
            slow-links at master-1       | kill at leader               | true
            slow-links at master-1       | cut-ensemble-leader          | false
            slow-links at master-1       | cut-leader-from-clients      | true
            expire-session               | cut-leader-from-ensemble     | true
            """)
    void hidesWhatWouldNotBeSeen(String one, String other, boolean hidden) {
        assertThat(RandomAim.hide(step(one), step(other), FIVE)).isEqualTo(hidden);
        assertThat(RandomAim.hide(step(other), step(one), FIVE)).isEqualTo(hidden);
    }
}
