package io.interregnum.history;

import java.util.Set;

/**
 * Names used in the events of key-value stores. The value of each is a pair of key and value; in the key-value form of
 * files the key stands under {@link ClientFields#KEY} instead.
 */
public final class StoreFields {
    public static final String GET = "get";
    public static final String PUT = "put";
    public static final String APPEND = "append";

    private static final Set<String> FUNCTIONS = Set.of(GET, PUT, APPEND);

    private StoreFields() {}

    /** True for the {@code f} of a store. */
    public static boolean isOfStore(String f) {
        return FUNCTIONS.contains(f);
    }
}
