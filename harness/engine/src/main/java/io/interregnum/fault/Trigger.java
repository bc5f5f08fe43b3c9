package io.interregnum.fault;

import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * When a step begins. Written as {@code after 2s}, {@code after 2s of 0,3}, {@code at 10s}, {@code on leader-elected plus
 * 20ms}, or {@code on leader-elected plus 20ms after 0,3}.
 */
public sealed interface Trigger {

    /**
     * Some time after the step before it in the schedule was healed; the first step: after the faults began.
     *
     * @param delay not negative
     */
    record After(Duration delay) implements Trigger {
        public After {
            TimeText.refuseNegative(delay);
        }

        @Override
        public String text() {
            return "after " + TimeText.print(delay);
        }
    }

    /**
     * Some time after several steps before it were healed, the last of them counting: what follows steps side by side.
     *
     * @param steps numbers of steps before it, ascending, one at least
     * @param delay not negative
     */
    record AfterAll(List<Integer> steps, Duration delay) implements Trigger {
        public AfterAll {
            steps = steps.stream().sorted().distinct().toList();
            TimeText.refuseNegative(delay);
            if (steps.isEmpty() || steps.get(0) < 0) {
                throw new IllegalArgumentException("steps=" + steps + " must be numbers from 0, one at least");
            }
        }

        @Override
        public String text() {
            return "after " + TimeText.print(delay) + " of " + numbers(steps);
        }
    }

    /**
     * At a time, counted from when the faults began.
     *
     * @param sinceFaults not negative
     */
    record At(Duration sinceFaults) implements Trigger {
        public At {
            TimeText.refuseNegative(sinceFaults);
        }

        @Override
        public String text() {
            return "at " + TimeText.print(sinceFaults);
        }
    }

    /**
     * When something happens, or some time later.
     *
     * @param occurrence counted from when the last of the steps {@code after} was healed; where there are none, from when
     *     the faults began
     * @param plus not negative
     * @param after numbers of steps before it, ascending; none for an occurrence that speaks of a step
     */
    record On(Occurrence occurrence, Duration plus, List<Integer> after) implements Trigger {
        public On {
            after = after.stream().sorted().distinct().toList();
            TimeText.refuseNegative(plus);
            if (!after.isEmpty() && occurrence.step().isPresent()) {
                throw new IllegalArgumentException(
                        occurrence.text() + " happens once, so it cannot be the next one after steps " + after);
            }
        }

        /** Counted from when the faults began. */
        public On(Occurrence occurrence, Duration plus) {
            this(occurrence, plus, List.of());
        }

        /** The same, with another time between the event and the begin. */
        public On later(Duration time) {
            return new On(occurrence, time, after);
        }

        /** The same, counted from when the last of some steps was healed; where there are none, from the begin. */
        public On countedFrom(List<Integer> steps) {
            return new On(occurrence, plus, steps);
        }

        @Override
        public String text() {
            return "on " + occurrence.text()
                    + (plus.isZero() ? "" : " plus " + TimeText.print(plus))
                    + (after.isEmpty() ? "" : " after " + numbers(after));
        }
    }

    /** The written form. */
    String text();

    /**
     * Reads the written form.
     *
     * @throws IllegalArgumentException when it is something else
     */
    static Trigger parse(String text) {
        Matcher matcher = Pattern.compile("(after|at|on) (.+?)(?: plus (\\S+))?(?: after (\\d{1,3}(?:,\\d{1,3})*))?")
                .matcher(text);
        boolean ofEvents = matcher.matches() && (matcher.group(3) != null || matcher.group(4) != null);
        if (!matcher.matches() || (ofEvents && !matcher.group(1).equals("on"))) {
            throw new IllegalArgumentException("\"" + text
                    + "\" is no moment; expected such as \"after 2s\", \"at 10s\" or \"on leader-elected plus 20ms\"");
        }
        Duration plus = matcher.group(3) == null ? Duration.ZERO : TimeText.parse(matcher.group(3));
        return switch (matcher.group(1)) {
            case "after" -> after(matcher.group(2));
            case "at" -> new At(TimeText.parse(matcher.group(2)));
            default ->
                new On(
                        Occurrence.parse(matcher.group(2)),
                        plus,
                        matcher.group(4) == null ? List.of() : numbers(matcher.group(4)));
        };
    }

    private static Trigger after(String text) {
        Matcher several = Pattern.compile("(\\S+) of (\\d{1,3}(?:,\\d{1,3})*)").matcher(text);
        return several.matches()
                ? new AfterAll(numbers(several.group(2)), TimeText.parse(several.group(1)))
                : new After(TimeText.parse(text));
    }

    private static List<Integer> numbers(String text) {
        return Stream.of(text.split(",", -1)).map(Integer::valueOf).toList();
    }

    private static String numbers(List<Integer> steps) {
        return steps.stream().map(String::valueOf).collect(Collectors.joining(","));
    }
}
