package io.interregnum.suite.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.interregnum.cluster.Removal;
import io.interregnum.fault.Fault;
import io.interregnum.fault.Faults;
import io.interregnum.fault.Occurrence;
import io.interregnum.fault.Targets;
import io.interregnum.rundir.RunDirectory;
import io.interregnum.suite.file.ScenarioFile;
import io.interregnum.suite.scenario.Scenarios;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What the program says and ends with when it is used wrongly, and that it explains itself. Starts no node. */
class CommandLineTest {
    @TempDir
    private Path directory;

    private record Ended(int exitCode, String out, String err) {}

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

    /** One clear message: on one line, and beside it at most hints what else to type or to read. */
    private static void assertRefused(Ended ended, int exitCode, String... words) {
        assertThat(ended.exitCode()).as(ended.err()).isEqualTo(exitCode);
        List<String> lines = ended.err().lines().toList();
        assertThat(lines.get(0)).contains(words);
        assertThat(lines.subList(1, lines.size()))
                .allMatch(
                        line -> line.matches("(See interregnum.* --help\\.|Possible solutions: .*|Did you mean: .*)"));
        assertThat(ended.err()).doesNotContain("\tat ").doesNotContain("Exception");
        assertThat(ended.out()).isEmpty();
    }

    @Test
    void anUnknownScenarioIsRefusedWithTheNamesThatThereAre() {
        Ended ended = run("run", "kill-leeder");

        assertRefused(ended, 254, "unknown scenario \"kill-leeder\"");
        Scenarios.ALL.forEach(scenario -> assertThat(ended.err()).contains(scenario.name()));
    }

    @Test
    void aScenarioFileThatIsWrongIsRefusedWithFileLineAndField() throws IOException {
        Path file = Files.writeString(
                directory.resolve("mine.yaml"),
                "name: mine\nquestion: Does it?\nfaults:\n  - fault: kill-leader\n    for: ever\n");

        assertRefused(run("run", file.toString()), 254, file + ":5: faults[0].for: \"for ever\" is no length of time");
        assertRefused(run("run", directory + "/none.yaml"), 254, "cannot read " + directory + "/none.yaml");
    }

    @Test
    void whatCouldDoNothingIsRefusedBeforeAnyNodeIsStarted() throws IOException {
        Path file = Files.writeString(directory.resolve("mine.yaml"), """
                        name: mine
                        question: Does it?
                        faults:
                          - fault: kill-leader
                            for: 1s
                          - fault: kill
                            target: master-4
                            for: 1s
                        """);

        assertRefused(
                run("run", file.toString(), "--out", directory.toString()),
                254,
                file
                        + ":6: faults[1]: mine: step 1 (kill) can be aimed at nobody: there is no node master-4; there are");
        assertRefused(
                run("run", "kill-leader", "isolate-leader", "--clients", "10"),
                254,
                "clientCount=10 must be from 2 to 9");
        assertThat(directory).isDirectoryContaining("glob:**.yaml").isDirectoryNotContaining("glob:**mine");
    }

    @Test
    void settingsOfAFileThatCannotBeAreToldWithTheirLine() throws IOException {
        String head = "name: mine\nquestion: Does it?\n";
        String tail = "faults: [{fault: kill-leader, for: 1s}]\n";
        Path ticks = Files.writeString(directory.resolve("tick.yaml"), head + "tick: 10ms\n" + tail);
        Path session = Files.writeString(directory.resolve("session.yaml"), head + "session-timeout: 1m\n" + tail);
        Path bug = Files.writeString(directory.resolve("bug.yaml"), head + "variant: slow\n" + tail);
        Path kept =
                Files.writeString(directory.resolve("kept.yaml"), head + "variant: no-fence\nregistry: paxos\n" + tail);

        assertRefused(run("run", ticks.toString()), 254, ticks + ":3: tick: tickTime in ms=10 must be from 50");
        assertRefused(run("run", session.toString()), 254, session + ":3: session-timeout: sessionTimeout=60000 ms");
        assertRefused(run("run", bug.toString()), 254, bug + ":3: variant: unknown variant \"slow\"");
        assertRefused(run("run", kept.toString()), 254, kept + ":4: registry: variant no-fence does nothing with");
    }

