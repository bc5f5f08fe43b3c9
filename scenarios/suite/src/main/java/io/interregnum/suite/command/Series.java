package io.interregnum.suite.command;

import java.util.List;

/**
 * What was measured of one thing.
 *
 * @param nanos sorted, one at least
 */
record Series(List<Long> nanos) {
    Series {
        nanos = nanos.stream().sorted().toList();
        if (nanos.isEmpty()) {
            throw new IllegalArgumentException("a series of nothing has no median");
        }
    }

    int count() {
        return nanos.size();
    }

    /**
     * The smallest that so many percent do not exceed, in milliseconds.
     *
     * @param percent from 1 to 100
     */
    double millis(int percent) {
        int index = (int) Math.ceil(percent / 100.0 * nanos.size()) - 1;
        return nanos.get(Math.max(0, index)) / 1e6;
    }
}
