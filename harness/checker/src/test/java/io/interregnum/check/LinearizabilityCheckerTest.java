package io.interregnum.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.interregnum.check.linear.Limits;
import io.interregnum.history.ClientFields;
import io.interregnum.history.RunClock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Classic histories: for each that must be rejected, one nearly identical that must be accepted. */
class LinearizabilityCheckerTest {

    private static CheckResult check(LinearizabilityCheckerStory story) {
        return new LinearizabilityChecker(promising(true)).check(story.history());
    }

    private static Expectations promising(boolean freshReads) {
        Duration second = Duration.ofSeconds(1);
        return new Expectations(
                List.of("master-1"), List.of(), true, 1.0, second, Optional.empty(), second, freshReads);
    }

    private static LinearizabilityCheckerStory story() {
        return new LinearizabilityCheckerStory();
    }

    private static Finding only(CheckResult result) {
        assertThat(result.verdict()).isEqualTo(Verdict.INVALID);
        assertThat(result.violations()).hasSize(1);
        Finding finding = result.violations().get(0);
        assertThat(finding.grade()).contains(Grade.STATE_LOST_OR_FORKED);
        return finding;
    }

    private static void accepted(LinearizabilityCheckerStory story) {
        CheckResult result = check(story);
        assertThat(result.violations()).isEmpty();
        assertThat(result.verdict()).isEqualTo(Verdict.VALID);
    }

    @Test
    void rejectsAStaleRead() {
        Finding finding = only(check(story().write(0, 1)
                .write(0, 2)
                .onNode("master-2", 2)
                .read(1, 1L)
                .read(2, 2L)));

        assertThat(finding.summary())
                .isEqualTo(
                        "stale or forked state on key x: process 1's read of 1 on master-2 (epoch 2) from 0.400 s to "
                                + "0.500 s cannot be linearized after process 0's write of 2 on master-1 (epoch 1) from 0.200 s "
                                + "to 0.300 s: the register holds 2, so a read cannot return 1");
        assertThat(finding.events()).containsExactly(0L, 1L, 2L, 3L, 4L, 5L);
        assertThat(finding.nodes()).containsExactly("master-2", "master-1");
        assertThat(finding.epochs()).containsExactly(2L, 1L);
        assertThat(finding.details()).containsEntry("key", "x").containsEntry("kind", "stale-or-forked");
    }

    @Test
    void acceptsAReadOfTheOldValueWhileTheNewOneIsWritten() {
        accepted(story().write(0, 1)
                .invoke(0, ClientFields.WRITE, 2L)
                .read(1, 1L)
                .ok(0)
                .read(2, 2L));
    }

    @Test
    void rejectsALostWrite() {
        Finding finding = only(
                check(story().write(0, 1).read(1, 1L).write(0, 2).read(1, 1L).read(2, 1L)));

        assertThat(finding.summary())
                .startsWith(
                        "acknowledged write lost on key x: process 1's read of 1 on master-1 (epoch 1) from 0.600 s")
                .contains("after process 0's write of 2 ");
        assertThat(finding.events()).containsExactly(0L, 1L, 4L, 5L, 6L, 7L);
    }

    @Test
    void doesNotCallLostWhatAnOverlappingWriteMayHaveCovered() {
        Finding finding = only(check(story().write(0, 1)
                .write(0, 2)
                .invoke(2, ClientFields.WRITE, 3L)
                .read(1, 1L)
                .ok(2)
                .read(1, 3L)));

        assertThat(finding.summary()).startsWith("stale or forked state on key x: process 1's read of 1 ");
        assertThat(finding.events()).containsExactly(0L, 1L, 2L, 3L, 5L, 6L);
    }

    @Test
    void rejectsAWriteLostToNothing() {
        Finding finding = only(check(story().write(0, 1).read(1, null)));

        assertThat(finding.summary())
                .startsWith("acknowledged write lost on key x: process 1's read of no value ")
                .endsWith("the register holds 1, so a read cannot return no value");
        assertThat(finding.events()).containsExactly(0L, 1L, 2L, 3L);
    }

    @Test
    void acceptsAWriteThatWasNeverSeenBecauseAnotherMayHaveCoveredIt() {
        accepted(story().invoke(3, ClientFields.WRITE, 1L)
                .write(0, 2)
                .ok(3)
                .read(1, 1L)
                .read(2, 1L));
    }

    @Test
    void rejectsAForkedRegister() {
        Finding finding = only(check(story().write(0, 1)
                .invoke(1, ClientFields.CAS, List.of(1L, 2L))
                .onNode("master-2", 2)
                .invoke(2, ClientFields.CAS, List.of(1L, 3L))
                .ok(1)
                .ok(2)
                .read(3, 3L)));

        assertThat(finding.summary())
                .startsWith("stale or forked state on key x: process 2's cas from 1 to 3 on master-2 (epoch 2)")
                .endsWith("the register holds 2, so a compare-and-set cannot find 1");
        assertThat(finding.events()).containsExactly(0L, 1L, 2L, 3L, 4L, 5L);
    }

    @Test
    void acceptsTwoSetsOfWhichTheSecondFindsTheFirst() {
        accepted(story().write(0, 1)
                .invoke(1, ClientFields.CAS, List.of(1L, 2L))
                .invoke(2, ClientFields.CAS, List.of(2L, 3L))
                .ok(1)
                .ok(2)
                .read(3, 3L));
    }

