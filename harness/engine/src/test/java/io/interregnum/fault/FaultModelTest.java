package io.interregnum.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.interregnum.cluster.ClusterSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which schedules are beyond the declared fault model, each beside a near-identical one that is not. */
class FaultModelTest {
    private static final ClusterSpec THREE = ClusterSpec.DEFAULT;
    private static final ClusterSpec FIVE = new ClusterSpec(5, 3, 2, Duration.ofSeconds(2), Duration.ofMillis(500));

    private static Step step(String when, String target) {
        return step(Faults.named("kill-ensemble-leader").orElseThrow(), when, target);
    }

    private static Step step(Fault fault, String when, String target) {
        return new Step(
                fault, Optional.of(Targets.parse(target)), Trigger.parse(when), Until.parse("for 2s"), Heal.PLAIN);
    }

    private static boolean isWithin(ClusterSpec spec, Step... steps) {
        return FaultModel.excess(List.of(steps), spec).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"master-1/master-2, true", "zk-1/master-1, true", "zk-1/zk-2, false"})
    void weighsTheServersThatAParameterNames(String groups, boolean within) {
        Fault cut = Faults.named("cut-groups").orElseThrow().with(Map.of("groups", groups));

        assertThat(isWithin(THREE, step(cut, "after 0ms", "all-masters"))).isEqualTo(within);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            ensemble-leader,        3, true
            an-ensemble-follower,   3, true
            'zk-1,zk-2',            3, false
            'zk-1,zk-2',            5, true
            'zk-1,zk-1',            3, true
            'zk-1,master-1',        3, true
            ensemble-minority,      3, true
            ensemble-minority,      7, true
            ensemble-majority,      3, false
            ensemble-majority,      7, false
            ensemble,               5, false
            all,                    5, false
            all-masters,            3, true
            ensemble-leader,        1, false
            """)
    void weighsAStepByTheServersThatItsTargetCanBe(String target, int servers, boolean within) {
        ClusterSpec spec = new ClusterSpec(servers, 3, 2, Duration.ofSeconds(2), Duration.ofMillis(500));

        assertThat(isWithin(spec, step("after 0ms", target))).isEqualTo(within);
    }

    @ParameterizedTest
    @CsvSource({
        "cut-ensemble-leader, ensemble-leader, 3, true",
        "cut-ensemble-leader, ensemble-leader, 1, false",
        "cut-ensemble-leader, 'zk-1,zk-2', 3, false",
        "cut-ensemble-leader, 'zk-1,zk-2', 5, true",
        "isolate-one, one, 3, true",
        "isolate-one, one, 1, false"
    })
    void weighsServersThatAreCutOffAsOutOfReach(String fault, String target, int servers, boolean within) {
        ClusterSpec spec = new ClusterSpec(servers, 3, 2, Duration.ofSeconds(2), Duration.ofMillis(500));

        assertThat(isWithin(spec, step(Faults.named(fault).orElseThrow(), "after 0ms", target)))
                .isEqualTo(within);
    }

    @Test
    void twoServersAtOnceAreTooManyOfThreeAndOneAfterTheOtherAreNot() {
        assertThat(isWithin(THREE, step("after 0ms", "zk-1"), step("after 0ms", "zk-2")))
                .isTrue();
        assertThat(FaultModel.excess(List.of(step("after 0ms", "zk-1"), step("at 30s", "zk-2")), THREE))
                .contains("step 0 (kill-ensemble-leader at zk-1) and step 1 (kill-ensemble-leader at zk-2) may take "
                        + "away 2 of 3 ZooKeeper servers at once; the model allows 1");
        assertThat(isWithin(FIVE, step("after 0ms", "zk-1"), step("at 30s", "zk-2")))
                .isTrue();
        assertThat(isWithin(FIVE, step("after 0ms", "zk-1"), step("at 1s", "zk-2"), step("at 2s", "zk-3")))
                .isFalse();
    }

    @Test
    void aStepThatWaitsForTheEndOfAnotherFollowsIt() {
        assertThat(isWithin(THREE, step("after 0ms", "zk-1"), step("on fault-healed of 0", "zk-2")))
                .isTrue();
        assertThat(isWithin(THREE, step("after 0ms", "zk-1"), step("on fault-effective of 0", "zk-2")))
                .isFalse();
        assertThat(isWithin(THREE, step("after 0ms", "zk-1"), step("on leader-elected", "zk-2")))
                .isFalse();
    }

    @Test
    void whatWaitsForSeveralStepsFollowsEachOfThem() {
        Step master = step("at 1s", "leader");

        assertThat(isWithin(THREE, step("after 0ms", "zk-1"), master, step("after 0ms of 0,1", "zk-2")))
                .isTrue();
        assertThat(isWithin(THREE, step("after 0ms", "zk-1"), master, step("after 0ms", "zk-2")))
                .isFalse();
    }

    @Test
    void whatBeginsWhenAFaultIsInEffectFollowsAllThatThatOneWaitedFor() {
        Step master = step("after 1s", "leader");

        assertThat(isWithin(THREE, step("after 0ms", "zk-1"), master, step("on fault-effective of 1", "zk-2")))
                .isTrue();
    }

    @Test
    void aServerWithADamagedDiskCountsUntilItHasHadTimeToResynchronise() {
        Fault disk = new Weighing("data-lost", Weight.DISK);

        assertThat(isWithin(THREE, step(disk, "after 0ms", "zk-1"), step("after 14999ms", "zk-2")))
                .isFalse();
        assertThat(isWithin(THREE, step(disk, "after 0ms", "zk-1"), step("after 15s", "zk-2")))
                .isTrue();
        assertThat(isWithin(
                        THREE,
                        step(disk, "after 0ms", "zk-1"),
                        step("after 7500ms", "leader"),
                        step("after 7500ms", "zk-2")))
                .isTrue();
    }

    @Test
    void aSplitTakesAwayTheServersOfItsSmallerSideOnly() {
        Fault split = new Weighing("split", Weight.SPLIT);
        Fault wide = new Weighing("wide", Weight.UNREACHABLE);

        assertThat(isWithin(THREE, step(split, "after 0ms", "a-random-half"))).isTrue();
        assertThat(isWithin(THREE, step(wide, "after 0ms", "a-random-half"))).isFalse();
        assertThat(isWithin(THREE, step(split, "after 0ms", "a-random-half"), step("at 0ms", "zk-1")))
                .isFalse();
    }

    @Test
    void aRollingRestartTakesAwayOneAtATime() {
        Fault rolling = new Weighing("rolling", Weight.ONE_BY_ONE);

        assertThat(isWithin(THREE, step(rolling, "after 0ms", "ensemble"))).isTrue();
        assertThat(isWithin(THREE, step(rolling, "after 0ms", "ensemble"), step("at 1s", "zk-1")))
                .isFalse();
    }

    @Test
    void aFaultOfWhichNobodySaysWhatItTakesIsBeyondTheModel() {
        Fault unknown = new Weighing("not-in-any-list", Weights.of("not-in-any-list"));

        assertThat(unknown.weight()).isEqualTo(Weight.UNDECLARED);
        assertThat(isWithin(THREE, step(unknown, "after 0ms", "leader"))).isFalse();
        assertThat(isWithin(THREE, step(new Weighing("clock", Weight.NONE), "after 0ms", "ensemble")))
                .isTrue();
    }

    /** Red when a fault is added: say in {@link Weights} what it takes, or that it is never to be drawn. */
    @Test
    void everyFaultOfTheCatalogueSaysWhatItTakes() {
        assertThat(Stream.of(Faults.ALL.toArray(Fault[]::new)).filter(fault -> fault.weight() == Weight.UNDECLARED))
                .isEmpty();
    }
}
