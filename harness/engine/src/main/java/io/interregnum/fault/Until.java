package io.interregnum.fault;

import io.interregnum.cluster.ClusterSpec;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long a step's fault lasts, from the proof of its effect to its healing. Written as {@code for 5s},
 * {@code for detection plus 2500ms}, {@code until leader-elected at most 20s}, or {@code until next leader-elected at most
 * 20s}.
 */
public sealed interface Until {

    /**
     * For a fixed time.
     *
     * @param time not negative
     */
    record For(Duration time) implements Until {
        public For {
            TimeText.refuseNegative(time);
        }

        @Override
        public Duration atMost(ClusterSpec spec) {
            return time;
        }

        @Override
        public String text() {
            return "for " + TimeText.print(time);
        }
    }

    /**
     * As long as ZooKeeper may take to expire a session, plus {@code more} to see what the next leader does with it.
     *
     * @param more not negative
     */
    record Detection(Duration more) implements Until {
        public Detection {
            TimeText.refuseNegative(more);
        }

        @Override
        public Duration atMost(ClusterSpec spec) {
            return spec.longestDetection().plus(more);
        }

        @Override
        public String text() {
            return "for detection plus " + TimeText.print(more);
        }
    }

    /**
     * Until something happens.
     *
     * @param occurrence of {@code since}
     * @param limit after which it ends although that did not happen; not negative
     * @param since from when it is counted
     */
    record Happens(Occurrence occurrence, Duration limit, Since since) implements Until {
        /** From when occurrences are counted. */
        public enum Since {
            /** From when the faults began: what has happened before the step ends it at once. */
            FAULTS_BEGAN,
            /** From when the step itself began. */
            STEP_BEGAN
        }

        public Happens {
            TimeText.refuseNegative(limit);
            if (since == Since.STEP_BEGAN && occurrence.step().isPresent()) {
                throw new IllegalArgumentException(occurrence.text() + " happens once, so there is no next one");
            }
        }

        /** Counted from when the faults began. */
        public Happens(Occurrence occurrence, Duration limit) {
            this(occurrence, limit, Since.FAULTS_BEGAN);
        }

        @Override
        public Duration atMost(ClusterSpec spec) {
            return limit;
        }

        @Override
        public String text() {
            return "until " + (since == Since.STEP_BEGAN ? "next " : "") + occurrence.text() + " at most "
                    + TimeText.print(limit);
        }
    }

    /** The longest that it can last in a cluster of a given patience. */
    Duration atMost(ClusterSpec spec);

    /** The written form. */
    String text();

    /**
     * Reads the written form.
     *
     * @throws IllegalArgumentException when it is something else
     */
    static Until parse(String text) {
        Matcher fixed = Pattern.compile("for (\\d\\S*)").matcher(text);
        if (fixed.matches()) {
            return new For(TimeText.parse(fixed.group(1)));
        }
        Matcher detection = Pattern.compile("for detection(?: plus (\\S+))?").matcher(text);
        if (detection.matches()) {
            return new Detection(detection.group(1) == null ? Duration.ZERO : TimeText.parse(detection.group(1)));
        }
        Matcher happens = Pattern.compile("until (next )?(.+) at most (\\S+)").matcher(text);
        if (happens.matches()) {
            return new Happens(
                    Occurrence.parse(happens.group(2)),
                    TimeText.parse(happens.group(3)),
                    happens.group(1) == null ? Happens.Since.FAULTS_BEGAN : Happens.Since.STEP_BEGAN);
        }
        throw new IllegalArgumentException("\"" + text + "\" is no length of time; expected such as \"for 5s\", "
                + "\"for detection plus 2s\" or \"until leader-elected at most 20s\"");
    }
}
