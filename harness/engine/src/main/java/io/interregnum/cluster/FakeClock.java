package io.interregnum.cluster;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * libfaketime: a library between a program and the kernel's wall clock, which looks in a file how far that clock is to be
 * off. The monotonic clock stays right.
 */
public final class FakeClock {
    /** How to get it. */
    public static final String REMEDY = "apt-get install libfaketime";

    /** The loader knows the machine's directory for libraries as {@code $LIB}. */
    private static final String LIBRARY = "/usr/$LIB/faketime/libfaketimeMT.so.1";

    private FakeClock() {}

    /**
     * The environment of a program that is to see it; where the library is missing the loader says so and goes on.
     *
     * @param file as the program sees it; must exist
     */
    public static Map<String, String> environment(String file) {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("LD_PRELOAD", LIBRARY);
        environment.put("FAKETIME_TIMESTAMP_FILE", file);
        // In seconds. Without a cache every look at a clock would open the file, at 0.1 ms each.
        environment.put("FAKETIME_CACHE_DURATION", "1");
        environment.put("FAKETIME_DONT_FAKE_MONOTONIC", "1");
        environment.put("DONT_FAKE_MONOTONIC", "1");
        // Debian's build else takes the deadlines of a JVM's timed waits for another clock's, and they end at once.
        environment.put("FAKETIME_FORCE_MONOTONIC_FIX", "0");
        return environment;
    }
}
