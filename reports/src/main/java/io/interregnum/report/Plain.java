package io.interregnum.report;

/** Makes text from a run fit to be written: nothing invisible, nothing that UTF-8 or XML cannot hold. */
final class Plain {
    private Plain() {}

    /**
     * The text with every control character but line feed and tab shown as its picture, such as U+241B for an escape;
     * lone surrogates as U+FFFD; and characters that turn the direction of text as {@code [U+202E]}, since they would
     * let a name rewrite the line in which it stands.
     */
    static String visible(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        text.codePoints().forEach(point -> {
            if (point == '\n' || point == '\t') {
                plain.appendCodePoint(point);
            } else if (point < 0x20) {
                plain.appendCodePoint(0x2400 + point);
            } else if (point == 0x7F) {
                plain.append('\u2421');
            } else if (isSurrogate(point) || (point >= 0x80 && point < 0xA0) || isNonCharacter(point)) {
                plain.append('\uFFFD');
            } else if (turnsDirection(point)) {
                plain.append(String.format("[U+%04X]", point));
            } else {
                plain.appendCodePoint(point);
            }
        });
        return plain.toString();
    }

    /** The text without what XML 1.0 (section 2.2, "Char") does not allow. */
    static String xml(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        text.codePoints()
                .filter(point -> point == '\t'
                        || point == '\n'
                        || point == '\r'
                        || (point >= 0x20 && point <= 0xD7FF)
                        || (point >= 0xE000 && point <= 0xFFFD)
                        || point >= 0x10000)
                .forEach(plain::appendCodePoint);
        return plain.toString();
    }

    /** JSON with its lone surrogates, which UTF-8 cannot hold, written as escapes. They occur within strings only. */
    static String json(String json) {
        StringBuilder plain = new StringBuilder(json.length());
        json.codePoints().forEach(point -> {
            if (isSurrogate(point)) {
                plain.append(String.format("\\u%04x", point));
            } else {
                plain.appendCodePoint(point);
            }
        });
        return plain.toString();
    }

    private static boolean isSurrogate(int point) {
        return point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
    }

    private static boolean isNonCharacter(int point) {
        return (point & 0xFFFE) == 0xFFFE || (point >= 0xFDD0 && point <= 0xFDEF);
    }

    private static boolean turnsDirection(int point) {
        return point == 0x061C
                || point == 0x200E
                || point == 0x200F
                || (point >= 0x202A && point <= 0x202E)
                || (point >= 0x2066 && point <= 0x2069);
    }
}
