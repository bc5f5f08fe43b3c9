package io.interregnum.check.linear;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A history of registers, in numbers. Values are numbered, register by register; operation {@code i} is the i-th of
 * {@link #stamps}.
 *
 * <p>A compare-and-set from a value to itself is taken as the read that it is: it demands the value and leaves it.
 */
final class RegisterHistory {
    /** In the place of a value: none. */
    static final int NONE = -1;

    private final Stamps stamps;
    private final ValueNumbers values = new ValueNumbers();
    private final int[] seen;
    private final int[] written;
    private int[] initials = new int[1]; // by register
    private int registers;

    private RegisterHistory(Stamps stamps) {
        this.stamps = stamps;
        this.seen = new int[stamps.count()];
        this.written = new int[stamps.count()];
    }

    /** Of one register that holds {@code initial}; empty if an operation is none of a register's. */
    static Optional<RegisterHistory> ofRegister(
            List<LinearOperation> operations, @Nullable Object initial, boolean knowsCas, Budget budget) {
        RegisterHistory history = new RegisterHistory(Stamps.of(operations, 0, budget));
        history.begin(initial);
        for (int i = 0; i < history.stamps.count(); i++) {
            budget.demand(i);
            LinearOperation operation = history.stamps.operation(i);
            boolean known = switch (operation.f()) {
                case "read" -> history.read(i, 0, operation.value());
                case "write" -> history.write(i, 0, operation.value());
                case "cas" -> knowsCas && history.set(i, operation.value());
                default -> false;
            };
            if (!known) {
                return Optional.empty();
            }
        }
        return Optional.of(history);
    }

    /** Of registers by key that hold {@code initial}; empty if an operation is none of a get and a put. */
    static Optional<RegisterHistory> ofStore(List<LinearOperation> operations, Object initial, Budget budget) {
        RegisterHistory history = new RegisterHistory(Stamps.of(operations, 0, budget));
        ValueNumbers keys = new ValueNumbers();
        for (int i = 0; i < history.stamps.count(); i++) {
            budget.demand(i);
            LinearOperation operation = history.stamps.operation(i);
            if (!(operation.value() instanceof List<?> pair) || pair.size() != 2 || pair.get(0) == null) {
                return Optional.empty();
            }
            int register = keys.of(0, pair.get(0));
            if (register == history.registers) {
                history.begin(initial);
            }
            boolean known = switch (operation.f()) {
                case "get" -> history.read(i, register, pair.get(1));
                case "put" -> history.write(i, register, pair.get(1));
                default -> false;
            };
            if (!known) {
                return Optional.empty();
            }
        }
        return Optional.of(history);
    }

    private void begin(@Nullable Object initial) {
        if (registers == initials.length) {
            initials = Arrays.copyOf(initials, 2 * registers);
        }
        initials[registers] = values.of(registers, initial);
        registers++;
    }

    private boolean read(int operation, int register, @Nullable Object value) {
        boolean pending = stamps.ends()[operation] == Stamps.NEVER; // its value means nothing
        seen[operation] = pending ? NONE : values.of(register, value);
        written[operation] = NONE;
        return true;
    }

    private boolean write(int operation, int register, @Nullable Object value) {
        seen[operation] = NONE;
        written[operation] = values.of(register, value);
        return value != null;
    }

    private boolean set(int operation, @Nullable Object value) {
        if (!(value instanceof List<?> pair) || pair.size() != 2 || pair.get(1) == null) {
            return false;
        }
        seen[operation] = values.of(0, pair.get(0));
        int to = values.of(0, pair.get(1));
        written[operation] = to == seen[operation] ? NONE : to;
        return true;
    }

    Stamps stamps() {
        return stamps;
    }

    /** By operation: the number of the value that it found, or {@link #NONE}. */
    int[] seen() {
        return seen;
    }

    /** By operation: the number of the value that it left, or {@link #NONE}. */
    int[] written() {
        return written;
    }

    int valueCount() {
        return values.count();
    }

    int registerCount() {
        return registers;
    }

    /** The register of a value. */
    int register(int value) {
        return values.scope(value);
    }

    /** True if the value is what its register held at first. */
    boolean isInitial(int value) {
        return initials[values.scope(value)] == value;
    }

    /** A compare-and-set as the write that it was, whatever it found, as it was known at {@code until}. */
    LinearOperation asWrite(int operation, int until) {
        LinearOperation set = stamps.operation(operation, until);
        Object value = ((List<?>) java.util.Objects.requireNonNull(set.value())).get(1);
        return new LinearOperation(set.id(), "write", value, set.invokedAt(), set.completedAt());
    }
}
