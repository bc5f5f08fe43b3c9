package io.interregnum.suite.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class DurationsTest {

    @ParameterizedTest
    @CsvSource({"500ms,PT0.5S", "2s,PT2S", "10m,PT10M", "1h,PT1H", "' 2S ',PT2S", "0ms,PT0S", "999999999s,PT999999999S"
    })
    void readsWhatPeopleWrite(String text, Duration meant) {
        assertThat(Durations.parse(text)).isEqualTo(meant);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "2", "2 s", "2.5s", "-1s", "1e3ms", "PT2S", "2s3s", "9999999999s", "s"})
    void refusesEverythingElseAndSaysWhatItExpects(String text) {
        assertThatThrownBy(() -> Durations.parse(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessage("\"" + text.strip().toLowerCase(Locale.ROOT)
                        + "\" is not a duration; expected a number with ms, s, m or h, such as 500ms or 2s");
    }

    @Test
    void writesSecondsWithThreeDecimals() {
        assertThat(Durations.seconds(2_345_678_901L)).isEqualTo("2.346 s");
    }
}
