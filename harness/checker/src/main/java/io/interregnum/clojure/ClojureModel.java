package io.interregnum.clojure;

import clojure.lang.IFn;
import clojure.lang.Keyword;
import clojure.lang.PersistentArrayMap;
import clojure.lang.RT;
import io.interregnum.check.linear.LinearOperation;
import io.interregnum.check.linear.Model;
import io.interregnum.check.linear.Step;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A model written in Clojure. Its states are values of Clojure and never nil; {@code step} is a pure function of a state
 * and an op, and gives the next state or a value that says why the op is impossible.
 *
 * <p>The op is a map with {@code :f}, {@code :value} and {@code :type}: that of a {@link ClojureOp} as it is, and any
 * other operation's plain data as {@link PlainValues#toClojure} has it. Of an operation that nobody knows the end of,
 * {@code :type} is {@code :invoke} and {@code :value} what was asked.
 *
 * <p>Immutable. Safe for many threads if the functions are, as pure ones are.
 */
public final class ClojureModel implements Model<Object> {
    private static final Keyword F = Keyword.intern("f");
    private static final Keyword VALUE = Keyword.intern("value");
    private static final Keyword TYPE = Keyword.intern("type");
    private static final Keyword OK = Keyword.intern("ok");
    private static final Keyword INVOKE = Keyword.intern("invoke");

    private final String name;
    private final Object initial;
    private final Code code;

    /**
     * What the model is made of.
     *
     * @param step of a state and an op: the next state, or a refusal
     * @param refusal of what {@code step} gave: nil, or the words of a refusal
     * @param onlyLooks of a state and an op: true if no state that accepts the op is changed by it. False is always right
     * @param make of an initial value: the model that begins there; null when there is no such function
     */
    public record Code(
            IFn step, IFn refusal, IFn onlyLooks, @Nullable IFn make) {}

    /** @param initial the model before the first operation, which is its first state */
    public ClojureModel(String name, Object initial, Code code) {
        this.name = name;
        this.initial = Objects.requireNonNull(initial, "initial: no model is nil");
        this.code = code;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Object initial() {
        return initial;
    }

    /** What the model is made of. */
    public Code code() {
        return code;
    }

    /**
     * {@inheritDoc}
     *
     * @param value plain data; as Clojure's it is the argument of the function that makes the model
     */
    @Override
    public Model<Object> withInitial(@Nullable Object value) {
        IFn make = code.make();
        if (make == null) {
            return Model.super.withInitial(value);
        }
        Object argument = PlainValues.toClojure(value);
        try {
            return new ClojureModel(name, given(make.invoke(argument)), code);
        } catch (RuntimeException e) {
            throw threw("make", e, argument);
        }
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException also when the model throws anything else, which is then the cause, or gives nil
     */
    @Override
    public Step<Object> step(Object state, LinearOperation operation) {
        Object op = op(operation);
        try {
            Object next = given(code.step().invoke(state, op));
            Object refusal = code.refusal().invoke(next);
            return refusal == null ? Step.to(next) : Step.refused(said(refusal));
        } catch (RuntimeException e) {
            throw threw("step", e, state, op);
        }
    }

    @Override
    public boolean onlyLooks(LinearOperation operation) {
        return RT.booleanCast(code.onlyLooks().invoke(initial, op(operation)));
    }

    @Override
    public String words(Object state) {
        return RT.printString(state);
    }

    /** The op that a model in Clojure sees. */
    public static Object op(LinearOperation operation) {
        if (operation.value() instanceof ClojureOp given) {
            return given.op();
        }
        return PersistentArrayMap.createAsIfByAssoc(new @Nullable Object[] {
            F, Keyword.intern(operation.f()),
            VALUE, PlainValues.toClojure(operation.value()),
            TYPE, operation.isPending() ? INVOKE : OK
        });
    }

    private IllegalArgumentException threw(String what, RuntimeException thrown, @Nullable Object... arguments) {
        return new IllegalArgumentException(
                "model " + name + ": " + what + " of " + printed(arguments) + ": " + thrown.getMessage(), thrown);
    }

    private static Object given(@Nullable Object result) {
        if (result == null) {
            throw new IllegalStateException(
                    "it gave nil; expected the next model, or (interregnum.model/inconsistent why)");
        }
        return result;
    }

    private static String printed(@Nullable Object... arguments) {
        return Arrays.stream(arguments).map(RT::printString).collect(Collectors.joining(" and "));
    }

    private static String said(Object refusal) {
        String words = refusal.toString();
        return words.isBlank() ? "the model refuses, and does not say why" : words;
    }
}
