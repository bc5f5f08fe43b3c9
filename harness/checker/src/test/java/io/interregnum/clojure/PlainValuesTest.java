package io.interregnum.clojure;

import static org.assertj.core.api.Assertions.assertThat;

import clojure.lang.Keyword;
import clojure.lang.RT;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainValuesTest {
    private final PlainValues values = new PlainValues();

    private static Object clojure(String text) {
        return RT.readString(text);
    }

    @Test
    void areWhatModelsInJavaKnow() {
        assertThat(values.plain(clojure(":a"))).isEqualTo(":a");
        assertThat(values.plain(clojure(":a/b"))).isEqualTo(":a/b");
        assertThat(values.plain(clojure("[:write :x 1 nil]"))).isEqualTo(Arrays.asList(":write", ":x", 1L, null));
        assertThat(values.plain(clojure("#{3 1 2}"))).isEqualTo(List.of(1L, 2L, 3L));
        assertThat(values.plain(clojure("{:x 1, \"y\" #{}}"))).isEqualTo(Map.of("x", 1L, "y", List.of()));
        assertThat(values.plain(7)).isEqualTo(7L);
        assertThat(values.plain(clojure("7N"))).isEqualTo(7L);
        assertThat(values.plain(clojure("100000000000000000000"))).isEqualTo(new BigInteger("100000000000000000000"));
        assertThat(values.plain(-0.0)).isEqualTo(0.0);
        assertThat(values.plain(null)).isNull();
        assertThat(values.isLossless()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[:a \":a\"]", "[#{1} [1]]", "[{:a 1} {\"a\" 1}]", "[a \"a\"]", "[[:a] [\":a\"]]"})
    void tellWhenTwoBecameOne(String text) {
        values.plain(clojure(text));

        assertThat(values.isLossless()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {":a", "[:write :x 1 nil]", "{:x 1, :y {:z []}}", "\"text\"", "1.5", "\":\"", "true"})
    void comeBack(String text) {
        assertThat(PlainValues.toClojure(values.plain(clojure(text)))).isEqualTo(clojure(text));
    }

    @Test
    void nameKeywordsWithoutColon() {
        assertThat(PlainValues.name(Keyword.intern("read"))).isEqualTo("read");
        assertThat(PlainValues.name(Keyword.intern("app/read"))).isEqualTo("app/read");
        assertThat(PlainValues.name("read")).isEqualTo("read");
        assertThat(PlainValues.name(3L)).isEqualTo("3");
    }
}
