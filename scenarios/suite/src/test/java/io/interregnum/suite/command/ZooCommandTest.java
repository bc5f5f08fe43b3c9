package io.interregnum.suite.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.interregnum.suite.UsageException;
import io.interregnum.suite.zoo.Entry;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How the inhabitants of the zoo are named, and what is refused. Starts no node. */
class ZooCommandTest {

    private static List<String> names(String... lists) {
        return ZooCommand.entries(List.of(lists)).stream().map(Entry::name).toList();
    }

    @Test
    void theLongestNameIsMeant() {
        assertThat(names("orphan-node,suspended-is-leader,no-fence,mesos-timer"))
                .containsExactly("orphan-node", "suspended-is-leader,no-fence", "mesos-timer");
        assertThat(names("suspended-is-leader", "no-fence")).containsExactly("suspended-is-leader", "no-fence");
        assertThat(names("correct:kill-leader")).containsExactly("correct:kill-leader");
    }

    @Test
    void aPublishedBugStandsForItsVersionsAndEachOfThemHasAName() {
        assertThat(names("CURATOR-696,no-fence")).containsExactly("CURATOR-696@5.6.0", "CURATOR-696@5.7.0", "no-fence");
        assertThat(names("CURATOR-696@5.4.0")).containsExactly("CURATOR-696@5.4.0");
    }

    @Test
    void anUnknownNameIsRefused() {
        assertThatThrownBy(() -> names("no-fence,lion"))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("\"lion\" is not in the zoo; there are suspended-is-leader ");
    }

    @Test
    void wrongUseIsToldBeforeAnythingIsStarted() {
        assertThat(run("zoo")).isEqualTo(ExitCode.USAGE);
        assertThat(run("zoo", "run", "lion")).isEqualTo(ExitCode.USAGE);
        assertThat(run("zoo", "run", "no-fence", "--curator", "5.6.0")).isEqualTo(ExitCode.USAGE);
        assertThat(run("zoo", "run", "CURATOR-696", "--curator", "5.6")).isEqualTo(ExitCode.USAGE);
        assertThat(run("zoo", "matrix", "--runs", "0")).isEqualTo(ExitCode.USAGE);
        assertThat(run("zoo", "matrix", "--least", "1.5")).isEqualTo(ExitCode.USAGE);
        assertThat(run("zoo", "matrix", "--masters", "0")).isEqualTo(ExitCode.USAGE);
    }

    private static int run(String... arguments) {
        StringWriter err = new StringWriter();
        int code = Main.commandLine()
                .setOut(new PrintWriter(new StringWriter()))
                .setErr(new PrintWriter(err))
                .execute(arguments);
        assertThat(err.toString()).doesNotContain("Exception");
        return code;
    }

    @Test
    void theListSaysWhatMustRing() {
        StringWriter out = new StringWriter();

        int code = Main.commandLine().setOut(new PrintWriter(out)).execute("zoo", "list");

        assertThat(code).isEqualTo(ExitCode.VALID);
        assertThat(out.toString())
                .containsPattern("no-fence\\R +mistake: +.*MESOS-841.*\\R +scenario: +pause-leader-then-ensemble: .*\\R"
                        + " +must be: +fencing, grade 2\\R +control: +calm\\R");
    }
}
