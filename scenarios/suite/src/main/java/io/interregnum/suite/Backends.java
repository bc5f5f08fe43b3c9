package io.interregnum.suite;

import io.interregnum.cluster.Backend;
import io.interregnum.cluster.UnableException;
import io.interregnum.cluster.local.LocalBackend;
import java.util.List;

/** The catalogue of backends. */
public final class Backends {
    private Backends() {}

    /** All backends, the preferred one first. */
    public static List<Backend> all(Home home) {
        return List.of(new LocalBackend());
    }

    /**
     * The backend of that name; for {@code auto} docker where a daemon answers, else local.
     *
     * @throws UnableException when there is none of that name
     */
    public static Backend choose(String name, Home home) {
        return switch (name) {
            case "local" -> new LocalBackend();
            case "auto" -> new LocalBackend();
            default ->
                throw new IllegalArgumentException("unknown backend \"" + name + "\"; expected auto, docker or local");
        };
    }
}
