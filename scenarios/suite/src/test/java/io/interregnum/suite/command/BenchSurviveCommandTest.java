package io.interregnum.suite.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.interregnum.suite.survive.Round;
import io.interregnum.suite.survive.Round.Outcome;
import io.interregnum.suite.survive.Tally;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

/** With what the benchmark ends that kills harnesses. Starts no node. */
class BenchSurviveCommandTest {
    private final StringWriter printed = new StringWriter();
    private final Tally tally = new Tally(List.of("local"));

    private int code() {
        return BenchSurviveCommand.code(new Console(new PrintWriter(printed)), tally);
    }

    private void add(Outcome outcome, long cuts, String... wrong) {
        tally.add("local", new Round(outcome, "", List.of(wrong), cuts, cuts, 0));
    }

    @Test
    void killsDuringCutsAfterWhichNothingWasWrongAreAPass() {
        add(Outcome.KILLED, 1);
        add(Outcome.KILLED, 0);

        assertThat(code()).isZero();
        assertThat(printed.toString()).isEmpty();
    }

    @Test
    void oneThatEndedByItselfLeavesItUnknown() {
        add(Outcome.KILLED, 1);
        add(Outcome.ENDED, 0);

        assertThat(code()).isEqualTo(2);
        assertThat(printed.toString()).contains("shows too little: local: 1 kills in 2 rounds");
    }

    @Test
    void killsBesideEveryCutLeaveItUnknown() {
        add(Outcome.KILLED, 0);

        assertThat(code()).isEqualTo(2);
        assertThat(printed.toString()).contains("shows too little: local: no kill came while a cut was in effect");
    }

    @Test
    void somethingLeftIsAFailureWhateverElseIsInDoubt() {
        add(Outcome.KILLED, 0, "after the next start: process 7");

        assertThat(code()).isEqualTo(1);
    }

    @Test
    void aHarnessThatFailedBeforeItWasKilledIsTheHarnessesFailure() {
        add(Outcome.KILLED, 1, "after the next start: process 7");
        add(Outcome.FAILED, 0);

        assertThat(code()).isEqualTo(255);
        assertThat(printed.toString()).contains("1 harnesses failed before they were killed");
    }
}
