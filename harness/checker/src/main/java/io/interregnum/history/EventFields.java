package io.interregnum.history;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The fields of an event: few, sorted by name, never changed. Two arrays, since a tree for each of a million events is
 * most of the time that reading takes.
 */
final class EventFields extends AbstractMap<String, Object> {
    private static final int FEW = 16; // sorted by insertion up to here
    static final EventFields NONE = new EventFields(new String[0], new Object[0]);

    private final String[] names; // ascending
    private final Object[] values;

    private EventFields(String[] names, Object[] values) {
        this.names = names;
        this.values = values;
    }

    /** The entries of {@code map}; {@code map} itself if it is one of these. */
    static EventFields copyOf(Map<String, Object> map) {
        if (map instanceof EventFields fields) {
            return fields;
        }
        String[] names = new String[map.size()];
        Object[] values = new Object[map.size()];
        int count = 0;
        for (Map.Entry<String, Object> entry : map.entrySet()) {
            names[count] = entry.getKey();
            values[count] = entry.getValue();
            count++;
        }
        return of(names, values, count);
    }

    /**
     * The first {@code count} of {@code names} with the values beside them. Sorts the two arrays and keeps neither.
     *
     * @throws IllegalArgumentException when a name occurs twice
     */
    static EventFields of(String[] names, Object[] values, int count) {
        if (count == 0) {
            return NONE;
        }
        if (count > FEW) {
            return ofMany(names, values, count);
        }
        for (int i = 1; i < count; i++) {
            String name = names[i];
            Object value = values[i];
            int to = i;
            while (to > 0 && names[to - 1].compareTo(name) > 0) {
                names[to] = names[to - 1];
                values[to] = values[to - 1];
                to--;
            }
            names[to] = name;
            values[to] = value;
        }
        for (int i = 1; i < count; i++) {
            if (names[i - 1].equals(names[i])) {
                throw twice(names[i]);
            }
        }
        return new EventFields(Arrays.copyOf(names, count), Arrays.copyOf(values, count));
    }

    private static EventFields ofMany(String[] names, Object[] values, int count) {
        TreeMap<String, Object> sorted = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            if (sorted.put(names[i], values[i]) != null) {
                throw twice(names[i]);
            }
        }
        return new EventFields(
                sorted.keySet().toArray(String[]::new), sorted.values().toArray());
    }

    private static IllegalArgumentException twice(String name) {
        return new IllegalArgumentException("\"" + name + "\" is there twice");
    }

    @Override
    public @Nullable Object get(@Nullable Object name) {
        for (int i = 0; i < names.length; i++) {
            if (names[i].equals(name)) {
                return values[i];
            }
        }
        return null;
    }

    @Override
    public boolean containsKey(@Nullable Object name) {
        return get(name) != null;
    }

    @Override
    public int size() {
        return names.length;
    }

    @Override
    public Set<Entry<String, Object>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public int size() {
                return names.length;
            }

            @Override
            public Iterator<Entry<String, Object>> iterator() {
                return new Entries();
            }
        };
    }

    private final class Entries implements Iterator<Entry<String, Object>> {
        private int next;

        @Override
        public boolean hasNext() {
            return next < names.length;
        }

        @Override
        public Entry<String, Object> next() {
            if (next == names.length) {
                throw new NoSuchElementException();
            }
            Entry<String, Object> entry = new SimpleImmutableEntry<>(names[next], values[next]);
            next++;
            return entry;
        }
    }
}
