package io.interregnum.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.interregnum.cluster.Needs;
import io.interregnum.suite.Program.Ended;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A published bug of Curator is found on the last version that has it and not on the first that has it no more. */
@Needs("local")
class PublishedBugsIT {

    /** Needs two versions of Curator in the local Maven repository, or Maven Central. */
    @Test
    void theLatchOf560LeadsThroughANodeOfADeadSessionAndThatOf570DoesNot() throws Exception {
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
                "CURATOR-696",
                "--no-control",
                "--seed",
                "21",
                "--out",
                runs.toString());

        System.out.println(ended.output());
        ended.assertExitCode(0);
        assertThat(Files.readString(runs.resolve("matrix.md")))
                .containsPattern("\\| `CURATOR-696@5.6.0` \\| 3/3 \\| ensemble-away \\| 1 \\| 1 \\| .*fencing")
                .containsPattern("\\| Curator 5.7.0 \\| 3/3 \\| ensemble-away \\| 1 \\| 1 \\| 0 \\| 0 \\| 0 \\|");
    }
}
