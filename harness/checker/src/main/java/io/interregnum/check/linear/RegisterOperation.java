package io.interregnum.check.linear;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An operation on a register, taken apart.
 *
 * @param origin the operation as it was given
 * @param kind what it does
 * @param seen the value that it found, or would have to find; empty for absent, and where it does not look
 * @param written the value that it leaves; empty where it leaves none
 * @param completedAt as of {@link LinearOperation}; never less than known, but later where a prefix is looked at
 */
record RegisterOperation(
        LinearOperation origin, Kind kind, Optional<Object> seen, Optional<Object> written, long completedAt) {

    enum Kind {
        READ,
        WRITE,
        CAS
    }

    /**
     * Takes {@code operation} apart.
     *
     * @throws IllegalArgumentException when it is no operation on a register
     */
    static RegisterOperation of(LinearOperation operation) {
        Object value = operation.value();
        long end = operation.completedAt();
        return switch (operation.f()) {
            case "read" -> {
                Optional<Object> seen = operation.isPending() ? Optional.empty() : Optional.ofNullable(value);
                yield new RegisterOperation(operation, Kind.READ, seen, Optional.empty(), end);
            }
            case "write" -> {
                Optional<Object> written = Optional.of(written(operation, value));
                yield new RegisterOperation(operation, Kind.WRITE, Optional.empty(), written, end);
            }
            case "cas" -> {
                if (!(value instanceof List<?> pair) || pair.size() != 2) {
                    throw new IllegalArgumentException("operation " + operation.id() + ": value of cas is " + value
                            + "; expected a list of the expected and the new value");
                }
                Optional<Object> written = Optional.of(written(operation, pair.get(1)));
                yield new RegisterOperation(operation, Kind.CAS, Optional.ofNullable(pair.get(0)), written, end);
            }
            default ->
                throw new IllegalArgumentException("operation " + operation.id() + ": a register knows no \""
                        + operation.f() + "\"; expected read, write or cas");
        };
    }

    private static Object written(LinearOperation operation, @Nullable Object value) {
        if (value == null) {
            throw new IllegalArgumentException("operation " + operation.id() + ": value of " + operation.f() + " is "
                    + operation.value() + "; a register cannot be set to no value");
        }
        return value;
    }

    /** True when it can only take effect at one value. A read that was never answered tells nothing. */
    boolean looks() {
        return kind == Kind.CAS || (kind == Kind.READ && !origin.isPending());
    }

    boolean changes() {
        return kind != Kind.READ;
    }

    boolean isPending() {
        return completedAt == LinearOperation.NEVER;
    }

    long invokedAt() {
        return origin.invokedAt();
    }

    /** This before its answer. */
    RegisterOperation unanswered() {
        return new RegisterOperation(origin, kind, seen, written, LinearOperation.NEVER);
    }

    /** This without what it found: a compare-and-set that took effect wrote, whatever it found. */
    RegisterOperation asWrite() {
        return new RegisterOperation(origin, Kind.WRITE, Optional.empty(), written, completedAt);
    }

    /** This as the search wants it, under the same id. */
    LinearOperation toLinear() {
        return switch (kind) {
            case READ -> linear("read", seen.orElse(null));
            case WRITE -> linear("write", written.orElse(null));
            case CAS -> linear("cas", Arrays.asList(seen.orElse(null), written.orElse(null)));
        };
    }

    private LinearOperation linear(String f, @Nullable Object value) {
        return new LinearOperation(origin.id(), f, value, invokedAt(), completedAt);
    }
}
