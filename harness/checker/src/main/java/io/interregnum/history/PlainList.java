package io.interregnum.history;

import java.util.AbstractList;
import java.util.List;
import java.util.Objects;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/**
 * A list of plain data that never changes, small in memory: histories hold millions of pairs. Elements may be null.
 * Equal to any list with the same elements.
 */
public abstract class PlainList extends AbstractList<@Nullable Object> implements RandomAccess {
    private static final PlainList EMPTY = new Many(new Object[0]);

    private PlainList() {}

    /** The list of these two. */
    public static PlainList of(@Nullable Object first, @Nullable Object second) {
        return new Two(first, second);
    }

    /** The elements of {@code list}; {@code list} itself if it is one that never changes. */
    public static PlainList copyOf(List<?> list) {
        return list instanceof PlainList plain ? plain : owning(list.toArray());
    }

    /** The first {@code count} of {@code elements}. */
    static PlainList copyOf(@Nullable Object[] elements, int count) {
        return count == 2 ? new Two(elements[0], elements[1]) : owning(java.util.Arrays.copyOf(elements, count));
    }

    private static PlainList owning(@Nullable Object[] elements) {
        return switch (elements.length) {
            case 0 -> EMPTY;
            case 2 -> new Two(elements[0], elements[1]);
            default -> new Many(elements);
        };
    }

    private static final class Two extends PlainList {
        private final @Nullable Object first;
        private final @Nullable Object second;

        Two(@Nullable Object first, @Nullable Object second) {
            this.first = first;
            this.second = second;
        }

        @Override
        public @Nullable Object get(int index) {
            return Objects.checkIndex(index, 2) == 0 ? first : second;
        }

        @Override
        public int size() {
            return 2;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Two that
                    ? Objects.equals(first, that.first) && Objects.equals(second, that.second)
                    : super.equals(other);
        }

        @Override
        public int hashCode() {
            return 31 * (31 + Objects.hashCode(first)) + Objects.hashCode(second);
        }
    }

    private static final class Many extends PlainList {
        private final @Nullable Object[] elements;

        Many(@Nullable Object[] elements) {
            this.elements = elements;
        }

        @Override
        public @Nullable Object get(int index) {
            return elements[index];
        }

        @Override
        public int size() {
            return elements.length;
        }
    }
}
