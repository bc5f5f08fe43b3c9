package io.interregnum.check;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Two nodes that both certainly claimed to lead at one time.
 *
 * @param first the claim that began first
 * @param second the other one
 * @param fromNanos when both certainly claimed for the first time, in nanoseconds since the run began
 * @param toNanos when they did for the last time
 * @param nanosMin for how long they certainly did, all times together
 * @param nanosMax for how long they possibly did
 * @param events indexes of the answers that prove it
 */
record ClaimOverlap(
        Claim first, Claim second, long fromNanos, long toNanos, long nanosMin, long nanosMax, List<Long> events) {

    ClaimOverlap {
        events = List.copyOf(events);
    }

    /** The overlaps of each pair of claims of different nodes, in the order of their beginnings. */
    static List<ClaimOverlap> of(List<Claim> claims) {
        List<Claim> sorted = claims.stream()
                .filter(claim -> !claim.certain().isEmpty())
                .sorted(Comparator.comparingLong(ClaimOverlap::certainFrom))
                .toList();
        List<ClaimOverlap> overlaps = new ArrayList<>();
        for (int i = 0; i < sorted.size(); i++) {
            Claim first = sorted.get(i);
            for (int j = i + 1; j < sorted.size() && certainFrom(sorted.get(j)) < certainTo(first); j++) {
                if (!first.node().equals(sorted.get(j).node())) {
                    between(first, sorted.get(j)).ifPresent(overlaps::add);
                }
            }
        }
        overlaps.sort(Comparator.comparingLong(ClaimOverlap::fromNanos));
        return List.copyOf(overlaps);
    }

    private static long certainFrom(Claim claim) {
        return claim.certain().get(0).fromNanos();
    }

    private static long certainTo(Claim claim) {
        return claim.certain().get(claim.certain().size() - 1).toNanos();
    }

    private static Optional<ClaimOverlap> between(Claim first, Claim second) {
        long sum = 0;
        long fromNanos = Long.MAX_VALUE;
        long toNanos = 0;
        List<Long> events = new ArrayList<>();
        for (Claim.Piece left : first.certain()) {
            for (Claim.Piece right : second.certain()) {
                long begin = Math.max(left.fromNanos(), right.fromNanos());
                long end = Math.min(left.toNanos(), right.toNanos());
                if (begin < end) {
                    sum += end - begin;
                    fromNanos = Math.min(fromNanos, begin);
                    toNanos = Math.max(toNanos, end);
                    events.addAll(left.events());
                    events.addAll(right.events());
                }
            }
        }
        if (sum == 0) {
            return Optional.empty();
        }
        long possible = Math.min(first.possibleToNanos(), second.possibleToNanos())
                - Math.max(first.possibleFromNanos(), second.possibleFromNanos());
        return Optional.of(new ClaimOverlap(first, second, fromNanos, toNanos, sum, possible, events));
    }

    /**
     * This as a finding.
     *
     * @param remark follows the smallest overlap in the sentence; empty text for none
     */
    Finding finding(String remark) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("overlapNanosMin", nanosMin);
        details.put("overlapNanosMax", nanosMax);
        details.put("fromNanos", fromNanos);
        details.put("toNanos", toNanos);
        return new Finding(
                Words.leader(first.node(), first.epoch()) + " and " + Words.leader(second.node(), second.epoch())
                        + " both claimed to lead between " + Words.seconds(fromNanos) + " and "
                        + Words.seconds(toNanos) + ": for " + Words.millis(nanosMin) + " certainly" + remark + ", for "
                        + Words.millis(nanosMax) + " at most",
                Optional.of(Grade.CLAIM_OVERLAP),
                List.of(first.node(), second.node()),
                Stream.of(first, second)
                        .flatMap(claim -> claim.epoch().stream().boxed())
                        .toList(),
                events,
                details);
    }
}
