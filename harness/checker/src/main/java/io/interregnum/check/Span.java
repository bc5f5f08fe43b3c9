package io.interregnum.check;

import java.util.ArrayList;
import java.util.List;

/**
 * A time of the run.
 *
 * @param fromNanos beginning, in nanoseconds since the run began
 * @param toNanos end; a span that ends before it begins is empty
 */
record Span(long fromNanos, long toNanos) {

    boolean isEmpty() {
        return toNanos <= fromNanos;
    }

    long nanos() {
        return toNanos - fromNanos;
    }

    /** What is left of this outside of {@code cuts}, in the order of time; no piece is empty. */
    List<Span> without(List<Span> cuts) {
        List<Span> left = List.of(this);
        for (Span cut : cuts) {
            List<Span> kept = new ArrayList<>();
            for (Span piece : left) {
                kept.add(new Span(piece.fromNanos, Math.min(piece.toNanos, cut.fromNanos)));
                kept.add(new Span(Math.max(piece.fromNanos, cut.toNanos), piece.toNanos));
            }
            left = kept;
        }
        return left.stream().filter(piece -> !piece.isEmpty()).toList();
    }
}
