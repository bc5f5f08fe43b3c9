package io.interregnum.check;

import io.interregnum.history.History;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Judges who said to lead: claims of two nodes at once (grade 1), and epochs that go back in what the registry stored or
 * in what one process said (grade 3).
 *
 * <p>Two nodes that both <em>believe</em> to lead are an observation: a deposed leader goes on believing until it hears
 * otherwise. They are a violation only when both certainly believed for longer than the scenario allows. The overlap of
 * two claims is the sum of the times for which both certainly held. Where a bound is stated, nothing is concluded if a
 * master was {@linkplain Silence silent} for longer than that.
 */
final class LeadershipChecker implements Checker {
    static final String NAME = "leadership";
    /** So many findings of each kind are told; the measures tell how many there were. */
    static final int FINDINGS_MAX = 20;

    private static final String NOT_KNOWN = "whether claims overlapped for longer than allowed is not known: ";

    private final Expectations expectations;

    LeadershipChecker(Expectations expectations) {
        this.expectations = expectations;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public CheckResult check(History history) {
        ClaimedEpochs claimedEpochs = ClaimedEpochs.of(history);
        List<Claim> claims = Claims.of(history, expectations.probeInterval());
        List<ClaimOverlap> overlaps = ClaimOverlap.of(claims);
        List<Finding> tooLong = overlaps.stream()
                .filter(this::isTooLong)
                .limit(FINDINGS_MAX)
                .map(overlap -> overlap.finding(" (allowed: "
                        + Words.millis(expectations.overlapBound().orElseThrow().toNanos()) + ")"))
                .toList();
        List<Finding> allowed = overlaps.stream()
                .filter(overlap -> !isTooLong(overlap))
                .limit(FINDINGS_MAX)
                .map(overlap -> overlap.finding(""))
                .toList();
        List<Finding> violations = Stream.of(
                        tooLong.stream(),
                        claimedEpochs.backInRegistry().stream().limit(FINDINGS_MAX),
                        claimedEpochs.backInProbes().stream().limit(FINDINGS_MAX))
                .flatMap(findings -> findings)
                .sorted(LeadershipChecker::byTime)
                .toList();
        List<Finding> observations = new ArrayList<>(allowed);
        observations.addAll(elections(claims));
        Set<String> silent = silentMasters(claimedEpochs);
        silent.forEach(node ->
                observations.add(Finding.of(node + " never answered a probe: its claims are not known", List.of())));
        ObserverSight.of(history).stream().limit(FINDINGS_MAX).forEach(observations::add);
        Map<String, Object> measures = measures(history, claims, overlaps, claimedEpochs);
        String reason = unknown(history, claimedEpochs, silent);
        if (violations.isEmpty() && !reason.isEmpty()) {
            return new CheckResult(NAME, Verdict.UNKNOWN, reason, List.of(), observations, measures);
        }
        return CheckResult.ofViolations(NAME, violations, observations, measures);
    }

    private boolean isTooLong(ClaimOverlap overlap) {
        return expectations.overlapBound().isPresent()
                && overlap.nanosMin() > expectations.overlapBound().get().toNanos();
    }

    private static int byTime(Finding left, Finding right) {
        return Long.compare(left.events().get(0), right.events().get(0));
    }

    private Set<String> silentMasters(ClaimedEpochs claimedEpochs) {
        Set<String> silent = new TreeSet<>(expectations.masters());
        silent.removeAll(claimedEpochs.answeringNodes());
        return silent;
    }

    private String unknown(History history, ClaimedEpochs claimedEpochs, Set<String> silent) {
        if (claimedEpochs.answeringNodes().isEmpty()) {
            return "no probe was answered, so nobody knows who claimed to lead";
        }
        if (expectations.overlapBound().isEmpty()) {
            return "";
        }
        if (!silent.isEmpty()) {
            return NOT_KNOWN + "no probe was answered by " + String.join(", ", silent);
        }
        List<String> tooLong = expectations.masters().stream()
                .flatMap(master -> Silence.longest(history, master).stream())
                .filter(silence -> silence.span().nanos()
                        > silenceNanosMax(expectations.overlapBound().get()))
                .map(Silence::words)
                .toList();
        return tooLong.isEmpty() ? "" : NOT_KNOWN + "no probe was answered by " + String.join(", nor by ", tooLong);
    }

    /** Whoever is silent for less than {@link Claims} bridges is taken to have gone on claiming. */
    private long silenceNanosMax(Duration overlapBound) {
        return Math.max(
                overlapBound.toNanos(),
                Claims.UNANSWERED_INTERVALS_MAX * expectations.probeInterval().toNanos());
    }

    private static List<Finding> elections(List<Claim> claims) {
        List<Claim> leaders = leaders(claims);
        if (leaders.isEmpty()) {
            return List.of();
        }
        List<String> words = leaders.stream()
                .map(claim -> Words.leader(claim.node(), claim.epoch()) + " from " + Words.seconds(claim.firstNanos()))
                .toList();
        return List.of(new Finding(
                "leadership was claimed " + leaders.size() + (leaders.size() == 1 ? " time: " : " times: ")
                        + String.join(", ", words),
                Optional.empty(),
                leaders.stream().map(Claim::node).toList(),
                leaders.stream()
                        .flatMap(claim -> claim.epoch().stream().boxed())
                        .toList(),
                leaders.stream().map(Claim::firstEvent).toList(),
                Map.of("elections", (long) leaders.size())));
    }

    /** The first claim of each node and epoch, in the order of first answers. */
    private static List<Claim> leaders(List<Claim> claims) {
        Map<Map.Entry<String, OptionalLong>, Claim> first = new LinkedHashMap<>();
        claims.forEach(claim -> first.putIfAbsent(Map.entry(claim.node(), claim.epoch()), claim));
        return List.copyOf(first.values());
    }

    private Map<String, Object> measures(
            History history, List<Claim> claims, List<ClaimOverlap> overlaps, ClaimedEpochs claimedEpochs) {
        Map<String, Object> measures = new LinkedHashMap<>();
        List<Claim> leaders = leaders(claims);
        measures.put("claims", (long) claims.size());
        measures.put("elections", (long) leaders.size());
        measures.put(
                "leaders",
                leaders.stream()
                        .map(claim -> Words.leader(claim.node(), claim.epoch()))
                        .toList());
        measures.put("claimOverlaps", (long) overlaps.size());
        measures.put(
                "claimOverlapsTooLong",
                overlaps.stream().filter(this::isTooLong).count());
        measures.put(
                "longestClaimOverlapNanosMin",
                overlaps.stream().mapToLong(ClaimOverlap::nanosMin).max().orElse(0));
        measures.put(
                "epochsBackInRegistry", (long) claimedEpochs.backInRegistry().size());
        measures.put("epochsBackInProbes", (long) claimedEpochs.backInProbes().size());
        if (!claims.isEmpty()) {
            Leaderless leaderless = Leaderless.of(history, claims);
            measures.put("longestLeaderlessNanosMin", leaderless.nanosMin());
            measures.put("longestLeaderlessNanosMax", leaderless.nanosMax());
        }
        return measures;
    }
}
