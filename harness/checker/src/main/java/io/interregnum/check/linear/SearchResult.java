package io.interregnum.check.linear;

import java.util.List;
import java.util.Optional;

/**
 * What a search found.
 *
 * @param cause why it gave up; empty text otherwise
 * @param order if linearizable, the whole order; if not, the first that was found up to {@code stuck}
 * @param stuck the first operation, by completion, that no order includes; only if not linearizable
 * @param refusal what the model says to {@code stuck} after {@code order}
 */
record SearchResult(
        LinearOutcome.Answer answer,
        String cause,
        List<LinearOperation> order,
        Optional<LinearOperation> stuck,
        String refusal) {}
