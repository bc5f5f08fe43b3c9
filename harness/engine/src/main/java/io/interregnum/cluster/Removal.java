package io.interregnum.cluster;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * What became of things that were to be removed.
 *
 * @param removed one line for each thing that is gone
 * @param failures one line for each thing that is there still, or that could not be looked for, with the reason
 */
public record Removal(List<String> removed, List<String> failures) {

    public Removal {
        removed = List.copyOf(removed);
        failures = List.copyOf(failures);
    }

    /** One thing is gone. */
    public static Removal removed(String line) {
        return new Removal(List.of(line), List.of());
    }

    /** One thing could not be removed. */
    public static Removal failed(String line) {
        return new Removal(List.of(), List.of(line));
    }

    /** All of them, in order; of none, that nothing was to be removed. */
    public static Removal of(Collection<Removal> parts) {
        List<String> removed = new ArrayList<>();
        List<String> failures = new ArrayList<>();
        parts.forEach(part -> {
            removed.addAll(part.removed());
            failures.addAll(part.failures());
        });
        return new Removal(removed, failures);
    }
}
