package io.interregnum.clojure;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Clojure, and this library, in a class loader of their own: what is loaded there, stand-ins of Knossos and Jepsen above
 * all, nobody else sees. Only types of the JDK cross its border.
 */
final class IsolatedClojure implements AutoCloseable {
    private static final Path STAND_INS = Path.of("src", "test", "resources", "standins");

    private final URLClassLoader loader;

    private IsolatedClojure(List<URL> urls) {
        this.loader = new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    }

    /** With these stand-ins on its class path. */
    static IsolatedClojure with(String... standIns) {
        Stream<String> folders = Arrays.stream(standIns).map(name -> STAND_INS.resolve(name) + File.separator);
        return new IsolatedClojure(urls(Stream.concat(folders, classPath())));
    }

    /** This library without Clojure. */
    static IsolatedClojure absent() {
        Predicate<String> clojure = entry -> entry.contains(File.separator + "org" + File.separator + "clojure");
        return new IsolatedClojure(urls(classPath().filter(clojure.negate())));
    }

    private static Stream<String> classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator));
    }

    private static List<URL> urls(Stream<String> entries) {
        List<URL> urls = new ArrayList<>();
        entries.forEach(entry -> {
            try {
                urls.add(new File(entry).toURI().toURL());
            } catch (MalformedURLException e) {
                throw new IllegalArgumentException(entry, e);
            }
        });
        return urls;
    }

    /** Loads {@code namespace} and calls a function of it. */
    Object call(String namespace, String function, Object... arguments) {
        return inside(() -> {
            Class<?> clojure = loader.loadClass("clojure.java.api.Clojure");
            Method var = clojure.getMethod("var", Object.class, Object.class);
            Object symbol = clojure.getMethod("read", String.class).invoke(null, namespace);
            invoke(var.invoke(null, "clojure.core", "require"), symbol);
            return invoke(var.invoke(null, namespace, function), arguments);
        });
    }

    /** A static method of a class of this library. */
    Object callJava(String className, String method, Object argument) {
        return inside(() -> loader.loadClass(className)
                .getMethod(method, argument.getClass())
                .invoke(null, argument));
    }

    private static Object invoke(Object function, Object... arguments) throws ReflectiveOperationException {
        Class<?>[] parameters = new Class<?>[arguments.length];
        Arrays.fill(parameters, Object.class);
        return function.getClass().getMethod("invoke", parameters).invoke(function, arguments);
    }

    private interface Call {
        Object call() throws ReflectiveOperationException;
    }

    private Object inside(Call call) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            return call.call();
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException thrown) {
                throw thrown;
            }
            throw new AssertionError(e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Override
    public void close() throws IOException {
        loader.close();
    }
}
