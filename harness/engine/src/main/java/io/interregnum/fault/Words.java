package io.interregnum.fault;

import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Values of parameters, read from their written form. */
final class Words {
    private Words() {}

    /**
     * A constant of an enum by its name in lower case.
     *
     * @throws IllegalArgumentException when there is none, with those that there are
     */
    static <E extends Enum<E>> E constant(Class<E> type, String parameter, String text) {
        for (E constant : type.getEnumConstants()) {
            if (constant.name().toLowerCase(Locale.ROOT).equals(text)) {
                return constant;
            }
        }
        throw new IllegalArgumentException(parameter + "=" + text + " must be one of "
                + Stream.of(type.getEnumConstants())
                        .map(each -> each.name().toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining(", ")));
    }

    /**
     * A whole number.
     *
     * @throws IllegalArgumentException when it is none, or not from {@code least} to {@code most}
     */
    static int number(String parameter, String text, int least, int most) {
        try {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below, as for one that is out of bounds.
        }
        throw new IllegalArgumentException(
                parameter + "=" + text + " must be a whole number from " + least + " to " + most);
    }

    /**
     * A number.
     *
     * @throws IllegalArgumentException when it is none
     */
    static double decimal(String parameter, String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(parameter + "=" + text + " must be a number", e);
        }
    }
}
