package io.interregnum.history;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Gives the same object for the same short text or number, for as long as it remembers: histories repeat a few functions,
 * processes, keys and values millions of times. Forgets what another one pushes out, so its size is bounded. One thread.
 */
final class Interner {
    private static final int SLOTS = 1 << 12;
    private static final int BYTES_MAX = 32; // longer texts hardly repeat
    private static final int PROCESSES = 1 << 12;

    private final byte[][] texts = new byte[SLOTS][];
    private final String[] strings = new String[SLOTS]; // the same as texts
    private final String[] others = new String[SLOTS]; // that came as characters
    private final long[] numbers = new long[SLOTS]; // asked first: an object made long ago is in no cache
    private final Long[] longs = new Long[SLOTS]; // the same as numbers
    private final String[] processes = new String[PROCESSES];

    /** The text of these bytes, in UTF-8; what is no UTF-8 becomes U+FFFD. */
    String string(byte[] bytes, int from, int to) {
        if (to - from > BYTES_MAX) {
            return new String(bytes, from, to - from, StandardCharsets.UTF_8);
        }
        int slot = hash(bytes, from, to) & (SLOTS - 1);
        byte[] text = texts[slot];
        if (text == null || !Arrays.equals(text, 0, text.length, bytes, from, to)) {
            texts[slot] = Arrays.copyOfRange(bytes, from, to);
            strings[slot] = new String(bytes, from, to - from, StandardCharsets.UTF_8);
        }
        return strings[slot];
    }

    /** The text of these characters. */
    String string(char[] characters, int from, int length) {
        if (length > BYTES_MAX) {
            return new String(characters, from, length);
        }
        int hash = 0;
        for (int i = from; i < from + length; i++) {
            hash = 31 * hash + characters[i];
        }
        int slot = (hash ^ (hash >>> 12)) & (SLOTS - 1);
        String text = others[slot];
        if (text == null || !equal(text, characters, from, length)) {
            text = new String(characters, from, length);
            others[slot] = text;
        }
        return text;
    }

    private static boolean equal(String text, char[] characters, int from, int length) {
        if (text.length() != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (text.charAt(i) != characters[from + i]) {
                return false;
            }
        }
        return true;
    }

    Long number(long number) {
        int slot = (int) (number ^ (number >>> 12)) & (SLOTS - 1);
        Long known = longs[slot];
        if (known == null || numbers[slot] != number) {
            known = number;
            longs[slot] = known;
            numbers[slot] = number;
        }
        return known;
    }

    /** The name of a client's process. */
    String process(long number) {
        int slot = (int) number & (PROCESSES - 1);
        String known = processes[slot];
        if (slot == number && known != null) {
            return known;
        }
        String name = Long.toString(number);
        if (slot == number) {
            processes[slot] = name;
        }
        return name;
    }

    static int hash(byte[] bytes, int from, int to) {
        int hash = 0;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + bytes[i];
        }
        return hash ^ (hash >>> 12);
    }
}
