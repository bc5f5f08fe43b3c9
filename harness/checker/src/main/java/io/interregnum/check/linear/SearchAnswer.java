package io.interregnum.check.linear;

import java.util.List;
import java.util.Optional;

/**
 * What a search found.
 *
 * @param by the search that it is from
 * @param cause why it gave up; empty text otherwise
 * @param order if linearizable, an order that proves it, unless keeping it would have taken too much memory
 * @param stuck the first operation, by completion, that no order includes; only if not linearizable
 * @param configurations how many configurations were entered
 */
record SearchAnswer(
        LinearOutcome.Answer answer,
        Algorithm by,
        String cause,
        Optional<List<LinearOperation>> order,
        Optional<LinearOperation> stuck,
        long configurations) {

    static SearchAnswer linearizable(Algorithm by, Optional<List<LinearOperation>> order, long configurations) {
        return new SearchAnswer(LinearOutcome.Answer.LINEARIZABLE, by, "", order, Optional.empty(), configurations);
    }

    static SearchAnswer notLinearizable(Algorithm by, LinearOperation stuck, long configurations) {
        return new SearchAnswer(
                LinearOutcome.Answer.NOT_LINEARIZABLE, by, "", Optional.empty(), Optional.of(stuck), configurations);
    }

    static SearchAnswer undecided(Algorithm by, String cause, long configurations) {
        return new SearchAnswer(
                LinearOutcome.Answer.UNDECIDED, by, cause, Optional.empty(), Optional.empty(), configurations);
    }

    Decision decision() {
        return new Decision(answer, cause, by, stuck, order, configurations);
    }
}
