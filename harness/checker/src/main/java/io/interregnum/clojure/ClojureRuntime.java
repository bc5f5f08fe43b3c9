package io.interregnum.clojure;

import clojure.java.api.Clojure;
import clojure.lang.DynamicClassLoader;
import clojure.lang.IFn;
import clojure.lang.Namespace;
import clojure.lang.Symbol;
import clojure.lang.Var;
import java.io.FileNotFoundException;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * The way from Java into Clojure. Everything is loaded through one class loader, which is the thread's context loader
 * while a namespace loads: classes that Clojure makes are found by each other only so.
 *
 * <p>Safe for many threads: namespaces are loaded one at a time.
 */
final class ClojureRuntime {

    /** Made when first needed, so that this class can be asked whether there is a Clojure at all. */
    private static final class Loader {
        static final ClassLoader ONE = new DynamicClassLoader(ClojureRuntime.class.getClassLoader());
    }

    private ClojureRuntime() {}

    /** False when Clojure, an optional dependency, is not on the class path. */
    static boolean isPresent() {
        try {
            Class.forName("clojure.lang.IFn", false, ClojureRuntime.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    /**
     * Loads a namespace if it is not loaded yet.
     *
     * @return false when it is not on the class path; nothing else happened then
     * @throws IllegalStateException when it throws while it loads; it may be half loaded
     */
    static synchronized boolean load(String namespace) {
        try {
            within(() -> Clojure.var("clojure.core", "require").invoke(Symbol.intern(namespace)));
            return true;
        } catch (Exception e) {
            if (isAbsent(namespace, e)) {
                return false;
            }
            throw new IllegalStateException(
                    "namespace " + namespace + " (" + file(namespace) + ") failed while it was loaded: " + chain(e), e);
        }
    }

    /** Calls Clojure that may load more. */
    static <T extends @Nullable Object> T within(Callable<T> call) throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(Loader.ONE);
        try {
            return call.call();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** What the public var {@code name} of a loaded namespace holds; empty when there is no such var of its own. */
    static Optional<Object> value(String namespace, String name) {
        Namespace found = Namespace.find(Symbol.intern(namespace));
        Object mapped = found == null ? null : found.getMapping(Symbol.intern(name));
        return mapped instanceof Var var && var.ns == found && var.isPublic()
                ? Optional.ofNullable(var.deref())
                : Optional.empty();
    }

    /** A function of one of this library's own namespaces. */
    static IFn own(String namespace, String name) {
        if (!load(namespace)) {
            throw new IllegalStateException(file(namespace) + " is not beside this library's classes");
        }
        return (IFn) value(namespace, name).orElseThrow();
    }

    /** Where the class path is searched for a namespace. */
    static String file(String namespace) {
        return namespace.replace('-', '_').replace('.', '/') + ".clj";
    }

    /** True only of the namespace itself: one that it requires in vain is a failure of its own. */
    private static boolean isAbsent(String namespace, Throwable thrown) {
        String root = file(namespace).substring(0, file(namespace).length() - ".clj".length());
        return thrown instanceof FileNotFoundException
                && String.valueOf(thrown.getMessage()).contains(" " + root + "__init.class");
    }

    /** The messages from the outermost to the root: Clojure's compiler says where, its cause says what. */
    private static String chain(Throwable thrown) {
        StringBuilder words = new StringBuilder();
        String last = "";
        for (@Nullable Throwable at = thrown; at != null; at = at.getCause()) {
            String message = at.getMessage() == null ? at.getClass().getName() : at.getMessage();
            if (!last.contains(message)) {
                words.append(words.isEmpty() ? "" : ": ").append(message);
                last = message;
            }
        }
        return words.toString();
    }
}
