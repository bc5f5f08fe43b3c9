package io.interregnum.history;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Events with every kind of plain data in them, for tests of files. Repeats for a seed. */
final class RandomEvents {
    private static final List<String> TEXTS = List.of(
            "",
            "read",
            ":read",
            ":a/b",
            ":",
            "::",
            ":5",
            "a b",
            "\"",
            "\\",
            "\n\t\r\b\f\u0001",
            "zürich",
            "😀",
            "nil",
            "5N",
            "#{}",
            "; no comment",
            "x 9 0 y",
            ":zürich",
            ":a/b/c",
            "\u007f",
            "\u0085");
    private static final List<String> NAMES =
            List.of("error", "node", "intended", "key", "a b", "1", "x/y", "?", "nil", "zürich", "", "\"");

    private static final List<Event.Type> TYPES = List.of(Event.Type.values());

    private final Random random;

    RandomEvents(long seed) {
        random = new Random(seed);
    }

    List<Event> events(int count) {
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Map<String, Object> fields = new LinkedHashMap<>();
            for (int left = random.nextInt(4); left > 0; left--) {
                Object value = value(2);
                fields.put(NAMES.get(random.nextInt(NAMES.size())), value == null ? "nothing" : value);
            }
            events.add(new Event(
                    i,
                    10L * i + random.nextInt(10),
                    TYPES.get(random.nextInt(TYPES.size())),
                    random.nextInt(5) == 0 ? "nemesis" : Integer.toString(random.nextInt(5_000)),
                    List.of("read", "write", "cas", "kill-leader", "what is this?", "5")
                            .get(random.nextInt(6)),
                    value(3),
                    fields));
        }
        return events;
    }

    @Nullable
    Object value(int depth) {
        return switch (random.nextInt(depth > 0 ? 9 : 6)) {
            case 0 -> null;
            case 1 -> random.nextBoolean();
            case 2 -> (long) random.nextInt(10) - 5;
            case 3 -> random.nextLong() >> random.nextInt(64);
            case 4 -> random.nextInt(4) == 0 ? Math.rint(random.nextGaussian()) : random.nextGaussian() * 1e9;
            case 5 -> TEXTS.get(random.nextInt(TEXTS.size()));
            case 6, 7 -> list(depth);
            default -> map(depth);
        };
    }

    private List<@Nullable Object> list(int depth) {
        List<@Nullable Object> list = new ArrayList<>();
        for (int left = random.nextInt(5); left > 0; left--) {
            list.add(value(depth - 1));
        }
        return list;
    }

    private Map<String, @Nullable Object> map(int depth) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (int left = random.nextInt(4); left > 0; left--) {
            map.put(NAMES.get(random.nextInt(NAMES.size())), value(depth - 1));
        }
        return map;
    }
}
