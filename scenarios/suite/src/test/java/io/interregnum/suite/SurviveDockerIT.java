package io.interregnum.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.interregnum.cluster.Needs;
import io.interregnum.suite.Program.Ended;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The benchmark that kills harnesses, with few rounds: what it promises of many, it must keep in these. */
@Needs("docker")
class SurviveDockerIT {

    @Test
    void whatAKilledHarnessLeavesHealsAndIsGoneAfterTheNextStart() throws Exception {
        Ended ended = Program.run(
                Program.runsOf(getClass()),
                Duration.ofMinutes(8),
                "interregnum",
                "bench",
                "survive",
                "--times",
                "1",
                "--backend",
                "docker",
                "--from",
                "5s",
                "--within",
                "40s",
                "--seed",
                "4");

        System.out.println(ended.output());
        ended.assertExitCode(0);
        assertThat(ended.output())
                .contains("killed after", "% of its first cut", "in effect [")
                .doesNotContain("WRONG", "shows too little");
    }
}
