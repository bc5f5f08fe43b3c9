package io.interregnum.suite.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.interregnum.fault.Faults;
import io.interregnum.fault.Heal;
import io.interregnum.fault.Step;
import io.interregnum.fault.Targets;
import io.interregnum.fault.Trigger;
import io.interregnum.fault.Until;
import io.interregnum.run.Scenario;
import io.interregnum.suite.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

/** What scenario files say, and what people are told who write one wrongly. */
class ScenarioFileTest {
    private static final String HEAD = "name: some\nquestion: Does it?\nfaults:\n";

    @TempDir
    private Path directory;

    private Path file(String text) throws IOException {
        return Files.writeString(directory.resolve("some.yaml"), text);
    }

    private List<Step> steps(String faults) throws IOException {
        return ScenarioFile.read(file(HEAD + faults), 7).steps();
    }

    private List<String> triggers(String faults) throws IOException {
        return steps(faults).stream().map(step -> step.trigger().text()).toList();
    }

    @ParameterizedTest
    @FieldSource("io.interregnum.suite.scenario.Scenarios#ALL")
    void readsBackEachScenarioOfTheCatalogue(Scenario scenario) throws IOException {
        assertThat(ScenarioFile.read(file(ScenarioFile.yaml(scenario)), 1)).isEqualTo(scenario);
    }

    @Test
    void readsBackEveryFieldOfAStepAndAllSettings() throws IOException {
        Step step = new Step(
                Faults.named("kill-leader").orElseThrow(),
                Optional.of(Targets.parse("zk-1,zk-2")),
                Trigger.parse("on write-acknowledged number 50 plus 20ms"),
                Until.parse("until fault-healed of 1 at most 20s"),
                Heal.FRESH);
        Step second = new Step(
                Faults.named("isolate-leader").orElseThrow(),
                Optional.empty(),
                Trigger.parse("after 2s of 0"),
                Until.parse("for 1500ms"),
                Heal.PLAIN);
        Scenario scenario = new Scenario(
                "on", "Is \"it\": so? # yes", List.of(step, second), true, Optional.of(Duration.ofMillis(250)));
        Settings settings = new Settings(
                Optional.of("suspended-is-leader,low-quorum"),
                Optional.of("paxos"),
                OptionalInt.of(5),
                OptionalInt.of(2),
                OptionalInt.of(3),
                OptionalInt.of(4),
                OptionalInt.of(0),
                Optional.of(Duration.ofSeconds(4)),
                Optional.of(Duration.ofMillis(200)));

        ScenarioFile read = ScenarioFile.of(file(ScenarioFile.yaml(scenario, settings)), 1);

        assertThat(read.scenario()).isEqualTo(scenario);
        assertThat(read.settings()).isEqualTo(settings);
    }

    @Test
    void writesWhatAPersonCanRead() {
        Step step = Step.of(
                        Faults.named("kill-leader").orElseThrow(),
                        Duration.ZERO,
                        new Until.Detection(Duration.ofMillis(2_500)))
                .aimedAt(Targets.A_FOLLOWER);
        Scenario scenario = new Scenario("some", "Does it?", List.of(step), false, Optional.empty());

        assertThat(ScenarioFile.yaml(scenario)).isEqualTo("""
                        name: some
                        question: "Does it?"
                        faults:
                          # step 0
                          - fault: kill-leader
                            target: a-follower
                            for: detection plus 2500ms
                        """);
    }

    @Test
    void whatFollowsAParallelGroupWaitsForAllOfIt() throws IOException {
        assertThat(triggers("""
                          - {fault: kill-leader, for: 1s}
                          - parallel:
                            - {fault: pause-leader, for: 1s}
                            - sequence:
                              - {fault: isolate-leader, for: 1s, when: after 1s}
                              - {fault: split-halves, for: 1s}
                          - {fault: kill-leader, for: 1s, when: after 3s}
                        """))
                .containsExactly("after 0ms", "after 0ms", "after 1s of 0", "after 0ms", "after 3s of 1,3");
    }

    @Test
    void membersOfAFirstGroupBeginWithTheFaults() throws IOException {
        assertThat(triggers("""
                          - parallel:
                            - {fault: kill-leader, for: 1s}
                            - {fault: kill-ensemble-leader, for: 1s, when: after 2s}
                            - {fault: isolate-leader, for: 1s, when: at 9s}
                        """)).containsExactly("after 0ms", "at 2s", "at 9s");
    }

    @Test
    void repeatsAreWrittenOut() throws IOException {
        assertThat(triggers("""
                          - repeat:
                              times: 3
                              faults:
                                - {fault: kill-leader, for: 1s, when: after 1s}
                        """)).containsExactly("after 1s", "after 1s", "after 1s");
    }

