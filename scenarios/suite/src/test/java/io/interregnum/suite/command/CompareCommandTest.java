package io.interregnum.suite.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.IntToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** With what a comparison ends, and what it refuses. Starts no node. */
class CompareCommandTest {
    @TempDir
    private Path directory;

    private final StringWriter printed = new StringWriter();

    private int compare(String... arguments) {
        String[] all = Arrays.copyOf(arguments, arguments.length + 3);
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        all[0] = "compare";
        all[arguments.length + 1] = "--out";
        all[arguments.length + 2] = directory.resolve("out").toString();
        CommandLine command = Main.commandLine(all);
        command.setOut(new PrintWriter(printed));
        command.setErr(new PrintWriter(printed));
        return command.execute(all);
    }

    private String trials(String name, String configuration, int count, IntToLongFunction recoveryMs) throws Exception {
        return trials(name, configuration, count, 0, recoveryMs);
    }

    /** Trials whose recovery takes this long, in milliseconds, and every other phase 100 ms. */
    private String trials(String name, String configuration, int count, int without, IntToLongFunction recoveryMs)
            throws Exception {
        String trials = IntStream.range(0, count)
                .mapToObj(i -> trial(recoveryMs.applyAsLong(i)))
                .collect(Collectors.joining(","));
        Path made = Files.createDirectories(directory.resolve(name));
        Files.writeString(
                made.resolve("trials.json"),
                "{\"format\":1,\"configurations\":[{\"name\":\"" + configuration + "\",\"without-failover\":" + without
                        + ",\"trials\":[" + trials + "]}]}");
        return made.toString();
    }

    private static String trial(long recoveryMs) {
        long claims = 300;
        return "{\"fault\":\"kill-leader\",\"old-leader\":\"master-1\",\"old-epoch\":1,\"new-leader\":\"master-2\","
                + "\"new-epoch\":2,\"milestones\":{\"fault-effective\":" + at(100) + ",\"election-node-gone\":"
                + at(200)
                + ",\"new-leader-claims\":" + at(claims) + ",\"registry-accepted\":" + at(claims + recoveryMs)
                + ",\"client-served\":" + at(claims + recoveryMs + 100) + "}}";
    }

    private static String at(long ms) {
        return "{\"earliest-ns\":" + ms * 1_000_000 + ",\"latest-ns\":" + ms * 1_000_000 + "}";
    }

    @Test
    void aRegressionBeyondTheShareEndsWithThree() throws Exception {
        String a = trials("a", "same", 20, i -> 100 + i);
        String b = trials("b", "same", 20, i -> 150 + i);

        assertThat(compare(a, b, "--fail-on-regression", "10%")).isEqualTo(3);
        assertThat(printed.toString()).contains("recovery is slower by 50 ms [");
        assertThat(compare(a, b, "--fail-on-regression", "80%")).isZero();
        assertThat(compare(a, b)).isZero();
        assertThat(compare(b, a, "--fail-on-regression", "10%")).isZero();
    }

    @Test
    void tooFewTrialsEndWithTwo() throws Exception {
        String a = trials("a", "same", 4, i -> 100);
        String b = trials("b", "same", 20, i -> 500);

        assertThat(compare(a, b, "--fail-on-regression", "10%")).isEqualTo(2);
        assertThat(printed.toString()).contains("were seen too seldom to tell");
    }

    @Test
    void whatFailsOverMoreSeldomIsNotCalledEqual() throws Exception {
        String a = trials("a", "same", 20, i -> 100 + i);
        String b = trials("b", "same", 20, 1, i -> 100 + i);

        assertThat(compare(a, b)).isEqualTo(2);
        assertThat(printed.toString()).contains("of B 1 of 21 trials were not seen to their end, of A 0 of 20");
        assertThat(compare(b, a)).isZero();
    }

    @Test
    void refusesWhatIsNoShareAndNoMeasurement() throws Exception {
        String a = trials("a", "same", 5, i -> 100);

        assertThat(compare(a, a, "--fail-on-regression", "a tenth")).isEqualTo(254);
        assertThat(printed.toString()).contains("\"a tenth\" is no share");
        assertThat(compare(a, directory.resolve("nowhere").toString())).isEqualTo(254);
        Files.writeString(directory.resolve("a/trials.json"), "{\"format\":1,\"configurations\":[{\"name\":7}]}");
        assertThat(compare(a, a)).isEqualTo(254);
    }
}
