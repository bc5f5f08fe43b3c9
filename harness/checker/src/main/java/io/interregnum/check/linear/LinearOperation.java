package io.interregnum.check.linear;

import io.interregnum.history.PlainList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One operation as a judge of linearizability sees it: what was asked and answered, and the closed interval in which it
 * took effect. An operation that certainly never took effect is no operation: leave it out.
 *
 * <p>{@code a} comes before {@code b} if {@code a.completedAt < b.invokedAt}; at equal stamps they are concurrent, which
 * can hide a violation and never invent one.
 *
 * @param id the caller's name for it, such as the index of its first event; unique in a history
 * @param f what was asked, such as {@code write}
 * @param value what it was asked with or, for a read, what came back; plain data, lists are copied unless they are a {@link PlainList}
 * @param invokedAt stamp before which it had no effect: nanoseconds or positions, as long as all are of one kind
 * @param completedAt stamp after which it had no further effect, not less than {@code invokedAt}; {@link #NEVER} when
 *     nobody knows whether it happened, so that it may take effect at any time after its invocation or not at all
 */
public record LinearOperation(long id, String f, @Nullable Object value, long invokedAt, long completedAt) {

    /** Completion stamp of an operation that nobody knows the end of. */
    public static final long NEVER = Long.MAX_VALUE;

    public LinearOperation {
        if (completedAt < invokedAt) {
            throw new IllegalArgumentException("operation " + id + ": completedAt=" + completedAt
                    + " must not be less than invokedAt=" + invokedAt);
        }
        if (value instanceof List<?> list) {
            value = PlainList.copyOf(list);
        }
    }

    /** An operation that may have taken effect, or may do so later, or never. */
    public static LinearOperation pending(long id, String f, @Nullable Object value, long invokedAt) {
        return new LinearOperation(id, f, value, invokedAt, NEVER);
    }

    /** True when nobody knows whether it happened. */
    public boolean isPending() {
        return completedAt == NEVER;
    }

    /** True when it was over before {@code other} began. */
    public boolean precedes(LinearOperation other) {
        return completedAt < other.invokedAt;
    }
}
