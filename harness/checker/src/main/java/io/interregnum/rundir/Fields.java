package io.interregnum.rundir;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A JSON object that says which of its fields is missing or of another type than expected. */
record Fields(String where, Map<String, Object> map) {

    static Fields of(String where, @Nullable Object json) {
        if (!(json instanceof Map<?, ?> object)) {
            throw new IllegalArgumentException((where.isEmpty() ? "it" : where) + " is not a JSON object");
        }
        Map<String, Object> map = new LinkedHashMap<>();
        object.forEach((name, value) -> {
            if (value != null) {
                map.put(String.valueOf(name), value);
            }
        });
        return new Fields(where, map);
    }

    String text(String name) {
        return value(name, String.class, "text");
    }

    long number(String name) {
        return value(name, Long.class, "a whole number");
    }

    /** Empty when it is not there; of another type it is refused. */
    OptionalLong numberIfAny(String name) {
        return has(name) ? OptionalLong.of(number(name)) : OptionalLong.empty();
    }

    double real(String name) {
        return value(name, Number.class, "a number").doubleValue();
    }

    boolean truth(String name) {
        return value(name, Boolean.class, "true or false");
    }

    boolean has(String name) {
        return map.containsKey(name);
    }

    Fields object(String name) {
        return of(where.isEmpty() ? name : where + "." + name, map.get(name));
    }

    List<String> texts(String name) {
        List<?> list = value(name, List.class, "a list");
        return list.stream().map(String::valueOf).toList();
    }

    /** The objects of a list, each named by its position. */
    List<Fields> objects(String name) {
        List<?> list = value(name, List.class, "a list");
        List<Fields> objects = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            objects.add(of((where.isEmpty() ? "" : where + ".") + name + "[" + i + "]", list.get(i)));
        }
        return objects;
    }

    private <T> T value(String name, Class<T> type, String expected) {
        Object value = map.get(name);
        if (!type.isInstance(value)) {
            throw new IllegalArgumentException(
                    (where.isEmpty() ? "" : where + ".") + name + "=" + value + "; expected " + expected);
        }
        return type.cast(value);
    }
}
