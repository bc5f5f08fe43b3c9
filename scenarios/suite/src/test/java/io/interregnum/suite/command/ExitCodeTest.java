package io.interregnum.suite.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.interregnum.check.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExitCodeTest {

    @Test
    void eachCodeOutweighsAllAfterIt() {
        List<Integer> fromWorst = List.of(255, 254, 1, 2, 4, 3, 0);
        for (int i = 0; i < fromWorst.size(); i++) {
            List<Integer> fromBest = fromWorst.subList(i, fromWorst.size()).stream()
                    .sorted(java.util.Comparator.comparing(fromWorst::indexOf).reversed())
                    .toList();

            assertThat(ExitCode.worstOf(fromBest)).isEqualTo(fromWorst.get(i));
        }
    }

    @Test
    void nothingCheckedIsUnknown() {
        assertThat(ExitCode.worstOf(List.of())).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"VALID,0", "INVALID,1", "UNKNOWN,2"})
    void everyVerdictHasItsCode(Verdict verdict, int code) {
        assertThat(ExitCode.of(verdict)).isEqualTo(code);
    }
}
