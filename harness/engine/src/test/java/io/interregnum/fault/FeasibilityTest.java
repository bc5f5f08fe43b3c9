package io.interregnum.fault;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.interregnum.cluster.ClusterSpec;
import io.interregnum.cluster.FakeSystem;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

/** What is refused before anything is started, each beside a near-identical schedule that is not. */
class FeasibilityTest {
    private static final ClusterSpec AGENTS = ClusterSpec.DEFAULT.withAgents(2, 1);
    private static final ClusterSpec ALONE = new ClusterSpec(1, 1, 2, Duration.ofSeconds(2), Duration.ofMillis(500));

    private static Step step(String fault, String target, String when, String until) {
        Step step = new Step(
                Faults.named(fault).orElseThrow(),
                Optional.empty(),
                Trigger.parse(when),
                Until.parse(until),
                Heal.PLAIN);
        return target.isEmpty() ? step : step.aimedAt(Targets.parse(target));
    }

    private static Step step(String fault, String target) {
        return step(fault, target, "after 0ms", "for 1s");
    }

    private static void check(ClusterSpec spec, Step... steps) {
        Nemesis.refuseImpossible(List.of(steps), spec, new FakeSystem());
    }

    private static ClusterSpec spec(String name) {
        return switch (name) {
            case "agents" -> AGENTS;
            case "alone" -> ALONE;
            default -> ClusterSpec.DEFAULT;
        };
    }

    @ParameterizedTest
    @FieldSource("io.interregnum.fault.Faults#ALL")
    void everyFaultMayDoSomethingToWhomItIsAimedAtByItself(Fault fault) {
        assertThatCode(() -> check(AGENTS, Step.of(fault, Duration.ZERO, Until.parse("for 1s"))))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            kill                     | master-9              | plain  | can be aimed at nobody: there is no node master-9; there are [zk-1
            kill                     | master-1,zk-4         | plain  | there is no node zk-4
            kill                     | agents                | plain  | there is no agent; see --agents
            kill                     | the-framework         | plain  | there can be no the-framework here
            kill                     | leader-and-agents     | plain  | there is no agent; see --agents
            kill                     | observers             | plain  | there can be no observers here
            kill                     | a-follower            | alone  | there can be no a-follower here
            kill                     | an-ensemble-follower  | alone  | there can be no an-ensemble-follower here
            kill                     | clients               | plain  | clients has no process that something could be done to
            cut-leader-from-agents   | leader                | plain  | is about nodes that this cluster does not have; see --agents
            cut-leader-from-masters  | leader                | alone  | cuts no link: there is nobody on the other side of leader
            cut-ensemble-internally  | ensemble              | alone  | cuts no link: there is nobody on the other side of ensemble
            clock-jump               | zk-1                  | plain  | can be done to master-N only
            clock-drift              | agents                | agents | can be done to master-N only, and agents may be agent-1
            clock-drift              | all                   | plain  | can be done to master-N only, and all may be zk-1
            disk-full                | leader                | plain  | can be done to zk-N, observer-N only, and leader may be master-1
            data-lost                | an-agent              | agents | can be done to zk-N, observer-N, master-N only
            exception                | client-1              | plain  | can be done to zk-N, observer-N, master-N, agent-N, framework-N only
            stop-the-world           | clients               | plain  | and clients may be client-1
            expire-session           | ensemble-leader       | plain  | can be done to master-N only, and ensemble-leader may be zk-1
            leave-behind             | leader                | plain  | can be done to zk-N only
            grow-ensemble            | zk-1                  | plain  | can be done to spare-N only
            lose-quorum              | zk-1                  | plain  | takes the quorum from the rest only if it ends 2 servers, and zk-1 is 1 at most
            """)
    void whatNobodyCanBeOrNothingCanBeDoneToIsRefused(String fault, String target, String spec, String message) {
        assertThatThrownBy(() -> check(spec(spec), step(fault, target)))
                .isInstanceOf(UnfitStepException.class)
                .hasMessageStartingWith("step 0 (" + fault + ") ")
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            kill                     | master-3              | plain
            kill                     | master-1,zk-3         | plain
            kill                     | agents                | agents
            kill                     | the-framework         | agents
            kill                     | leader-and-agents     | agents
            kill                     | leader-and-a-client   | plain
            kill                     | a-follower            | plain
            kill-observers           | observers             | plain
            cut-leader-from-agents   | leader                | agents
            cut-leader-from-masters  | leader                | plain
            clock-jump               | master-1              | plain
            clock-drift              | all-masters           | plain
            disk-full                | session-holder        | plain
            data-lost                | leader                | plain
            exception                | zk-1                  | plain
            expire-session           | a-follower            | plain
            grow-ensemble            | spare-2               | plain
            lose-quorum              | zk-1,zk-3             | plain
            """)
    void whatCanBeDoneIsNotRefused(String fault, String target, String spec) {
        assertThatCode(() -> check(spec(spec), step(fault, target))).doesNotThrowAnyException();
    }

    @Test
    void nodesThatAParameterNamesMustBeThere() {
        Step cut = step("cut-groups", "");
        Step slow = step("slow-links", "");

        assertThatThrownBy(() ->
                        check(ClusterSpec.DEFAULT, cut.withFault(cut.fault().with(Map.of("groups", "zk-9/master-1")))))
                .isInstanceOf(UnfitStepException.class)
                .hasMessageContaining("there is no node zk-9");
        assertThatThrownBy(() ->
                        check(ClusterSpec.DEFAULT, slow.withFault(slow.fault().with(Map.of("peers", "agents")))))
                .hasMessageContaining("there is no agent; see --agents");
        assertThatCode(() -> check(
                        AGENTS,
                        cut.withFault(cut.fault().with(Map.of("groups", "zk-3/master-1"))),
                        slow.withFault(slow.fault().with(Map.of("peers", "agents,zk-1")))))
                .doesNotThrowAnyException();
    }

    @Test
    void theFirstStepThatIsImpossibleIsNamed() {
        assertThatThrownBy(() -> check(ClusterSpec.DEFAULT, step("kill", "zk-1"), step("kill", "zk-4")))
                .isInstanceOfSatisfying(
                        UnfitStepException.class,
                        e -> org.assertj.core.api.Assertions.assertThat(e.step())
                                .isEqualTo(1));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            on epoch-changed                         | for 1s                                  | waits for epoch-changed, which nobody sees
            after 0ms                                | until epoch-changed at most 5s          | waits for epoch-changed, which nobody sees
            after 0ms                                | until fault-healed of 0 at most 5s      | lasts until fault-healed of 0, which happens only when it is over itself
            after 0ms                                | until fault-effective of 1 at most 5s   | lasts until fault-effective of 1, which happens only when
            """)
    void whatCannotHappenIsNotWaitedFor(String when, String until, String message) {
        assertThatThrownBy(() -> check(
                        ClusterSpec.DEFAULT,
                        step("kill", "", when, until),
                        step("pause", "zk-1", "after 1s of 0", "for 1s")))
                .isInstanceOf(UnfitStepException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            on leader-elected                        | for 1s
            after 0ms                                | until leader-elected at most 5s
            after 0ms                                | until fault-effective of 0 at most 5s
            after 0ms                                | until fault-effective of 1 at most 5s
            """)
    void whatMayHappenIsWaitedFor(String when, String until) {
        assertThatCode(() -> check(
                        ClusterSpec.DEFAULT, step("kill", "", when, until), step("pause", "zk-1", "at 1s", "for 1s")))
                .doesNotThrowAnyException();
    }
}
