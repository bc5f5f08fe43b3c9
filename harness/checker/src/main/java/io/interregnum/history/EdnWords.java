package io.interregnum.history;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Keywords that were met, so that each is made once; bounded, as {@link Interner} is. One thread. */
final class EdnWords {
    private static final int SLOTS = 1 << 10;

    /**
     * A keyword.
     *
     * @param keyword with the colon
     * @param name without the colon
     * @param role what it means as a key of an event
     * @param type what it means as the type of an event; null for nothing
     */
    record Word(String keyword, String name, EventBuilder.Role role, Event.@Nullable Type type) {}

    private final byte[][] texts = new byte[SLOTS][]; // of the words, with their colon
    private final Word[] words = new Word[SLOTS];

    /** The keyword that is written there. */
    Word of(byte[] bytes, int from, int to) {
        int slot = Interner.hash(bytes, from, to) & (SLOTS - 1);
        byte[] text = texts[slot];
        if (text == null || !Arrays.equals(text, 0, text.length, bytes, from, to)) {
            texts[slot] = Arrays.copyOfRange(bytes, from, to);
            String keyword = new String(bytes, from, to - from, StandardCharsets.UTF_8);
            String name = keyword.substring(1);
            words[slot] = new Word(keyword, name, EventBuilder.Role.of(name), type(name));
        }
        return words[slot];
    }

    /** The type that {@code word} names; null for none. */
    static Event.@Nullable Type type(String word) {
        return switch (word) {
            case "invoke" -> Event.Type.INVOKE;
            case "ok" -> Event.Type.OK;
            case "fail" -> Event.Type.FAIL;
            case "info" -> Event.Type.INFO;
            default -> null;
        };
    }

    /**
     * What stands behind the backslash of a character, as a text of that character.
     *
     * @throws IllegalArgumentException when it names none
     */
    static String character(String name) {
        if (name.codePointCount(0, name.length()) == 1) {
            return name;
        }
        return switch (name) {
            case "newline" -> "\n";
            case "space" -> " ";
            case "tab" -> "\t";
            case "return" -> "\r";
            case "backspace" -> "\b";
            case "formfeed" -> "\f";
            default -> {
                if (name.length() == 5
                        && name.charAt(0) == 'u'
                        && name.substring(1)
                                .toLowerCase(Locale.ROOT)
                                .chars()
                                .allMatch(c -> Character.digit(c, 16) >= 0 && c < 0x80)) {
                    yield String.valueOf((char) Integer.parseInt(name.substring(1), 16));
                }
                if (name.length() <= 4
                        && name.charAt(0) == 'o'
                        && name.chars().skip(1).allMatch(c -> c >= '0' && c <= '7')) {
                    yield String.valueOf((char) Integer.parseInt(name.substring(1), 8));
                }
                throw new IllegalArgumentException("\\" + EdnReader.shown(name) + " is not a character");
            }
        };
    }
}
