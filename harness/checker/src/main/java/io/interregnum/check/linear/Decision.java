package io.interregnum.check.linear;

import java.util.List;
import java.util.Optional;

/**
 * A verdict about one history, without its explanation.
 *
 * @param answer whether it is linearizable
 * @param cause why there is no answer, as a clause that begins with {@code out of time}, {@code out of memory} or {@code
 *     cancelled} where a limit was reached; empty text if there is an answer
 * @param by what decided, or gave up last; never {@link Algorithm#AUTO}
 * @param stuck the first operation, by completion, up to which no order exists; only if not linearizable. Where finding
 *     the first would take much longer than the verdict, a later one or none; {@link Linearizability#explain} finds it
 * @param order if linearizable, an order that proves it, unless the history is too long to keep one or was judged in parts
 * @param configurations how many configurations a search entered; 0 where none was needed
 */
public record Decision(
        LinearOutcome.Answer answer,
        String cause,
        Algorithm by,
        Optional<LinearOperation> stuck,
        Optional<List<LinearOperation>> order,
        long configurations) {

    public Decision {
        boolean undecided = answer == LinearOutcome.Answer.UNDECIDED;
        boolean refuted = answer == LinearOutcome.Answer.NOT_LINEARIZABLE;
        if (undecided == cause.isEmpty() || (!refuted && stuck.isPresent()) || by == Algorithm.AUTO) {
            throw new IllegalArgumentException("answer=" + answer + " cause=\"" + cause + "\" by=" + by + " stuck="
                    + stuck + ": a cause belongs to UNDECIDED, a stuck operation to NOT_LINEARIZABLE");
        }
    }
}
