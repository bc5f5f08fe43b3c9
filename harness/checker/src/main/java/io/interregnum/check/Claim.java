package io.interregnum.check;

import java.util.List;
import java.util.OptionalLong;

/**
 * What one life of a node's process said of one leadership: that it led, for a time that certainly is as long as its
 * pieces and possibly as long as its bounds.
 *
 * @param node its name
 * @param epoch that it claimed; empty where the system shows none
 * @param incarnation of the process; empty text where the system shows none
 * @param certain times in which it certainly claimed and ran, in order, apart; empty when it was heard once only
 * @param possibleFromNanos it did not claim before this, in nanoseconds since the run began
 * @param possibleToNanos it did not claim after this
 * @param firstEvent index of the first answer in which it claimed
 * @param firstNanos when that answer was received
 */
public record Claim(
        String node,
        OptionalLong epoch,
        String incarnation,
        List<Piece> certain,
        long possibleFromNanos,
        long possibleToNanos,
        long firstEvent,
        long firstNanos) {

    public Claim {
        certain = List.copyOf(certain);
    }

    /**
     * A time in which a claim certainly held.
     *
     * @param fromNanos beginning, in nanoseconds since the run began
     * @param toNanos end, after the beginning
     * @param events indexes of what proves it: the first answer, the last question and its answer
     */
    public record Piece(long fromNanos, long toNanos, List<Long> events) {

        public Piece {
            events = List.copyOf(events);
        }
    }
}
