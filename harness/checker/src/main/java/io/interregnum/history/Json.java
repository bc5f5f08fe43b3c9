package io.interregnum.history;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON text to plain data and back: null, {@code Boolean}, {@code Long}, {@code Double}, {@code String},
 * {@code List}, {@code Map} (in the order of the text). Jackson does the work and stays behind this class.
 */
public final class Json {
    private static final JsonFactory FACTORY = new JsonFactory();

    private Json() {}

    /**
     * Parses one JSON value.
     *
     * @throws IllegalArgumentException when {@code text} is not exactly one JSON value; the message says where
     */
    public static @Nullable Object read(String text) {
        try (JsonParser parser = FACTORY.createParser(text)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                throw new IllegalArgumentException("not JSON: empty");
            }
            Object value = value(parser, first, new Interner());
            if (parser.nextToken() != null) {
                throw new IllegalArgumentException("not JSON: more text after the value");
            }
            return value;
        } catch (IOException e) {
            throw notJson(e);
        }
    }

    /** Takes the members of an object, in the order of the text. */
    interface Members {
        void member(String name, @Nullable Object value);

        /** One that is a whole number. */
        void wholeNumber(String name, long value);
    }

    /**
     * Parses one JSON object from UTF-8, without a map for its members; repeated texts and numbers are one object.
     *
     * @throws IllegalArgumentException when the bytes are not exactly one JSON object; the message says where. Some
     *     members may have been told by then
     */
    static void readObject(byte[] bytes, int from, int to, Interner interner, Members members) {
        try (JsonParser parser = FACTORY.createParser(bytes, from, to - from)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                throw new IllegalArgumentException("not JSON: empty");
            }
            if (first != JsonToken.START_OBJECT) {
                value(parser, first, interner);
                throw new IllegalArgumentException("not a JSON object");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                JsonToken token = parser.nextToken();
                if (token == JsonToken.VALUE_NUMBER_INT) {
                    members.wholeNumber(name, parser.getLongValue());
                } else {
                    members.member(name, value(parser, token, interner));
                }
            }
            if (parser.nextToken() != null) {
                throw new IllegalArgumentException("not JSON: more text after the value");
            }
        } catch (IOException e) {
            throw notJson(e);
        }
    }

    private static IllegalArgumentException notJson(IOException e) {
        String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("unreadable");
        return new IllegalArgumentException("not JSON: " + reason, e);
    }

    private static @Nullable Object value(JsonParser parser, JsonToken token, Interner interner) throws IOException {
        return switch (token) {
            case START_OBJECT -> object(parser, interner);
            case START_ARRAY -> array(parser, interner);
            case VALUE_STRING ->
                interner.string(parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
            case VALUE_NUMBER_INT -> interner.number(parser.getLongValue());
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            default -> throw new IllegalArgumentException("not JSON: unexpected " + token);
        };
    }

    private static Map<String, @Nullable Object> object(JsonParser parser, Interner interner) throws IOException {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            map.put(name, value(parser, parser.nextToken(), interner));
        }
        return Collections.unmodifiableMap(map);
    }

    private static List<@Nullable Object> array(JsonParser parser, Interner interner) throws IOException {
        @Nullable Object[] elements = new Object[2];
        int count = 0;
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            if (count == elements.length) {
                elements = Arrays.copyOf(elements, 4 * count);
            }
            elements[count] = value(parser, token, interner);
            count++;
        }
        return PlainList.copyOf(elements, count);
    }

    /** The value on one line. */
    public static String write(@Nullable Object value) {
        return write(value, false);
    }

    /** The value over several lines, for files that people read. Ends with a line feed. */
    public static String writePretty(@Nullable Object value) {
        return write(value, true) + "\n";
    }

    private static String write(@Nullable Object value, boolean pretty) {
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = FACTORY.createGenerator(text)) {
            if (pretty) {
                generator.setPrettyPrinter(new DefaultPrettyPrinter());
            }
            write(generator, value);
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory failed", e);
        }
        return text.toString();
    }

    private static void write(JsonGenerator generator, @Nullable Object value) throws IOException {
        if (value == null) {
            generator.writeNull();
        } else if (value instanceof String text) {
            generator.writeString(text);
        } else if (value instanceof Boolean bool) {
            generator.writeBoolean(bool);
        } else if (value instanceof Long || value instanceof Integer || value instanceof Short) {
            generator.writeNumber(((Number) value).longValue());
        } else if (value instanceof Number number) {
            generator.writeNumber(number.doubleValue());
        } else if (value instanceof List<?> list) {
            generator.writeStartArray();
            for (Object element : list) {
                write(generator, element);
            }
            generator.writeEndArray();
        } else if (value instanceof Map<?, ?> map) {
            generator.writeStartObject();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                generator.writeFieldName(String.valueOf(entry.getKey()));
                write(generator, entry.getValue());
            }
            generator.writeEndObject();
        } else {
            throw new IllegalArgumentException(
                    "not JSON data: " + value.getClass().getName());
        }
    }
}
