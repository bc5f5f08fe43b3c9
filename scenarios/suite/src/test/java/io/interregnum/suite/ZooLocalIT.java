package io.interregnum.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.interregnum.cluster.Needs;
import io.interregnum.history.Json;
import io.interregnum.rundir.RunDirectory;
import io.interregnum.suite.Program.Ended;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

/** Two planted bugs are found by the right checker, their controls are green, and the judge is not told. */
@Needs("local")
class ZooLocalIT {

    @Test
    void twoBugsAreFoundAndTheirControlsAreGreen() throws Exception {
        Path runs = Program.runsOf(getClass());

        Ended ended = Program.run(
                runs,
                Duration.ofMinutes(6),
                "interregnum",
                "zoo",
                "matrix",
                "--runs",
                "1",
                "--only",
                "ack-before-persist,suspended-is-leader,no-fence",
                "--seed",
                "21",
                "--out",
                runs.toString());

        System.out.println(ended.output());
        ended.assertExitCode(0);
        assertThat(Files.readString(runs.resolve("matrix.md")))
                .containsPattern("\\| `ack-before-persist` \\| 3/3 \\| kill-leader \\| 1 \\| 1 \\| .*linearizability")
                .containsPattern("\\| `suspended-is-leader,no-fence` \\| 3/3 \\| cut-[a-z-]+ \\| 1 \\| 1 \\| .*fencing")
                .contains("| `ack-before-persist` | 3/3 | calm | 1 | 1 | 0 | 0 | 0 |");
        assertThat(Json.read(Files.readString(runs.resolve("matrix.json"))))
                .asInstanceOf(InstanceOfAssertFactories.MAP)
                .containsEntry("conclusion", "VALID");
        for (String scenario : List.of("kill-leader", "cut-leader-from-ensemble", "calm")) {
            RunDirectory run = Program.latest(runs, scenario);
            assertThat(run.info().command()).startsWith("scripts/interregnum zoo run ");
            Untold.assertJudgeIsNotTold(run);
        }
    }
}
