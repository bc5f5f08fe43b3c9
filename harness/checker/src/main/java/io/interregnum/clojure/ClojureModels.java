package io.interregnum.clojure;

import clojure.lang.Fn;
import clojure.lang.IFn;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Models written in Clojure, for callers in Java.
 *
 * <p>Loading a namespace runs what stands in it. Safe for many threads.
 */
public final class ClojureModels {
    private static final String MODEL = "interregnum.model";

    private ClojureModels() {}

    /**
     * The model of a namespace on the class path, which has
     *
     * <ul>
     *   <li>{@code model}: the model before the first operation, or a function of no argument that makes it. If the
     *       function also takes one argument, that is the initial value of {@link ClojureModel#withInitial}.
     *   <li>{@code step}, a function of a model and an op: the next model, or {@code (interregnum.model/inconsistent
     *       why)}. Not needed if the model satisfies {@code interregnum.model/Model} or is one of Knossos.
     * </ul>
     *
     * @throws IllegalArgumentException when there is no such namespace, when it throws while it loads, when it lacks
     *     {@code model}, or when nothing can step it; also when Clojure itself is not on the class path
     */
    public static ClojureModel fromNamespace(String namespace) {
        if (!ClojureRuntime.isPresent()) {
            throw new IllegalArgumentException(
                    "namespace " + namespace
                            + " cannot be loaded: org.clojure:clojure is not on the class path; put it and its two spec jars there");
        }
        load(namespace);
        Object found = ClojureRuntime.value(namespace, "model")
                .orElseThrow(() -> new IllegalArgumentException("namespace " + namespace + " ("
                        + ClojureRuntime.file(namespace)
                        + ") has no public var \"model\", or it is nil; expected the model"
                        + " before the first operation, or a function of no argument that makes it"));
        IFn make = found instanceof Fn ? (IFn) found : null;
        Object initial = make == null ? found : made(namespace, make);
        Optional<Object> step = ClojureRuntime.value(namespace, "step").filter(Fn.class::isInstance);
        try {
            return model(namespace, initial, (IFn) step.orElse(null), make);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "namespace " + namespace + " (" + ClojureRuntime.file(namespace)
                            + ") has no function \"step\", and " + e.getMessage(),
                    e);
        }
    }

    /**
     * A model given as a function.
     *
     * @param name what to call it
     * @param initial its first state, not nil; any value that has {@code equals} and {@code hashCode}
     * @param step of a state and an op, a map with {@code :f}, {@code :value} and {@code :type}: the next state, or
     *     {@code (interregnum.model/inconsistent why)}
     */
    public static ClojureModel fromFunction(String name, Object initial, IFn step) {
        return model(name, initial, step, null);
    }

    private static void load(String namespace) {
        boolean found;
        try {
            found = ClojureRuntime.load(namespace);
        } catch (IllegalStateException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
        if (!found) {
            throw new IllegalArgumentException("namespace " + namespace + " is not on the class path: expected "
                    + ClojureRuntime.file(namespace) + " (or .cljc, or compiled) in one of its folders or jars");
        }
    }

    private static Object made(String namespace, IFn make) {
        try {
            Object made = make.invoke();
            if (made != null) {
                return made;
            }
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(
                    "(" + namespace + "/model) threw " + e + "; expected the model before the first operation", e);
        }
        throw new IllegalArgumentException(
                "(" + namespace + "/model) gave nil; expected the model before the first operation");
    }

    private static ClojureModel model(String name, Object initial, @Nullable IFn step, @Nullable IFn make) {
        IFn stepping = step == null ? (IFn) own("stepper").invoke(initial) : step;
        IFn refusal = (IFn) own("refuser").invoke();
        IFn looks = (IFn) own("looker").invoke(initial);
        return new ClojureModel(name, initial, new ClojureModel.Code(stepping, refusal, looks, make));
    }

    private static IFn own(String name) {
        return ClojureRuntime.own(MODEL, name);
    }
}
