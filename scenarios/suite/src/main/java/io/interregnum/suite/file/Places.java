package io.interregnum.suite.file;

import io.interregnum.suite.UsageException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where in a file the parts of a scenario stand, to say so when one of them cannot be. Immutable. */
public final class Places {
    /** Of a scenario that comes from no file. */
    static final Places NOWHERE = new Places(null, List.of());

    private final @Nullable YamlTree tree;
    private final List<String> steps;

    /** @param steps pointer to each step, by its number */
    Places(@Nullable YamlTree tree, List<String> steps) {
        this.tree = tree;
        this.steps = List.copyOf(steps);
    }

    /** What is wrong with a step, with file, line and field where there is a file. */
    public UsageException wrongStep(int number, String what) {
        return tree == null
                ? new UsageException(what)
                : tree.wrong(
                        steps.get(number),
                        what + " (steps count from 0 as they stand in the file, with repetitions written out)");
    }

    /**
     * What is wrong with a field at the top, likewise.
     *
     * @param field empty when the file does not say what is wrong
     */
    public UsageException wrong(Optional<String> field, String what) {
        return tree == null || field.isEmpty() ? new UsageException(what) : tree.wrong("/" + field.get(), what);
    }
}
