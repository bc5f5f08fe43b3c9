package io.interregnum.check;

import static io.interregnum.history.ElectionFact.Kind.ELECTION_NODE_CREATED;
import static org.assertj.core.api.Assertions.assertThat;

import io.interregnum.history.FaultEvent.Harm;
import io.interregnum.history.History;
import io.interregnum.history.HistoryBuilder;
import io.interregnum.history.ProbeAnswer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LeadershipCheckerTest {

    @Test
    void observesTwoLeadersThatOverlap() {
        CheckResult result = check(twoLeaders(300), Promise.DEFAULT);

        assertThat(result.verdict()).isEqualTo(Verdict.VALID);
        Finding overlap = result.observations().get(0);
        assertThat(overlap.summary())
                .isEqualTo("master-1 (epoch 4) and master-2 (epoch 5) both claimed to lead between 0.202 s and 0.300 s:"
                        + " for 98.0 ms certainly, for 142.0 ms at most");
        assertThat(overlap.grade()).contains(Grade.CLAIM_OVERLAP);
        assertThat(overlap.nodes()).containsExactly("master-1", "master-2");
        assertThat(overlap.epochs()).containsExactly(4L, 5L);
        assertThat(overlap.details())
                .containsEntry("overlapNanosMin", 98_000_000L)
                .containsEntry("overlapNanosMax", 142_000_000L)
                .containsEntry("fromNanos", 202_000_000L)
                .containsEntry("toNanos", 300_000_000L);
    }

    @Test
    void refusesAnOverlapThatIsLongerThanAllowed() {
        History history = twoLeaders(300);

        CheckResult result = check(history, Promise.overlapAtMost(Duration.ofMillis(97)));

        assertThat(result.verdict()).isEqualTo(Verdict.INVALID);
        Finding violation = result.violations().get(0);
        assertThat(violation.summary()).contains("for 98.0 ms certainly (allowed: 97.0 ms)");
        assertThat(violation.events())
                .map(index -> history.events().get(index.intValue()))
                .map(event -> event.process() + " " + event.type().word() + " " + event.timeNanos() / 1_000_000)
                .containsExactly(
                        "probe:master-1 ok 2",
                        "probe:master-2 ok 202",
                        "probe:master-1 invoke 300",
                        "probe:master-1 ok 302",
                        "probe:master-2 invoke 400",
                        "probe:master-2 ok 402");
    }

    @Test
    void acceptsAnOverlapThatIsJustAllowed() {
        CheckResult result = check(twoLeaders(300), Promise.overlapAtMost(Duration.ofMillis(98)));

        assertThat(result.verdict()).isEqualTo(Verdict.VALID);
        assertThat(result.observations()).hasSize(2);
    }

    @Test
    void observesNothingWhenOneLeadsAfterTheOther() {
        CheckResult result = check(twoLeaders(180), Promise.overlapAtMost(Duration.ZERO));

        assertThat(result.verdict()).isEqualTo(Verdict.VALID);
        assertThat(result.observations()).hasSize(1);
        assertThat(result.observations().get(0).summary())
                .isEqualTo("leadership was claimed 2 times: master-1 (epoch 4) from 0.002 s, master-2 (epoch 5) from"
                        + " 0.202 s");
        assertThat(result.measures())
                .containsEntry("elections", 2L)
                .containsEntry("leaders", List.of("master-1 (epoch 4)", "master-2 (epoch 5)"))
                .containsEntry("claimOverlaps", 0L);
    }

    @Test
    void measuresTheTimeWithoutALeader() {
        History history = new HistoryBuilder()
                .yesFrom("master-1", 4, "a", 0, 100)
                .no("master-1", "a", 120, 122)
                .no("master-2", "b", 380, 382)
                .yesFrom("master-2", 5, "b", 400, 500)
                .build();

        Map<String, Object> measures = check(history, Promise.DEFAULT).measures();

        assertThat(measures)
                .containsEntry("longestLeaderlessNanosMin", 258_000_000L)
                .containsEntry("longestLeaderlessNanosMax", 302_000_000L);
    }

    @Test
    void refusesARegistryWhoseEpochGoesBack() {
        History history = listening()
                .registry(10, 4, 0)
                .registry(20, 5, 10)
                .registry(30, 4, 20)
                .build();

        CheckResult result = check(history, Promise.DEFAULT);

        assertThat(result.verdict()).isEqualTo(Verdict.INVALID);
        Finding violation = result.violations().get(0);
        assertThat(violation.grade()).contains(Grade.EPOCH_BROKEN);
        assertThat(violation.summary())
                .isEqualTo("the registry /ref/registry went back from epoch 5 (seen at 0.020 s) to epoch 4 (seen at"
                        + " 0.030 s, version 1)");
        assertThat(violation.epochs()).containsExactly(5L, 4L);
        assertThat(violation.events())
                .map(index -> history.events().get(index.intValue()).timeNanos())
                .containsExactly(20_000_000L, 30_000_000L);
    }

    @Test
    void acceptsARegistryWhoseEpochGrows() {
        History history = listening()
                .registry(10, 4, 0)
                .registry(20, 5, 10)
                .registry(30, 6, 20)
                .build();

        assertThat(check(history, Promise.DEFAULT).verdict()).isEqualTo(Verdict.VALID);
    }

    @Test
    void saysWhenNothingWasSeenOfTheRegistry() {
        HistoryBuilder watched = listening().watched(2, "zk-1");
        HistoryBuilder unwatched = listening();

        assertThat(observed(watched))
                .containsExactly("grade 3 in the registry was not assessed: no epoch was seen in it");
        assertThat(observed(unwatched))
                .containsExactly("grade 3 in the registry was not assessed: no epoch was seen in it, and no ZooKeeper"
                        + " server is known to have been watched");
        assertThat(observed(watched.registry(10, 4, 0))).isEmpty();
    }

    @Test
    void namesTheTimesInWhichNoServerWasWatched() {
        HistoryBuilder history = listening()
                .watched(2, "zk-1")
                .watched(3, "zk-2")
                .registry(10, 4, 0)
                .unwatched(100, "zk-1")
                .watched(200, "zk-1");
        assertThat(observed(history)).isEmpty();

        history.unwatched(150, "zk-2").unwatched(300, "zk-1");

        assertThat(observed(history))
                .containsExactly(
                        "the observer was blind from 0.150 s to 0.200 s: grade 3 in the registry was not assessed"
                                + " meanwhile",
                        "the observer was blind from 0.300 s on: grade 3 in the registry was not assessed meanwhile");
        assertThat(check(history.build(), Promise.DEFAULT).observations())
                .map(finding -> finding.events().size())
                .containsExactly(2, 1);
    }

    private static List<String> observed(HistoryBuilder history) {
        CheckResult result = check(history.build(), Promise.DEFAULT);
        assertThat(result.verdict()).isEqualTo(Verdict.VALID);
        return result.observations().stream().map(Finding::summary).toList();
    }

    @Test
    void refusesAnEpochThatGoesBackInOneLife() {
        History history = listening()
                .yes("master-1", 5, "a", 10, 12)
                .yes("master-1", 4, "a", 30, 32)
                .build();

        CheckResult result = check(history, Promise.DEFAULT);

        assertThat(result.verdict()).isEqualTo(Verdict.INVALID);
        assertThat(result.violations().get(0).summary())
                .isEqualTo("master-1 answered with epoch 5 at 0.012 s and with epoch 4 at 0.032 s, in one life of its"
                        + " process");
        assertThat(result.violations().get(0).nodes()).containsExactly("master-1");
    }

    @Test
    void acceptsALowerEpochOfAnotherLife() {
        History history = listening()
                .yes("master-1", 5, "a", 10, 12)
                .yes("master-1", 4, "b", 30, 32)
                .build();

        assertThat(check(history, Promise.DEFAULT).verdict()).isEqualTo(Verdict.VALID);
    }

    @Test
    void dividesLivesByStartsWhereNoIncarnationIsShown() {
        HistoryBuilder oneLife = listening().yes("master-1", 5, "", 10, 12).yes("master-1", 4, "", 30, 32);
        HistoryBuilder twoLives = listening()
                .yes("master-1", 5, "", 10, 12)
                .exited(20, "master-1")
                .starting(25, "master-1")
                .yes("master-1", 4, "", 30, 32);

        assertThat(check(oneLife.build(), Promise.DEFAULT).verdict()).isEqualTo(Verdict.INVALID);
        assertThat(check(twoLives.build(), Promise.DEFAULT).verdict()).isEqualTo(Verdict.VALID);
    }

    @Test
    void isUnknownWhenNobodyAnswered() {
        CheckResult result =
                check(new HistoryBuilder().unanswered("master-1", 0, 5).build(), Promise.DEFAULT);

        assertThat(result.verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(result.reason()).contains("no probe was answered");
    }

    @Test
    void isUnknownWhenABoundIsStatedAndAMasterNeverAnswered() {
        History history = new HistoryBuilder()
                .no("master-1", "a", 0, 1)
                .no("master-2", "b", 0, 1)
                .build();

        CheckResult bound = check(history, Promise.overlapAtMost(Duration.ofSeconds(1)));
        CheckResult free = check(history, Promise.DEFAULT);

        assertThat(bound.verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(bound.reason()).endsWith("no probe was answered by master-3");
        assertThat(free.verdict()).isEqualTo(Verdict.VALID);
        assertThat(free.observations().get(0).summary()).startsWith("master-3 never answered a probe");
    }

    @Test
    void isUnknownWhenALivingMasterWasSilentForLongerThanTheBound() {
        Duration bound = Duration.ofMillis(500);
        HistoryBuilder justAllowed =
                probedUntil(1_000).noFrom("master-3", "c", 0, 400).noFrom("master-3", "c", 900, 1_000);
        HistoryBuilder tooLong =
                probedUntil(1_000).noFrom("master-3", "c", 0, 400).noFrom("master-3", "c", 901, 1_000);

        assertThat(check(justAllowed.build(), Promise.overlapAtMost(bound)).verdict())
                .isEqualTo(Verdict.VALID);
        CheckResult result = check(tooLong.build(), Promise.overlapAtMost(bound));
        assertThat(result.verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(result.reason())
                .isEqualTo("whether claims overlapped for longer than allowed is not known: no probe was answered by"
                        + " master-3 from 0.402 s to 0.903 s");
        assertThat(check(tooLong.build(), Promise.DEFAULT).verdict()).isEqualTo(Verdict.VALID);
    }

    @Test
    void countsSilenceFromTheFirstProbeOfAnybodyToTheLast() {
        HistoryBuilder late = probedUntil(1_000).noFrom("master-3", "c", 600, 1_000);
        HistoryBuilder early = probedUntil(1_000).noFrom("master-3", "c", 0, 400);

        assertThat(check(late.build(), Promise.overlapAtMost(Duration.ofMillis(500)))
                        .reason())
                .endsWith("master-3 from 0.000 s to 0.602 s");
        assertThat(check(early.build(), Promise.overlapAtMost(Duration.ofMillis(500)))
                        .reason())
                .endsWith("master-3 from 0.402 s to 1.002 s");
    }

    @Test
    void doesNotCountWhatGoesBeforeTheFirstAnswerOfALife() {
        Expectations bound = Promise.overlapAtMost(Duration.ofMillis(300));
        HistoryBuilder slowStart = probedUntil(1_000).starting(0, "master-3").noFrom("master-3", "c", 500, 1_000);
        HistoryBuilder silentLife = probedUntil(1_000)
                .starting(0, "master-3")
                .noFrom("master-3", "c", 0, 200)
                .exited(210, "master-3")
                .starting(220, "master-3")
                .exited(600, "master-3")
                .starting(610, "master-3")
                .noFrom("master-3", "e", 700, 1_000);

        assertThat(check(slowStart.build(), bound).verdict()).isEqualTo(Verdict.VALID);
        assertThat(check(silentLife.build(), bound).reason()).endsWith("master-3 from 0.220 s to 0.600 s");
    }

    @Test
    void doesNotCountWhatGoesBeforeALifeIsInLineForTheFirstTime() {
        Expectations bound = Promise.overlapAtMost(Duration.ofMillis(300));
        HistoryBuilder halting = halting().electionNode(900, ELECTION_NODE_CREATED, 7, "master-3", 850);
        HistoryBuilder joinedInSilence = halting().electionNode(500, ELECTION_NODE_CREATED, 7, "master-3", 450);
        HistoryBuilder another = halting().electionNode(900, ELECTION_NODE_CREATED, 7, "master-2", 850);
        HistoryBuilder claimed = probedUntil(1_000)
                .starting(0, "master-3")
                .yesFrom("master-3", 7, "c", 100, 200)
                .noFrom("master-3", "c", 800, 1_000)
                .electionNode(900, ELECTION_NODE_CREATED, 7, "master-3", 850);

        assertThat(check(halting.build(), bound).verdict()).isEqualTo(Verdict.VALID);
        assertThat(Stream.of(joinedInSilence, another, claimed)
                        .map(history -> check(history.build(), bound).reason()))
                .allMatch(reason -> reason.endsWith("master-3 from 0.202 s to 0.802 s"));
    }

    /** Answers as it starts, then falls silent for 600 ms. */
    private static HistoryBuilder halting() {
        return probedUntil(1_000)
                .starting(0, "master-3")
                .noFrom("master-3", "c", 100, 200)
                .noFrom("master-3", "c", 800, 1_000);
    }

    @Test
    void doesNotHoldTheSilenceOfADeadAFrozenOrADeafMasterAgainstARun() {
        Expectations bound = Promise.overlapAtMost(Duration.ofMillis(300));
        HistoryBuilder silent =
                probedUntil(1_000).noFrom("master-3", "c", 0, 200).noFrom("master-3", "d", 800, 1_000);
        HistoryBuilder dead = probedUntil(1_000)
                .noFrom("master-3", "c", 0, 200)
                .exited(210, "master-3")
                .starting(600, "master-3")
                .noFrom("master-3", "d", 800, 1_000);
        HistoryBuilder frozen = probedUntil(1_000)
                .noFrom("master-3", "c", 0, 200)
                .fault(0, Harm.FROZEN, "master-3", 210, 600)
                .noFrom("master-3", "c", 800, 1_000);
        HistoryBuilder cut = probedUntil(1_000)
                .noFrom("master-3", "c", 0, 200)
                .fault(0, Harm.CUT, "master-3", 210, 600)
                .noFrom("master-3", "c", 800, 1_000);
        HistoryBuilder deaf = probedUntil(1_000).noFrom("master-3", "c", 0, 200).noFrom("master-3", "d", 800, 1_000);
        for (long ms = 220; ms < 800; ms += 20) {
            deaf.refused("master-3", ms, ms + 1);
        }

        assertThat(Stream.of(silent, dead, frozen, cut, deaf)
                        .map(history -> check(history.build(), bound).verdict()))
                .containsExactly(Verdict.UNKNOWN, Verdict.VALID, Verdict.VALID, Verdict.UNKNOWN, Verdict.VALID);
    }

    @Test
    void countsSilenceFromTheFirstFaultOn() {
        Expectations bound = Promise.overlapAtMost(Duration.ofMillis(300));
        HistoryBuilder before =
                probedUntil(1_000).noFrom("master-3", "c", 0, 100).fault(0, Harm.DEAD, "master-2", 510, 600);
        HistoryBuilder after =
                probedUntil(1_000).noFrom("master-3", "c", 0, 100).fault(0, Harm.DEAD, "master-2", 490, 600);
        before.noFrom("master-3", "c", 800, 1_000);
        after.noFrom("master-3", "c", 800, 1_000);

        assertThat(check(before.build(), bound).verdict()).isEqualTo(Verdict.VALID);
        assertThat(check(after.build(), bound).reason()).endsWith("master-3 from 0.490 s to 0.802 s");
    }

    @Test
    void neverAsksForLessSilenceThanClaimsBridge() {
        HistoryBuilder bridged =
                probedUntil(200).noFrom("master-3", "c", 0, 100).noFrom("master-3", "c", 160, 200);
        HistoryBuilder silent = probedUntil(200).noFrom("master-3", "c", 0, 100).noFrom("master-3", "c", 161, 200);

        assertThat(Stream.of(bridged, silent)
                        .map(history -> check(history.build(), Promise.overlapAtMost(Duration.ZERO))
                                .verdict()))
                .containsExactly(Verdict.VALID, Verdict.UNKNOWN);
    }

    /** The first two masters answer all the time. */
    private static HistoryBuilder probedUntil(long ms) {
        return new HistoryBuilder().noFrom("master-1", "a", 0, ms).noFrom("master-2", "b", 0, ms);
    }

    @Test
    void tellsTwentyFindingsAndCountsTheRest() {
        HistoryBuilder builder = listening().registry(10, 99, 0);
        for (int i = 1; i <= 30; i++) {
            builder.registry(10 + i, i, 0);
        }

        CheckResult result = check(builder.build(), Promise.DEFAULT);

        assertThat(result.violations()).hasSize(LeadershipChecker.FINDINGS_MAX);
        assertThat(result.measures()).containsEntry("epochsBackInRegistry", 30L);
    }

    @Test
    void namesLeadersWithoutAnEpoch() {
        ProbeAnswer answer = new ProbeAnswer(true, OptionalLong.empty(), "a", "master-1");
        History history = listening()
                .probe("master-1", answer, 10, 12)
                .probe("master-1", answer, 30, 32)
                .build();

        Optional<Finding> elections =
                check(history, Promise.DEFAULT).observations().stream().findFirst();

        assertThat(elections).isPresent();
        assertThat(elections.get().summary()).contains("master-1 (no epoch shown) from 0.012 s");
    }

    /** The old leader is asked for the last time at {@code lastMs}, the new one claims from 200 ms on. */
    private static History twoLeaders(long lastMs) {
        return new HistoryBuilder()
                .yesFrom("master-1", 4, "a", 0, lastMs)
                .noFrom("master-1", "a", lastMs + 20, 400)
                .noFrom("master-2", "b", 0, 180)
                .yesFrom("master-2", 5, "b", 200, 400)
                .noFrom("master-3", "c", 0, 400)
                .registry(5, 4, 0)
                .build();
    }

    private static HistoryBuilder listening() {
        return new HistoryBuilder()
                .no("master-1", "a", 0, 1)
                .no("master-2", "b", 0, 1)
                .no("master-3", "c", 0, 1);
    }

    private static CheckResult check(History history, Expectations expectations) {
        return new LeadershipChecker(expectations).check(history);
    }
}
