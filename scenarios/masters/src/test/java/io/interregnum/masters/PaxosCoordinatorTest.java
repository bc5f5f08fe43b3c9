package io.interregnum.masters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.interregnum.masters.PaxosCoordinator.Send;
import io.interregnum.masters.PaxosCoordinator.Standing;
import io.interregnum.masters.PaxosMessage.Outcome;
import io.interregnum.masters.PaxosMessage.Reply;
import io.interregnum.masters.PaxosState.Entry;
import io.interregnum.masters.PaxosState.Status;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One coordinator among three replicas, message by message. */
class PaxosCoordinatorTest {
    private final List<PaxosState> replicas = new ArrayList<>();

    @BeforeEach
    void threeReplicasVote() {
        for (int i = 0; i < 3; i++) {
            replicas.add(PaxosState.fresh(Set.of()).withStatus(Status.VOTING, 1));
        }
    }

    /** Carries these requests, and all that follow, to the replicas with these indexes; the others hear nothing. */
    private void carry(PaxosCoordinator coordinator, List<Send> sends, Integer... reachable) {
        Deque<Send> left = new ArrayDeque<>(sends);
        while (!left.isEmpty()) {
            Send send = left.removeFirst();
            if (List.of(reachable).contains(send.to())) {
                left.addAll(coordinator.receive(send.to(), send.round(), answer(send)));
            }
        }
    }

    private Reply answer(Send send) {
        PaxosReplica.Step step = PaxosReplica.handle(replicas.get(send.to()), send.request());
        replicas.set(send.to(), step.next());
        return step.reply();
    }

    private PaxosCoordinator elected(Set<Variant> variants, Integer... reachable) {
        PaxosCoordinator coordinator = new PaxosCoordinator(3, 2, variants);
        carry(coordinator, coordinator.elect(0), reachable);
        if (coordinator.standing() == Standing.ELECTING) {
            carry(coordinator, coordinator.resend(), reachable); // above what was refused
        }
        return coordinator;
    }

    private PaxosCoordinator elected() {
        return elected(Set.of(), 0, 1, 2);
    }

    private PaxosState.Entry entry(int replica, long position) {
        return java.util.Objects.requireNonNull(replicas.get(replica).entries().get(position));
    }

    @Test
    void leadsOnceAQuorumHasPromised() {
        assertThat(elected(Set.of(), 0).standing()).isEqualTo(Standing.ELECTING);
        assertThat(elected(Set.of(), 0, 2).standing()).isEqualTo(Standing.LEADING);
    }

    @Test
    void oneReplicaIsAQuorumForLowQuorum() {
        PaxosCoordinator coordinator = elected(Set.of(Variant.LOW_QUORUM), 0);

        assertThat(coordinator.standing()).isEqualTo(Standing.LEADING);
        carry(coordinator, coordinator.append("a"), 0);
        assertThat(coordinator.position()).isEqualTo(1);
    }

    @Test
    void appendsToAQuorumAndForgetsWhatLiesBefore() {
        PaxosCoordinator coordinator = elected();

        carry(coordinator, coordinator.append("a"), 0, 1);
        carry(coordinator, coordinator.append("b"), 0, 1);

        assertThat(coordinator.position()).isEqualTo(2);
        assertThat(replicas.get(1).entries()).containsOnlyKeys(2L);
        assertThat(replicas.get(2).entries()).isEmpty();
    }

    @Test
    void anAppendWithoutAQuorumIsNotChosen() {
        PaxosCoordinator coordinator = elected();

        carry(coordinator, coordinator.append("a"), 0);
        assertThat(coordinator.chosenCount()).isZero();
        assertThat(coordinator.idle()).isFalse();

        carry(coordinator, coordinator.resend(), 0, 2);
        assertThat(coordinator.chosenCount()).isEqualTo(1);
    }

    @Test
    void theNextLeaderCompletesWhatOnlyOneReplicaAccepted() {
        PaxosCoordinator first = elected();
        carry(first, first.append("a"), 1);

        PaxosCoordinator second = elected(Set.of(), 1, 2);

        assertThat(second.value()).isEqualTo("a");
        assertThat(entry(2, 1)).isEqualTo(new Entry(second.number(), "a"));
    }

