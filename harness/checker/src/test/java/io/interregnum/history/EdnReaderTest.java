package io.interregnum.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EdnReaderTest {

    static Stream<Arguments> values() {
        return Stream.of(
                Arguments.of("nil", null),
                Arguments.of("true", true),
                Arguments.of("false", false),
                Arguments.of("0", 0L),
                Arguments.of("-0", 0L),
                Arguments.of("+7", 7L),
                Arguments.of("-42", -42L),
                Arguments.of("9223372036854775807", Long.MAX_VALUE),
                Arguments.of("-9223372036854775808", Long.MIN_VALUE),
                Arguments.of("9223372036854775808", "9223372036854775808N"),
                Arguments.of("9223372036854775808N", "9223372036854775808N"),
                Arguments.of("5N", 5L),
                Arguments.of("0x1fF", 511L),
                Arguments.of("1.5", 1.5),
                Arguments.of("-1.5e3", -1500.0),
                Arguments.of("1e3", 1000.0),
                Arguments.of("1.", 1.0),
                Arguments.of("1e999999999", Double.POSITIVE_INFINITY),
                Arguments.of("##Inf", Double.POSITIVE_INFINITY),
                Arguments.of("##-Inf", Double.NEGATIVE_INFINITY),
                Arguments.of("##NaN", Double.NaN),
                Arguments.of("1.50M", "1.50M"),
                Arguments.of("5M", "5M"),
                Arguments.of("1/3", "1/3"),
                Arguments.of(":read", ":read"),
                Arguments.of(":a.b/c-d?", ":a.b/c-d?"),
                Arguments.of(":zürich", ":zürich"),
                Arguments.of("symbol", "symbol"),
                Arguments.of("java.lang.Object", "java.lang.Object"),
                Arguments.of("-", "-"),
                Arguments.of("+foo", "+foo"),
                Arguments.of("nilly", "nilly"),
                Arguments.of("\\a", "a"),
                Arguments.of("\\newline", "\n"),
                Arguments.of("\\space", " "),
                Arguments.of("\\tab", "\t"),
                Arguments.of("\\return", "\r"),
                Arguments.of("\\formfeed", "\f"),
                Arguments.of("\\backspace", "\b"),
                Arguments.of("\\u00fc", "ü"),
                Arguments.of("\\o101", "A"),
                Arguments.of("\\(", "("),
                Arguments.of("\\ü", "ü"),
                Arguments.of("\"\"", ""),
                Arguments.of("\"zürich ✓ 😀\"", "zürich ✓ 😀"),
                Arguments.of("\"a\\\"b\\\\c\\n\\t\\r\\b\\f\\u00fc\\101.\"", "a\"b\\c\n\t\r\b\füA."),
                Arguments.of("\"\\ud83d\\ude00\"", "😀"),
                Arguments.of("\"two\nlines\"", "two\nlines"),
                Arguments.of("#\"a\\d\\\"b\"", "a\\d\\\"b"),
                Arguments.of("[]", List.of()),
                Arguments.of("()", List.of()),
                Arguments.of("[1]", List.of(1L)),
                Arguments.of("[1 2]", List.of(1L, 2L)),
                Arguments.of("(1,2,,3)", List.of(1L, 2L, 3L)),
                Arguments.of("[nil 3]", Arrays.asList(null, 3L)),
                Arguments.of(
                        "[[:read :x nil] [:write :y 2]]",
                        List.of(Arrays.asList(":read", ":x", null), List.of(":write", ":y", 2L))),
                Arguments.of("[1 2 3 4 5 6 7 8 9 10]", List.of(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L)),
                Arguments.of("#{3 1 2}", List.of(1L, 2L, 3L)),
                Arguments.of(
                        "#{:b \"a\" 1.5 nil 2 true [1]}", Arrays.asList(null, true, 2L, 1.5, ":b", "a", List.of(1L))),
                Arguments.of("{}", Map.of()),
                Arguments.of(
                        "{:a 1, \"b\" [2] c 3 4 5 [6] 7 nil 8}",
                        Map.of("a", 1L, "b", List.of(2L), "c", 3L, "4", 5L, "[6]", 7L, "nil", 8L)),
                Arguments.of("{:a {:b nil}}", Map.of("a", nothingUnder("b"))),
                Arguments.of("#:jepsen{:a 1 :b/c 2 d 3}", Map.of("jepsen/a", 1L, "b/c", 2L, "d", 3L)),
                Arguments.of("#inst \"2020-01-01T00:00:00.000-00:00\"", "2020-01-01T00:00:00.000-00:00"),
                Arguments.of("#jepsen.history.Op{:index 0}", Map.of("index", 0L)),
                Arguments.of(
                        "#object[java.lang.Object 0x5b2f \"java.lang.Object@5b2f\"]",
                        List.of("java.lang.Object", 0x5b2fL, "java.lang.Object@5b2f")),
                Arguments.of(
                        "#error {:cause \"x\" :via [{:type E}]}",
                        Map.of("cause", "x", "via", List.of(Map.of("type", "E")))),
                Arguments.of("#a #b 1", 1L),
                Arguments.of("^{:line 1} [1]", List.of(1L)),
                Arguments.of("^:tag x", "x"),
                Arguments.of(" , ; comment\n 1 ; more", 1L),
                Arguments.of("#_ 5 6", 6L),
                Arguments.of("#_#_ 4 5 6", 6L),
                Arguments.of("[1 #_2]", List.of(1L)));
    }

    private static Map<String, @Nullable Object> nothingUnder(String key) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put(key, null);
        return map;
    }

    @ParameterizedTest
    @MethodSource("values")
    void readsEveryKindOfValue(String text, @Nullable Object expected) {
        assertThat(EdnHistory.value(text)).isEqualTo(expected);
    }

    /** However the bytes come, the value is the same: no token is cut where one read ends and the next begins. */
    @ParameterizedTest
    @MethodSource("values")
    void readsEveryKindOfValueByteByByte(String text, @Nullable Object expected) {
        EdnReader reader = EdnReader.of(new Trickle(text.getBytes(StandardCharsets.UTF_8)));

        assertThat(reader.value(0)).isEqualTo(expected);
        assertThat(reader.skip(0)).isEqualTo(EdnReader.END);
    }

    @Test
    void writesWhatItReads() {
        values().map(arguments -> arguments.get()[0])
                .map(text -> EdnHistory.value((String) text))
                .forEach(value ->
                        assertThat(EdnHistory.value(EdnHistory.text(value))).isEqualTo(value));
    }

    @Test
    void writesKeywordsAgainAndSortsTheKeysOfMaps() {
        assertThat(EdnHistory.text(EdnHistory.value("{:f [:read \"x y\" nil] :a \": \" 1.5 ##Inf \"no name\" 2}")))
                .isEqualTo("{\"1.5\" ##Inf, :a \": \", :f [:read \"x y\" nil], \"no name\" 2}");
    }

    @Test
    void keepsHalvesOfCharactersThatUtf8CannotSay() {
        assertThat(EdnHistory.value(EdnHistory.text("a\ud83db"))).isEqualTo("a\ud83db");
    }

    @Test
    void givesOneObjectForWhatRepeats() {
        List<?> list =
                (List<?>) Objects.requireNonNull(EdnHistory.value("[\"some text\" \"some text\" 123456 123456]"));

        assertThat(list.get(0)).isSameAs(list.get(1));
        assertThat(list.get(2)).isSameAs(list.get(3));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "[1 2 | what begins in line 1 does not end; expected ]",
                "(1 2] | unexpected ]",
                "{:a 1 | what begins in line 1 does not end; expected }",
                "{:a} | a map has the key a without a value",
                "{:a 1 :a 2} | a map has the key a twice",
                "{:a 1 \"a\" 2} | a map has the key a twice",
                "#{1 1} | a set has the element 1 twice",
                "\"abc | a text that begins in line 1 does not end",
                "\"a\\ | a text that begins in line 1 does not end",
                "\"a\\x\" | unknown escape \\x",
                "\"a\\u12g4\" | four hexadecimal digits",
                "\\ | a backslash without a character",
                "\\nwline | \\nwline is not a character",
                ": | a colon without a name",
                "# | after # a tag is expected",
                "#<Object a> | after # a tag is expected",
                "#a | the text ends where a value is expected",
                "#:a 5 | after #:a a map is expected",
                "##Foo | ##Foo is none of ##Inf, ##-Inf, ##NaN",
                "12ab | 12ab is not a number",
                "017 | 017 is not a number",
                "1/0/2 | 1/0/2 is not a number",
                "@a | unexpected @",
                "1 2 | more text after the value"
            })
    void refusesWhatIsNotOneValueAndSaysWhy(String text, String why) {
        assertThatThrownBy(() -> EdnHistory.value(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "(", "{:a ", "{[", "#{", "#a ", "#_ ", "^a ", "#:a{:b "})
    void refusesToFollowWithoutEnd(String opening) {
        String text = opening.repeat(1_000_000);

        assertThatThrownBy(() -> EdnHistory.value(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nested more than 256 deep");
    }

    @Test
    void refusesTokensWithoutEnd() {
        for (String beginning : List.of("\"", "", ":", "#", "[1 \"\\n")) {
            InputStream text = new SequenceInputStream(
                    new ByteArrayInputStream(beginning.getBytes(StandardCharsets.UTF_8)), new Endless('x'));

            assertThatThrownBy(() -> EdnReader.of(text).value(0)).hasMessageContaining("more than 16777216 bytes");
        }
        assertThatThrownBy(() -> EdnHistory.value("7".repeat(2_000))).hasMessageContaining("more than 1000 characters");
    }

    /** As little at a time as a stream may give. */
    static final class Trickle extends ByteArrayInputStream {
        Trickle(byte[] bytes) {
            super(bytes);
        }

        @Override
        public int readNBytes(byte[] to, int from, int length) {
            int count = read(to, from, Math.min(1, length));
            return Math.max(count, 0);
        }
    }

    /** Repeats one byte for twice as long as a token may be. */
    private static final class Endless extends InputStream {
        private final int repeated;
        private int left = 2 * EdnReader.TOKEN_BYTES_MAX;

        Endless(char repeated) {
            this.repeated = repeated;
        }

        @Override
        public int read() {
            return left-- > 0 ? repeated : -1;
        }

        @Override
        public int read(byte[] to, int from, int length) {
            int count = Math.min(left, length);
            Arrays.fill(to, from, from + count, (byte) repeated);
            left -= count;
            return count > 0 ? count : -1;
        }
    }
}
