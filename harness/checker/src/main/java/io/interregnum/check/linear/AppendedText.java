package io.interregnum.check.linear;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * A text that is never changed and shares its beginning with what it was appended to. Fit for states: appending takes
 * constant time and memory, the hash is kept, and comparing looks at hashes first and, from the end back, no further than
 * to what both share.
 */
final class AppendedText {
    static final AppendedText EMPTY = new AppendedText("", null);

    private final String end;
    private final @Nullable AppendedText before;
    private final long length;
    private final int hash; // as String's: a polynomial, so that parts give the hash of the whole

    private AppendedText(String end, @Nullable AppendedText before) {
        this.end = end;
        this.before = before;
        this.length = end.length() + (before == null ? 0 : before.length);
        this.hash = end.hashCode() + (before == null ? 0 : before.hash * power(end.length()));
    }

    static AppendedText of(String text) {
        return text.isEmpty() ? EMPTY : new AppendedText(text, null);
    }

    private static int power(int exponent) {
        int power = 1;
        int base = 31;
        for (int left = exponent; left > 0; left >>= 1) {
            power *= (left & 1) != 0 ? base : 1;
            base *= base;
        }
        return power;
    }

    AppendedText append(String text) {
        return length == 0 ? of(text) : text.isEmpty() ? this : new AppendedText(text, this);
    }

    boolean isEmpty() {
        return length == 0;
    }

    /** True if this is {@code text}. */
    boolean is(String text) {
        if (length != text.length() || hash != text.hashCode()) {
            return false;
        }
        int to = text.length();
        for (AppendedText part = this; part != null; part = part.before) {
            to -= part.end.length();
            if (!text.startsWith(part.end, to)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        if (!(other instanceof AppendedText that) || length != that.length || hash != that.hash) {
            return false;
        }
        AppendedText mine = this;
        AppendedText theirs = that;
        while (mine != theirs) {
            if (mine == null || theirs == null || mine.end.length() != theirs.end.length()) {
                return toString().equals(that.toString()); // in different pieces
            }
            if (!mine.end.equals(theirs.end)) {
                return false;
            }
            mine = mine.before;
            theirs = theirs.before;
        }
        return true;
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        Deque<String> parts = new ArrayDeque<>();
        for (AppendedText part = this; part != null; part = part.before) {
            parts.addFirst(part.end);
        }
        return String.join("", parts);
    }
}
