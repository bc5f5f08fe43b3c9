package io.interregnum.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A part of a JSON file that was written elsewhere: whatever is asked of it is there as expected, or is refused with an
 * {@link IllegalArgumentException} that says where, what was observed and what was expected.
 *
 * @param where it stands, such as {@code configurations[0].name}
 * @param value as {@link io.interregnum.history.Json} reads it
 */
record JsonPart(String where, @Nullable Object value) {
    private static final int SHOWN_MAX = 40;

    /** The member of that name, which must be there, but may be null. */
    JsonPart at(String name) {
        if (!(value instanceof Map<?, ?> map)) {
            throw refusal("an object with \"" + name + "\"");
        }
        if (!map.containsKey(name)) {
            throw new IllegalArgumentException(where + "." + name + " is missing; expected it, if only as null");
        }
        return new JsonPart(where + "." + name, map.get(name));
    }

    List<JsonPart> elements() {
        if (!(value instanceof List<?> list)) {
            throw refusal("a list");
        }
        List<JsonPart> elements = new ArrayList<>();
        for (Object element : list) {
            elements.add(new JsonPart(where + "[" + elements.size() + "]", element));
        }
        return elements;
    }

    /** Empty where it is null. */
    Optional<JsonPart> ifAny() {
        return value == null ? Optional.empty() : Optional.of(this);
    }

    String text() {
        if (!(value instanceof String text)) {
            throw refusal("a text");
        }
        return text;
    }

    long number() {
        if (!(value instanceof Long number)) {
            throw refusal("a whole number");
        }
        return number;
    }

    /** A number that is not smaller than {@code least}. */
    long numberFrom(long least) {
        long number = number();
        if (number < least) {
            throw refusal("a whole number from " + least + " on");
        }
        return number;
    }

    void exactly(long expected) {
        if (number() != expected) {
            throw refusal(String.valueOf(expected));
        }
    }

    IllegalArgumentException refusal(String expected) {
        return new IllegalArgumentException(where + " is " + observed() + "; expected " + expected);
    }

    private String observed() {
        if (value instanceof String text) {
            return "\"" + Figures.shortened(text, SHOWN_MAX) + "\"";
        }
        return value instanceof Map ? "an object" : value instanceof List ? "a list" : String.valueOf(value);
    }
}
