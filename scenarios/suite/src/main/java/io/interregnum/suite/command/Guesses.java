package io.interregnum.suite.command;

import io.interregnum.check.CheckResult;
import io.interregnum.check.Finding;
import io.interregnum.report.Report;
import io.interregnum.rundir.RecordedStep;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Which steps of a recorded run are likely to be enough for its violation: those between the first and the last event
 * that prove it, since what came later cannot have caused it and what came earlier was over. Only guesses: they save
 * time when they are right and cost some runs when they are not.
 */
final class Guesses {
    private static final int SINGLES_MAX = 2;

    private Guesses() {}

    /** Positions of steps, ascending within each guess; the best guess first. */
    static List<List<Integer>> of(Report report, List<RecordedStep> steps) {
        Rang rang = Rang.of(report);
        long from = Long.MAX_VALUE;
        long to = Long.MAX_VALUE;
        for (CheckResult result : report.judgement().results()) {
            for (Finding finding : result.violations()) {
                long first = time(report, finding.events(), true);
                long last = time(report, finding.events(), false);
                if (rang.decisive().contains(Rang.alarm(result, finding))
                        && !finding.events().isEmpty()
                        && last < to) {
                    from = first;
                    to = last;
                }
            }
        }
        if (to == Long.MAX_VALUE) {
            return List.of();
        }
        long begin = from;
        long end = to;
        List<Integer> before = positions(steps, step -> step.requestedNanos().orElse(0) <= end);
        List<Integer> during = before.stream()
                .filter(position -> steps.get(position).healedNanos().orElse(Long.MAX_VALUE) >= begin)
                .toList();
        Set<List<Integer>> guesses = new LinkedHashSet<>();
        for (int i = 0; i < Math.min(SINGLES_MAX, during.size()); i++) {
            guesses.add(List.of(during.get(during.size() - 1 - i)));
        }
        guesses.add(during);
        guesses.add(before.subList(Math.max(0, before.size() - 2), before.size()));
        guesses.add(before);
        return new ArrayList<>(guesses);
    }

    private static long time(Report report, List<Long> events, boolean first) {
        if (events.isEmpty()) {
            return 0;
        }
        long index = first ? events.get(0) : events.get(events.size() - 1);
        return report.history().events().get(Math.toIntExact(index)).timeNanos();
    }

    private static List<Integer> positions(List<RecordedStep> steps, Predicate<RecordedStep> fits) {
        return IntStream.range(0, steps.size())
                .filter(position -> fits.test(steps.get(position)))
                .boxed()
                .toList();
    }
}
