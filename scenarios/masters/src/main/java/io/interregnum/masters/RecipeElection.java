package io.interregnum.masters;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Believes what one of Curator's recipes says: leads from {@link #elected} on, as soon as the epoch is known, and no
 * longer than until {@link #deposed}; may lead again later. What the recipe does not notice this does not notice either,
 * a pause of the process above all: only the registry's fence helps then.
 *
 * <p>The epoch is the czxid of the recipe's own znode, which is recognised by the id in its data. Followers read who
 * stands first, five times a second.
 *
 * <p>{@link #elected}, {@link #deposed} and {@link #standing} are safe for many threads and don't block.
 */
final class RecipeElection implements Recipe.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(RecipeElection.class);
    private static final long PULSE_MILLIS = 200;
    private static final long RETRY_MILLIS = 20;

    /** Those who contend, read from ZooKeeper; a call blocks until it has answered or the connection is lost. */
    interface Candidates {
        /** The candidate that stands first; empty if there is none. */
        Optional<CandidateNode> first() throws Exception;

        /**
         * The first candidate with this id, in whatever session: that it is still ours is the recipe's claim, which is
         * what is under test. Empty if there is none.
         */
        Optional<CandidateNode> of(String masterId) throws Exception;
    }

    /** Starts the registrar of a leader. */
    interface RegistrarStarter {
        /**
         * Starts it, and returns what ends it without ending the process.
         *
         * @param candidateName of the recipe's znode within the group
         * @param leads whether this leadership goes on
         */
        Runnable start(long epoch, String candidateName, BooleanSupplier leads);
    }

    /** A belief and after which change of the recipe's mind it was formed. */
    private record Belief(long afterChange, Standing standing) {}

    private final MasterInfo self;
    private final EventLog log;
    private volatile long changes; // of the recipe's mind, guarded by this for writing; odd while we lead
    private volatile Belief belief = new Belief(0, Standing.NONE);
    private Runnable registrar = () -> {}; // by the election's thread only; ends the present one

    RecipeElection(MasterInfo self, EventLog log) {
        this.self = self;
        this.log = log;
    }

    @Override
    public synchronized void elected() {
        if (!leads(changes)) {
            changes = changes + 1;
            notifyAll();
        }
    }

    @Override
    public synchronized void deposed() {
        if (leads(changes)) {
            changes = changes + 1;
            notifyAll();
        }
    }

    private static boolean leads(long change) {
        return change % 2 == 1;
    }

    /** What this master may believe at this moment. */
    Standing standing() {
        Belief now = belief;
        return now.standing().leading() && now.afterChange() != changes ? Standing.NONE : now.standing();
    }

    /** Follows the recipe until this thread is interrupted. */
    void run(Candidates candidates, RegistrarStarter starter) {
        try {
            while (true) {
                long change = changes;
                boolean settled = step(candidates, starter);
                awaitChange(change, settled ? PULSE_MILLIS : RETRY_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Catches up with the recipe: one reading of the candidates, and whatever follows from it.
     *
     * @return whether there is a leader, we or another, so that there is no hurry with the next step
     */
    boolean step(Candidates candidates, RegistrarStarter starter) throws InterruptedException {
        long change = changes;
        return leads(change) ? lead(change, candidates, starter) : follow(change, candidates);
    }

    private synchronized void awaitChange(long change, long millis) throws InterruptedException {
        long endNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        long leftNanos = endNanos - System.nanoTime();
        while (changes == change && leftNanos > 0) {
            TimeUnit.NANOSECONDS.timedWait(this, leftNanos);
            leftNanos = endNanos - System.nanoTime();
        }
    }

    /** Returns whether we lead; not yet if our znode can't be read. */
    private boolean lead(long change, Candidates candidates, RegistrarStarter starter) throws InterruptedException {
        if (belief.afterChange() == change) {
            return true;
        }
        stepDown();
        Optional<CandidateNode> own = read(() -> candidates.of(self.id()));
        if (own.isEmpty()) {
            return false;
        }
        long epoch = own.get().czxid();
        belief = new Belief(change, new Standing(true, epoch, self.authority(), OptionalLong.empty()));
        report(OptionalLong.of(epoch), "elected", "Elected as the leading master! " + own.get());
        registrar = starter.start(epoch, own.get().name(), () -> changes == change);
        return true;
    }

    private boolean follow(long change, Candidates candidates) throws InterruptedException {
        stepDown();
        String leader = read(candidates::first)
                .map(CandidateNode::authority)
                .filter(authority -> !authority.equals(self.authority())) // The recipe has not told us so yet.
                .orElse("");
        belief = new Belief(change, Standing.following(leader));
        return !leader.isEmpty();
    }

    private void stepDown() {
        Standing before = belief.standing();
        if (before.leading()) {
            registrar.run();
            registrar = () -> {};
            report(OptionalLong.of(before.epoch()), "deposed", "the recipe says that we no longer lead");
            belief = new Belief(changes, Standing.NONE);
        }
    }

    private interface Reading {
        Optional<CandidateNode> read() throws Exception;
    }

    private static Optional<CandidateNode> read(Reading reading) throws InterruptedException {
        try {
            return reading.read();
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            LOG.debug("cannot read the candidates problem={}", e.toString());
            return Optional.empty();
        }
    }

    private void report(OptionalLong epoch, String change, String text) {
        log.write("role", epoch, Map.of("change", change, "text", text));
    }
}
