package io.interregnum.masters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.interregnum.masters.FakeStore.Fate;
import io.interregnum.masters.Operation.Cas;
import io.interregnum.masters.Operation.Read;
import io.interregnum.masters.Operation.Write;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a registrar does when its store refuses or loses answers. */
class RegistrarTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration NONE = Duration.ZERO;

    private final FakeStore store = new FakeStore();
    private final BlockingQueue<String> ends = new LinkedBlockingQueue<>();
    private final Exit exit = new Exit() {
        @Override
        public void die(String sentence) {
            ends.add(sentence);
        }

        @Override
        public void die(String sentence, Runnable lastAnswers) {
            lastAnswers.run();
            ends.add(sentence);
        }
    };
    private Thread thread = new Thread(() -> {});

    @AfterEach
    void stop() {
        thread.interrupt();
    }

    private Registrar start(long epoch, Registrar.Policy policy) {
        EventLog log = new EventLog(OutputStream.nullOutputStream(), "master-1", "id");
        Registrar registrar = new Registrar(epoch, 0, store, policy, log, exit);
        thread = new Thread(registrar::run, "registrar-under-test");
        thread.start();
        return registrar;
    }

    private Registrar recovered(Registrar.Policy policy) {
        Registrar registrar = start(7, policy);
        await("recovery").atMost(Duration.ofSeconds(5)).until(registrar::recovered);
        return registrar;
    }

    private static Registrar.Policy fenced(Duration storeTimeout) {
        return new Registrar.Policy(LONG, storeTimeout, Set.of());
    }

    private static Reply reply(Registrar registrar, Operation operation) throws Exception {
        return registrar.submit(operation).get(5, TimeUnit.SECONDS);
    }

    private String end() throws InterruptedException {
        return String.valueOf(ends.poll(5, TimeUnit.SECONDS));
    }

    @Test
    void writesItsEpochBeforeItServes() throws Exception {
        Registrar registrar = recovered(fenced(LONG));

        assertThat(store.fetch().state().epoch()).isEqualTo(7);
        assertThat(reply(registrar, new Write("k", 17))).isEqualTo(new Reply.Applied(7));
        assertThat(reply(registrar, new Read("k"))).isEqualTo(new Reply.Value(17L, 7L, 7));
    }

    @Test
    void refusesARegistryOfALaterEpoch() throws Exception {
        store.overwrite(RegistryState.EMPTY.takenOverBy(8));

        Registrar registrar = start(7, fenced(LONG));

        assertThat(end()).startsWith("Recovery failed").contains("epoch 8");
        assertThat(registrar.recovered()).isFalse();
        assertThat(store.writeCount()).isZero();
    }

    @Test
    void givesUpWhenItCannotRecoverInTime() throws Exception {
        start(7, new Registrar.Policy(NONE, LONG, Set.of()));

        assertThat(end())
                .startsWith("Recovery failed: Failed to recover registrar: Failed to perform fetch within 0ms");
    }

    @Test
    void takesOverAgainWhenAnotherWroteInBetween() {
        store.plan(Fate.OTHER_VERSION, Fate.LOST);

        recovered(fenced(LONG));

        assertThat(store.writeCount()).isEqualTo(1);
    }

    @Test
    void abortsForEverWhenAnotherHasWritten() throws Exception {
        Registrar registrar = recovered(fenced(LONG));
        store.overwrite(RegistryState.EMPTY.takenOverBy(8));

        Reply reply = reply(registrar, new Write("k", 17));

        assertThat(reply).isInstanceOf(Reply.Unknown.class);
        assertThat(end()).startsWith("Registrar aborting: Failed to update registry: ");
        assertThat(registrar.recovered()).isFalse();
        assertThat(store.fetch().state().epoch()).isEqualTo(8);
    }

    @Test
    void acknowledgesNoReadAfterAnotherHasWritten() throws Exception {
        Registrar registrar = recovered(fenced(LONG));
        reply(registrar, new Write("k", 17));
        store.overwrite(RegistryState.EMPTY.takenOverBy(8));

        assertThat(reply(registrar, new Read("k"))).isInstanceOf(Reply.Unknown.class);
        assertThat(end()).startsWith("Registrar aborting");
    }

    @Test
    void acknowledgesNoMismatchOnceItsCandidateIsGone() throws Exception {
        Registrar registrar = recovered(fenced(LONG));
        store.plan(Fate.GONE);

        assertThat(reply(registrar, new Cas("k", 1L, 2))).isInstanceOf(Reply.Unknown.class);
        assertThat(end()).startsWith("Registrar aborting");
    }

    @Test
    void appliesAWriteWhoseAnswerWasLostOnlyOnce() throws Exception {
        Registrar registrar = recovered(fenced(LONG));
        store.plan(Fate.DONE_BUT_ANSWER_LOST);

        assertThat(reply(registrar, new Cas("k", null, 17))).isEqualTo(new Reply.Applied(7));

        assertThat(store.writeCount()).isEqualTo(2); // The take-over and this one.
        assertThat(store.fetch().state().entries()).containsOnlyKeys("k");
    }

    @Test
    void sendsAWriteAgainThatWasLost() throws Exception {
        Registrar registrar = recovered(fenced(LONG));
        store.plan(Fate.LOST, Fate.LOST);

        assertThat(reply(registrar, new Cas("k", null, 17))).isEqualTo(new Reply.Applied(7));

        assertThat(store.writeCount()).isEqualTo(2);
    }

    @Test
    void aVersionConflictWithItsOwnLostWriteIsNoReasonToAbort() throws Exception {
        Registrar registrar = recovered(fenced(LONG));
        store.plan(Fate.LOST, Fate.OTHER_VERSION);

        assertThat(reply(registrar, new Write("k", 17))).isEqualTo(new Reply.Applied(7));

        assertThat(ends).isEmpty();
    }

    @Test
    void answersUnknownAndEndsWhenACommitTakesTooLong() throws Exception {
        Registrar registrar = recovered(fenced(NONE));
        store.plan(Fate.LOST);

        assertThat(reply(registrar, new Write("k", 17))).isInstanceOf(Reply.Unknown.class);
        assertThat(end()).contains("Failed to perform store within 0ms");
    }

    @Test
    void suspendedIsLeaderOutlivesACommitThatTakesTooLong() throws Exception {
        Registrar registrar = recovered(new Registrar.Policy(LONG, NONE, Set.of(Variant.SUSPENDED_IS_LEADER)));
        store.plan(Fate.LOST, Fate.LOST);

        assertThat(reply(registrar, new Write("k", 17))).isEqualTo(new Reply.Applied(7));

        assertThat(ends).isEmpty();
    }

    @Test
    void noFenceAnswersReadsFromMemoryWhateverIsStored() throws Exception {
        Registrar registrar = recovered(new Registrar.Policy(LONG, LONG, Set.of(Variant.NO_FENCE)));
        reply(registrar, new Write("k", 17));
        store.overwrite(RegistryState.EMPTY.takenOverBy(8));
        store.plan(Fate.LOST);

        assertThat(reply(registrar, new Read("k"))).isEqualTo(new Reply.Value(17L, 7L, 7));

        assertThat(store.fates).containsExactlyElementsOf(List.of(Fate.LOST)); // Nobody asked the store.
    }

    private void slowToRecover() {
        RegistryState stored = RegistryState.EMPTY.takenOverBy(3);
        store.overwrite(stored.apply(List.of(new Write("old", 1))).after());
        store.plan(java.util.Collections.nCopies(1_000, Fate.LOST).toArray(Fate[]::new));
    }

    private void recoverNow() {
        store.relent();
        await("the take-over to be stored")
                .atMost(Duration.ofSeconds(5))
                .until(() -> store.fetch().state().epoch() == 7);
    }

    @Test
    void correctLetsEverybodyWaitForTheRegistry() throws Exception {
        slowToRecover();
        Registrar registrar = start(7, fenced(LONG));
        assertThat(registrar.recovered()).isFalse();

        recoverNow();

        assertThat(reply(registrar, new Read("old"))).isEqualTo(new Reply.Value(1L, 3L, 7));
    }

    @Test
    void serveBeforeRecoveryTakesWhatItHasNotReadForEmptyAndMakesItSo() throws Exception {
        slowToRecover();
        Registrar registrar = start(7, new Registrar.Policy(LONG, LONG, Set.of(Variant.SERVE_BEFORE_RECOVERY)));

        assertThat(registrar.recovered()).isTrue();
        assertThat(reply(registrar, new Read("old"))).isEqualTo(new Reply.Value(null, null, 7));
        assertThat(reply(registrar, new Write("new", 2))).isEqualTo(new Reply.Applied(7));
        recoverNow();

        assertThat(store.fetch().state().entries()).containsOnlyKeys("new");
    }

    @Test
    void serveBeforeRecoveryLosesNothingIfNobodyWroteMeanwhile() throws Exception {
        slowToRecover();
        Registrar registrar = start(7, new Registrar.Policy(LONG, LONG, Set.of(Variant.SERVE_BEFORE_RECOVERY)));
        reply(registrar, new Read("old"));

        recoverNow();

        assertThat(store.fetch().state().entries()).containsOnlyKeys("old");
    }

    @Test
    void retryAfterUnknownRefusesWhatItHasAppliedAndAppliesWhatItHasRefused() throws Exception {
        Registrar registrar = recovered(new Registrar.Policy(LONG, LONG, Set.of(Variant.RETRY_AFTER_UNKNOWN)));
        store.plan(Fate.DONE_BUT_ANSWER_LOST);

        assertThat(reply(registrar, new Cas("k", null, 17))).isInstanceOf(Reply.Refused.class);
        assertThat(reply(registrar, new Read("k"))).isEqualTo(new Reply.Value(17L, 7L, 7));

        store.plan(Fate.LOST);
        assertThat(reply(registrar, new Write("k", 18))).isInstanceOf(Reply.Refused.class);
        assertThat(reply(registrar, new Read("k"))).isEqualTo(new Reply.Value(18L, 7L, 7));
    }

    @Test
    void retryAfterUnknownStopsAtTheFence() throws Exception {
        Registrar registrar = recovered(new Registrar.Policy(LONG, LONG, Set.of(Variant.RETRY_AFTER_UNKNOWN)));
        store.overwrite(RegistryState.EMPTY.takenOverBy(8));
        store.plan(Fate.LOST);

        assertThat(reply(registrar, new Cas("k", null, 17))).isInstanceOf(Reply.Refused.class);

        assertThat(end()).startsWith("Registrar aborting");
        assertThat(store.fetch().state().epoch()).isEqualTo(8);
    }
}
