package io.interregnum.report;

import io.interregnum.history.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A written JSON file, for assertions. */
record JsonTree(@Nullable Object root) {

    static JsonTree read(Path file) throws IOException {
        return new JsonTree(Json.read(Files.readString(file)));
    }

    /** What is found by following names and positions; null where a name leads to nothing. */
    @Nullable
    Object at(Object... steps) {
        Object value = root;
        for (Object step : steps) {
            if (value instanceof Map<?, ?> map) {
                value = map.get(step);
            } else if (value instanceof List<?> list && step instanceof Integer position) {
                value = list.get(position);
            } else {
                throw new AssertionError("there is no " + step + " in " + value);
            }
        }
        return value;
    }
}
