package io.interregnum.fault;

import java.util.List;

/**
 * Something of a fault that a step may set.
 *
 * @param name lower case with hyphens
 * @param meaning for lists, with the unit and bounds
 * @param standard the value that it has unless it is set, as text
 * @param drawn other values that random schedules may give it; none where it keeps its standard in them
 */
public record Parameter(String name, String meaning, String standard, List<String> drawn) {
    public Parameter {
        drawn = List.copyOf(drawn);
    }

    /** One that keeps its standard in random schedules. */
    public Parameter(String name, String meaning, String standard) {
        this(name, meaning, standard, List.of());
    }
}
