package io.interregnum.suite.zoo;

import io.interregnum.metric.Proportion;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * What came of all runs of a cell.
 *
 * @param cell what was run
 * @param sightings one for each run, in the order in which they ended
 */
public record Row(Cell cell, List<Sighting> sightings) {

    public Row {
        sightings = List.copyOf(sightings);
    }

    /** How many runs had this outcome. */
    public int count(Outcome outcome) {
        return Math.toIntExact(sightings.stream()
                .filter(sighting -> sighting.outcome() == outcome)
                .count());
    }

    /** In how many of all runs, also of those from which nothing can be concluded, the bug was found. */
    public Proportion found() {
        return new Proportion(count(Outcome.FOUND), sightings.size());
    }

    /**
     * Whether the bug was found often enough: in so large a share of the runs, rounded down, and once at least.
     *
     * @param least from 0 to 1
     */
    public boolean isFound(double least) {
        // What is meant by 0.9 of 10 is 9, whatever binary fractions make of it.
        int needed = Math.max(1, (int) Math.floor(least * sightings.size() + 1e-9));
        return count(Outcome.FOUND) >= needed;
    }

    /** The lower median, in nanoseconds, of the times to detection that are known. */
    public OptionalLong medianDetectionNanos() {
        List<Long> known = sightings.stream()
                .flatMapToLong(sighting -> sighting.detectionNanos().stream())
                .sorted()
                .boxed()
                .toList();
        return known.isEmpty() ? OptionalLong.empty() : OptionalLong.of(known.get((known.size() - 1) / 2));
    }

    /** Checkers that found a violation, by name, with the number of runs in which they did. */
    public Map<String, Integer> rang() {
        Map<String, Integer> rang = new TreeMap<>();
        sightings.forEach(sighting -> sighting.rang().forEach(checker -> rang.merge(checker, 1, Integer::sum)));
        return rang;
    }
}
