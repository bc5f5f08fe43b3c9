package io.interregnum.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** What steps may set of faults, and what they may not. */
class ParametersTest {
    private static Fault fault(String name) {
        return Faults.named(name).orElseThrow();
    }

    @Test
    void showsOnlyWhatDiffersFromTheStandard() {
        assertThat(fault("slow-fsync").values()).isEmpty();
        assertThat(fault("slow-fsync").with(Map.of("ms", "500")).values()).isEmpty();
        assertThat(fault("slow-fsync").with(Map.of("ms", "20")).values()).containsExactly(Map.entry("ms", "20"));
        assertThat(fault("slow-fsync").with(Map.of("ms", "20")).with(Map.of()).values())
                .containsEntry("ms", "20");
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        assertThatThrownBy(() -> fault("disk-full").with(Map.of("size", "1")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("size")
                .hasMessageContaining("free-kib");
    }

    @Test
    void refusesValuesOutOfBounds() {
        assertThatThrownBy(() -> fault("slow-fsync").with(Map.of("ms", "0"))).hasMessageContaining("from 1.0 to");
        assertThatThrownBy(() -> fault("slow-fsync").with(Map.of("ms", "soon"))).hasMessageContaining("a number");
        assertThatThrownBy(() -> fault("clock-drift").with(Map.of("factor", "1")))
                .hasMessageContaining("is right");
        assertThatThrownBy(() -> fault("clock-jump").with(Map.of("seconds", "0")))
                .hasMessageContaining("is right");
        assertThatThrownBy(() -> fault("thread-stop").with(Map.of("method", "step")))
                .hasMessageContaining("a class and a method");
    }

    @Test
    void rulesNameTheirMethodAndTheirKey() {
        String rule = Rules.text(fault("thread-stop"), "a.B.step", "AT ENTRY", "on", "hold()");

        assertThat(rule.lines())
                .containsExactly(
                        "RULE interregnum thread-stop",
                        "CLASS a.B",
                        "METHOD step",
                        "AT ENTRY",
                        "IF io.interregnum.cluster.sidecar.Injected.on(\"thread-stop\")",
                        "DO hold()",
                        "ENDRULE");
    }
}
