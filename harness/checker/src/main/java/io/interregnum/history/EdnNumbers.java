package io.interregnum.history;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers that are not short and plain, and symbols that begin like numbers. */
final class EdnNumbers {
    private static final int LENGTH_MAX = 1_000;
    private static final Pattern WHOLE = Pattern.compile("([+-]?)(0|[1-9][0-9]*)(N?)");
    private static final Pattern HEXADECIMAL = Pattern.compile("([+-]?)0[xX]([0-9a-fA-F]+)N?");
    private static final Pattern DECIMAL = Pattern.compile("[+-]?[0-9]+(\\.[0-9]*)?([eE][+-]?[0-9]+)?(M?)");
    private static final Pattern RATIO = Pattern.compile("[+-]?[0-9]+/[0-9]+");
    private static final Pattern SYMBOL = Pattern.compile("[+-]([^0-9].*)?", Pattern.DOTALL);

    private EdnNumbers() {}

    /**
     * What a token that begins with a digit or a sign means.
     *
     * @throws IllegalArgumentException when it is neither a number nor a symbol
     */
    static Object read(String token) {
        if (token.length() > LENGTH_MAX) {
            throw new IllegalArgumentException("a number of more than " + LENGTH_MAX + " characters");
        }
        Matcher whole = WHOLE.matcher(token);
        if (whole.matches()) {
            return whole(whole.group(1), whole.group(2), 10);
        }
        Matcher hexadecimal = HEXADECIMAL.matcher(token);
        if (hexadecimal.matches()) {
            return whole(hexadecimal.group(1), hexadecimal.group(2), 16);
        }
        Matcher decimal = DECIMAL.matcher(token);
        if (decimal.matches()
                && (token.indexOf('.') >= 0
                        || decimal.group(2) != null
                        || !decimal.group(3).isEmpty())) {
            return decimal.group(3).isEmpty() ? (Object) Double.valueOf(token) : token;
        }
        if (RATIO.matcher(token).matches() || SYMBOL.matcher(token).matches()) {
            return token;
        }
        throw new IllegalArgumentException(EdnReader.shown(token) + " is not a number");
    }

    private static Object whole(String sign, String digits, int radix) {
        java.math.BigInteger number = new java.math.BigInteger(sign.equals("-") ? "-" + digits : digits, radix);
        return number.bitLength() < Long.SIZE ? (Object) number.longValue() : number + "N";
    }
}
