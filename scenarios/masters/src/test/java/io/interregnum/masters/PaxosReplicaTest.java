package io.interregnum.masters;

import static org.assertj.core.api.Assertions.assertThat;

import io.interregnum.masters.PaxosMessage.Join;
import io.interregnum.masters.PaxosMessage.Outcome;
import io.interregnum.masters.PaxosMessage.Promise;
import io.interregnum.masters.PaxosMessage.Reply;
import io.interregnum.masters.PaxosMessage.Write;
import io.interregnum.masters.PaxosReplica.Step;
import io.interregnum.masters.PaxosState.Entry;
import io.interregnum.masters.PaxosState.Status;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a replica answers, and when it begins to vote. */
class PaxosReplicaTest {
    private static final PaxosReplica RULES = new PaxosReplica(0, 3, 2);
    private static final PaxosState EMPTY = PaxosState.fresh(Set.of());
    private static final PaxosState STARTING = EMPTY.withStatus(Status.STARTING, 1);
    private static final PaxosState VOTING =
            EMPTY.withStatus(Status.VOTING, 1).withPromise(5).withEntry(3, new Entry(5, "v"));

    private static Reply says(PaxosState state) {
        return new Reply(Outcome.DONE, state);
    }

    @Test
    void promisesHigherNumbersOnlyAndNeverTheSameTwice() {
        assertThat(PaxosReplica.handle(VOTING, new Promise(6)).next().promised())
                .isEqualTo(6);
        assertThat(PaxosReplica.handle(VOTING, new Promise(6)).durably()).isTrue();
        assertThat(PaxosReplica.handle(VOTING, new Promise(5)).reply().outcome())
                .isEqualTo(Outcome.REFUSED);
    }

    @Test
    void refusesAWriteWithASmallerNumberThanPromised() {
        Step refused = PaxosReplica.handle(VOTING, new Write(4, 4, "w"));
        Step accepted = PaxosReplica.handle(VOTING, new Write(5, 4, "w"));

        assertThat(refused.reply().outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(refused.reply().state().promised()).isEqualTo(5);
        assertThat(refused.next()).isEqualTo(VOTING);
        assertThat(accepted.next().entries()).containsEntry(4L, new Entry(5, "w"));
        assertThat(accepted.durably()).isTrue();
    }

    @Test
    void aRepeatedWriteIsAnsweredWithoutTheDisk() {
        Step again = PaxosReplica.handle(VOTING, new Write(5, 3, "v"));

        assertThat(again.reply().outcome()).isEqualTo(Outcome.DONE);
        assertThat(again.durably()).isFalse();
    }

    @Test
    void ignoresEverybodyWhileItDoesNotVote() {
        assertThat(PaxosReplica.handle(EMPTY, new Promise(9)).reply().outcome()).isEqualTo(Outcome.IGNORED);
        assertThat(PaxosReplica.handle(STARTING, new Write(9, 1, "w")).next()).isEqualTo(STARTING);
    }

    @Test
    void remembersTheIncarnationOfWhoAsks() {
        Step step = PaxosReplica.handle(VOTING, new Join(2, 4));

        assertThat(step.next().known()).containsEntry(2, 4);
        assertThat(step.durably()).isTrue();
        assertThat(step.reply().state().entries()).isEqualTo(VOTING.entries());
    }

    @Test
    void startsInTwoPhasesOnlyIfAllOthersAnswer() {
        assertThat(RULES.advanced(EMPTY, Map.of(1, says(EMPTY)))).isEmpty();
        assertThat(RULES.advanced(EMPTY, Map.of(1, says(EMPTY), 2, says(STARTING))))
                .contains(STARTING);
        assertThat(RULES.advanced(STARTING, Map.of(1, says(EMPTY), 2, says(STARTING))))
                .isEmpty();
        assertThat(RULES.advanced(STARTING, Map.of(1, says(STARTING), 2, says(STARTING))))
                .contains(EMPTY.withStatus(Status.VOTING, 1));
    }

    @Test
    void neverStartsBesideOneThatVotes() {
        assertThat(RULES.advanced(EMPTY, Map.of(1, says(EMPTY), 2, says(VOTING))))
                .isEmpty();
    }

    @Test
    void recoversWhatItMayHavePromisedFromAQuorumOfOthersUnderANewIncarnation() {
        PaxosState other = VOTING.withPromise(8).withKnown(0, 3);
        PaxosState recovering = EMPTY.withStatus(Status.RECOVERING, 4);

        assertThat(RULES.advanced(EMPTY, Map.of(1, says(VOTING), 2, says(other))))
                .contains(recovering);
        assertThat(RULES.advanced(recovering, Map.of(1, says(VOTING)))).isEmpty();
        PaxosState caughtUp = RULES.advanced(recovering, Map.of(1, says(VOTING), 2, says(other)))
                .orElseThrow();
        assertThat(caughtUp.status()).isEqualTo(Status.VOTING);
        assertThat(caughtUp.promised()).isEqualTo(8);
        assertThat(caughtUp.entries()).isEqualTo(VOTING.entries());
    }

    @Test
    void votesAtOnceWithAnEmptyDiskForAmnesia() {
        assertThat(PaxosState.fresh(Set.of(Variant.AMNESIA)).votes()).isTrue();
        assertThat(PaxosState.fresh(Set.of()).votes()).isFalse();
    }
}
