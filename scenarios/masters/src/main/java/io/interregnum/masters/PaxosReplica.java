package io.interregnum.masters;

import io.interregnum.masters.PaxosMessage.Outcome;
import io.interregnum.masters.PaxosMessage.Reply;
import io.interregnum.masters.PaxosMessage.Request;
import io.interregnum.masters.PaxosState.Entry;
import io.interregnum.masters.PaxosState.Status;
import java.util.Map;
import java.util.Optional;

/**
 * How a replica of the log answers, and how one that does not vote comes to vote. Pure functions.
 *
 * <p>The protocol is Multi-Paxos (Lamport, "Paxos Made Simple", 2001, section 3): one promise covers all positions. An
 * answer counts only if it comes from the replica's latest incarnation: a replica whose disk was lost has forgotten what
 * its earlier answers, which may still be under way, have promised.
 *
 * @param self index of this replica
 * @param replicaCount of all replicas, this one included
 * @param quorum how many must agree
 */
record PaxosReplica(int self, int replicaCount, int quorum) {

    /**
     * A request answered.
     *
     * @param durably whether the state must be on disk before the answer leaves
     */
    record Step(PaxosState next, boolean durably, Reply reply) {}

    /** The answer to a request, and the state that goes with it. */
    static Step handle(PaxosState state, Request request) {
        if (request instanceof PaxosMessage.Join join) {
            PaxosState next = state.withKnown(join.replica(), join.incarnation());
            return new Step(next, !next.equals(state), new Reply(Outcome.DONE, next));
        }
        if (!state.votes()) {
            return unchanged(state, Outcome.IGNORED);
        }
        if (request instanceof PaxosMessage.Promise promise) {
            // Numbers are not unique, so the same number again may be another coordinator's.
            if (promise.number() <= state.promised()) {
                return unchanged(state, Outcome.REFUSED);
            }
            PaxosState next = state.withPromise(promise.number());
            return new Step(next, true, new Reply(Outcome.DONE, next));
        }
        if (request instanceof PaxosMessage.Write write) {
            return write.number() < state.promised() ? unchanged(state, Outcome.REFUSED) : accept(state, write);
        }
        if (request instanceof PaxosMessage.Truncate truncate) {
            if (truncate.number() < state.promised()) {
                return unchanged(state, Outcome.REFUSED);
            }
            PaxosState next = state.from(truncate.position());
            return new Step(next, !next.equals(state), new Reply(Outcome.DONE, next.withoutEntries()));
        }
        PaxosMessage.Confirm confirm = (PaxosMessage.Confirm) request;
        return unchanged(state, confirm.number() < state.promised() ? Outcome.REFUSED : Outcome.DONE);
    }

    private static Step accept(PaxosState state, PaxosMessage.Write write) {
        Entry entry = new Entry(write.number(), write.value());
        if (write.position() < state.begin() || entry.equals(state.entries().get(write.position()))) {
            return unchanged(state, Outcome.DONE);
        }
        PaxosState next = state.withPromise(write.number()).withEntry(write.position(), entry);
        return new Step(next, true, new Reply(Outcome.DONE, next.withoutEntries()));
    }

    private static Step unchanged(PaxosState state, Outcome outcome) {
        return new Step(state, false, new Reply(outcome, state.withoutEntries()));
    }

    /** What a replica asks the others, again and again, until it votes. */
    Request question(PaxosState state) {
        return new PaxosMessage.Join(self, state.incarnation());
    }

    /**
     * The next state of a replica that does not vote yet; empty while too few have answered. To be made durable before
     * anything else is asked or answered.
     *
     * <p>Starting needs every other replica: one that cannot be asked may be the one that remembers. Recovering needs a
     * quorum of others that vote: whatever was decided with a forgotten answer was also answered by one of them, before it
     * heard of the new incarnation.
     *
     * @param replies by the others' indexes, all of them to {@link #question} of this very state
     */
    Optional<PaxosState> advanced(PaxosState state, Map<Integer, Reply> replies) {
        boolean allKnown = replies.size() == replicaCount - 1;
        boolean quorumVotes =
                replies.values().stream().filter(reply -> reply.state().votes()).count() >= quorum;
        if (state.status() == Status.EMPTY) {
            int incarnation = 1
                    + replies.values().stream()
                            .mapToInt(reply -> reply.state().known().getOrDefault(self, 0))
                            .max()
                            .orElse(0);
            if (quorumVotes) {
                return Optional.of(state.withStatus(Status.RECOVERING, incarnation));
            }
            return allKnown && replies.values().stream().allMatch(PaxosReplica::isEmptyOrStarting)
                    ? Optional.of(state.withStatus(Status.STARTING, incarnation))
                    : Optional.empty();
        }
        boolean allStarted = allKnown
                && state.status() == Status.STARTING
                && replies.values().stream().allMatch(PaxosReplica::isStartingOrVoting);
        if (state.votes() || !(quorumVotes || allStarted)) {
            return Optional.empty();
        }
        PaxosState caughtUp = state;
        for (Reply reply : replies.values()) {
            caughtUp = caughtUp.mergedWith(reply.state());
        }
        return Optional.of(caughtUp.withStatus(Status.VOTING, state.incarnation()));
    }

    private static boolean isEmptyOrStarting(Reply reply) {
        Status status = reply.state().status();
        return status == Status.EMPTY || status == Status.STARTING;
    }

    private static boolean isStartingOrVoting(Reply reply) {
        Status status = reply.state().status();
        return status == Status.STARTING || status == Status.VOTING;
    }
}
