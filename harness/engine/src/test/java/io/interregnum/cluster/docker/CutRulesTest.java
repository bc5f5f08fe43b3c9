package io.interregnum.cluster.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class CutRulesTest {

    @Test
    void healsWithAnAdditionFirstSoThatAnExpiredElementIsNoError() {
        assertThat(CutRules.heal(List.of("198.19.0.2", "198.19.0.3"))).isEqualTo("""
                        add element inet interregnum cut { 198.19.0.2 timeout 86400000ms, 198.19.0.3 timeout 86400000ms }
                        delete element inet interregnum cut { 198.19.0.2, 198.19.0.3 }
                        """);
    }

    @Test
    void cutsWithTheKernelsTimerCountedFromNow() {
        assertThat(CutRules.cut(List.of("198.19.0.2"), Duration.ofMillis(1500)))
                .startsWith(CutRules.heal(List.of("198.19.0.2")))
                .endsWith("add element inet interregnum cut { 198.19.0.2 timeout 1500ms }\n");
    }

    @Test
    void neverGivesATimerOfZeroWhichWouldMeanForever() {
        assertThat(CutRules.cut(List.of("198.19.0.2"), Duration.ofNanos(1))).contains("timeout 1ms }");
    }

    @Test
    void touchesOnlyItsOwnTable() {
        String all = CutRules.prepare()
                + CutRules.cut(List.of("198.19.0.2"), Duration.ofSeconds(1))
                + CutRules.heal(List.of("198.19.0.2"))
                + CutRules.count();

        assertThat(all.lines()).allMatch(line -> line.contains(" inet interregnum"));
        assertThat(all).doesNotContain("flush");
    }

    @Test
    void readsTheCounter() {
        String listed = """
                table inet interregnum {
                	counter dropped {
                		packets 42 bytes 2520
                	}
                }
                """;

        assertThat(CutRules.packets(listed)).isEqualTo(42);
        assertThatThrownBy(() -> CutRules.packets("nothing"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nothing");
    }
}