    @Test
    void rejectsASetFromAnOverwrittenValue() {
        Finding finding = only(check(story().write(0, 1).write(0, 2).cas(1, 1, 3)));

        assertThat(finding.summary()).contains("the register holds 2, so a compare-and-set cannot find 1");
        assertThat(finding.events()).containsExactly(0L, 1L, 2L, 3L, 4L, 5L);
    }

    @Test
    void rejectsAMismatchThatFoundAnOverwrittenValue() {
        Finding finding = only(check(story().write(0, 1)
                .write(0, 2)
                .invoke(1, ClientFields.CAS, List.of(7L, 8L))
                .mismatch(1, 1)));

        assertThat(finding.summary()).contains("process 1's cas from 7 to 8 that found 1 on master-1");
        assertThat(finding.events()).containsExactly(0L, 1L, 2L, 3L, 4L, 5L);
    }

    @Test
    void acceptsAMismatchThatFoundTheNewestValue() {
        accepted(story().write(0, 1)
                .write(0, 2)
                .invoke(1, ClientFields.CAS, List.of(7L, 8L))
                .mismatch(1, 2));
    }

    @Test
    void observesARefusalOfWhatWasExpected() {
        CheckResult result = check(
                story().write(0, 1).invoke(1, ClientFields.CAS, List.of(1L, 2L)).mismatch(1, 1));

        assertThat(result.verdict()).isEqualTo(Verdict.VALID);
        assertThat(result.observations().get(0).summary())
                .isEqualTo("process 1's cas from 1 to 2 that found 1 on master-1 (epoch 1) from 0.200 s to 0.300 s was "
                        + "refused although it found what it expected");
    }

    @Test
    void acceptsAWriteThatTimedOutAndIsReadLater() {
        accepted(story().write(0, 1)
                .invoke(1, ClientFields.WRITE, 2L)
                .info(1)
                .read(0, 1L)
                .read(0, 2L));
    }

    @Test
    void rejectsAWriteThatTimedOutAndIsReadAndThenUnread() {
        Finding finding = only(check(story().write(0, 1)
                .invoke(1, ClientFields.WRITE, 2L)
                .info(1)
                .read(0, 2L)
                .read(0, 1L)));

        assertThat(finding.summary())
                .startsWith("stale or forked state on key x: process 0's read of 1 ")
                .contains("the register holds 2, so a read cannot return 1");
        assertThat(finding.events()).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L);
    }

    @Test
    void rejectsAReadOfAWriteThatWasRefused() {
        Finding finding = only(check(
                story().write(0, 1).invoke(1, ClientFields.WRITE, 2L).fail(1).read(0, 2L)));

        assertThat(finding.summary())
                .contains("process 0's read of 2 ")
                .endsWith("; process 1's write of 2 on master-1 from 0.200 s to 0.300 s was refused");
        assertThat(finding.events()).containsExactly(2L, 3L, 4L, 5L);
    }

    @Test
    void acceptsAReadOfAWriteThatTimedOut() {
        accepted(story().write(0, 1).invoke(1, ClientFields.WRITE, 2L).info(1).read(0, 2L));
    }

    @Test
    void rejectsReadsOfTheFutureAndOfNothing() {
        assertThat(only(check(story().read(0, 2L).write(1, 2))).summary())
                .endsWith("; process 1's write of 2 on master-1 (epoch 1) from 0.200 s to 0.300 s came later");
        assertThat(only(check(story().write(1, 2).read(0, 3L))).summary()).endsWith("; nobody ever wrote 3");
    }

    @Test
    void judgesKeysApartAndNamesEachBadOne() {
        LinearizabilityCheckerStory story = story();
        for (String key : List.of("c", "a", "b")) {
            story.onKey(key).write(0, 1).write(0, 2).read(1, key.equals("b") ? 2L : 1L);
        }

        CheckResult result = check(story);

        assertThat(result.violations())
                .extracting(finding -> finding.details().get("key"))
                .containsExactly("a", "c");
        assertThat(result.measures())
                .containsEntry("keys", 3L)
                .containsEntry("operations", 9L)
                .containsEntry("configurations", 0L);
    }

    @Test
    void leavesReadsOutWhereTheyAreNotPromisedToBeFresh() {
        LinearizabilityChecker checker = new LinearizabilityChecker(promising(false));

        CheckResult result =
                checker.check(story().write(0, 1).write(0, 2).read(1, 1L).history());
        CheckResult forked = checker.check(
                story().write(0, 1).write(0, 2).read(1, 1L).cas(1, 1, 3).history());

        assertThat(result.verdict()).isEqualTo(Verdict.VALID);
        assertThat(result.observations().get(0).summary()).startsWith("1 reads were left out: ");
        assertThat(forked.verdict()).isEqualTo(Verdict.INVALID);
    }

    @Test
    void namesTheKeyAndTheCauseWhenItGivesUp() {
        Limits none = Limits.on(RunClock.on(() -> 0)).withConfigurationsMax(0);

        // The same value twice, so that the search is needed.
        CheckResult result = new LinearizabilityChecker(promising(true), none)
                .check(story().write(0, 1).write(0, 1).read(0, 1L).history());

        assertThat(result.verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(result.reason()).isEqualTo("not decided: key x: out of memory budget: more than 0 configurations");
    }

    @Test
    void isUnknownWhereThereIsNothingToJudgeOrItCannotBeRead() {
        assertThat(check(story()).reason()).contains("no read, write or cas");
        assertThat(check(story().invoke(0, ClientFields.WRITE, null).ok(0)).reason())
                .isEqualTo(
                        "not decided: key x: operation 0: value of write is null; a register cannot be set to no value");
    }
}
