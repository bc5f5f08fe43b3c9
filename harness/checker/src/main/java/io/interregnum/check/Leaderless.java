package io.interregnum.check;

import io.interregnum.history.Event;
import io.interregnum.history.History;
import io.interregnum.history.Processes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The longest time without a leader between the first claim and the last event of a probe.
 *
 * @param nanosMin the longest time in which certainly nobody claimed
 * @param nanosMax the longest time in which nobody certainly claimed
 */
record Leaderless(long nanosMin, long nanosMax) {

    static Leaderless of(History history, List<Claim> claims) {
        long fromNanos = claims.stream().mapToLong(Claim::firstNanos).min().orElse(0);
        long toNanos = history.events().stream()
                .filter(event -> Processes.isProbe(event.process()))
                .mapToLong(Event::timeNanos)
                .max()
                .orElse(fromNanos);
        List<Span> possible = claims.stream()
                .map(claim -> new Span(claim.possibleFromNanos(), claim.possibleToNanos()))
                .toList();
        List<Span> certain = claims.stream()
                .flatMap(claim -> claim.certain().stream())
                .map(piece -> new Span(piece.fromNanos(), piece.toNanos()))
                .toList();
        return new Leaderless(longestGap(possible, fromNanos, toNanos), longestGap(certain, fromNanos, toNanos));
    }

    private static long longestGap(List<Span> covered, long fromNanos, long toNanos) {
        List<Span> sorted = new ArrayList<>(covered);
        sorted.sort(Comparator.comparingLong(Span::fromNanos));
        sorted.add(new Span(toNanos, toNanos));
        long longest = 0;
        long reached = fromNanos;
        for (Span span : sorted) {
            longest = Math.max(longest, Math.min(span.fromNanos(), toNanos) - reached);
            reached = Math.max(reached, span.toNanos());
        }
        return longest;
    }
}
