package io.interregnum.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.interregnum.cluster.ClusterSpec;
import io.interregnum.cluster.FakeSystem;
import io.interregnum.cluster.Need;
import io.interregnum.fault.Fault;
import io.interregnum.fault.FaultModel;
import io.interregnum.fault.Faults;
import io.interregnum.fault.Nemesis;
import io.interregnum.fault.Occurrence.Kind;
import io.interregnum.fault.Step;
import io.interregnum.fault.Trigger;
import io.interregnum.fault.Until;
import io.interregnum.fault.Weight;
import io.interregnum.history.FaultEvent.Harm;
import io.interregnum.run.RandomSchedule.Bounds;
import io.interregnum.run.RandomSchedule.Lack;
import io.interregnum.run.RandomSchedule.Wishes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What holds of every schedule that is drawn. */
class RandomScheduleTest {
    private static ClusterSpec servers(int count) {
        return new ClusterSpec(count, 3, 2, Duration.ofSeconds(2), Duration.ofMillis(500));
    }

    private static Wishes wishes(int servers) {
        return new Wishes(servers(servers), Faults.ALL, OptionalInt.empty(), Bounds.WITHIN_MODEL);
    }

    private static Wishes wishes(int servers, Lack lack) {
        return new Wishes(servers(servers), Faults.ALL, OptionalInt.empty(), Bounds.WITHIN_MODEL, lack);
    }

    private static List<Step> drawn(long seeds, Wishes wishes) {
        return LongStream.range(0, seeds)
                .boxed()
                .flatMap(seed -> RandomSchedule.draw(seed, wishes).stream())
                .toList();
    }

    private static List<String> texts(List<Step> steps) {
        return steps.stream()
                .map(step -> step.fault().name() + " " + step.fault().values() + " "
                        + step.aim().text() + " "
                        + step.trigger().text() + " " + step.until().text() + " "
                        + step.heal().text())
                .toList();
    }

    @ParameterizedTest
    @CsvSource({"3, 4000", "1, 500", "5, 1000"})
    void staysInsideTheModelAndCanBeCarriedOut(int servers, int seeds) {
        Wishes wishes = wishes(servers);
        for (long seed = 0; seed < seeds; seed++) {
            List<Step> steps = RandomSchedule.draw(seed, wishes);

            Nemesis.refuseUnfit(steps);
            assertThat(FaultModel.excess(steps, wishes.spec()))
                    .as("seed %d", seed)
                    .isEmpty();
        }
    }

    @Test
    void theSameSeedDrawsTheSameAndOthersDrawOthers() {
        TreeSet<String> all = new TreeSet<>();
        for (long seed = 0; seed < 500; seed++) {
            List<String> drawn = texts(RandomSchedule.draw(seed, wishes(3)));

            assertThat(texts(RandomSchedule.draw(seed, wishes(3))))
                    .as("seed %d", seed)
                    .isEqualTo(drawn);
            all.add(drawn.toString());
        }
        assertThat(all).hasSizeGreaterThan(490);
    }

    @Test
    void drawsAsManyAsAreWishedForAndElseThreeToTen() {
        Wishes eight = new Wishes(servers(3), Faults.ALL, OptionalInt.of(8), Bounds.WITHIN_MODEL);
        for (long seed = 0; seed < 1_000; seed++) {
            assertThat(RandomSchedule.draw(seed, eight)).as("seed %d", seed).hasSize(8);
            assertThat(RandomSchedule.draw(seed, wishes(3))).as("seed %d", seed).hasSizeBetween(3, 10);
        }
    }

    /** Together these show that nothing of what can be drawn is drawn never. */
    @Test
    void drawsEveryKindOfFaultTriggerAndLengthAndSometimesFewKindsOnly() {
        TreeSet<String> kinds = new TreeSet<>();
        TreeSet<String> forms = new TreeSet<>();
        int ofFewKinds = 0;
        Wishes wishes = new Wishes(servers(3).withAgents(2, 1), Faults.ALL, OptionalInt.empty(), Bounds.WITHIN_MODEL);
        for (long seed = 0; seed < 1_000; seed++) {
            List<Step> steps = RandomSchedule.draw(seed, wishes);
            TreeSet<String> ofThis = new TreeSet<>();
            for (Step step : steps) {
                ofThis.add(step.fault().name());
                forms.add(step.trigger().getClass().getSimpleName());
                forms.add(step.until().getClass().getSimpleName());
                forms.add(step.heal().name());
            }
            kinds.addAll(ofThis);
            ofFewKinds += ofThis.size() <= 2 ? 1 : 0;
        }
        assertThat(kinds)
                .containsExactlyInAnyOrderElementsOf(Faults.ALL.stream()
                        .filter(fault -> fault.weight() != Weight.BEYOND)
                        .map(Fault::name)
                        .toList());
        assertThat(forms).contains("After", "AfterAll", "At", "On", "For", "Detection", "Happens", "PLAIN", "FRESH");
        assertThat(ofFewKinds).isBetween(50, 600);
    }

