package io.interregnum.history;

/**
 * Names used in the events of clients, which carry integer values on named keys. {@code f} is {@link #READ} (value on
 * ok: what was read, null for absent), {@link #WRITE} (value: what to write) or {@link #CAS} (value: a list of the
 * expected and the new value). Every value is written at most once per key over the whole run.
 *
 * <p>Sets are keys of their own: {@link #ADD} (value: the element, added once over the whole run) and {@link #READ_SET}
 * (value on ok: a list of the elements, each as often as it was added).
 */
public final class ClientFields {
    public static final String READ = "read";
    public static final String WRITE = "write";
    public static final String CAS = "cas";
    public static final String ADD = "add";
    public static final String READ_SET = "read-set";

    /** Text, on every event: the key. */
    public static final String KEY = "key";
    /** Text, on every event: the client node from which it was sent. */
    public static final String CLIENT = "client";
    /** Text, on every event: the master that was asked. */
    public static final String NODE = "node";
    /** Number, on invocations: when it was due, in nanoseconds since the run began. */
    public static final String INTENDED = "intended";
    /** Number, on answers: the epoch under which the operation was applied, or the refusal was given. */
    public static final String EPOCH = "epoch";
    /** Number, on ok reads and mismatches: the epoch stored with the value that was seen; absent for no value. */
    public static final String VALUE_EPOCH = "value-epoch";
    /** Text, on fail and info: what went wrong. {@link #MISMATCH} is the one with a meaning for judges. */
    public static final String ERROR = "error";
    /** The error of a compare-and-set that found another value. Then {@link #ACTUAL} is what it found. */
    public static final String MISMATCH = "mismatch";
    /** Number, on mismatches: the value found; absent when the key had none. */
    public static final String ACTUAL = "actual";

    /** Text, on refusals that sent the client elsewhere: the master that it was sent to. */
    public static final String LEADER = "leader";

    private ClientFields() {}

    /** True for functions that only look. */
    public static boolean isRead(String f) {
        return f.equals(READ) || f.equals(READ_SET);
    }

    /** Whether an event is a client's and says that something was written. */
    public static boolean isAcknowledgedWrite(Event event) {
        return event.isClient() && event.type() == Event.Type.OK && !isRead(event.f());
    }
}
