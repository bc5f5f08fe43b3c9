package io.interregnum.history;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Plain data as EDN. What {@link EdnReader} makes of a keyword becomes a keyword again: texts with a colon, and names in
 * maps. Keys of maps are sorted, so that equal data is equal text.
 */
final class EdnWriter {
    /** A total order of plain data; equal only if the data is. */
    static final Comparator<@Nullable Object> ORDER =
            Comparator.<@Nullable Object>comparingInt(EdnWriter::rank).thenComparing(EdnWriter::compareOfOneKind);

    private EdnWriter() {}

    /**
     * The EDN of {@code value}.
     *
     * @throws IllegalArgumentException when it is not plain data
     */
    static String text(@Nullable Object value) {
        StringBuilder text = new StringBuilder();
        append(text, value);
        return text.toString();
    }

    static void append(StringBuilder text, @Nullable Object value) {
        if (value == null) {
            text.append("nil");
        } else if (value instanceof String string) {
            if (isKeyword(string)) {
                text.append(string);
            } else {
                quote(text, string);
            }
        } else if (value instanceof Long || value instanceof Integer || value instanceof Boolean) {
            text.append(value);
        } else if (value instanceof Number number) {
            decimal(text, number.doubleValue());
        } else if (value instanceof List<?> list) {
            String separator = "[";
            for (Object element : list) {
                append(text.append(separator), element);
                separator = " ";
            }
            text.append(list.isEmpty() ? "[]" : "]");
        } else if (value instanceof Map<?, ?> map) {
            String separator = "{";
            for (Map.Entry<String, @Nullable Object> entry : sorted(map).entrySet()) {
                name(text.append(separator), entry.getKey());
                append(text.append(' '), entry.getValue());
                separator = ", ";
            }
            text.append(map.isEmpty() ? "{}" : "}");
        } else {
            throw new IllegalArgumentException(
                    "not plain data: " + value.getClass().getName());
        }
    }

    private static Map<String, @Nullable Object> sorted(Map<?, ?> map) {
        Map<String, @Nullable Object> sorted = new TreeMap<>();
        map.forEach((key, value) -> sorted.put(String.valueOf(key), value));
        return sorted;
    }

    /** A name: a keyword if it can be one, else a text. */
    static void name(StringBuilder text, String name) {
        if (isName(name, 0)) {
            text.append(':').append(name);
        } else {
            quote(text, name);
        }
    }

    private static boolean isKeyword(String text) {
        return text.length() > 1 && text.charAt(0) == ':' && isName(text, 1);
    }

    /** Narrower than what is read, so that every reader of EDN takes it. */
    private static boolean isName(String text, int from) {
        int slash = text.indexOf('/', from);
        if (from == text.length()
                || slash == from
                || slash == text.length() - 1
                || (slash > 0 && text.indexOf('/', slash + 1) > 0)) {
            return false;
        }
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || "*+!-_?$%&=<>.".indexOf(c) >= 0;
            boolean later = (c >= '0' && c <= '9') || c == '#' || c == '\'' || c == '/';
            boolean first = i == from || i == slash + 1;
            if (!letter && (first || !later)) {
                return false;
            }
        }
        return true;
    }

    private static void decimal(StringBuilder text, double number) {
        if (Double.isNaN(number)) {
            text.append("##NaN");
        } else if (Double.isInfinite(number)) {
            text.append(number > 0 ? "##Inf" : "##-Inf");
        } else {
            text.append(number);
        }
    }

    private static void quote(StringBuilder text, String string) {
        text.append('"');
        for (int i = 0; i < string.length(); i++) {
            char c = string.charAt(i);
            switch (c) {
                case '"' -> text.append("\\\"");
                case '\\' -> text.append("\\\\");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                default -> {
                    // Control characters, and halves of characters that UTF-8 cannot say.
                    if (c < ' ' || Character.isSurrogate(c)) {
                        text.append(String.format("\\u%04x", (int) c));
                    } else {
                        text.append(c);
                    }
                }
            }
        }
        text.append('"');
    }

    private static int rank(@Nullable Object value) {
        return value == null
                ? 0
                : value instanceof Boolean
                        ? 1
                        : value instanceof Long ? 2 : value instanceof Double ? 3 : value instanceof String ? 4 : 5;
    }

    private static int compareOfOneKind(@Nullable Object left, @Nullable Object right) {
        if (left instanceof Boolean a && right instanceof Boolean b) {
            return a.compareTo(b);
        }
        if (left instanceof Long a && right instanceof Long b) {
            return a.compareTo(b);
        }
        if (left instanceof Double a && right instanceof Double b) {
            return a.compareTo(b);
        }
        if (left instanceof String a && right instanceof String b) {
            return a.compareTo(b);
        }
        return text(left).compareTo(text(right));
    }
}
