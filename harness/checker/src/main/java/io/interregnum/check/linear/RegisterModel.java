package io.interregnum.check.linear;

import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A register of one value, with or without compare-and-set. Immutable. */
final class RegisterModel implements Model<Optional<Object>> {
    private final String name;
    private final boolean knowsCas;
    private final Optional<Object> initial;

    RegisterModel(String name, boolean knowsCas, Optional<Object> initial) {
        this.name = name;
        this.knowsCas = knowsCas;
        this.initial = initial;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Optional<Object> initial() {
        return initial;
    }

    /** Any value; null for absent. */
    @Override
    public Model<Optional<Object>> withInitial(@Nullable Object value) {
        return new RegisterModel(name, knowsCas, Optional.ofNullable(value));
    }

    @Override
    public Set<String> functions() {
        return knowsCas ? Set.of("read", "write", "cas") : Set.of("read", "write");
    }

    @Override
    public Step<Optional<Object>> step(Optional<Object> state, LinearOperation operation) {
        return step(state, read(operation));
    }

    @Override
    public boolean onlyLooks(LinearOperation operation) {
        return operation.f().equals("read");
    }

    @Override
    public boolean overwrites(LinearOperation operation) {
        return operation.f().equals("write");
    }

    /**
     * What {@code operation} asks of this model.
     *
     * @throws IllegalArgumentException when it is none of this model's
     */
    RegisterOperation read(LinearOperation operation) {
        RegisterOperation register = RegisterOperation.of(operation);
        if (register.kind() == RegisterOperation.Kind.CAS && !knowsCas) {
            throw new IllegalArgumentException(
                    "operation " + operation.id() + ": a register knows no cas; use cas-register");
        }
        return register;
    }

    private Step<Optional<Object>> step(Optional<Object> state, RegisterOperation operation) {
        if (operation.looks() && !operation.seen().equals(state)) {
            return Step.refused("the register holds " + words(state) + ", so "
                    + (operation.changes() ? "a compare-and-set cannot find " : "a read cannot return ")
                    + words(operation.seen()));
        }
        return Step.to(operation.changes() ? operation.written() : state);
    }

    @Override
    public String words(Optional<Object> value) {
        return value.map(String::valueOf).orElse("no value");
    }
}
