package io.interregnum.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventFieldsTest {

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 5, 16, 17, 200})
    void areSortedByNameAndEqualAnyMapWithTheSameEntries(int count) {
        Map<String, Object> map = new HashMap<>();
        for (int i = 0; i < count; i++) {
            map.put("name " + (7 * i) % 201, (long) i);
        }

        Map<String, Object> fields = new Event(0, 0, Event.Type.INFO, "nemesis", "f", null, map).fields();

        assertThat(fields).isEqualTo(map).hasSameHashCodeAs(map);
        assertThat(map).isEqualTo(fields);
        assertThat(fields.keySet()).containsExactlyElementsOf(new TreeMap<>(map).keySet());
        map.forEach((name, value) -> assertThat(fields).containsEntry(name, value));
        assertThat(fields.get("absent")).isNull();
        assertThat(fields.containsKey("absent")).isFalse();
    }

    @Test
    void doNotFollowTheMapTheyCameFromAndCannotBeChanged() {
        Map<String, Object> map = new HashMap<>(Map.of("node", "n1"));
        Map<String, Object> fields = EventFields.copyOf(map);

        map.put("node", "n2");

        assertThat(fields).containsExactly(Map.entry("node", "n1"));
        assertThat(EventFields.copyOf(fields)).isSameAs(fields);
        assertThatThrownBy(() -> fields.put("a", 1L)).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> fields.entrySet().iterator().next().setValue(1L))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 40})
    void refuseANameThatIsThereTwice(int count) {
        String[] names = new String[count];
        Object[] values = new Object[count];
        for (int i = 0; i < count; i++) {
            names[i] = "n" + i / 2;
            values[i] = i;
        }

        assertThatThrownBy(() -> EventFields.of(names, values, count))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is there twice");
    }
}
