package io.interregnum.suite.zoo;

import io.interregnum.check.Expectations;
import io.interregnum.history.FaultStep;
import io.interregnum.history.History;
import io.interregnum.history.Processes;
import io.interregnum.metric.Failover;
import io.interregnum.report.Report;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** On which masters a planted bug can show. All masters of a run have it; not all come to act on it. */
public enum Culprit {
    /** A master at which a fault was aimed. */
    HIT {
        @Override
        Set<String> in(Report report) {
            Set<String> hit = new LinkedHashSet<>();
            FaultStep.of(report.history()).forEach(step -> hit.addAll(step.targets()));
            hit.retainAll(ANY.in(report));
            return hit;
        }
    },
    /** The master that led when the faults began. */
    FIRST_LEADER {
        @Override
        Set<String> in(Report report) {
            return firstLeader(report.history());
        }
    },
    /** A master that came to lead after the faults had begun. */
    LATER_LEADER {
        @Override
        Set<String> in(Report report) {
            Set<String> later = new LinkedHashSet<>();
            report.failovers().stream().map(Failover::newLeader).forEach(later::add);
            return later;
        }
    },
    /** Whichever master. */
    ANY {
        @Override
        Set<String> in(Report report) {
            Expectations expectations = report.info().expectations();
            return new LinkedHashSet<>(expectations.masters());
        }
    };

    /** Names of the masters, in the order in which the history tells of them. */
    abstract Set<String> in(Report report);

    private static Set<String> firstLeader(History history) {
        Set<String> first = new LinkedHashSet<>();
        history.of(Processes.RUNNER).stream()
                .filter(event -> event.f().equals(Processes.LEADERS))
                .filter(event -> event.value() instanceof Map<?, ?> leaders && leaders.get("master") instanceof String)
                .forEach(event -> first.add(String.valueOf(((Map<?, ?>) event.value()).get("master"))));
        return first;
    }
}