    @Test
    void overlapsFaults() {
        int overlapping = 0;
        for (long seed = 0; seed < 1_000; seed++) {
            List<Step> steps = RandomSchedule.draw(seed, wishes(3));
            boolean any = false;
            for (int i = 1; i < steps.size(); i++) {
                any |= FaultModel.mayOverlap(steps, i - 1, i);
            }
            overlapping += any ? 1 : 0;
        }
        assertThat(overlapping).isGreaterThan(200);
    }

    @Test
    void neverRunsForHoursOrEndsBeforeItWasSeen() {
        for (long seed = 0; seed < 1_000; seed++) {
            for (Step step : RandomSchedule.draw(seed, wishes(3))) {
                Until until = step.until();
                assertThat(until.atMost(servers(3))).isBetween(Duration.ofMillis(300), Duration.ofSeconds(20));
                if (step.trigger() instanceof Trigger.At at) {
                    assertThat(at.sinceFaults()).isLessThan(Duration.ofMinutes(1));
                }
            }
        }
    }

    @Test
    void beyondTheModelItTakesAwayAQuorumNowAndThen() {
        Wishes wishes = new Wishes(servers(3), Faults.ALL, OptionalInt.of(8), Bounds.BEYOND_MODEL);
        List<Long> beyond = new ArrayList<>();
        for (long seed = 0; seed < 1_000; seed++) {
            List<Step> steps = RandomSchedule.draw(seed, wishes);
            Nemesis.refuseUnfit(steps);
            if (FaultModel.excess(steps, wishes.spec()).isPresent()) {
                beyond.add(seed);
            }
        }
        assertThat(beyond).hasSizeGreaterThan(50);
    }

