package io.interregnum.check.linear;

import java.util.Optional;

/** A register of one number that is absent at first, with or without compare-and-set. Immutable. */
final class RegisterModel implements Model<Optional<Long>> {
    private final String name;

    RegisterModel(String name) {
        this.name = name;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Optional<Long> initial() {
        return Optional.empty();
    }

    @Override
    public Step<Optional<Long>> step(Optional<Long> state, LinearOperation operation) {
        return step(state, read(operation));
    }

    @Override
    public boolean onlyLooks(LinearOperation operation) {
        return operation.f().equals("read");
    }

    /**
     * What {@code operation} asks of this model.
     *
     * @throws IllegalArgumentException when it is none of this model's
     */
    RegisterOperation read(LinearOperation operation) {
        RegisterOperation register = RegisterOperation.of(operation);
        if (register.kind() == RegisterOperation.Kind.CAS && this == Models.REGISTER) {
            throw new IllegalArgumentException(
                    "operation " + operation.id() + ": a register knows no cas; use " + "cas-register");
        }
        return register;
    }

    private static Step<Optional<Long>> step(Optional<Long> state, RegisterOperation operation) {
        if (operation.looks() && !operation.seen().equals(state)) {
            return Step.refused("the register holds " + words(state) + ", so "
                    + (operation.changes() ? "a compare-and-set cannot find " : "a read cannot return ")
                    + words(operation.seen()));
        }
        return Step.to(operation.changes() ? operation.written() : state);
    }

    private static String words(Optional<Long> value) {
        return value.map(String::valueOf).orElse("no value");
    }
}
