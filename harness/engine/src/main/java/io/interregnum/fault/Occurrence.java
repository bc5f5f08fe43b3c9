package io.interregnum.fault;

import java.util.Locale;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Something that happens in a run, for the {@code count}-th time since the faults began.
 *
 * <p>Written as {@code leader-elected}, {@code write-acknowledged number 50}, {@code fault-healed of 2}.
 *
 * @param kind what
 * @param count from 1
 * @param step whose fault, for those kinds that speak of one: its number from 0; empty otherwise
 */
public record Occurrence(Kind kind, int count, OptionalInt step) {

    /** What can be waited for. */
    public enum Kind {
        /** A master claims to lead under an epoch higher than all before. */
        LEADER_ELECTED("a master claims to lead under an epoch higher than all before"),
        /** A candidate's node was seen to exist. */
        ELECTION_NODE_CREATED("a candidate's node was seen to exist"),
        /** A candidate's node was seen to be gone. */
        ELECTION_NODE_DELETED("a candidate's node was seen to be gone"),
        /** A client's write was answered. */
        WRITE_ACKNOWLEDGED("a client's write was answered"),
        /** A client's write was answered under an epoch higher than all before: a failover is over. */
        CLIENT_SERVED("a client's write was answered under an epoch higher than all before"),
        /** The registry was seen to hold another epoch. */
        EPOCH_CHANGED("the registry was seen to hold another epoch"),
        /** The effect of a step's fault was seen. */
        FAULT_EFFECTIVE("the effect of that step's fault was seen"),
        /** A step's fault was healed, proven or not. */
        FAULT_HEALED("that step's fault was healed, proven or not"),
        /**
         * After a step's fault was healed, and with none in effect, everything was seen to be whole again: every node
         * runs, the ensemble is whole, a master leads and every agent follows it, and a write was answered since.
         */
        RECOVERED("after that step's fault was healed, all was seen whole and serving again");

        private final String meaning;

        Kind(String meaning) {
            this.meaning = meaning;
        }

        /** As schedules write it. */
        public String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        /** For lists. */
        public String meaning() {
            return meaning;
        }

        /** Whether it happens to the fault of a step, which must be said. */
        public boolean speaksOfAStep() {
            return this == FAULT_EFFECTIVE || isEndOfAStep();
        }

        /** Whether it happens to a step only when that is over, or as its last act. */
        boolean isEndOfAStep() {
            return this == FAULT_HEALED || this == RECOVERED;
        }
    }

    private static final Pattern FORM =
            Pattern.compile("([a-z]+(?:-[a-z]+)*)(?: number ([1-9]\\d{0,6}))?(?: of (\\d{1,3}))?");

    public Occurrence {
        if (count < 1) {
            throw new IllegalArgumentException("count=" + count + " must be at least 1");
        }
        if (kind.speaksOfAStep() != step.isPresent()) {
            throw new IllegalArgumentException(
                    kind.text() + (step.isPresent() ? " speaks of no step" : " needs a step, such as \" of 0\""));
        }
        if (step.isPresent() && count > 1) {
            throw new IllegalArgumentException(kind.text() + " of a step happens once, not " + count + " times");
        }
    }

    /** The first time since the faults began. */
    public static Occurrence first(Kind kind) {
        return new Occurrence(kind, 1, OptionalInt.empty());
    }

    /** The {@code count}-th time since the faults began. */
    public static Occurrence nth(Kind kind, int count) {
        return new Occurrence(kind, count, OptionalInt.empty());
    }

    /** What happens to the fault of a step, counted from 0. */
    public static Occurrence ofStep(Kind kind, int step) {
        return new Occurrence(kind, 1, OptionalInt.of(step));
    }

    /**
     * Reads the written form.
     *
     * @throws IllegalArgumentException when it is something else; the message says what there is
     */
    public static Occurrence parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (matcher.matches()) {
            for (Kind kind : Kind.values()) {
                if (kind.text().equals(matcher.group(1))) {
                    int count = matcher.group(2) == null ? 1 : Integer.parseInt(matcher.group(2));
                    return new Occurrence(
                            kind,
                            count,
                            matcher.group(3) == null
                                    ? OptionalInt.empty()
                                    : OptionalInt.of(Integer.parseInt(matcher.group(3))));
                }
            }
        }
        StringBuilder kinds = new StringBuilder();
        for (Kind kind : Kind.values()) {
            kinds.append(kinds.isEmpty() ? "" : ", ").append(kind.text());
        }
        throw new IllegalArgumentException(
                "\"" + text + "\" is nothing that can be waited for; expected one of " + kinds
                        + ", and then perhaps \"number 2\" for the second time, or \"of 0\" for the fault of that step");
    }

    /** The written form. */
    public String text() {
        return kind.text()
                + (count == 1 ? "" : " number " + count)
                + (step.isPresent() ? " of " + step.getAsInt() : "");
    }
}
