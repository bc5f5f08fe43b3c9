package io.interregnum.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

    @Test
    void readsBackWhatItWrote() {
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        data.put("z", null);
        data.put("a", List.of(1L, 2.5, "text \" with \n all", true));
        data.put("list", Arrays.asList(null, Map.of()));

        assertThat(Json.read(Json.write(data))).isEqualTo(data);
        assertThat(Json.read(Json.writePretty(data))).isEqualTo(data);
    }

    @Test
    void keepsTheOrderOfNames() {
        assertThat(Json.write(Json.read("{\"b\":1,\"a\":2}"))).isEqualTo("{\"b\":1,\"a\":2}");
    }

    @Test
    void keepsEveryLong() {
        assertThat(Json.read(Json.write(Long.MAX_VALUE))).isEqualTo(Long.MAX_VALUE);
        assertThat(Json.read(Json.write(Long.MIN_VALUE))).isEqualTo(Long.MIN_VALUE);
    }

    @Test
    void endsPrettyTextWithALineFeed() {
        assertThat(Json.writePretty(Map.of())).endsWith("}\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{\"a\":}", "[1,", "1 2", "nothing", "99999999999999999999"})
    void refusesWhatIsNotExactlyOneValue(String text) {
        assertThatThrownBy(() -> Json.read(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("not JSON");
    }

    @Test
    void refusesToWriteWhatIsNotPlainData() {
        assertThatThrownBy(() -> Json.write(java.time.Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("not JSON data: java.time.Duration");
    }
}
