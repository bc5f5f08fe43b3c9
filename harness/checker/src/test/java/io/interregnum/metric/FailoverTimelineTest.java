package io.interregnum.metric;

import static org.assertj.core.api.Assertions.assertThat;

import io.interregnum.history.ElectionFact.Kind;
import io.interregnum.history.Event;
import io.interregnum.history.FaultEvent;
import io.interregnum.history.FaultEvent.Harm;
import io.interregnum.history.FaultEvent.Stage;
import io.interregnum.history.HistoryBuilder;
import io.interregnum.history.Processes;
import io.interregnum.metric.Failover.Phase;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FailoverTimelineTest {

    @Test
    void placesTheMilestonesOfAKilledLeader() {
        Failover failover = only(failover(Harm.DEAD));

        assertThat(failover.fault()).contains("dead");
        assertThat(failover.oldLeader()).isEqualTo("master-1");
        assertThat(failover.oldEpoch()).hasValue(4);
        assertThat(failover.newLeader()).isEqualTo("master-2");
        assertThat(failover.newEpoch()).isEqualTo(7);
        assertThat(milestones(failover))
                .containsExactly("1000..1010", "3000..3025", "3000..3072", "3075..3100", "3150..3160");
        assertThat(Stream.of(Phase.values()).map(failover::nanos))
                .containsExactly(
                        OptionalLong.of(2_015_000_000L),
                        OptionalLong.of(47_000_000L),
                        OptionalLong.of(28_000_000L),
                        OptionalLong.of(60_000_000L));
        assertThat(failover.latencyNanos()).hasValue(2_150_000_000L);
    }

    @Test
    void takesTheBeginningOfTheLookThatProvedTheFault() {
        FaultEvent effective = new FaultEvent(0, Stage.EFFECTIVE, Harm.FROZEN, List.of("master-1"), "");
        HistoryBuilder history = oldLeader()
                .stage(1_000, 0, Stage.REQUESTED, Harm.FROZEN, "master-1")
                .event(
                        1_260,
                        Event.Type.INFO,
                        Processes.NEMESIS,
                        "frozen",
                        effective.toValue(),
                        Map.of("effective-by", 1_005_000_000L));

        assertThat(milestones(only(newLeader(history))).get(0)).isEqualTo("1000..1005");
    }

    @Test
    void isNoFailoverWhenTheFirstLeaderIsElected() {
        assertThat(FailoverTimeline.of(oldLeader().registry(5, 0, 0).build())).isEmpty();
    }

    @Test
    void namesNoFaultWhenTheLeaderFellOfItsOwnAccord() {
        Failover failover = only(newLeader(oldLeader()));

        assertThat(failover.fault()).isEmpty();
        assertThat(failover.faultEffective()).isEmpty();
        assertThat(failover.latencyNanos()).isEmpty();
        assertThat(failover.nanos(Phase.DETECTION)).isEmpty();
        assertThat(failover.nanos(Phase.ELECTION)).isPresent();
    }

    @Test
    void blamesAFaultOfAnotherNodeOnlyWhenNoneWasAimedAtTheLeader() {
        HistoryBuilder other = newLeader(oldLeader().fault(0, Harm.DEAD, "zk-1", 1_000, 5_000));
        HistoryBuilder both = newLeader(
                oldLeader().fault(0, Harm.FROZEN, "master-1", 1_000, 1_200).fault(1, Harm.DEAD, "zk-1", 1_300, 5_000));

        assertThat(Stream.of(other, both).map(history -> only(history).fault()))
                .containsExactly(Optional.of("dead"), Optional.of("frozen"));
    }

    @Test
    void blamesNoFaultOfLaterOrOfLongAgo() {
        HistoryBuilder later = newLeader(oldLeader().fault(0, Harm.DEAD, "master-1", 4_000, 5_000));
        HistoryBuilder longAgo =
                oldLeader().fault(0, Harm.FROZEN, "master-1", 1_000, 2_000).yes("master-2", 7, "b", 17_000, 17_000);
        HistoryBuilder justNow =
                oldLeader().fault(0, Harm.FROZEN, "master-1", 1_000, 2_000).yes("master-2", 7, "b", 16_999, 16_999);

        assertThat(Stream.of(later, longAgo, justNow)
                        .map(history -> only(history).fault()))
                .containsExactly(Optional.empty(), Optional.empty(), Optional.of("frozen"));
    }

    @Test
    void blamesAnUnprovenFaultButDoesNotGuessWhenItTookEffect() {
        HistoryBuilder history = oldLeader()
                .stage(1_000, 0, Stage.REQUESTED, Harm.DEAD, "master-1")
                .stage(1_500, 0, Stage.UNPROVEN, Harm.DEAD, "master-1");

        Failover failover = only(newLeader(history));

        assertThat(failover.fault()).contains("dead");
        assertThat(failover.faultEffective()).isEmpty();
    }

    @Test
    void doesNotLengthenAFailoverThatAnObserverSawLate() {
        HistoryBuilder history = oldLeader()
                .fault(0, Harm.DEAD, "master-1", 1_000, 9_000)
                .no("master-2", "b", 3_000, 3_002)
                .yes("master-2", 7, "b", 3_070, 3_072)
                .write("k", 1)
                .on("master-2")
                .epoch(7)
                .asked(3_150)
                .ok(3_160)
                .electionNode(6_000, Kind.ELECTION_NODE_DELETED, 4, "master-1", 2_900)
                .registry(6_001, 7, 2_900);

        Failover failover = only(history);

        assertThat(milestones(failover))
                .containsExactly("1000..1010", "2900..3072", "3000..3072", "3000..3160", "3150..3160");
        assertThat(failover.latencyNanos()).hasValue(2_150_000_000L);
    }

    @Test
    void placesAMilestoneThatCameTooLateWithItsSuccessor() {
        HistoryBuilder history = oldLeader()
                .fault(0, Harm.CUT, "master-1", 1_000, 9_000)
                .no("master-2", "b", 3_000, 3_002)
                .yes("master-2", 7, "b", 3_070, 3_072)
                .electionNode(5_000, Kind.ELECTION_NODE_DELETED, 4, "master-1", 4_975)
                .registry(3_100, 7, 3_080)
                .write("k", 1)
                .on("master-2")
                .epoch(7)
                .asked(3_150)
                .ok(3_160);

        Failover failover = only(history);

        assertThat(milestones(failover))
                .containsExactly("1000..1010", "3072..3072", "3072..3072", "3100..3100", "3160..3160");
        assertThat(failover.nanos(Phase.ELECTION)).hasValue(0);
    }

    @Test
    void leavesEmptyWhatWasNotObserved() {
        HistoryBuilder history = oldLeader()
                .fault(0, Harm.DEAD, "master-1", 1_000, 9_000)
                .write("k", 1)
                .on("master-2")
                .epoch(7)
                .asked(3_150)
                .ok(3_160)
                .registry(3_100, 7, 3_080)
                .electionNode(20, Kind.ELECTION_NODE_CREATED, 7, "master-2", 0);

        Failover failover = only(history);

        assertThat(failover.newLeader()).isEqualTo("master-2");
        assertThat(failover.electionNodeGone()).isEmpty();
        assertThat(failover.newLeaderClaims()).isEmpty();
        assertThat(failover.nanos(Phase.DETECTION)).isEmpty();
        assertThat(failover.latencyNanos()).hasValue(2_150_000_000L);
    }

    @Test
    void reckonsAnUnansweredProbeAsNoStatement() {
        HistoryBuilder history = oldLeader()
                .no("master-2", "b", 2_000, 2_002)
                .unanswered("master-2", 2_020, 2_520)
                .yes("master-2", 7, "b", 2_530, 2_532);

        assertThat(milestones(only(history)).get(2)).isEqualTo("2000..2532");
    }

    @Test
    void findsEveryFailoverInTheOrderOfEpochs() {
        HistoryBuilder history = failover(Harm.DEAD)
                .fault(1, Harm.FROZEN, "master-2", 10_000, 16_000)
                .yes("master-3", 9, "c", 14_000, 14_002);

        List<Failover> failovers = FailoverTimeline.of(history.build());

        assertThat(failovers).map(Failover::newEpoch).containsExactly(7L, 9L);
        assertThat(failovers).map(failover -> failover.fault().orElse("")).containsExactly("dead", "frozen");
        assertThat(failovers.get(1).oldLeader()).isEqualTo("master-2");
    }

    @Test
    void keepsPhasesThatAddUpWhateverWasSeen() {
        SplittableRandom random = new SplittableRandom(7);
        for (int round = 0; round < 2_000; round++) {
            List<Optional<Milestone>> seen = IntStream.range(0, 5)
                    .mapToObj(i -> {
                        long earliest = random.nextLong(100);
                        return Optional.of(new Milestone(earliest, earliest + random.nextLong(30)));
                    })
                    .toList();

            List<Optional<Milestone>> placed = FailoverTimeline.inOrder(seen);
            Failover failover = new Failover(
                    Optional.empty(),
                    "",
                    OptionalLong.empty(),
                    "",
                    1,
                    placed.get(0),
                    placed.get(1),
                    placed.get(2),
                    placed.get(3),
                    placed.get(4));

            List<Long> phases = Stream.of(Phase.values())
                    .map(phase -> failover.nanos(phase).orElseThrow())
                    .toList();
            assertThat(phases).allMatch(nanos -> nanos >= 0);
            assertThat(phases.stream().mapToLong(Long::longValue).sum())
                    .isEqualTo(failover.latencyNanos().orElseThrow());
            assertThat(placed.get(4).orElseThrow().latestNanos())
                    .isEqualTo(seen.get(4).orElseThrow().latestNanos());
        }
    }

    private static HistoryBuilder failover(Harm harm) {
        return newLeader(oldLeader().fault(0, harm, "master-1", 1_000, 9_000));
    }

    private static HistoryBuilder oldLeader() {
        return new HistoryBuilder()
                .electionNode(10, Kind.ELECTION_NODE_CREATED, 4, "master-1", 0)
                .yes("master-1", 4, "a", 20, 22)
                .registry(30, 4, 5);
    }

    private static HistoryBuilder newLeader(HistoryBuilder history) {
        return history.electionNode(3_025, Kind.ELECTION_NODE_DELETED, 4, "master-1", 3_000)
                .no("master-2", "b", 2_990, 2_992)
                .yes("master-2", 7, "b", 3_070, 3_072)
                .registry(3_100, 7, 3_075)
                .write("k", 1)
                .on("master-2")
                .epoch(7)
                .asked(3_150)
                .ok(3_160)
                .write("k", 2)
                .on("master-2")
                .epoch(7)
                .asked(3_155)
                .ok(3_170);
    }

    private static Failover only(HistoryBuilder history) {
        List<Failover> failovers = FailoverTimeline.of(history.build());
        assertThat(failovers).hasSize(1);
        return failovers.get(0);
    }

    private static List<String> milestones(Failover failover) {
        return failover.milestones().stream()
                .map(milestone -> milestone
                        .map(seen -> seen.earliestNanos() / 1_000_000 + ".." + seen.latestNanos() / 1_000_000)
                        .orElse("-"))
                .toList();
    }
}
