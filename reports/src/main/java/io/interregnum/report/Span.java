package io.interregnum.report;

/** A closed interval of the run's clock, in nanoseconds since the run began. */
record Span(long fromNanos, long toNanos) {

    Span {
        if (fromNanos > toNanos) {
            throw new IllegalArgumentException("fromNanos=" + fromNanos + " must not be after toNanos=" + toNanos);
        }
    }
}
