package io.interregnum.suite.survive;

import static org.assertj.core.api.Assertions.assertThat;

import io.interregnum.suite.survive.Round.Outcome;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which rounds show that the harness can be killed, and which show too little. Starts no node. */
class TallyTest {
    private static final Round KILLED = killed(0, 0, 0);
    private static final Round KILLED_IN_CUT = killed(2, 1, 14);

    private static Round killed(long faults, long cuts, long silentLinks) {
        return new Round(Outcome.KILLED, "", List.of(), faults, cuts, silentLinks);
    }

    private static Tally tally(Round ofDocker, Round ofLocal) {
        Tally tally = new Tally(List.of("docker", "local"));
        tally.add("docker", KILLED);
        tally.add("docker", ofDocker);
        tally.add("local", KILLED);
        tally.add("local", ofLocal);
        return tally;
    }

    @Test
    void killsOfWhichOneOnEachBackendCameDuringACutShowSomething() {
        Tally tally = tally(KILLED_IN_CUT, killed(1, 1, 0));

        assertThat(tally.doubts()).isEmpty();
        assertThat(tally.wrong()).isZero();
        assertThat(tally.failed()).isZero();
        assertThat(tally.table())
                .containsExactly(
                        "backend  rounds  kills  with fault  with cut links silent  failed  wrong",
                        "docker        2      2           1         1           14       0      0",
                        "local         2      2           1         1            0       0      0");
    }

    @Test
    void aHarnessThatEndedByItselfIsNoKill() {
        Tally tally = tally(KILLED_IN_CUT, killed(1, 1, 0));
        tally.add("local", Round.ended(0, "ended"));

        assertThat(tally.doubts()).containsExactly("local: 2 kills in 3 rounds");
    }

    @Test
    void withoutACutInEffectNothingIsShown() {
        assertThat(tally(killed(3, 0, 0), killed(1, 1, 0)).doubts())
                .containsExactly("docker: no kill came while a cut was in effect");
        assertThat(tally(KILLED_IN_CUT, killed(3, 0, 0)).doubts())
                .containsExactly("local: no kill came while a cut was in effect");
    }

    @Test
    void aProbeThatNeverSawASilentLinkMayBeBlind() {
        assertThat(tally(killed(1, 1, 0), killed(1, 1, 0)).doubts())
                .containsExactly("docker: no link was seen to be silent after a kill, though some were cut");
    }

    @Test
    void aBackendWithoutARoundIsNotPassedOver() {
        Tally tally = new Tally(List.of("docker", "local"));
        tally.add("docker", KILLED_IN_CUT);

        assertThat(tally.doubts())
                .containsExactly("local: 0 kills in 0 rounds", "local: no kill came while a cut was in effect");
    }

    @Test
    void whatIsWrongIsCountedByRounds() {
        Tally tally = tally(KILLED_IN_CUT, killed(1, 1, 0));
        tally.add("docker", new Round(Outcome.KILLED, "", List.of("a", "b"), 1, 1, 2));

        assertThat(tally.wrong()).isEqualTo(1);
        assertThat(tally.doubts()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0,ENDED", "1,ENDED", "2,ENDED", "4,FAILED", "254,FAILED", "255,FAILED", "137,FAILED", "143,FAILED"})
    void onlyAVerdictIsAnEndInOrder(int exitCode, Outcome outcome) {
        Tally tally = tally(KILLED_IN_CUT, killed(1, 1, 0));
        tally.add("docker", Round.ended(exitCode, "ended"));

        assertThat(Round.ended(exitCode, "ended").outcome()).isEqualTo(outcome);
        assertThat(tally.failed()).isEqualTo(outcome == Outcome.FAILED ? 1 : 0);
    }
}
