package io.interregnum.check.linear;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An object that is really there, for {@link RandomHistory}: clients ask it, and each operation takes effect at one
 * moment. It knows nothing of models, and its size is bounded by the number of clients. One thread.
 */
interface RandomObject {

    /**
     * What is asked.
     *
     * @param client who asks, from 0
     */
    record Request(int client, String f, @Nullable Object value) {}

    /** What an object makes of a request. */
    enum Outcome {
        DONE,
        /** It did nothing, and will not. */
        REFUSED,
        /** It did nothing, but who waits may be luckier. */
        BUSY
    }

    /**
     * What came of it.
     *
     * @param value the value of the answer, where it was done
     */
    record Answer(Outcome outcome, @Nullable Object value) {
        static final Answer REFUSED = new Answer(Outcome.REFUSED, null);
        static final Answer BUSY = new Answer(Outcome.BUSY, null);

        static Answer of(@Nullable Object value) {
            return new Answer(Outcome.DONE, value);
        }

        boolean isDone() {
            return outcome == Outcome.DONE;
        }
    }

    /** An operation with its answer. */
    record Told(Request request, @Nullable Object answer) {}

    /** What {@code client} asks next. */
    Request ask(int client);

    /** Lets {@code request} take effect now. */
    Answer apply(Request request);

    /**
     * Operations of which the last was answered wrongly. No object of the kind can have given these answers if each
     * operation begins after the one before has ended, nothing else happens meanwhile, and nothing that {@link #keeps}
     * names is pending; whatever else is pending and whatever was before. What the others do to the object is done.
     */
    List<Told> lie();

    /**
     * True if the lie is one whatever happens meanwhile, so that the others need not rest. Then {@link #lie} changes
     * nothing by itself: its operations are applied one by one, the others' between them.
     */
    default boolean liesAmidOthers() {
        return false;
    }

    /** True if an operation of that function must be answered where a lie follows, since it could excuse it. */
    default boolean keeps(String f) {
        return false;
    }
}
