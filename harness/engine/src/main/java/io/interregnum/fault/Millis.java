package io.interregnum.fault;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A parameter that is a length of time in milliseconds, and its value.
 *
 * @param name of the parameter
 * @param meaning for lists
 * @param standard its value unless it is set
 * @param value from 10 to 60000
 */
record Millis(String name, String meaning, long standard, long value) {
    private static final long LEAST = 10;
    private static final long MOST = 60_000;

    Millis {
        if (value < LEAST || value > MOST) {
            throw new IllegalArgumentException(name + "=" + value + " must be from " + LEAST + " to " + MOST + " ms");
        }
    }

    Millis(String name, String meaning, long standard) {
        this(name, meaning, standard, standard);
    }

    Duration length() {
        return Duration.ofMillis(value);
    }

    Parameter parameter() {
        return new Parameter(name, meaning, String.valueOf(standard));
    }

    /** The same with the value that is given for it, if one is. */
    Millis with(Map<String, String> values) {
        String text = values.get(name);
        if (text == null) {
            return this;
        }
        try {
            return new Millis(name, meaning, standard, Long.parseLong(text));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + "=\"" + text + "\" must be a whole number of milliseconds", e);
        }
    }

    /** Those that differ from their standard. */
    static Map<String, String> values(Millis... parameters) {
        Map<String, String> values = new LinkedHashMap<>();
        for (Millis each : parameters) {
            if (each.value != each.standard) {
                values.put(each.name, String.valueOf(each.value));
            }
        }
        return values;
    }

    /** @throws IllegalArgumentException when something is named that is no parameter of the fault */
    static void refuseUnknown(Fault fault, Map<String, String> values) {
        List<String> known = fault.parameters().stream().map(Parameter::name).toList();
        values.keySet().stream()
                .filter(name -> !known.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw new IllegalArgumentException(
                            "fault " + fault.name() + " has no parameter " + name + "; it has " + known);
                });
    }
}
