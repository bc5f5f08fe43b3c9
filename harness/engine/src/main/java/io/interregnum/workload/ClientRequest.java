package io.interregnum.workload;

import java.util.OptionalLong;

/**
 * One operation that a client asks for.
 *
 * @param f {@code read}, {@code write} or {@code cas}
 * @param key on which key
 * @param expected for {@code cas}: the value that must be there; empty for no value
 * @param value for {@code write} and {@code cas}: the new value; 0 for {@code read}
 */
public record ClientRequest(String f, String key, OptionalLong expected, long value) {}
