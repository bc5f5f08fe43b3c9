package io.interregnum.history;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads EDN, value after value, from bytes in UTF-8. One thread.
 *
 * <p>Values become plain data. {@code nil} is null; whole numbers are {@code Long}, others {@code Double}; what neither
 * can hold exactly (larger whole numbers, ratios, decimals marked {@code M}) is kept as its text. Keywords are texts with
 * their colon, symbols and characters texts. Lists, vectors and sets are lists; a set is sorted, so that equal sets are
 * equal lists. In maps, keywords as keys lose their colon, and other keys that are no text become their text. Tags are
 * dropped: {@code #inst "…"} is a text, a record {@code #some.Record{…}} a map.
 *
 * <p>The definition is the EDN specification (Hickey and others, "extensible data notation", 2014), with what Clojure
 * prints besides: {@code #:name{…}}, {@code ##Inf}, {@code #"…"}, {@code ^meta}, numbers such as {@code 0x1f}.
 *
 * <p>Everything has a bound, so that no input runs forever or out of stack: depth and the size of one token. Errors are
 * {@code IllegalArgumentException}s; {@link #line} then is where reading stopped.
 */
final class EdnReader {
    /** Deepest nesting. */
    static final int DEPTH_MAX = 256;
    /** Largest text, number or name. */
    static final int TOKEN_BYTES_MAX = 16 << 20;
    /** What {@link #skip} says at the end. */
    static final int END = -1;
    /** What {@link #wholeNumber} says where there is none. */
    static final int NONE = -1;

    private static final int BUFFER_BYTES = 1 << 18;
    private static final int SHOWN_CHARACTERS = 40;

    private static final byte NAME = 0;
    private static final byte SPACE = 1;
    private static final byte DELIMITER = 2;
    /** What a byte is to a token: part of it, or its end. */
    private static final byte[] KINDS = new byte[256];

    static {
        for (char c : " \t\n\r\f,\u000b".toCharArray()) {
            KINDS[c] = SPACE;
        }
        for (char c : "()[]{}\";\\@^`~".toCharArray()) {
            KINDS[c] = DELIMITER;
        }
        for (int c = 0; c < ' '; c++) {
            KINDS[c] = KINDS[c] == SPACE ? SPACE : DELIMITER;
        }
    }

    private final Interner interner;
    private final EdnWords words = new EdnWords();
    private @Nullable InputStream in;
    private byte[] buffer;
    private int position;
    private int limit;
    private int mark = -1; // what is kept when the buffer is filled again; -1 for nothing
    private int line = 1;

    private EdnReader(@Nullable InputStream in, byte[] buffer, Interner interner) {
        this.in = in;
        this.buffer = buffer;
        this.interner = interner;
    }

    /** Reads a stream, which stays the caller's to close. What it throws is thrown as {@code UncheckedIOException}. */
    static EdnReader of(InputStream in) {
        return new EdnReader(in, new byte[BUFFER_BYTES], new Interner());
    }

    /** Reads parts of arrays, named by {@link #over}. */
    static EdnReader ofParts() {
        return new EdnReader(null, new byte[0], new Interner());
    }

    /** Goes on with these bytes, which are not changed. */
    void over(byte[] bytes, int from, int to, int firstLine) {
        in = null;
        buffer = bytes;
        position = from;
        limit = to;
        mark = -1;
        line = firstLine;
    }

    /** The line that is being read, from 1. */
    int line() {
        return line;
    }

    Interner interner() {
        return interner;
    }

    /** Steps over space, commas, comments and discarded values; the byte that comes next, or {@link #END}. */
    int skip(int depth) {
        for (; ; ) {
            if (position == limit && !fill()) {
                return END;
            }
            int next = buffer[position];
            if (next > ' ' && next != ',' && next != ';' && next != '#') {
                return next;
            }
            if (next == '\n') {
                line++;
                position++;
            } else if (next == ';') {
                comment();
            } else if (next == '#') {
                if (second() != '_') {
                    return next;
                }
                position += 2;
                value(depth + 1);
            } else if (next >= 0 && KINDS[next] == SPACE) {
                position++;
            } else {
                return next & 0xff;
            }
        }
    }

    /** Steps over the byte that {@link #skip} said. */
    void take() {
        position++;
    }

    private void comment() {
        while (position < limit || fill()) {
            if (buffer[position] == '\n') {
                return;
            }
            position++;
        }
    }

    /** The byte after the next; {@link #END} if there is none. */
    int second() {
        mark = position;
        boolean there = position + 1 < limit || fill();
        mark = -1;
        return there ? buffer[position + 1] & 0xff : END;
    }

    /** Reads the next value. */
    @Nullable
    Object value(int depth) {
        if (depth > DEPTH_MAX) {
            throw new IllegalArgumentException("nested more than " + DEPTH_MAX + " deep");
        }
        int next = skip(depth);
        return switch (next) {
            case END -> throw new IllegalArgumentException("the text ends where a value is expected");
            case '{' -> {
                position++;
                yield map(depth, "");
            }
            case '[' -> {
                position++;
                yield list(depth, ']');
            }
            case '(' -> {
                position++;
                yield list(depth, ')');
            }
            case '"' -> string();
            case ':' -> keyword().keyword();
            case '#' -> dispatch(depth);
            case '\\' -> character();
            case '^' -> {
                position++;
                value(depth + 1);
                yield value(depth + 1);
            }
            default -> atom(next);
        };
    }

    private @Nullable Object dispatch(int depth) {
        return switch (second()) {
            case '{' -> {
                position += 2;
                yield set(depth);
            }
            case '#' -> infinite();
            case '"' -> {
                position++;
                yield pattern();
            }
            case ':' -> {
                position++;
                String name = keyword().name();
                if (skip(depth) != '{') {
                    throw new IllegalArgumentException("after #:" + shown(name) + " a map is expected");
                }
                position++;
                yield map(depth, name + "/");
            }
            default -> {
                tag();
                yield value(depth + 1);
            }
        };
    }

    /** Steps over {@code #} and the name of a tag or record. */
    void tag() {
        int second = second();
        position++;
        if (second == END || KINDS[second] != NAME || (!Character.isLetter(second) && second < 0x80)) {
            throw new IllegalArgumentException("after # a tag is expected");
        }
        token();
        mark = -1;
    }

    private Object infinite() {
        position += 2;
        String name = tokenText();
        return switch (name) {
            case "Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            case "NaN" -> Double.NaN;
            default -> throw new IllegalArgumentException("##" + shown(name) + " is none of ##Inf, ##-Inf, ##NaN");
        };
    }

    /** Reads a keyword; its colon is next. */
    EdnWords.Word keyword() {
        int from = token();
        EdnWords.Word word = words.of(buffer, from, position);
        mark = -1;
        if (word.name().isEmpty()) {
            throw new IllegalArgumentException("a colon without a name");
        }
        return word;
    }

    /** Reads a text that may serve as a name: a keyword without its colon, a text, a symbol or a number. */
    @Nullable
    String name(int depth) {
        if (skip(depth) == ':') {
            return keyword().name();
        }
        Object value = value(depth);
        return value == null ? null : value instanceof String text ? text : EdnWriter.text(value);
    }

    /** Steps over a token, which begins here; where in the buffer it begins. The caller resets the mark. */
    private int token() {
        mark = position;
        do {
            byte[] bytes = buffer;
            int at = position;
            int end = limit;
            while (at < end && KINDS[bytes[at] & 0xff] == NAME) {
                at++;
            }
            position = at;
        } while (position == limit && fill());
        return mark;
    }

    private String tokenText() {
        int from = token();
        mark = -1;
        return new String(buffer, from, position - from, StandardCharsets.UTF_8);
    }

    private @Nullable Object atom(int first) {
        if ((first >= '0' && first <= '9') || first == '-' || first == '+') {
            return numberOrSymbol();
        }
        if (first < 0x80 && !Character.isLetter(first) && ".*!_?$%&=<>/|".indexOf(first) < 0) {
            throw new IllegalArgumentException("unexpected " + (first < ' ' ? "byte " + first : (char) first));
        }
        int from = token();
        mark = -1;
        String text = interner.string(buffer, from, position);
        return switch (text) {
            case "nil" -> null;
            case "true" -> true;
            case "false" -> false;
            default -> text;
        };
    }

    private Object numberOrSymbol() {
        int from = token();
        mark = -1;
        boolean negative = buffer[from] == '-';
        long number = digits(from + (negative || buffer[from] == '+' ? 1 : 0));
        return number != NONE
                ? interner.number(negative ? -number : number)
                : EdnNumbers.read(new String(buffer, from, position - from, StandardCharsets.UTF_8));
    }

    /**
     * Reads the next value if it is a whole number as it is usually written, without a sign; else reads nothing and says
     * {@link #NONE}. What never repeats, such as a time, needs no object so.
     */
    long wholeNumber(int depth) {
        int first = skip(depth);
        if (first < '0' || first > '9') {
            return NONE;
        }
        int from = token();
        mark = -1;
        long number = digits(from);
        position = number == NONE ? from : position;
        return number;
    }

    /** The number that is written from there to the position; {@link #NONE} if it is more than a few digits. */
    private long digits(int from) {
        int length = position - from;
        if (length == 0 || length > 18 || (buffer[from] == '0' && length > 1)) {
            return NONE;
        }
        long number = 0;
        for (int at = from; at < position; at++) {
            int digit = buffer[at] - '0';
            if (digit < 0 || digit > 9) {
                return NONE;
            }
            number = 10 * number + digit;
        }
        return number;
    }

    private String string() {
        int firstLine = line;
        position++;
        mark = position;
        for (; ; ) {
            byte[] bytes = buffer;
            int end = limit;
            for (int at = position; at < end; at++) {
                byte next = bytes[at];
                if (next == '"') {
                    String text = interner.string(bytes, mark, at);
                    mark = -1;
                    position = at + 1;
                    return text;
                }
                if (next == '\\') {
                    position = at;
                    return stringWithEscapes(firstLine);
                }
                line += next == '\n' ? 1 : 0;
            }
            position = end;
            fillString(firstLine);
        }
    }

    private boolean fillString(int firstLine) {
        if (!fill()) {
            throw new IllegalArgumentException("a text that begins in line " + firstLine + " does not end");
        }
        return true;
    }

    /** Goes on where the first escape was met; mark is where the text began. */
    private String stringWithEscapes(int firstLine) {
        StringBuilder text = new StringBuilder();
        while (position < limit || fillString(firstLine)) {
            byte next = buffer[position];
            if (next == '"' || next == '\\') {
                text.append(new String(buffer, mark, position - mark, StandardCharsets.UTF_8));
                position++;
                if (next == '"') {
                    mark = -1;
                    return text.toString();
                }
                mark = -1;
                text.append(escape(firstLine));
                if (text.length() > TOKEN_BYTES_MAX) {
                    throw tooLong();
                }
                mark = position;
            } else {
                line += next == '\n' ? 1 : 0;
                position++;
            }
        }
        throw new AssertionError();
    }

    private char escape(int firstLine) {
        int escaped = nextByte(firstLine);
        return switch (escaped) {
            case 't' -> '\t';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 'b' -> '\b';
            case 'f' -> '\f';
            case '"', '\\', '\'' -> (char) escaped;
            case 'u' -> (char) digits(firstLine, 16, 4, 0);
            case '0', '1', '2', '3', '4', '5', '6', '7' -> octal(escaped - '0');
            default -> throw new IllegalArgumentException("unknown escape \\" + (char) escaped + " in a text");
        };
    }

    private int nextByte(int firstLine) {
        if (position == limit) {
            fillString(firstLine);
        }
        return buffer[position++] & 0xff;
    }

    private int digits(int firstLine, int radix, int count, int before) {
        int number = before;
        for (int i = 0; i < count; i++) {
            int digit = Character.digit(nextByte(firstLine), radix);
            if (digit < 0) {
                throw new IllegalArgumentException("after \\u four hexadecimal digits are expected");
            }
            number = radix * number + digit;
        }
        return number;
    }

    private char octal(int first) {
        int number = first;
        for (int i = 0; i < 2 && (position < limit || fill()); i++) {
            int digit = Character.digit(buffer[position], 8);
            if (digit < 0) {
                break;
            }
            number = 8 * number + digit;
            position++;
        }
        return (char) number;
    }

    /** A regular expression as Clojure prints it: backslashes stay. */
    private String pattern() {
        int firstLine = line;
        position++;
        mark = position;
        boolean escaped = false;
        while (position < limit || fillString(firstLine)) {
            byte next = buffer[position++];
            if (next == '"' && !escaped) {
                String text = new String(buffer, mark, position - 1 - mark, StandardCharsets.UTF_8);
                mark = -1;
                return text;
            }
            line += next == '\n' ? 1 : 0;
            escaped = next == '\\' && !escaped;
        }
        throw new AssertionError();
    }

    private String character() {
        position++;
        if (position == limit && !fill()) {
            throw new IllegalArgumentException("a backslash without a character");
        }
        mark = position;
        position++; // whatever it is, also a delimiter
        if ((buffer[position - 1] & 0xff) > ' ') {
            while ((position < limit || fill()) && KINDS[buffer[position] & 0xff] == NAME) {
                position++;
            }
        }
        String name = new String(buffer, mark, position - mark, StandardCharsets.UTF_8);
        mark = -1;
        line += name.equals("\n") ? 1 : 0;
        return EdnWords.character(name);
    }

    private List<@Nullable Object> list(int depth, int close) {
        int firstLine = line;
        @Nullable Object first = null;
        @Nullable Object[] elements = new Object[0];
        int count = 0;
        for (int next = skip(depth); next != close; next = skip(depth)) {
            if (next == END) {
                throw notClosed(firstLine, (char) close);
            }
            Object element = value(depth + 1);
            if (count == 0) {
                first = element;
            } else if (count == 1 && skip(depth) == close) {
                position++;
                return PlainList.of(first, element);
            } else {
                if (count >= elements.length) {
                    elements = Arrays.copyOf(elements, Math.max(8, 2 * count));
                    elements[0] = first;
                }
                elements[count] = element;
            }
            count++;
        }
        position++;
        if (count == 1) {
            return PlainList.copyOf(new Object[] {first}, 1);
        }
        return PlainList.copyOf(elements, count);
    }

    private List<@Nullable Object> set(int depth) {
        Object[] elements = list(depth, '}').toArray();
        Arrays.sort(elements, EdnWriter.ORDER);
        for (int i = 1; i < elements.length; i++) {
            if (EdnWriter.ORDER.compare(elements[i - 1], elements[i]) == 0) {
                throw new IllegalArgumentException(
                        "a set has the element " + shown(EdnWriter.text(elements[i])) + " twice");
            }
        }
        return PlainList.copyOf(elements, elements.length);
    }

    private Map<String, @Nullable Object> map(int depth, String prefix) {
        int firstLine = line;
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (int next = skip(depth); next != '}'; next = skip(depth)) {
            if (next == END) {
                throw notClosed(firstLine, '}');
            }
            boolean keyword = next == ':';
            String key = name(depth + 1);
            key = key == null ? "nil" : keyword && key.indexOf('/') < 0 ? prefix + key : key;
            if (map.containsKey(key)) {
                throw new IllegalArgumentException("a map has the key " + shown(key) + " twice");
            }
            if (skip(depth) == '}') {
                throw new IllegalArgumentException("a map has the key " + shown(key) + " without a value");
            }
            map.put(key, value(depth + 1));
        }
        position++;
        return Collections.unmodifiableMap(map);
    }

    static IllegalArgumentException notClosed(int firstLine, char close) {
        return new IllegalArgumentException("what begins in line " + firstLine + " does not end; expected " + close);
    }

    /** As much of a text as fits into a message. */
    static String shown(String text) {
        return text.length() <= SHOWN_CHARACTERS ? text : text.substring(0, SHOWN_CHARACTERS) + "…";
    }

    private static IllegalArgumentException tooLong() {
        return new IllegalArgumentException("a text or name of more than " + TOKEN_BYTES_MAX + " bytes");
    }

    /** Gets more bytes behind those from the mark on, which may move; false at the end. */
    private boolean fill() {
        if (in == null) {
            return false;
        }
        int keep = mark < 0 ? limit : mark;
        int kept = limit - keep;
        if (kept > TOKEN_BYTES_MAX) {
            throw tooLong();
        }
        if (kept == buffer.length) {
            buffer = Arrays.copyOf(buffer, 2 * buffer.length);
        } else {
            System.arraycopy(buffer, keep, buffer, 0, kept);
        }
        position -= keep;
        mark = mark < 0 ? -1 : 0;
        limit = kept;
        try {
            int count = in.readNBytes(buffer, limit, buffer.length - limit);
            limit += count;
            return count > 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
