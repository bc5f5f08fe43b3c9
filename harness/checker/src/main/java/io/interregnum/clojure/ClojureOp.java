package io.interregnum.clojure;

import clojure.lang.RT;
import clojure.lang.Util;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A Clojure op as the value of a {@link io.interregnum.check.linear.LinearOperation}: opaque to searches, untouched for a
 * model in Clojure. Equal as Clojure's {@code =} has it, since that is what such a model sees.
 *
 * @param op a map with all that a model may look at: {@code :f}, {@code :value} and {@code :type}, which is {@code :ok}
 *     or, where nobody knows the answer, {@code :invoke}
 */
public record ClojureOp(Object op) {

    public ClojureOp {
        Objects.requireNonNull(op, "op");
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ClojureOp that && Util.equiv(op, that.op);
    }

    @Override
    public int hashCode() {
        return Util.hasheq(op);
    }

    @Override
    public String toString() {
        return RT.printString(op);
    }
}