    @Test
    void inARepetitionAnEventIsTheNextOneAfterWhatIsBefore() throws IOException {
        String repeated = """
                          - {fault: restart, for: 1s}
                          - repeat:
                              times: 2
                              faults:
                                - {fault: kill-leader, when: on leader-elected plus 20ms, until: leader-elected at most 9s}
                                - parallel:
                                  - {fault: isolate-leader, for: 1s, when: on leader-elected}
                                  - {fault: split-halves, for: 1s, when: on fault-healed of 0}
                        """;

        assertThat(triggers(repeated))
                .containsExactly(
                        "after 0ms",
                        "on leader-elected plus 20ms after 0",
                        "on leader-elected after 1",
                        "on fault-healed of 0",
                        "on leader-elected plus 20ms after 2,3",
                        "on leader-elected after 4",
                        "on fault-healed of 0");
        assertThat(steps(repeated).get(4).until().text()).isEqualTo("until next leader-elected at most 9s");
    }

    @Test
    void outsideOfOneAndWithANumberItIsCountedFromTheBegin() throws IOException {
        String faults = """
                          - {fault: kill-leader, for: 1s}
                          - {fault: isolate-leader, when: on leader-elected, until: leader-elected at most 9s}
                          - sequence:
                            - {fault: pause-leader, when: on leader-elected number 1, until: leader-elected number 3 at most 9s}
                            - {fault: kill-leader, when: on leader-elected after 0, for: 1s}
                        """;

        assertThat(triggers(faults))
                .containsExactly("after 0ms", "on leader-elected", "on leader-elected", "on leader-elected after 0");
        assertThat(steps(faults).get(1).until().text()).isEqualTo("until leader-elected at most 9s");
        assertThat(steps(faults).get(2).until().text()).isEqualTo("until leader-elected number 3 at most 9s");
    }

