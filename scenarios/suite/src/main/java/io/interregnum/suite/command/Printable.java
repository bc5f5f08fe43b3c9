package io.interregnum.suite.command;

/** Text that is safe to print on a terminal, whatever a system under test put into it. */
final class Printable {
    private Printable() {}

    /** The text with control characters, which could move the cursor or change colours, replaced. */
    static String of(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        text.codePoints().forEach(character -> {
            if (Character.isISOControl(character)) {
                safe.append(character == '\n' || character == '\t' ? ' ' : '\uFFFD');
            } else {
                safe.appendCodePoint(character);
            }
        });
        return safe.toString();
    }
}
