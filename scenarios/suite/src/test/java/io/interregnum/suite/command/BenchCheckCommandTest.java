package io.interregnum.suite.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What is measured is not asserted; that every verdict is right, is. */
class BenchCheckCommandTest {
    private static String run(int expected, String... arguments) {
        StringWriter out = new StringWriter();
        CommandLine command = Main.commandLine();
        command.setOut(new PrintWriter(out));
        command.setErr(new PrintWriter(out));
        assertThat(command.execute(arguments)).as(out.toString()).isEqualTo(expected);
        return out.toString();
    }

    @Test
    void decidesEveryHistoryOfItsTableRight() {
        List<String> lines = run(ExitCode.VALID, "bench", "check", "--scale", "0.002")
                .lines()
                .toList();

        assertThat(lines.get(0)).startsWith("model ").contains("median ms");
        assertThat(lines).hasSizeGreaterThan(20);
        assertThat(lines.subList(1, lines.indexOf("")))
                .allMatch(line -> line.contains(" valid ") || line.contains(" invalid "))
                .noneMatch(line -> line.contains("WRONG") || line.contains("nobody"));
        assertThat(lines)
                .filteredOn(line -> line.startsWith("edn ") || line.startsWith("key-value ") || line.startsWith("log "))
                .hasSizeGreaterThanOrEqualTo(3);
        assertThat(lines.get(lines.size() - 1)).contains("200 given up").contains("threads left 0");
    }

    @Test
    void saysWhatItWants() {
        assertThat(run(ExitCode.USAGE, "bench")).contains("bench what?");
        assertThat(run(ExitCode.USAGE, "bench", "check", "--scale", "0")).contains("must be above 0");
    }
}