    @Test
    void theNextLeaderTakesTheValueWithTheHighestNumber() {
        replicas.set(0, replicas.get(0).withPromise(7).withEntry(1, new Entry(7, "late")));
        replicas.set(1, replicas.get(1).withPromise(3).withEntry(1, new Entry(3, "early")));

        assertThat(elected(Set.of(), 0, 1).value()).isEqualTo("late");
    }

    @Test
    void fillsHoles() {
        replicas.set(0, replicas.get(0).withEntry(1, new Entry(1, "a")).withEntry(3, new Entry(2, "c")));

        PaxosCoordinator coordinator = elected();

        assertThat(coordinator.position()).isEqualTo(3);
        assertThat(entry(2, 2)).isEqualTo(new Entry(coordinator.number(), null));
        assertThat(coordinator.value()).isEqualTo("c");
    }

    @Test
    void goesAboveTheNumberThatItWasRefusedFor() {
        replicas.replaceAll(each -> each.withPromise(41));

        assertThat(elected().number()).isEqualTo(42);
    }

    @Test
    void isDeposedForEverByARefusedAppend() {
        PaxosCoordinator first = elected();
        elected(Set.of(), 1, 2);

        carry(first, first.append("a"), 0, 1, 2);

        assertThat(first.standing()).isEqualTo(Standing.DEPOSED);
        assertThatThrownBy(() -> first.append("b")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void isDeposedByARefusedConfirmation() {
        PaxosCoordinator first = elected();
        carry(first, first.confirm(), 0, 1, 2);
        assertThat(first.standing()).isEqualTo(Standing.LEADING);
        elected(Set.of(), 1, 2);

        carry(first, first.confirm(), 0, 1, 2);

        assertThat(first.standing()).isEqualTo(Standing.DEPOSED);
    }

    /** Another is elected after an append was accepted and before what lies before it is truncated. */
    private PaxosCoordinator overtakenBeforeItsTruncation(Set<Variant> variants) {
        PaxosCoordinator first = elected(variants, 0, 1, 2);
        List<Send> truncation = new ArrayList<>();
        for (Send send : first.append("a")) {
            truncation.addAll(first.receive(send.to(), send.round(), answer(send)));
        }
        elected(Set.of(), 1, 2);
        carry(first, truncation, 1, 2);
        return first;
    }

    @Test
    void isDeposedByARefusedTruncation() {
        assertThat(overtakenBeforeItsTruncation(Set.of()).standing()).isEqualTo(Standing.DEPOSED);
    }

    @Test
    void takesTheHigherNumberOverForAdoptProposalAfterNack() {
        PaxosCoordinator first = overtakenBeforeItsTruncation(Set.of(Variant.ADOPT_PROPOSAL_AFTER_NACK));

        assertThat(first.standing()).isEqualTo(Standing.LEADING);
        carry(first, first.append("old leader"), 1, 2);
        assertThat(first.chosenCount()).isEqualTo(2);
        assertThat(entry(1, 2)).isEqualTo(new Entry(first.number(), "old leader"));
    }

    @Test
    void countsNoPromiseFromBeforeADiskWasLost() {
        PaxosCoordinator coordinator = new PaxosCoordinator(3, 2, Set.of());
        List<Send> sends = coordinator.elect(0);
        coordinator.receive(0, 1, answer(sends.get(0)));
        replicas.set(1, replicas.get(1).withKnown(0, 2)); // meanwhile replica 0 has come back with nothing

        coordinator.receive(1, 1, answer(sends.get(1)));

        assertThat(coordinator.standing()).isEqualTo(Standing.ELECTING);
        coordinator.receive(2, 1, answer(sends.get(2)));
        assertThat(coordinator.standing()).isEqualTo(Standing.LEADING);
    }

    @Test
    void replicasThatDoNotVoteDoNotCount() {
        replicas.set(1, replicas.get(1).withStatus(Status.RECOVERING, 2));
        replicas.set(2, PaxosState.fresh(Set.of()));

        assertThat(elected().standing()).isEqualTo(Standing.ELECTING);
    }

    @Test
    void lateAnswersAreHarmless() {
        PaxosCoordinator coordinator = elected();
        long number = coordinator.number();

        coordinator.receive(1, 1, new Reply(Outcome.REFUSED, replicas.get(1).withPromise(99)));

        assertThat(coordinator.standing()).isEqualTo(Standing.LEADING);
        assertThat(coordinator.number()).isEqualTo(number);
        assertThat(new TreeMap<>(replicas.get(0).entries())).isEmpty();
    }
}
