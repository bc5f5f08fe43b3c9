package io.interregnum.fault;

import io.interregnum.cluster.ClusterSpec;
import io.interregnum.cluster.Role;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The declared fault model: at any time the ZooKeeper servers whose disks are lost or damaged and not yet
 * resynchronised, together with those that cannot be reached, are fewer than a quorum.
 *
 * <p>Whether a schedule stays within it is decided from the schedule alone, at its worst: each target is as many servers
 * as it can be, no two targets are the same server, and steps of which nothing says that one follows the other happen
 * together. So a schedule that is found to be within the model is; one that is found to be beyond it may turn out not to
 * be. Which masters and clients are out of reach does not matter.
 */
public final class FaultModel {
    /**
     * How long after its heal a server whose disk was damaged still counts. Its heal starts it and is proven when it
     * serves; a server has taken over the few megabytes of a run's data by then many times over.
     */
    public static final Duration RESYNCHRONISED = Duration.ofSeconds(15);

    private FaultModel() {}

    /** Why a schedule is beyond the model, one sentence; empty when it is within it. */
    public static Optional<String> excess(List<Step> steps, ClusterSpec spec) {
        int quorum = spec.ensembleCount() / 2 + 1;
        List<Integer> heavy = new ArrayList<>();
        for (int number = 0; number < steps.size(); number++) {
            if (servers(steps.get(number), spec) > 0) {
                heavy.add(number);
            }
        }
        return together(new Search(steps, new Ordering(steps), spec, quorum), heavy, List.of(), 0);
    }

    /** How many servers a step takes away at most. */
    static int servers(Step step, ClusterSpec spec) {
        int named = (int) step.fault().named(spec).stream()
                .filter(node -> node.role() == Role.ENSEMBLE)
                .distinct()
                .count();
        int aimedAt = Math.max(named, step.aim().atMost(Role.ENSEMBLE, spec));
        return switch (step.fault().weight()) {
            case NONE -> 0;
            case UNREACHABLE, DISK -> aimedAt;
            case ONE_BY_ONE -> Math.min(1, aimedAt);
            case SPLIT -> Math.min(spec.ensembleCount() / 2, aimedAt);
            case UNDECLARED, BEYOND -> spec.ensembleCount();
        };
    }

    /** Whether two steps of a schedule may be in effect at once. */
    public static boolean mayOverlap(List<Step> steps, int one, int other) {
        Ordering ordering = new Ordering(steps);
        return !ordering.follows(one, other, Duration.ZERO) && !ordering.follows(other, one, Duration.ZERO);
    }

    private record Search(List<Step> steps, Ordering ordering, ClusterSpec spec, int quorum) {
        boolean meet(int earlier, int later) {
            Duration rest = steps.get(earlier).fault().weight() == Weight.DISK ? RESYNCHRONISED : Duration.ZERO;
            return !ordering.follows(later, earlier, rest);
        }
    }

    /** Each step weighs one server at least, so that the search goes no deeper than a quorum is large. */
    private static Optional<String> together(Search search, List<Integer> left, List<Integer> chosen, int servers) {
        for (int i = 0; i < left.size(); i++) {
            int next = left.get(i);
            List<Integer> with = new ArrayList<>(chosen);
            with.add(next);
            int sum = servers + servers(search.steps().get(next), search.spec());
            if (sum >= search.quorum()) {
                return Optional.of(words(search, with, sum));
            }
            List<Integer> meeting = left.subList(i + 1, left.size()).stream()
                    .filter(later -> search.meet(next, later))
                    .toList();
            Optional<String> excess = together(search, meeting, with, sum);
            if (excess.isPresent()) {
                return excess;
            }
        }
        return Optional.empty();
    }

    private static String words(Search search, List<Integer> steps, int servers) {
        return steps.stream()
                        .map(number -> "step " + number + " ("
                                + search.steps().get(number).fault().name() + " at "
                                + search.steps().get(number).aim().text() + ")")
                        .collect(Collectors.joining(" and "))
                + " may take away " + servers + " of " + search.spec().ensembleCount()
                + " ZooKeeper servers at once; the model allows " + (search.quorum() - 1);
    }
}