    @Test
    void aModelWithoutRoomForAnyFaultIsRefused() {
        List<Fault> servers = List.of(Faults.named("kill-ensemble-leader").orElseThrow());
        Wishes wishes = new Wishes(servers(1), servers, OptionalInt.empty(), Bounds.WITHIN_MODEL);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> RandomSchedule.draw(1, wishes))
                .withMessage("none of [kill-ensemble-leader] fits into the fault model with 1 ZooKeeper servers");
    }

    @Test
    void whatNeedsSomeTimeIsGivenIt() {
        List<Fault> kinds =
                Faults.ALL.stream().filter(fault -> !fault.shortest(1).isZero()).toList();
        assertThat(kinds)
                .extracting(Fault::name)
                .containsExactly("rolling-restart", "crash-loop", "rolling-restart-ensemble");
        TreeSet<String> shorter = new TreeSet<>();
        for (long seed = 0; seed < 300; seed++) {
            for (Step step : RandomSchedule.draw(
                    seed, new Wishes(servers(3), Faults.ALL, OptionalInt.empty(), Bounds.BEYOND_MODEL))) {
                Duration length = step.until().atMost(servers(3));
                int targets = step.fault().name().startsWith("rolling") ? 3 : 1;
                assertThat(length).isGreaterThanOrEqualTo(step.fault().shortest(targets));
                if (length.compareTo(Duration.ofSeconds(3)) < 0) {
                    shorter.add(step.fault().name());
                }
            }
        }
        assertThat(shorter)
                .as("others may be short")
                .contains("kill-leader", "restart")
                .doesNotContain("rolling-restart", "crash-loop");
    }

    @Test
    void wishesThatCannotBeFulfilledAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Wishes(servers(3), List.of(), OptionalInt.empty(), Bounds.WITHIN_MODEL))
                .withMessage("there is no kind of fault to draw from");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Wishes(servers(3), Faults.ALL, OptionalInt.of(101), Bounds.WITHIN_MODEL))
                .withMessage("faults=101 must be from 1 to 100");
    }

    @Test
    void agentsAreAimedAtWhereThereAreSomeAndOnlyThere() {
        TreeSet<String> without = new TreeSet<>();
        TreeSet<String> with = new TreeSet<>();
        Wishes agents = new Wishes(servers(3).withAgents(2, 1), Faults.ALL, OptionalInt.empty(), Bounds.WITHIN_MODEL);
        for (long seed = 0; seed < 300; seed++) {
            RandomSchedule.draw(seed, wishes(3)).forEach(step -> add(step, without));
            RandomSchedule.draw(seed, agents).forEach(step -> add(step, with));
        }

        List<String> ofAgents =
                List.of("cut-leader-from-agents", "cut-agents-from-leader", "agents", "an-agent", "the-framework");
        assertThat(without).doesNotContainAnyElementsOf(ofAgents);
        assertThat(with).containsAll(ofAgents);
    }

    @Test
    void partitionsVaryInDirectionKindAndPorts() {
        Set<String> values = new TreeSet<>();
        int standard = 0;
        for (Step step : drawn(1_000, wishes(3))) {
            step.fault().values().forEach((name, value) -> values.add(name + "=" + value));
            standard += step.fault().harm() == Harm.CUT && step.fault().values().isEmpty() ? 1 : 0;
        }

        assertThat(values)
                .containsExactlyInAnyOrder(
                        "direction=in",
                        "direction=out",
                        "kind=connections",
                        "kind=refused",
                        "ports=2181",
                        "ports=2888",
                        "ports=2888,3888",
                        "ports=3888",
                        "ports=master");
        assertThat(standard).isGreaterThan(100);
    }

    @Test
    void valuesThatNeedWhatIsLackingAreNotDrawn() {
        Wishes without = wishes(3, new Lack(Set.of(Need.NFTABLES), Set.of()));
        Set<String> directions = new TreeSet<>();
        for (Step step : drawn(1_000, without)) {
            if (step.fault().harm() == Harm.CUT) {
                assertThat(step.fault().values()).doesNotContainKeys("kind", "ports");
                directions.addAll(step.fault().values().values());
            }
        }

        assertThat(directions).containsExactly("in", "out");
    }

    @Test
    void faultsOfProcessesAndJvmsAreAimedAtServersTooAndOthersAreNot() {
        Map<String, Set<String>> aims = new TreeMap<>();
        drawn(1_500, wishes(3))
                .forEach(step -> aims.computeIfAbsent(step.fault().name(), name -> new TreeSet<>())
                        .add(step.aim().text()));

        for (String name : List.of("terminate", "restart", "stutter", "crash-loop", "thread-stop", "stop-the-world")) {
            assertThat(aims.get(name)).as(name).contains("leader", "ensemble-leader", "zk-2", "master-1");
        }
        assertThat(aims.get("clock-jump")).contains("leader", "master-1").doesNotContain("ensemble-leader", "zk-2");
        assertThat(aims.get("cut-leader-from-ensemble")).doesNotContain("ensemble-leader", "zk-2");
        assertThat(aims.get("expire-session")).doesNotContain("ensemble-leader", "agents");
    }

    @Test
    void everyKindOfEventBeginsFaultsAndEndsFaults() {
        Set<Kind> begins = EnumSet.noneOf(Kind.class);
        Set<Kind> ends = EnumSet.noneOf(Kind.class);
        for (Step step : drawn(1_000, wishes(3))) {
            if (step.trigger() instanceof Trigger.On on) {
                begins.add(on.occurrence().kind());
            }
            if (step.until() instanceof Until.Happens happens) {
                ends.add(happens.occurrence().kind());
                assertThat(step.fault().name()).isNotIn("crash-loop", "rolling-restart", "rolling-restart-ensemble");
            }
        }

        // A random schedule does not wait until all is whole: it is there to meet what is not.
        Set<Kind> drawn = EnumSet.complementOf(EnumSet.of(Kind.RECOVERED));
        assertThat(begins).isEqualTo(drawn);
        assertThat(ends).isEqualTo(drawn);
    }

    @Test
    void nothingWaitsForEventsThatNobodySees() {
        Wishes without = wishes(3, new Lack(Set.of(), Set.of(Kind.EPOCH_CHANGED)));

        assertThat(texts(drawn(1_000, without))).noneMatch(text -> text.contains("epoch-changed"));
        assertThat(texts(drawn(1_000, wishes(3)))).anyMatch(text -> text.contains("epoch-changed"));
    }

    /** Nothing that is drawn is refused when it is run. */
    @Test
    void whatIsDrawnMayHappen() {
        for (long seed = 0; seed < 1_000; seed++) {
            Nemesis.refuseImpossible(
                    RandomSchedule.draw(seed, wishes(3, new Lack(Set.of(), Set.of(Kind.EPOCH_CHANGED)))),
                    servers(3),
                    new FakeSystem());
        }
    }

    private static void add(Step step, Set<String> words) {
        words.add(step.fault().name());
        words.add(step.aim().text());
    }
}
