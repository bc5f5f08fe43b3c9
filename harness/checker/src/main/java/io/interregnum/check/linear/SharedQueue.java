package io.interregnum.check.linear;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A queue that is never changed: {@link #with} and {@link #rest} give another one, which shares its elements with this
 * one. Fit for states: adding takes constant time, taking the head O(log n), the hash is kept, and {@code equals} looks
 * at hashes first and then, from the youngest element back, no further than to the first that both share.
 *
 * <p>The elements are a list from the youngest back, whose links also jump (Myers, "An applicative random-access stack",
 * Information Processing Letters 17(5), 1983), and a number of those that were taken.
 */
final class SharedQueue {
    static final SharedQueue EMPTY = new SharedQueue(null, 0, 0, 1);

    // Hashes are polynomials in BASE modulo 2^64, so that the head's share can be subtracted.
    private static final long BASE = 0x9E3779B97F4A7C15L;
    private static final long INVERSE = inverse(BASE);

    private final @Nullable Link last;
    private final long taken; // links before the head
    private final long takenHash; // of those
    private final long power; // BASE to the size

    private SharedQueue(@Nullable Link last, long taken, long takenHash, long power) {
        this.last = last;
        this.taken = taken;
        this.takenHash = takenHash;
        this.power = power;
    }

    /** A queue of {@code elements}, the first of which is the head. */
    static SharedQueue of(List<?> elements) {
        SharedQueue queue = EMPTY;
        for (Object element : elements) {
            queue = queue.with(element);
        }
        return queue;
    }

    private static long inverse(long odd) {
        long inverse = odd;
        for (int i = 0; i < 5; i++) {
            inverse *= 2 - odd * inverse; // doubles the bits that are right, of which there were three
        }
        return inverse;
    }

    boolean isEmpty() {
        return last == null;
    }

    long size() {
        return last == null ? 0 : last.length - taken;
    }

    /** This with {@code element} at the end. */
    SharedQueue with(Object element) {
        return new SharedQueue(new Link(element, last), taken, takenHash, power * BASE);
    }

    /** The head; null where there is none. */
    @Nullable
    Object head() {
        Link first = first();
        return first == null ? null : first.element;
    }

    /** This without its head, if it has one. */
    SharedQueue rest() {
        Link first = first();
        return first == null || first == last ? EMPTY : new SharedQueue(last, taken + 1, first.hash, power * INVERSE);
    }

    /** The elements, the head first. */
    List<Object> elements() {
        Deque<Object> elements = new ArrayDeque<>();
        Link link = last;
        for (long left = size(); left > 0 && link != null; left--) {
            elements.addFirst(link.element);
            link = link.previous;
        }
        return List.copyOf(elements);
    }

    private @Nullable Link first() {
        Link link = last;
        while (link != null && link.length > taken + 1) {
            Link jump = link.jump;
            link = jump != null && jump.length > taken ? jump : link.previous;
        }
        return link;
    }

    private long hash() {
        return last == null ? 0 : last.hash - takenHash * power;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        if (!(other instanceof SharedQueue that) || size() != that.size() || hash() != that.hash()) {
            return false;
        }
        Link mine = last;
        Link theirs = that.last;
        for (long left = size(); left > 0 && mine != theirs; left--) {
            if (mine == null || theirs == null || !mine.element.equals(theirs.element)) {
                return false;
            }
            mine = mine.previous;
            theirs = theirs.previous;
        }
        return true;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(hash());
    }

    @Override
    public String toString() {
        return elements().toString();
    }

    private static final class Link {
        final Object element;
        final @Nullable Link previous;
        final @Nullable Link jump;
        final long length; // with this one
        final long hash; // of all up to this one

        Link(Object element, @Nullable Link previous) {
            this.element = element;
            this.previous = previous;
            this.length = length(previous) + 1;
            this.hash = (previous == null ? 0 : previous.hash * BASE) + Long.rotateLeft(element.hashCode(), 32) + 1;
            this.jump = jump(previous);
        }

        private static long length(@Nullable Link link) {
            return link == null ? 0 : link.length;
        }

        /** Two jumps of one length become one of twice and one, so that a jump is never far from where it should lead. */
        private static @Nullable Link jump(@Nullable Link previous) {
            if (previous == null) {
                return null;
            }
            Link once = previous.jump;
            Link twice = once == null ? null : once.jump;
            boolean equal = length(previous) - length(once) == length(once) - length(twice);
            return equal ? twice : previous;
        }
    }
}
