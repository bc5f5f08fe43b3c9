package io.interregnum.cluster.sidecar;

import java.lang.management.ManagementFactory;
import java.util.concurrent.locks.LockSupport;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * What rules call in the JVM of a node's program. Each injection has a key, under which system properties say until when
 * it is on ({@code .until}, on the kernel's monotonic clock, so that it ends by itself) and what it has done so far
 * ({@code .fired}, {@code .held}). Safe for many threads.
 */
public final class Injected {
    /** What the names of the properties begin with; the agent's listener sets and shows no others. */
    public static final String PREFIX = "org.jboss.byteman.interregnum.";

    private static final long LOOK_NANOS = 2_000_000;

    private Injected() {}

    /** Whether an injection is on; counts that it was met. */
    public static boolean on(String key) {
        boolean on = isOn(key);
        if (on) {
            count(key, ".fired", 1);
        }
        return on;
    }

    /** Whether an injection is on and is met for the first time. */
    public static synchronized boolean first(String key) {
        return on(key) && Integer.getInteger(PREFIX + key + ".fired", 0) == 1;
    }

    private static boolean isOn(String key) {
        Long untilNanos = Long.getLong(PREFIX + key + ".until");
        return untilNanos != null && System.nanoTime() - untilNanos < 0;
    }

    private static synchronized void count(String key, String name, int step) {
        String property = PREFIX + key + name;
        System.setProperty(property, String.valueOf(Integer.getInteger(property, 0) + step));
    }

    /** Holds the calling thread for as long as the injection is on. An interrupt does not end it and is not lost. */
    public static void hold(String key) {
        holdFor(key, Long.MAX_VALUE);
    }

    /** Holds the calling thread for some milliseconds, or until the injection is over. */
    public static void holdFor(String key, long millis) {
        long begunNanos = System.nanoTime();
        count(key, ".held", 1);
        try {
            while (isOn(key) && (System.nanoTime() - begunNanos) / 1_000_000 < millis) {
                boolean interrupted = Thread.interrupted();
                LockSupport.parkNanos(LOOK_NANOS);
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        } finally {
            count(key, ".held", -1);
        }
    }

    /** Stops the world for as long as a {@link FullPipe} is full; the calling thread goes on until it is stopped too. */
    public static void stopTheWorld(String pipe) {
        Thread thread = new Thread(() -> collectWithLog(pipe), "stop-the-world");
        thread.setDaemon(true);
        thread.start();
    }

    private static void collectWithLog(String pipe) {
        try {
            log(pipe, "gc");
            try {
                System.gc();
            } finally {
                log(pipe, "all=off");
            }
        } catch (JMException e) {
            System.err.println("cannot stop the world: " + e);
        }
    }

    private static void log(String pipe, String what) throws JMException {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        Object[] arguments = {new String[] {"output=file=" + pipe, "what=" + what}};
        Object said = server.invoke(
                new ObjectName("com.sun.management:type=DiagnosticCommand"), "vmLog", arguments, new String[] {
                    String[].class.getName()
                });
        if (!String.valueOf(said).isBlank()) {
            System.err.println("VM.log " + what + " said: " + said);
        }
    }
}
