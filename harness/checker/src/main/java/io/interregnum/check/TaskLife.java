package io.interregnum.check;

import io.interregnum.history.LedgerEntry;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One task from its launch on, as its agent's ledger tells.
 *
 * @param launched line that began it
 * @param fromLine its position in that ledger
 * @param ended line that ended it; empty where none did
 * @param toLine position of the line by which it was not alive for certain any more: its end, the start of another process
 *     of the agent, or a line that cannot be read; {@code Integer.MAX_VALUE} where there is none
 * @param lastNanos the last moment at which it was alive for certain, in nanoseconds since the run began; empty where the
 *     agent's clock is not known
 */
record TaskLife(LedgerEntry launched, int fromLine, Optional<LedgerEntry> ended, int toLine, OptionalLong lastNanos) {

    String task() {
        return launched.text("task");
    }

    String work() {
        return launched.text("work");
    }

    /** Name of the node on which it ran. */
    String node() {
        return launched.node();
    }

    /** True when nothing in the ledger ends it or puts it in doubt. */
    boolean isOpen() {
        return toLine == Integer.MAX_VALUE;
    }

    /** The first moment at which it was alive for certain; empty where the agent's clock is not known. */
    OptionalLong firstNanos() {
        return plus(launched.atNanos(), Ledgers.CLOCK_ERROR_NANOS);
    }

    /** True when it was alive for certain at that moment. */
    boolean isAliveAt(long nanos) {
        OptionalLong first = firstNanos();
        return first.isPresent()
                && lastNanos.isPresent()
                && first.getAsLong() < nanos
                && nanos < lastNanos.getAsLong() - Ledgers.CLOCK_ERROR_NANOS;
    }

    private static OptionalLong plus(OptionalLong nanos, long more) {
        return nanos.isPresent() ? OptionalLong.of(nanos.getAsLong() + more) : nanos;
    }

    /** Such as {@code w7.2 of w7, launched on agent-1 by master-2 (epoch 5) at 3.100 s}. */
    String words() {
        return task() + " of " + work() + ", launched on " + node() + " by " + Registrations.leader(launched)
                + Registrations.at(launched);
    }
}
