package io.interregnum.workload;

import io.interregnum.history.ClientFields;
import java.util.OptionalLong;

/**
 * One operation that a client asks for.
 *
 * @param f {@code read}, {@code write} or {@code cas} of a register, {@code add} or {@code read-set} of a set
 * @param key on which register or set
 * @param expected for {@code cas}: the value that must be there; empty for no value
 * @param value for {@code write} and {@code cas}: the new value; for {@code add}: the element; else 0
 */
public record ClientRequest(String f, String key, OptionalLong expected, long value) {

    /** Reads a register. */
    public static ClientRequest read(String key) {
        return new ClientRequest(ClientFields.READ, key, OptionalLong.empty(), 0);
    }

    /** Writes a register. */
    public static ClientRequest write(String key, long value) {
        return new ClientRequest(ClientFields.WRITE, key, OptionalLong.empty(), value);
    }

    /** Writes a register if it has a value that is expected. */
    public static ClientRequest cas(String key, long expected, long value) {
        return new ClientRequest(ClientFields.CAS, key, OptionalLong.of(expected), value);
    }

    /** Adds an element to a set. */
    public static ClientRequest add(String set, long element) {
        return new ClientRequest(ClientFields.ADD, set, OptionalLong.empty(), element);
    }

    /** Reads a set whole. */
    public static ClientRequest readSet(String set) {
        return new ClientRequest(ClientFields.READ_SET, set, OptionalLong.empty(), 0);
    }
}
