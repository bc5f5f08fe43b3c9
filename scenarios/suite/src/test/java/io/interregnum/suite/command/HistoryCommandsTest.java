package io.interregnum.suite.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.interregnum.check.linear.Algorithm;
import io.interregnum.check.linear.Decision;
import io.interregnum.check.linear.LinearOutcome;
import io.interregnum.clojure.SecondOpinion;
import io.interregnum.history.Json;
import io.interregnum.rundir.RunDirectory;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What the commands do that judge files of histories. Starts no node. */
class HistoryCommandsTest {
    private static final String GOOD = """
            [{:process 0, :type :invoke, :f :write, :value 1}
             {:process 0, :type :ok, :f :write, :value 1}
             {:process 1, :type :invoke, :f :read, :value nil}
             {:process 1, :type :ok, :f :read, :value 1}]
            """;
    private static final String BAD = """
            {:index 10, :process 0, :type :invoke, :f :write, :value 1, :time 1000000}
            {:index 11, :process 0, :type :ok, :f :write, :value 1, :time 2000000}
            {:index 12, :process 1, :type :invoke, :f :read, :value nil, :time 3000000}
            {:index 15, :process 1, :type :ok, :f :read, :value 2, :time 4000000}
            """;
    private static final String LOG = """
            INFO  jepsen.util - 0\t:invoke\t:write\t1
            INFO  jepsen.util - 0\t:ok\t:write\t1
            INFO  jepsen.util - 1\t:invoke\t:read\tnil
            INFO  jepsen.util - 1\t:ok\t:read\tnil
            """;

    @TempDir
    private Path directory;

    private record Ended(int exitCode, String out, String err) {
        /** What was printed, a line of JSON each. */
        List<Map<?, ?>> results() {
            return out.lines()
                    .<Map<?, ?>>map(line -> (Map<?, ?>) Json.read(line))
                    .toList();
        }
    }

