package io.interregnum.masters;

import org.jspecify.annotations.Nullable;

/** What a client asks of one key of the registry. Immutable. */
sealed interface Operation {

    String key();

    record Read(String key) implements Operation {}

    record Write(String key, long value) implements Operation {}

    /** Compare-and-set; {@code old} is null to expect that the key has no value. */
    record Cas(String key, @Nullable Long old, long replacement) implements Operation {}
}
