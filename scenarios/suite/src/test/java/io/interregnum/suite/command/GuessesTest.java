package io.interregnum.suite.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.interregnum.report.Report;
import io.interregnum.rundir.RecordedStep;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which steps are tried first: here the violation is proven by what happened from 1 to 4 ms. */
class GuessesTest {
    @TempDir
    private Path directory;

    private static RecordedStep step(long requestedMillis, long healedMillis) {
        return new RecordedStep(
                0,
                "kill-leader",
                List.of("master-1"),
                "leader",
                Map.of(),
                "after 0ms",
                "for 1s",
                "plain",
                OptionalLong.empty(),
                OptionalLong.of(requestedMillis * 1_000_000),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.of(healedMillis * 1_000_000),
                OptionalLong.empty());
    }

    @Test
    void theFaultThatWasInEffectMeanwhileIsTriedFirstAndWhatCameLaterNotAtAll() throws IOException {
        Report report = Report.of(StoredRun.writeInvalid(directory, "lost"));

        List<List<Integer>> guesses = Guesses.of(report, List.of(step(0, 0), step(2, 9), step(30, 40)));

        assertThat(guesses.get(0)).containsExactly(1);
        assertThat(guesses).contains(List.of(0, 1)).allMatch(guess -> !guess.contains(2));
    }

    @Test
    void ofARunWithoutViolationNothingIsGuessed() throws IOException {
        Report report = Report.of(StoredRun.write(directory, "empty"));

        assertThat(Guesses.of(report, List.of(step(0, 1)))).isEmpty();
    }
}
