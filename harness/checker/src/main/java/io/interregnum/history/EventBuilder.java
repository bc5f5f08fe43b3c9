package io.interregnum.history;

import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An event that is being read, member after member, in any order. What a file leaves out is filled in: an index is one
 * more than that of the event before, a time is that of the event before (0 at first). One thread; reused for each event.
 */
final class EventBuilder {
    /** What a member of an event means. */
    enum Role {
        INDEX,
        TIME,
        TYPE,
        PROCESS,
        F,
        VALUE,
        /** Everything else: a field. */
        FIELD;

        /** What the member called {@code name} means. */
        static Role of(String name) {
            return switch (name) {
                case "index" -> INDEX;
                case "time" -> TIME;
                case "type" -> TYPE;
                case "process" -> PROCESS;
                case "f" -> F;
                case "value" -> VALUE;
                default -> FIELD;
            };
        }
    }

    private static final long ABSENT = -1;

    private long lastIndex = -1;
    private long lastTimeNanos;
    private final Set<Role> met = EnumSet.noneOf(Role.class);
    private long index;
    private long timeNanos;
    private Event.@Nullable Type type;
    private @Nullable String process;
    private @Nullable String f;
    private @Nullable Object value;
    private String[] names = new String[8];
    private Object[] values = new Object[8];
    private int count;

    /** Forgets the members of the event before. */
    void begin() {
        met.clear();
        index = ABSENT;
        timeNanos = ABSENT;
        type = null;
        process = null;
        f = null;
        value = null;
        count = 0;
    }

    /**
     * Notes that a member of that role was met.
     *
     * @throws IllegalArgumentException when it is the second
     */
    void meet(Role role) {
        if (!met.add(role) && role != Role.FIELD) {
            throw new IllegalArgumentException(
                    "\"" + role.name().toLowerCase(java.util.Locale.ROOT) + "\" is there twice");
        }
    }

    boolean met(Role role) {
        return met.contains(role);
    }

    /** Less than 0: absent. */
    void index(long given) {
        index = given < 0 ? ABSENT : given;
    }

    /** Less than 0: absent. */
    void timeNanos(long given) {
        timeNanos = given < 0 ? ABSENT : given;
    }

    void type(Event.Type given) {
        type = given;
    }

    void process(String given) {
        process = given;
    }

    /** True once the process is known to be a client's. */
    boolean isClient() {
        return process != null && !process.isEmpty() && Character.isDigit(process.charAt(0));
    }

    void f(String given) {
        f = given;
    }

    void value(@Nullable Object given) {
        value = given;
    }

    /** A member without a meaning of its own; left out if it is null. */
    void field(String name, @Nullable Object given) {
        if (given == null) {
            return;
        }
        if (count == names.length) {
            names = java.util.Arrays.copyOf(names, 2 * count);
            values = java.util.Arrays.copyOf(values, 2 * count);
        }
        names[count] = name;
        values[count] = given;
        count++;
    }

    /**
     * The event.
     *
     * @throws IllegalArgumentException when its type, process or f is missing, or a field is there twice
     */
    Event build() {
        if (type == null) {
            throw new IllegalArgumentException("an event without type");
        }
        if (process == null) {
            throw new IllegalArgumentException("an event without process");
        }
        if (f == null) {
            throw new IllegalArgumentException("an event without f");
        }
        lastIndex = index == ABSENT ? lastIndex + 1 : index;
        lastTimeNanos = timeNanos == ABSENT ? lastTimeNanos : timeNanos;
        return new Event(lastIndex, lastTimeNanos, type, process, f, value, EventFields.of(names, values, count));
    }
}
