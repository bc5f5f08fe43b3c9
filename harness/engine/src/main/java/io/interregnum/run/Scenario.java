package io.interregnum.run;

import io.interregnum.fault.Step;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A description of a run: what is done to a cluster, and what is claimed of it.
 *
 * @param name short, in lower case
 * @param question what it asks, one sentence
 * @param steps faults, one after the other
 * @param failoverPlanned whether they must make leadership move
 * @param overlapBound longest claim overlap that is allowed; empty for none stated
 */
public record Scenario(
        String name, String question, List<Step> steps, boolean failoverPlanned, Optional<Duration> overlapBound) {

    public Scenario {
        steps = List.copyOf(steps);
    }

    /** The same with another bound for claim overlaps. */
    public Scenario withOverlapBound(Duration bound) {
        return new Scenario(name, question, steps, failoverPlanned, Optional.of(bound));
    }

    /** The same with other faults. */
    public Scenario withSteps(List<Step> others) {
        return new Scenario(name, question, others, failoverPlanned, overlapBound);
    }
}
