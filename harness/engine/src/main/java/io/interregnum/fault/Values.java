package io.interregnum.fault;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The values of a fault's parameters. Immutable.
 *
 * @param parameters all of them
 * @param set those that differ from their standard, in the order of the parameters
 */
record Values(List<Parameter> parameters, Map<String, String> set) {
    Values {
        parameters = List.copyOf(parameters);
        set = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(set));
    }

    /** All as they are unless a step says otherwise. */
    static Values standard(Parameter... parameters) {
        return new Values(List.of(parameters), Map.of());
    }

    /**
     * The same with some set.
     *
     * @throws IllegalArgumentException when there is no such parameter
     */
    Values with(Fault fault, Map<String, String> values) {
        List<String> known = parameters.stream().map(Parameter::name).toList();
        values.keySet().forEach(name -> {
            if (!known.contains(name)) {
                throw new IllegalArgumentException(
                        "fault " + fault.name() + " has no parameter " + name + "; it has " + known);
            }
        });
        Map<String, String> merged = new LinkedHashMap<>();
        for (Parameter parameter : parameters) {
            String value = values.getOrDefault(parameter.name(), get(parameter.name()));
            if (!value.equals(parameter.standard())) {
                merged.put(parameter.name(), value);
            }
        }
        return new Values(parameters, merged);
    }

    String get(String name) {
        return parameters.stream()
                .filter(parameter -> parameter.name().equals(name))
                .map(parameter -> set.getOrDefault(name, parameter.standard()))
                .findFirst()
                .orElseThrow();
    }

    /**
     * A whole number.
     *
     * @throws IllegalArgumentException when it is none, or out of bounds, which are inclusive
     */
    long number(String name, long min, long max) {
        return (long) decimal(name, (double) min, (double) max);
    }

    /**
     * A number.
     *
     * @throws IllegalArgumentException when it is none, or out of bounds, which are inclusive
     */
    double decimal(String name, double min, double max) {
        String text = get(name);
        double value;
        try {
            value = Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " \"" + text + "\" must be a number", e);
        }
        if (!(value >= min && value <= max)) {
            throw new IllegalArgumentException(name + "=" + text + " must be from " + min + " to " + max);
        }
        return value;
    }
}
