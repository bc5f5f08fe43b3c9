package io.interregnum.check;

import io.interregnum.history.ElectionFact;
import io.interregnum.history.Event;
import io.interregnum.history.FaultStep;
import io.interregnum.history.History;
import io.interregnum.history.Processes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Judges whether elections come to an end and stay there, over the whole run, where {@link LivenessChecker} asks once, after
 * the last heal. It is no matter of safety, so there is no grade.
 *
 * <p><em>Leaderless too long</em>: certainly nobody claimed to lead for longer than the liveness bound in which the masters
 * could have elected (I12: a majority of the masters and ZooKeeper in reach). While a fault is at work, and for the bound
 * after its heal, they are taken not to be able to; a fault that kills, freezes or cuts a minority of the masters excuses
 * them for the bound after its request alone. If the election node of one master was first in line for longer than the
 * bound at the end of that, it is a <em>stuck election</em>, and that master is named: it was elected and does not lead (CURATOR-202, CURATOR-45;
 * MESOS-8703).
 *
 * <p><em>Flip-flop</em>: more than {@link #ELECTIONS_MAX} leaderships began within {@link #WINDOW_NANOS} with no fault at
 * work or healed less than {@link FaultStep#AFTERMATH_NANOS} before. The first leadership of all does not count.
 *
 * <p>What hides: masters that are probed rarely; claims that were possible, though they were not; faults that have nothing
 * to do with it. What invents: a machine too slow for the bound. Times in which nothing at all was recorded for
 * {@link #STANDSTILL_NANOS} are times in which the machine stood still, and are not counted.
 */
final class ElectionsChecker implements Checker {
    static final String NAME = "elections";
    static final int FINDINGS_MAX = 20;
    /** So many leaderships may begin without a fault within the window: a machine that stood still can cost one or two. */
    static final int ELECTIONS_MAX = 2;

    static final long WINDOW_NANOS = 30_000_000_000L;
    static final long STANDSTILL_NANOS = 2_000_000_000L;

    private final Expectations expectations;

    ElectionsChecker(Expectations expectations) {
        this.expectations = expectations;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public CheckResult check(History history) {
        List<Claim> claims = Claims.of(history, expectations.probeInterval());
        if (claims.isEmpty()) {
            return CheckResult.valid(
                    NAME,
                    List.of(Finding.of("elections were not assessed: nobody was seen to lead", List.of())),
                    Map.of());
        }
        Disturbances disturbances = new Disturbances(history, expectations);
        List<Claim> begun = leaderships(claims);
        List<Finding> leaderless = leaderless(history, claims, disturbances);
        List<Finding> flipFlops = flipFlops(begun, disturbances);
        Map<String, Object> measures = new LinkedHashMap<>();
        measures.put("leaderships", (long) begun.size());
        measures.put("leaderlessTooLong", (long) leaderless.size());
        measures.put("flipFlops", (long) flipFlops.size());
        List<Finding> violations = Stream.of(leaderless, flipFlops)
                .flatMap(kind -> kind.stream().limit(FINDINGS_MAX))
                .sorted(Comparator.comparingLong(finding -> finding.events().get(0)))
                .toList();
        return CheckResult.ofViolations(NAME, violations, List.of(), measures);
    }

    /** The first claim of each node and epoch, in the order of first answers. */
    private static List<Claim> leaderships(List<Claim> claims) {
        Map<Map.Entry<String, OptionalLong>, Claim> first = new LinkedHashMap<>();
        claims.forEach(claim -> first.putIfAbsent(Map.entry(claim.node(), claim.epoch()), claim));
        return List.copyOf(first.values());
    }

    private static List<Finding> flipFlops(List<Claim> begun, Disturbances disturbances) {
        List<Claim> unexplained = begun.stream()
                .skip(1)
                .filter(claim ->
                        !disturbances.any(claim.possibleFromNanos(), claim.firstNanos(), FaultStep.AFTERMATH_NANOS))
                .toList();
        List<Finding> findings = new ArrayList<>();
        int from = 0;
        for (int to = 0; to < unexplained.size(); to++) {
            while (unexplained.get(to).firstNanos() - unexplained.get(from).firstNanos() > WINDOW_NANOS) {
                from++;
            }
            if (to - from + 1 > ELECTIONS_MAX) {
                findings.add(flipFlop(unexplained.subList(from, to + 1)));
                from = to + 1;
            }
        }
        return findings;
    }

    private static Finding flipFlop(List<Claim> leaderships) {
        long fromNanos = leaderships.get(0).firstNanos();
        long toNanos = leaderships.get(leaderships.size() - 1).firstNanos();
        List<String> words = leaderships.stream()
                .map(claim -> Words.leader(claim.node(), claim.epoch()))
                .toList();
        return new Finding(
                leaderships.size() + " leaderships began between " + Words.seconds(fromNanos) + " and "
                        + Words.seconds(toNanos) + " although no fault was at work: " + String.join(", ", words),
                Optional.empty(),
                leaderships.stream().map(Claim::node).toList(),
                leaderships.stream()
                        .flatMap(claim -> claim.epoch().stream().boxed())
                        .toList(),
                leaderships.stream().map(Claim::firstEvent).toList(),
                Map.of("leaderships", (long) leaderships.size()));
    }

    private List<Finding> leaderless(History history, List<Claim> claims, Disturbances disturbances) {
        long boundNanos = expectations.livenessBound().toNanos();
        List<Span> excused = new ArrayList<>(disturbances.withoutMajority(expectations.masters(), boundNanos));
        excused.addAll(disturbances.standstills(STANDSTILL_NANOS));
        List<Finding> findings = new ArrayList<>();
        for (Span gap : gaps(claims, lastProbeNanos(history, disturbances.endNanos()))) {
            long countedNanos =
                    gap.without(excused).stream().mapToLong(Span::nanos).max().orElse(0);
            if (countedNanos > boundNanos) {
                findings.add(leaderless(history, claims, gap, countedNanos));
            }
        }
        return findings;
    }

    private static long lastProbeNanos(History history, long endNanos) {
        return history.events().stream()
                .filter(event -> Processes.isProbe(event.process()) && event.timeNanos() <= endNanos)
                .mapToLong(Event::timeNanos)
                .max()
                .orElse(0);
    }

    /** Times after the first claim in which certainly nobody claimed. */
    private static List<Span> gaps(List<Claim> claims, long toNanos) {
        List<Claim> sorted = new ArrayList<>(claims);
        sorted.sort(Comparator.comparingLong(Claim::possibleFromNanos));
        List<Span> gaps = new ArrayList<>();
        long reachedNanos = sorted.get(0).possibleToNanos();
        for (Claim claim : sorted) {
            gaps.add(new Span(reachedNanos, Math.min(claim.possibleFromNanos(), toNanos)));
            reachedNanos = Math.max(reachedNanos, claim.possibleToNanos());
        }
        gaps.add(new Span(reachedNanos, toNanos));
        return gaps.stream().filter(gap -> !gap.isEmpty()).toList();
    }

    private Finding leaderless(History history, List<Claim> claims, Span gap, long countedNanos) {
        Claim last = claims.stream()
                .filter(claim -> claim.possibleFromNanos() <= gap.fromNanos())
                .max(Comparator.comparingLong(Claim::possibleToNanos))
                .orElse(claims.get(0));
        Optional<ElectionFact> first = firstInLine(history, gap);
        List<String> nodes = first.filter(fact -> !fact.node().isEmpty())
                .map(fact -> List.of(fact.node()))
                .orElse(List.of(last.node()));
        String stuck = first.map(fact -> "; the election is stuck: " + fact.path() + " of "
                        + Words.leader(
                                fact.node().isEmpty() ? "(nobody known)" : fact.node(), OptionalLong.of(fact.epoch()))
                        + " was first in line for longer than that, and that master did not claim")
                .orElse("");
        return new Finding(
                "nobody claimed to lead from " + Words.seconds(gap.fromNanos()) + " to "
                        + Words.seconds(gap.toNanos()) + ", after "
                        + Words.leader(last.node(), last.epoch()) + ": for " + Words.seconds(countedNanos)
                        + " of that no fault kept a majority of the masters from electing (allowed: "
                        + Words.seconds(expectations.livenessBound().toNanos()) + ")" + stuck,
                Optional.empty(),
                nodes,
                first.map(fact -> List.of(fact.epoch()))
                        .orElse(last.epoch().stream().boxed().toList()),
                events(history, last, gap),
                Map.of(
                        "leaderlessNanosMin", gap.nanos(),
                        "countedNanos", countedNanos,
                        "stuck", first.isPresent()));
    }

    /** The first answer of the last leader, and the last probe that ended the time without one. */
    private static List<Long> events(History history, Claim last, Span gap) {
        List<Long> events = new ArrayList<>(List.of(last.firstEvent()));
        history.events().stream()
                .filter(event -> Processes.isProbe(event.process()) && event.timeNanos() >= gap.toNanos())
                .findFirst()
                .ifPresent(event -> events.add(event.index()));
        return events;
    }

    /** The node that was first in line at the end of that time, and had been for longer than the bound. */
    private Optional<ElectionFact> firstInLine(History history, Span gap) {
        TreeMap<Long, ElectionFact> there = new TreeMap<>();
        long sinceNanos = gap.fromNanos();
        for (Event event : history.of(Processes.OBSERVER)) {
            Optional<ElectionFact> fact = ElectionFact.of(event);
            if (fact.isEmpty() || event.timeNanos() > gap.toNanos()) {
                continue;
            }
            Map.Entry<Long, ElectionFact> before = there.firstEntry();
            switch (fact.get().kind()) {
                case ELECTION_NODE_CREATED -> there.put(fact.get().epoch(), fact.get());
                case ELECTION_NODE_DELETED -> there.remove(fact.get().epoch());
                case REGISTRY_EPOCH -> {} // says nothing of candidates
            }
            if (!Objects.equals(before, there.firstEntry())) {
                sinceNanos = Math.max(sinceNanos, event.timeNanos());
            }
        }
        boolean isLong =
                gap.toNanos() - sinceNanos > expectations.livenessBound().toNanos();
        return Optional.ofNullable(there.firstEntry()).filter(entry -> isLong).map(Map.Entry::getValue);
    }
}
