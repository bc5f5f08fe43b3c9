package io.interregnum.history;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One line of a history: something was asked, answered, done or seen.
 *
 * <p>Immutable. {@code value} and the values of {@code fields} are plain JSON data: null, {@code Boolean}, {@code Long},
 * {@code Double}, {@code String}, {@code List} or {@code Map} of these. {@code fields} is sorted by name, so that the
 * same event is always written the same way.
 *
 * @param index position in the history, from 0, dense over all processes
 * @param timeNanos nanoseconds since the run began, never less than that of the event before
 * @param type what is known of the operation at this moment
 * @param process who: a decimal number for a client's process, else a name such as {@code nemesis}
 * @param f what was asked, such as {@code write}
 * @param value what it was asked with, or what came back; null where there is none
 * @param fields everything else that is known; names must not be those of the components above
 */
public record Event(
        long index,
        long timeNanos,
        Type type,
        String process,
        String f,
        @Nullable Object value,
        Map<String, Object> fields) {

    /** What is known of an operation. The words are Jepsen's. */
    public enum Type {
        /** It begins: written before the first byte of the request is sent. */
        INVOKE,
        /** It happened. */
        OK,
        /** It certainly did not happen and never will. */
        FAIL,
        /** Nobody knows. Also the type of everything that is not an answer: faults, observations, phases. */
        INFO;

        /** The word in a history file: the constant's name in lower case. */
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    public Event {
        if (index < 0 || timeNanos < 0) {
            throw new IllegalArgumentException("index=" + index + " timeNanos=" + timeNanos + " must not be negative");
        }
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(process, "process");
        Objects.requireNonNull(f, "f");
        fields = EventFields.copyOf(fields);
    }

    /** True for a client's process, false for the nemesis, probes, observers and the runner. */
    public boolean isClient() {
        return !process.isEmpty() && Character.isDigit(process.charAt(0));
    }

    /** The text under {@code name}; empty where it is absent or is not text. */
    public Optional<String> text(String name) {
        return fields.get(name) instanceof String text ? Optional.of(text) : Optional.empty();
    }

    /** The whole number under {@code name}; empty where it is absent or is not a whole number. */
    public OptionalLong number(String name) {
        return fields.get(name) instanceof Long number ? OptionalLong.of(number) : OptionalLong.empty();
    }
}