    @Test
    void whatIsLeftToChanceIsDrawnFromTheSeedWithinItsBounds() throws IOException {
        Path file = file(HEAD + """
                  - {fault: [kill-leader, pause-leader], target: [leader, a-follower], when: after 1s to 3s, for: 2s to 5s}
                  - random-of:
                    - {fault: isolate-leader, for: 1s}
                    - {fault: split-halves, for: 1s}
                """);
        TreeSet<String> drawn = new TreeSet<>();
        for (long seed = 0; seed < 200; seed++) {
            Scenario scenario = ScenarioFile.read(file, seed);
            Step first = scenario.steps().get(0);

            assertThat(((Trigger.After) first.trigger()).delay())
                    .isBetween(Duration.ofSeconds(1), Duration.ofSeconds(3));
            assertThat(((Until.For) first.until()).time()).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(5));
            assertThat(ScenarioFile.read(file, seed)).isEqualTo(scenario);
            drawn.add(first.fault().name() + " " + first.aim().text());
            drawn.add(scenario.steps().get(1).fault().name());
        }
        assertThat(drawn)
                .containsExactly(
                        "isolate-leader",
                        "kill-leader a-follower",
                        "kill-leader leader",
                        "pause-leader a-follower",
                        "pause-leader leader",
                        "split-halves");
    }

    @Test
    void numbersAreDrawnWithinTheirBounds() throws IOException {
        Path file = file(HEAD + """
                  - {fault: lossy-links, with: {percent: 5 to 40}, for: 1s}
                  - {fault: clock-drift, with: {factor: [0.25 to 0.5, 1.5 to 2]}, for: 1s}
                  - repeat:
                      times: 2 to 4
                      faults:
                        - {fault: kill-leader, for: 1s}
                """);
        TreeSet<Integer> percents = new TreeSet<>();
        TreeSet<String> factors = new TreeSet<>();
        TreeSet<Integer> counts = new TreeSet<>();
        for (long seed = 0; seed < 300; seed++) {
            List<Step> steps = ScenarioFile.read(file, seed).steps();
            percents.add(Integer.valueOf(steps.get(0).fault().values().getOrDefault("percent", "20")));
            factors.add(steps.get(1).fault().values().getOrDefault("factor", "1.5"));
            counts.add(steps.size() - 2);
        }

        assertThat(percents).allMatch(percent -> percent >= 5 && percent <= 40).contains(5, 40);
        assertThat(factors).contains("0.25", "0.50", "1.7").allMatch(text -> text.matches("0\\.\\d\\d|[12]\\.\\d"));
        assertThat(counts).containsExactly(2, 3, 4);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            - {fault: [kill-leader, kill-leeder], for: 1s} | :4: faults[0].fault: there is no fault "kill-leeder"
            - {fault: kill-leader, for: 1s, target: [leader, everybody]} | :4: faults[0].target: unknown target "everybody"
            - {random-of: [{fault: kill-leader, for: 1s}, {fault: kill-leader, for: 1x}]} | :4: faults[0].random-of[1].for: "1x" is not a duration
            """)
    void whatIsWrongIsToldWhateverTheSeedDraws(String faults, String message) throws IOException {
        Path file = file(HEAD + faults + "\n");

        for (long seed = 0; seed < 10; seed++) {
            long drawn = seed;
            assertThatThrownBy(() -> ScenarioFile.read(file, drawn))
                    .isInstanceOf(UsageException.class)
                    .hasMessageContaining(message);
        }
    }

    /** Line 4 is the first of the faults. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            - {fault: kill-leeder, for: 1s} | :4: faults[0].fault: there is no fault "kill-leeder"; expected one of kill, kill-leader,
            - {fault: kill-leader, for: 1x} | :4: faults[0].for: "1x" is not a duration
            - {fault: kill-leader} | :4: faults[0]: neither "for" and "until" is there; expected one of them
            - {fault: kill-leader, for: 1s, wen: at 1s} | :4: faults[0].wen: there is no such field; expected one of fault, with, target, when, for
            - {fault: kill-leader, for: 1s, when: on tuesday} | :4: faults[0].when: "tuesday" is nothing that can be waited for; expected one of leader-elected
            - {fault: kill-leader, for: 1s, when: soon} | :4: faults[0].when: "soon" has another form; expected such as after 2s
            - {fault: kill-leader, for: 1s, target: everybody} | :4: faults[0].target: unknown target "everybody"
            - {fault: kill-leader, for: 1s, heal: quick} | :4: faults[0].heal: "quick" is not one of ["plain","fresh"]
            - {fault: kill-leader, for: 1s, with: {speed: 3}} | :4: faults[0].with: fault kill-leader has no parameter [speed]
            - {fault: lossy-links, for: 1s, with: {percent: 40 to 5}} | :4: faults[0].with.percent: "40 to 5" goes from more to less
            - {fault: lossy-links, for: 1s, with: {percent: 200 to 300}} | :4: faults[0].with: percent=
            - {repeat: {times: 0 to 0, faults: [{fault: kill-leader, for: 1s}]}} | :4: faults[0].repeat.times: 0 is out of bounds: from 1 to 500
            - {repeat: {times: often, faults: [{fault: kill-leader, for: 1s}]}} | :4: faults[0].repeat.times: "often" has another form; expected how often, 1 to 500
            - {repeat: {times: 501, faults: [{fault: kill-leader, for: 1s}]}} | :4: faults[0].repeat.times: 501 is out of bounds: the maximum is 500
            - {fault: kill-leader, for: 5s to 2s} | :4: faults[0].for: "5s to 2s" goes from more to less
            - {fault: kill-leader, for: 1s, when: after 1s of 4} | :4: faults[0]: step 0 waits for the end of step 4, which is not before it
            - {fault: kill-leader, for: 1s, when: on fault-healed of 9} | :4: faults[0]: step 0 waits for step 9, and the last one is step 0
            - {fault: kill-leader, for: 1s, parallel: []} | :4: faults[0].parallel: must not be empty
            - {for: 1s} | :4: faults[0]: expected one of fault, sequence, parallel, repeat, random-of; there is none
            - {target: leader, sequence: [{fault: kill-leader, for: 1s}]} | :4: faults[0]: "sequence" is a group and has nothing beside it
            - {repeat: {faults: [{fault: kill-leader, for: 1s}]}} | :4: faults[0].repeat: "times" is missing
            - kill-leader | :4: faults[0]: "kill-leader" is of another type; expected "object"
            - {fault: kill-leader, fault: pause-leader, for: 1s} | :4: no YAML:
            - {fault: kill-leader | no YAML:
            """)
    void whatIsWrongIsToldWithFileLineAndField(String faults, String message) throws IOException {
        Path file = file(HEAD + faults + "\n");

        assertThatThrownBy(() -> ScenarioFile.read(file, 1))
                .isInstanceOf(UsageException.class)
                .hasMessageStartingWith(file.toString())
                .hasMessageContaining(message)
                .message()
                .doesNotContain("\n");
    }

    @Test
    void fieldsThatAreMissingOrUnknownAtTheTopAreToldToo() throws IOException {
        Path file = file("name: some\ncluster:\n  ensemble: 4\n  maters: 3\nfaults: [{fault: kill-leader, for: 1s}]\n");

        assertThatThrownBy(() -> ScenarioFile.read(file, 1))
                .hasMessage(file + ":1: \"question\" is missing (and 2 more)");
    }

    @Test
    void aFileThatIsNotThereIsTold() {
        Path file = directory.resolve("none.yaml");

        assertThatThrownBy(() -> ScenarioFile.read(file, 1))
                .isInstanceOf(UsageException.class)
                .hasMessageStartingWith("cannot read " + file);
    }
}
