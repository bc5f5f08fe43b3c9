package io.interregnum.suite.survive;

import java.time.Duration;
import java.util.Locale;

/** When a harness is killed. */
public sealed interface Moment {

    /**
     * Some time after the start of its process: it may not have come to its run yet.
     *
     * @param after not negative
     */
    record OfProcess(Duration after) implements Moment {
        @Override
        public String toString() {
            return after.toMillis() + " ms of its process";
        }
    }

    /**
     * Some time after its run got a directory, when it is about to start nodes.
     *
     * @param after not negative
     */
    record OfRun(Duration after) implements Moment {
        @Override
        public String toString() {
            return after.toMillis() + " ms of its run";
        }
    }

    /**
     * While its first cut lasts.
     *
     * @param share of the time from when the cut was seen in effect until it is to be healed, from 0 to 1
     */
    record InCut(double share) implements Moment {
        public InCut {
            if (!(share >= 0 && share <= 1)) {
                throw new IllegalArgumentException("share=" + share + " must be from 0 to 1");
            }
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%.0f %% of its first cut", share * 100);
        }
    }
}
