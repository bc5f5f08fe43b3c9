package io.interregnum.check.linear;

import java.util.List;
import java.util.Optional;

/**
 * What was found about one history.
 *
 * @param answer whether it is linearizable
 * @param cause why there is no answer, as a clause; empty text if there is one
 * @param order of a linearizable history, an order that the model accepts and real time allows, as proof; empty
 *     otherwise. Pending operations that need not have happened are not in it
 * @param witness of a history that is not linearizable, why not; empty otherwise
 * @param configurations how many configurations the search remembered; 0 where none was needed
 */
public record LinearOutcome(
        Answer answer, String cause, List<LinearOperation> order, Optional<Witness> witness, long configurations) {

    /** Three-valued: giving up is not an answer. */
    public enum Answer {
        /** An order exists. */
        LINEARIZABLE,
        /** The limits were reached first. */
        UNDECIDED,
        /** No order exists. */
        NOT_LINEARIZABLE
    }

    public LinearOutcome {
        order = List.copyOf(order);
        if ((answer == Answer.UNDECIDED) == cause.isEmpty()
                || (answer == Answer.NOT_LINEARIZABLE) != witness.isPresent()) {
            throw new IllegalArgumentException("answer=" + answer + " cause=\"" + cause + "\" witness=" + witness
                    + ": a cause belongs to UNDECIDED, a witness to NOT_LINEARIZABLE");
        }
    }
}
