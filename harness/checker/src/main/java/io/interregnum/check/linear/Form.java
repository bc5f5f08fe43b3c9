package io.interregnum.check.linear;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Takes the values of operations apart, as Jepsen's histories carry them. Words are accepted with and without the colon
 * of a keyword. Where a value is not of the form that a model expects, the exception says what it is and what it should
 * be.
 */
final class Form {
    /** Longest collection whose elements are shown. */
    static final int SHOWN_ELEMENTS = 40;

    private static final int SHOWN_CHARACTERS = 60;

    private Form() {}

    /** {@code text} without the colon of a keyword. */
    static String word(String text) {
        return text.startsWith(":") ? text.substring(1) : text;
    }

    /** The text of a name that may be a keyword, a text or a number, without the colon of a keyword. */
    static String name(@Nullable Object value) {
        return word(String.valueOf(value));
    }

    /**
     * The value, which is a list of two.
     *
     * @param expected what they are, for the message
     */
    static List<?> pair(LinearOperation operation, String expected) {
        if (operation.value() instanceof List<?> pair && pair.size() == 2) {
            return pair;
        }
        throw wrong(operation, expected);
    }

    /** The value, which is a list. */
    static List<?> list(LinearOperation operation, String expected) {
        if (operation.value() instanceof List<?> list) {
            return list;
        }
        throw wrong(operation, expected);
    }

    /** True if some element is null. (Some lists answer {@code contains(null)} with an exception.) */
    static boolean hasNull(Collection<?> elements) {
        return elements.stream().anyMatch(Objects::isNull);
    }

    /** The value, which is something. */
    static Object something(LinearOperation operation, String expected) {
        Object value = operation.value();
        if (value == null) {
            throw wrong(operation, expected);
        }
        return value;
    }

    /** What a map has under {@code name}; empty where it has nothing or null. */
    static Optional<Object> field(Map<?, ?> map, String name) {
        Object plain = map.get(name);
        return Optional.ofNullable(plain == null ? map.get(":" + name) : plain);
    }

    /**
     * The whole number that a map has under {@code name}, at least {@code min}; empty where it has nothing or null.
     *
     * @param expected of the whole value, for the message
     */
    static OptionalLong number(LinearOperation operation, Map<?, ?> map, String name, long min, String expected) {
        Object value = field(map, name).orElse(null);
        if (value == null) {
            return OptionalLong.empty();
        }
        if (value instanceof Long || value instanceof Integer) {
            long number = ((Number) value).longValue();
            if (number >= min) {
                return OptionalLong.of(number);
            }
        }
        throw wrong(operation, expected);
    }

    /** The complaint that a value is not of the form {@code expected}. */
    static IllegalArgumentException wrong(LinearOperation operation, String expected) {
        return new IllegalArgumentException("operation " + operation.id() + ": value of " + operation.f() + " is "
                + shown(operation.value()) + "; expected " + expected);
    }

    /** The complaint that {@code model} knows no such function. */
    static IllegalArgumentException unknown(LinearOperation operation, Model<?> model, String... functions) {
        String last = functions[functions.length - 1];
        String others = String.join(", ", Arrays.asList(functions).subList(0, functions.length - 1));
        return new IllegalArgumentException("operation " + operation.id() + ": the model " + model.name()
                + " knows no \"" + operation.f() + "\"; expected " + others + " or " + last);
    }

    /** {@code value} in the words of a refusal, cut where it is long. */
    static String shown(@Nullable Object value) {
        if (value instanceof Collection<?> many && many.size() > SHOWN_ELEMENTS) {
            return many.size() + " elements";
        }
        String text = String.valueOf(value);
        return text.length() <= SHOWN_CHARACTERS ? text : text.substring(0, SHOWN_CHARACTERS) + "…";
    }
}
