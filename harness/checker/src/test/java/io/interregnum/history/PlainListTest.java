package io.interregnum.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class PlainListTest {
    static final List<List<?>> LISTS = List.of(
            List.of(),
            List.of(1L),
            List.of(1L, 2L),
            Arrays.asList(null, 2L),
            Arrays.asList("a", null),
            List.of(1L, "b", List.of()),
            List.of(List.of(1L, 2L), List.of(1L, 2L), 3L, 4L));

    @ParameterizedTest
    @FieldSource("LISTS")
    void equalsEveryListWithTheSameElements(List<?> list) {
        PlainList plain = PlainList.copyOf(list);

        assertThat(plain).isEqualTo(list).hasSameHashCodeAs(list).hasToString(list.toString());
        assertThat(list).isEqualTo(plain);
        assertThat(LISTS.stream().filter(plain::equals)).containsExactly(list);
    }

    @ParameterizedTest
    @FieldSource("LISTS")
    void isNotCopiedAgainAndNeverChanges(List<?> list) {
        List<Object> mutable = new ArrayList<>(list);
        PlainList plain = PlainList.copyOf(mutable);

        mutable.add("more");

        assertThat(plain).isEqualTo(list);
        assertThat(PlainList.copyOf(plain)).isSameAs(plain);
        assertThatThrownBy(() -> plain.add("more")).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> plain.get(list.size())).isInstanceOf(IndexOutOfBoundsException.class);
    }
}
