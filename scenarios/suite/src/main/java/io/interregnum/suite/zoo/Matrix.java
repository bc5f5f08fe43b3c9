package io.interregnum.suite.zoo;

import io.interregnum.check.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What came of many runs of many cells, put together as they end. Safe for many threads. */
public final class Matrix {
    private final double least;
    private final Map<Cell, List<Sighting>> sightings = new LinkedHashMap<>(); // guarded by this

    /**
     * A matrix without runs.
     *
     * @param cells in the order in which they are shown
     * @param least in what share of its runs a bug must be found, from 0 to 1
     */
    public Matrix(List<Cell> cells, double least) {
        if (!(least >= 0 && least <= 1)) {
            throw new IllegalArgumentException("least=" + least + " must be from 0 to 1");
        }
        this.least = least;
        cells.forEach(cell -> sightings.put(cell, new ArrayList<>()));
    }

    /** Adds what came of a run. */
    public synchronized void add(Cell cell, Sighting sighting) {
        List<Sighting> known = sightings.get(cell);
        if (known == null) {
            throw new IllegalArgumentException(cell.text() + " is not in this matrix");
        }
        known.add(sighting);
    }

    /** The rows of that part, in the order of the cells. */
    public synchronized List<Row> rows(Cell.Part part) {
        return sightings.entrySet().stream()
                .filter(entry -> entry.getKey().part() == part)
                .map(entry -> new Row(entry.getKey(), entry.getValue()))
                .toList();
    }

    /** All rows. */
    public synchronized List<Row> rows() {
        return sightings.entrySet().stream()
                .map(entry -> new Row(entry.getKey(), entry.getValue()))
                .toList();
    }

    /** In what share of its runs a bug must be found. */
    public double least() {
        return least;
    }

    /**
     * {@code INVALID} when a bug was not found often enough or a false alarm was given. {@code UNKNOWN} when neither was
     * so, but a control or a correct system was never seen to be green, or a run failed: then nobody knows.
     */
    public Verdict conclusion() {
        boolean falseAlarm = rows().stream().anyMatch(row -> row.count(Outcome.FALSE_ALARM) > 0);
        boolean missed = rows(Cell.Part.BUG).stream().anyMatch(row -> !row.isFound(least));
        if (falseAlarm || missed) {
            return Verdict.INVALID;
        }
        boolean neverGreen = rows().stream()
                .filter(row -> row.cell().part() != Cell.Part.BUG)
                .anyMatch(row -> row.count(Outcome.GREEN) == 0);
        boolean failed = rows().stream().anyMatch(row -> row.count(Outcome.FAILED) > 0);
        return neverGreen || failed || rows().isEmpty() ? Verdict.UNKNOWN : Verdict.VALID;
    }
}