    @Test
    void aScenarioOfTheCatalogueIsPrintedAsAFileThatCanBeRun() throws IOException {
        Ended ended = run("list", "scenario", "isolate-leader");

        assertThat(ended.exitCode()).isZero();
        Path file = Files.writeString(directory.resolve("mine.yaml"), ended.out());
        assertThat(ScenarioFile.read(file, 1))
                .isEqualTo(Scenarios.named("isolate-leader").orElseThrow());
        assertRefused(run("list", "scenario", "isolate"), 254, "unknown scenario \"isolate\"; there are kill-leader");
        assertRefused(run("list", "scenario"), 254, "which scenario? there are kill-leader");
    }

    @Test
    void everyFaultIsListedWithWhatItDoesNeedsAndHowItIsSeen() {
        Ended ended = run("list", "faults");

        assertThat(ended.exitCode()).isZero();
        for (Fault fault : Faults.ALL) {
            assertThat(ended.out())
                    .contains(fault.name() + System.lineSeparator() + "  does:       " + fault.description())
                    .contains("is seen:    " + fault.victimSees())
                    .contains("aimed at:   " + fault.aim().text());
        }
        assertThat(run("list", "faults", "isolate-one").out())
                .contains("  needs:      nothing but nodes; nftables for other values of kind, ports");
        assertThat(run("list", "faults", "cut-ensemble-internally").out()).contains("  needs:      nftables\n");
        assertThat(run("list", "faults", "kill").out()).contains("  needs:      nothing but nodes\n");
        assertThat(run("list", "faults", "kill-leader").out())
                .startsWith("kill-leader")
                .doesNotContain("pause-leader");
        assertRefused(run("list", "faults", "kil"), 254, "unknown fault \"kil\"; there are kill, kill-leader");
    }

    @Test
    void targetsTriggersAndTheSchemaAreListed() {
        for (Targets target : Targets.values()) {
            assertThat(run("list", "targets").out()).contains("  " + target.text() + " ");
        }
        for (Occurrence.Kind kind : Occurrence.Kind.values()) {
            assertThat(run("list", "triggers").out()).contains(kind.text());
        }
        assertThat(run("list", "schema").out()).contains("\"Interregnum scenario\"", "\"cut-ensemble-leader\"");
    }

    @Test
    void randomRefusesWhatCannotBeDrawnBeforeAnyNodeIsStarted() {
        assertRefused(
                run("random", "--only", "kill-leeder"),
                254,
                "unknown fault \"kill-leeder\"; there are kill, kill-leader");
        assertRefused(
                run("random", "--backend", "local", "--faults", "0", "--out", directory.toString()),
                254,
                "faults=0 must be from 1 to 100");
        assertRefused(
                run(
                        "random",
                        "--backend",
                        "local",
                        "--ensemble",
                        "1",
                        "--only",
                        "kill-ensemble-leader",
                        "--out",
                        directory.toString()),
                254,
                "none of [kill-ensemble-leader] fits into the fault model with 1 ZooKeeper servers");
        assertRefused(run("random", "--duration", "soon"), 254, "--duration");
    }

    @Test
    void anUnknownBackendIsRefusedWithTheNamesThatThereAre() {
        assertRefused(
                run("run", "kill-leader", "--backend", "podman"),
                254,
                "unknown backend \"podman\"; expected auto, docker or local");
        assertRefused(run("doctor", "--backend", "podman"), 254, "unknown backend \"podman\"");
    }