    private static Ended run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Main.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
                .execute(arguments);
        return new Ended(code, out.toString(), err.toString());
    }

    private String file(String name, String text) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text).toString();
    }

    @Test
    void printsALineOfJsonForEachFileInTheOrderGiven() throws IOException {
        String bad = file("b.edn", BAD);
        String good = file("a.edn", GOOD);

        Ended ended = run("check", "--model", "cas-register", bad, good);

        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.err()).isEmpty();
        List<Map<?, ?>> results = ended.results();
        assertThat(results.get(0).keySet().toString()).isEqualTo("[file, valid, op, algorithm, operations, millis]");
        assertThat(results.get(0).toString())
                .startsWith("{file=" + bad + ", valid=false, op=12, algorithm=unique, operations=2, millis=");
        assertThat(results.get(1).toString())
                .startsWith("{file=" + good + ", valid=true, algorithm=unique, operations=2, millis=");
    }

    @Test
    void aDirectoryStandsForAllFilesInIt() throws IOException {
        file("data/good/z.edn", GOOD);
        file("data/bad/a.log", LOG);
        file("data/good/.hidden", "}");

        Ended ended =
                run("check", "--model", "register", directory.resolve("data").toString());

        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.results().stream().<Object>map(result -> result.get("valid")))
                .containsExactly(false, true);
    }

    @Test
    void aFileThatCannotBeReadIsNamedAndTheOthersAreJudged() throws IOException {
        String cut = file("cut.edn", GOOD + "{:type :ok");
        String absent = directory.resolve("absent").toString();
        String good = file("good.edn", GOOD);

        Ended ended = run("check", "--model", "register", cut, absent, good);

        assertThat(ended.exitCode()).isEqualTo(254);
        assertThat(ended.results()).hasSize(1);
        assertThat(ended.err().lines().toList())
                .containsExactly(
                        cut + ":5: what begins in line 5 does not end; expected }",
                        "cannot read " + absent + ": there is no such file");
    }

    @Test
    void anOperationThatTheModelDoesNotKnowIsNamed() throws IOException {
        Ended ended = run("check", "--model", "register", file("q.edn", "[0 :invoke :enqueue 1]\n[0 :ok :enqueue 1]"));

        assertThat(ended.exitCode()).isEqualTo(254);
        assertThat(ended.err()).contains("q.edn: operation 0: ").contains("\"enqueue\"");
    }

    @Test
    void nothingToJudgeIsUnknown() throws IOException {
        Ended ended = run("check", "--model", "register", file("empty.edn", "[]"), file("none", ""));

        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.results().toString())
                .contains("valid=unknown")
                .contains("cause=there is no operation of a client to judge");
    }

    @Test
    void aSearchThatRunsOutOfTimeIsUnknownAndSaysSo() throws IOException {
        StringBuilder hard = new StringBuilder();
        for (int process = 0; process < 60; process++) {
            hard.append("[")
                    .append(process)
                    .append(" :invoke :cas [")
                    .append(process % 7)
                    .append(' ')
                    .append(process % 5)
                    .append("]]\n");
        }
        for (int process = 0; process < 60; process++) {
            hard.append("[").append(process).append(" :ok :cas nil]\n");
        }

        Ended ended = run("check", "--model", "cas-register", "--time-limit", "1ms", file("hard.edn", hard.toString()));

        assertThat(ended.exitCode()).isIn(1, 2);
        assertThat(ended.err()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 0", "nil, 1", ", 1"})
    void theInitialValueCounts(@Nullable String initial, int exitCode) throws IOException {
        String file = file("read.edn", "[0 :invoke :read nil][0 :ok :read 1]");

        Ended ended = initial == null
                ? run("check", "--model", "register", file)
                : run("check", "--model", "register", "--initial", initial, file);

        assertThat(ended.exitCode()).as(ended.out() + ended.err()).isEqualTo(exitCode);
    }

    @Test
    void aReadOfNothingTellsWhatIsUsualInItsFormUnlessToldOtherwise() throws IOException {
        String edn = file("h.edn", "[0 :invoke :write 1][0 :ok :write 1][0 :invoke :read nil][0 :ok :read nil]");
        String log = file("h.log", LOG);

        assertThat(run("check", "--model", "register", edn).exitCode()).isZero();
        assertThat(run("check", "--model", "register", log).exitCode()).isEqualTo(1);
        assertThat(run("check", "--model", "register", "--nil-read", "absent", edn)
                        .exitCode())
                .isEqualTo(1);
        assertThat(run("check", "--model", "register", "--nil-read", "any", log).exitCode())
                .isZero();
    }

    @Test
    void theHistoryOfARunIsJudgedKeyByKey() throws IOException {
        RunDirectory run = StoredRun.writeInvalid(directory, "lost");

        for (Path path : List.of(run.path(), run.historyFile())) {
            Ended ended = run("check", "--model", "cas-register", path.toString());

            assertThat(ended.exitCode()).isEqualTo(1);
            assertThat(ended.results().get(0).get("key")).isEqualTo("k00");
            assertThat(ended.results().get(0).get("op")).isEqualTo(2L);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--model sheep FILE | --model sheep: no model is called \"sheep\"; there are register",
                "--model register --initial [ FILE | --model register --initial [: what begins in line 1 does not end",
                "--model-ns sheep FILE | --model-ns sheep: namespace sheep is not on the class path: expected sheep.clj",
                "--model-ns suite.models.counter --model register FILE | --model register --model-ns suite.models.counter: one model at a time",
                "--model register --second-opinion granny FILE | expected one of [KNOSSOS]",
                "--model register --format xml FILE | --format xml: no form of a history is called \"xml\"; there are edn",
                "--model register --algorithm magic FILE | expected one of [AUTO, WGL, LINEAR, UNIQUE] (case-insensitive)",
                "--model register --time-limit soon FILE | such as 500ms or 2s",
                "--initial 0 FILE | no model is named; expected --model or --model-ns",
                "--model register | FILE"
            })
    void wrongOptionsAreRefusedBeforeAnyFileIsRead(String arguments, String words) {
        for (String command : List.of("check", "explain")) {
            Ended ended = run((command + " " + arguments).split(" "));

            assertThat(ended.exitCode()).as(ended.err()).isEqualTo(254);
            assertThat(ended.out()).isEmpty();
            assertThat(ended.err()).contains(command.equals("check") ? words.replaceAll("^FILE$", "RUN") : words);
            assertThat(ended.err()).doesNotContain("\tat ").doesNotContain("Exception");
        }
    }

    @Test
    void explainsWhatCannotBeLinearizedAndShowsIt() throws IOException {
        Ended ended = run("explain", "--model", "cas-register", file("bad.edn", BAD));

        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.out())
                .contains("bad.edn: NOT linearizable by cas-register (2 operations, ")
                .contains("process 1's read 2 (index 12, answered at index 15) cannot be linearized")
                .contains("so a read cannot return 2")
                .containsPattern("12 +1 +read 2 +12 \\(0.003000 s\\) +15 \\(0.004000 s\\) +<- cannot be linearized");
    }

    @Test
    void explainsThatThereIsNothingToExplain() throws IOException {
        Ended ended = run("explain", "--model", "cas-register", file("good.edn", GOOD), file("none.edn", ""));

        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.out())
                .contains("good.edn: linearizable by cas-register (2 operations, ")
                .contains("none.edn: not decided (0 operations, ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"edn", "log", "json"})
    void generatesWhatItCanJudgeInEveryForm(String form) {
        String good = directory.resolve("good").toString();
        String bad = directory.resolve("bad").toString();
        String[] options = {
            "--model", "cas-register", "--operations", "300", "--unique", "--info", "0.02", "--format", form
        };

        assertThat(run("generate", options, "--out", good).exitCode()).isZero();
        assertThat(run("generate", options, "--out", bad, "--invalid", "--seed", "7")
                        .exitCode())
                .isZero();

        assertThat(run("check", "--model", "cas-register", good).exitCode()).isZero();
        assertThat(run("check", "--model", "cas-register", bad).exitCode()).isEqualTo(1);
    }

    private static Ended run(String command, String[] options, String... more) {
        return run(Stream.of(Stream.of(command), Stream.of(options), Stream.of(more))
                .flatMap(arguments -> arguments)
                .toArray(String[]::new));
    }

    @Test
    void generatesTheSameFromTheSameSeedOnly() throws IOException {
        List<String> texts = new ArrayList<>();
        for (String seed : List.of("7", "7", "8")) {
            Path file = directory.resolve("history");
            run("generate", "--model", "key-value", "--format", "key-value", "--seed", seed, "--out", file.toString());
            texts.add(Files.readString(file));
        }

        assertThat(texts.get(0)).isEqualTo(texts.get(1)).isNotEqualTo(texts.get(2));
        assertThat(texts.get(0).lines()).hasSize(2_000).allMatch(line -> line.contains(":key "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--operations 5 | --model",
                "--model sheep | sheep",
                "--model register --operations -1 | operations=-1",
                "--model register --processes 0 | processes=0 must be at least 1",
                "--model register --info 2 | infoShare=2.0",
                "--model register --values 0 | --values 0 must be at least 1",
                "--model register --values 5 --unique | mutually exclusive",
                "--model register --format xml | no form of a history is called \"xml\""
            })
    void generatesNothingFromWrongOptions(String options, String words) {
        Ended ended = run(("generate " + options).split(" "));

        assertThat(ended.exitCode()).as(ended.err()).isEqualTo(254);
        assertThat(ended.err()).contains(words).doesNotContain("Exception");
    }

    @ParameterizedTest
    @ValueSource(strings = {"check", "explain"})
    @Timeout(120)
    void noFileEndsInAStackTrace(String command) throws IOException {
        Random random = new Random(3);
        List<String> sound = List.of(GOOD, BAD, LOG);
        for (int i = 0; i < 150; i++) {
            byte[] bytes = sound.get(i % sound.size()).getBytes(StandardCharsets.UTF_8);
            for (int left = 1 + random.nextInt(3); left > 0; left--) {
                bytes[random.nextInt(bytes.length)] = (byte) "(){}[]#\"\\:;0n \n\377".charAt(random.nextInt(16));
            }
            bytes = Arrays.copyOf(bytes, bytes.length - random.nextInt(random.nextInt(bytes.length) + 1));
            Path file = Files.write(directory.resolve("fuzzed"), bytes);

            Ended ended = run(command, "--model", "cas-register", file.toString());

            assertThat(ended.exitCode()).as(ended.err()).isIn(0, 1, 2, 254);
            assertThat(ended.err().lines().count()).isEqualTo(ended.exitCode() == 254 ? 1 : 0);
            assertThat(ended.err()).doesNotContain("\tat ").doesNotContain("Exception");
        }
    }

    @Test
    void judgesByAModelInClojure() throws IOException {
        String sums = file("sums.edn", "[0 :invoke :add 2][0 :ok :add 2][1 :invoke :read nil][1 :ok :read 3]");

        Ended bad = run("explain", "--model-ns", "suite.models.counter", sums);
        Ended good = run("check", "--model-ns", "suite.models.counter", "--initial", "1", sums);

        assertThat(bad.exitCode()).as(bad.err()).isEqualTo(1);
        assertThat(bad.out())
                .contains("NOT linearizable by suite.models.counter (2 operations, ")
                .contains("the sum is 2, not 3");
        assertThat(good.exitCode()).as(good.err()).isZero();
    }

    @Test
    void saysWhenThereIsNobodyToGiveASecondOpinion() throws IOException {
        String bad = file("bad.edn", BAD);

        Ended check = run("check", "--model", "register", "--second-opinion", "knossos", bad);
        Ended explain = run("explain", "--model", "register", "--second-opinion", "knossos", bad);

        assertThat(check.exitCode()).as(check.err()).isEqualTo(1);
        assertThat(check.results().get(0).get("second-opinion")).isEqualTo("absent");
        assertThat(check.results().get(0).get("second-opinion-detail")).isEqualTo("knossos is not on the class path");
        assertThat(explain.out()).contains("  second opinion: absent; knossos is not on the class path");
    }

    @Test
    void aDisagreementIsAFailureOfTheHarness() {
        Decision valid = new Decision(
                LinearOutcome.Answer.LINEARIZABLE, "", Algorithm.WGL, Optional.empty(), Optional.empty(), 0);
        JudgedFile judged = new JudgedFile(Path.of("h.edn"), "", valid, Optional.empty(), 1, 0, Optional.empty());

        JudgedFile doubted = judged.withSecond(new SecondOpinion(SecondOpinion.Kind.DISAGREES, "knossos says no"));
        JudgedFile alone = judged.withSecond(new SecondOpinion(SecondOpinion.Kind.GAVE_UP, "it was cut off"));

        assertThat(doubted.exitCode()).isEqualTo(255);
        assertThat(doubted.json()).contains("\"second-opinion\":\"disagrees\"");
        assertThat(alone.exitCode()).isZero();
        assertThat(alone.json()).contains("\"second-opinion\":\"gave-up\"");
    }
}