    @Test
    void anUnknownVariantIsRefusedBeforeAnyNodeIsStarted() {
        assertRefused(
                run("run", "kill-leader", "--variant", "no-fense"),
                254,
                "unknown variant \"no-fense\"",
                "suspended-is-leader, no-fence");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--session-timeout", "--tick", "--overlap-bound"})
    void aMalformedDurationIsRefusedWithAnExample(String option) {
        assertRefused(run("run", "kill-leader", option, "2 sec"), 254, option, "\"2 sec\"", "such as 500ms or 2s");
    }

    @ParameterizedTest
    @ValueSource(strings = {"999ms", "10001ms"})
    void aSessionThatZooKeeperWouldClampIsRefusedWithItsBounds(String sessionTimeout) {
        assertRefused(
                run("run", "kill-leader", "--session-timeout", sessionTimeout, "--tick", "500ms"),
                254,
                "must be from 1000 to 10000 ms (2 to 20 ticks");
    }

    @Test
    void moreAgentsThanThereAreNamesAndAWorkloadThatIsNoneAreRefused() {
        assertRefused(run("run", "kill-leader", "--agents", "10"), 254, "agentCount=10 must be");
        assertRefused(
                run("run", "kill-leader", "--workload", "queues"),
                254,
                "unknown workload \"queues\"; expected one of registers, set, mixed");
    }

    @Test
    void anEnsembleWithoutAMajorityIsRefused() {
        assertRefused(run("run", "--ensemble", "4"), 254, "ensembleCount=4 must be 1, 3, 5 or 7");
        assertRefused(run("run", "--masters", "0"), 254, "masterCount=0 must be from 1 to 9");
    }

    @Test
    void anArgumentThatIsNoneIsRefused() {
        assertRefused(run("run", "--sead", "1"), 254, "--sead");
        assertRefused(run("run", "--seed", "one"), 254, "--seed", "one");
        assertRefused(run("frobnicate"), 254, "frobnicate");
        assertRefused(run("clean", "--keep", "-1"), 254, "--keep -1 must not be negative");
        assertRefused(run("replay", "x", "--times", "0"), 254, "--times 0 must be at least 1");
        assertRefused(run("shrink", "x", "--runs-per-step", "0"), 254, "--runs-per-step 0 must be at least 1");
        assertRefused(run("shrink", "x", "--budget", "soon"), 254, "--budget", "\"soon\"");
        assertRefused(run("bench", "survive", "--times", "0"), 254, "--times 0 must be at least 1");
        assertRefused(
                run("bench", "survive", "--times", "1"), 254, "--times 1 must be at least 2, one for each backend");
        assertRefused(run("bench", "survive", "--from", "9s", "--within", "8s"), 254, "--from 9000ms must be before");
    }

    @ParameterizedTest
    @ValueSource(strings = {"check", "report", "replay", "shrink", "pack"})
    void aRunDirectoryThatIsNotThereIsRefusedAndSaysWhatOneLooksLike(String command) {
        String absent = directory.resolve("absent").toString();

        assertRefused(
                run(command, absent), 254, absent, "no run.json", "expected reports/runs/<scenario>/<time>-seed-<n>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"check", "report"})
    void aHistoryThatIsBrokenIsNoVerdictAndNamesFileAndLine(String command) throws IOException {
        RunDirectory run = StoredRun.write(
                directory,
                "broken",
                "{\"index\":0,\"time\":0,\"type\":\"info\",\"process\":\"runner\",\"f\":\"phase\",\"value\":\"start\"}",
                "{\"index\":1,",
                "{\"index\":2,\"time\":0,\"type\":\"info\",\"process\":\"runner\",\"f\":\"phase\",\"value\":\"stop\"}");

        assertRefused(run(command, run.path().toString()), 2, run.historyFile() + ":2: ", "expected one JSON object");
    }

    @Test
    void aRunThatIsBrokenIsRefusedAndNamesTheFile() throws IOException {
        RunDirectory run = StoredRun.write(directory, "broken");
        Files.writeString(run.path().resolve("run.json"), "{\"format\":99}");

        assertRefused(run("check", run.path().toString()), 254, "run.json", "format=99");
    }

    @Test
    void aViolationIsExitOneAndSaysWhatWasLost() throws IOException {
        RunDirectory run = StoredRun.writeInvalid(directory, "lost");

        Ended ended = run("check", run.path().toString());

        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.out()).contains("INVALID").contains("linearizability").contains("k00");
    }

    @Test
    void aRunThatDoesNotSayOnWhatItWasIsNotDoneAgain() throws IOException {
        RunDirectory run = StoredRun.writeInvalid(directory, "lost");

        assertRefused(run("replay", run.path().toString()), 254, "run.json: spec.session-timeout-ms=null");
    }

    @Test
    void aRunIsPackedOnceAndTheArchiveIsReadWhereADirectoryIs() throws IOException {
        RunDirectory run = StoredRun.writeInvalid(directory, "lost");
        String zip = directory.resolve("red.zip").toString();

        assertThat(run("pack", run.path().toString(), "--to", zip).exitCode()).isZero();
        assertRefused(run("pack", run.path().toString(), "--to", zip), 254, "cannot write", zip);
        assertRefused(run("replay", zip), 254, "run.json: spec.session-timeout-ms=null");
    }

    @Test
    void ofAZipWithSeveralRunsTheOneThatIsNamedIsRead() throws IOException {
        RunDirectory lost = StoredRun.writeInvalid(directory.resolve("runs"), "lost");
        RunDirectory empty = StoredRun.write(directory.resolve("runs"), "empty");
        Path zip = directory.resolve("red.zip");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
            for (RunDirectory run : List.of(lost, empty)) {
                for (String file : List.of("run.json", "history.jsonl")) {
                    out.putNextEntry(new ZipEntry(
                            directory.relativize(run.path().resolve(file)).toString()));
                    Files.copy(run.path().resolve(file), out);
                    out.closeEntry();
                }
            }
        }
        String name = lost.path().getFileName().toString();

        for (String command : List.of("replay", "shrink", "report")) {
            assertRefused(run(command, zip.toString()), 254, "holds 2 runs", "say which one with --run");
            assertRefused(run(command, zip.toString(), "--run", "none"), 254, "holds 0 runs called none");
            assertRefused(run(command, lost.path().toString(), "--run", "x"), 254, "is for a zip that holds several");
        }
        Ended reported = run("report", zip.toString(), "--run", "lost/" + name);

        assertThat(reported.exitCode()).isZero();
        assertThat(reported.out()).startsWith("INVALID").contains("red-lost-" + name);
        assertThat(directory.resolve("red-lost-" + name).resolve("index.html")).isRegularFile();
        assertThat(directory.resolve("red")).doesNotExist();
        assertRefused(run("report", zip.toString(), "--run", "lost/" + name), 254, "exists already");
        assertRefused(
                run("replay", zip.toString(), "--run", "lost/" + name), 254, "run.json: spec.session-timeout-ms=null");
    }

    @Test
    void ofSeveralRunsTheWorstCounts() throws IOException {
        String invalid = StoredRun.writeInvalid(directory, "lost").path().toString();
        String other = StoredRun.write(directory, "empty").path().toString();

        assertThat(run("check", other, invalid).exitCode()).isEqualTo(1);
        assertThat(run("check", invalid, other).exitCode()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"check", "report"})
    void oneBrokenRunDoesNotHideTheOthers(String command) throws IOException {
        RunDirectory lost = StoredRun.writeInvalid(directory, "lost");
        RunDirectory broken = StoredRun.write(directory, "broken", "{");
        String absent = directory.resolve("absent").toString();

        Ended ended = run(command, absent, broken.path().toString(), lost.path().toString());

        assertThat(ended.out()).contains("INVALID").contains(lost.path().toString());
        assertThat(ended.err().lines().toList()).hasSize(2);
        assertThat(ended.err()).contains(absent + " is not a run directory", broken.historyFile() + ":1: ");
        assertThat(ended.exitCode()).isEqualTo(254);
        assertThat(run(command, lost.path().toString(), broken.path().toString())
                        .exitCode())
                .isEqualTo(command.equals("check") ? 1 : 2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a-file", "a-file/below"})
    void aDirectoryForRunsThatCannotBeWrittenIsRefusedBeforeAnyNodeIsStarted(String out) throws IOException {
        Files.writeString(directory.resolve("a-file"), "");
        Path runs = directory.resolve(out);

        Ended ended = run("run", "--backend", "local", "--out", runs.toString());

        assertThat(ended.exitCode()).isEqualTo(254);
        assertThat(ended.err()).contains("cannot write to " + runs, "choose another directory with --out");
        assertThat(ended.out()).isEmpty();
    }

    @Test
    void checkWritesNothing() throws IOException {
        RunDirectory run = StoredRun.writeInvalid(directory, "lost");

        run("check", run.path().toString());

        try (Stream<Path> files = Files.list(run.path())) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("run.json", "history.jsonl", "nodes");
        }
    }

    @Test
    void listsScenariosAndFaults() {
        Ended ended = run("list");

        assertThat(ended.exitCode()).isZero();
        Scenarios.ALL.forEach(
                scenario -> assertThat(ended.out()).contains(scenario.name()).contains(scenario.question()));
        assertThat(run("list", "faults").out()).contains("kill-ensemble-leader").doesNotContain("scenarios");
        assertRefused(run("list", "cheeses"), 254, "cheeses");
    }

    static Stream<String> everyCommand() {
        return Main.commandLine().getSubcommands().keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("everyCommand")
    void everyCommandHasHelpWithAnExampleThatExists(String command) {
        Ended ended = run(command, "--help");

        assertThat(ended.exitCode()).isZero();
        assertThat(ended.out())
                .contains("Usage: interregnum " + command)
                .containsPattern("Example: scripts/interregnum " + command + "( |\n)");
    }

    @Test
    void theProgramItselfHasHelpWithItsExitCodesAndAnExample() {
        Ended ended = run("--help");

        assertThat(ended.exitCode()).isZero();
        assertThat(ended.out())
                .contains("Example: scripts/interregnum run pause-leader")
                .contains("255 the harness");
        everyCommand()
                .filter(command -> !List.of("prepare", "tests-not-run").contains(command)) // hidden
                .forEach(command -> assertThat(ended.out()).contains("  " + command + " "));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void testsThatWereNotRunFailOnlyWhenAllWereToBeRun(boolean all) throws IOException {
        Files.writeString(directory.resolve("notes.tsv"), "not-run\tdocker\tBIT\tno socket\n");
        Path list = Files.writeString(directory.resolve("cannot-run.txt"), "");

        Ended ended = all
                ? run("tests-not-run", "--all", "--cannot-run", list.toString(), directory.toString())
                : run("tests-not-run", "--cannot-run", list.toString(), directory.toString());

        assertThat(ended.out()).contains("BIT").contains("no socket");
        assertThat(ended.exitCode()).isEqualTo(all ? 1 : 0);
        assertThat(ended.out().contains("failure: BIT was not run")).isEqualTo(all);
    }

    @Test
    void cleanRemovesOldRunsOfTheDirectoryGivenAndSaysWhich() throws IOException {
        RunDirectory run = StoredRun.write(directory, "old");

        Ended ended = run("clean", "--runs", "--keep", "0", "--out", directory.toString());

        assertThat(ended.exitCode()).isZero();
        assertThat(ended.out()).contains("removed " + run.path());
        assertThat(run.path()).doesNotExist();
    }

    @Test
    void cleanThatCouldNotRemoveSomethingIsAFailureAndCountsItApart() {
        StringWriter printed = new StringWriter();
        Console console = new Console(new PrintWriter(printed));
        Removal one = Removal.removed("removed a");

        int failed = CleanCommand.conclude(console, Removal.of(List.of(one, Removal.failed("could not remove b"))));
        int done = CleanCommand.conclude(console, one);
        int nothing = CleanCommand.conclude(console, Removal.of(List.of()));

        assertThat(List.of(failed, done, nothing)).containsExactly(255, 0, 0);
        assertThat(printed.toString().lines())
                .containsExactly("1 removed, 1 could not be", "1 removed", "nothing to remove");
    }
}
