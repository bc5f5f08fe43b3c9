package io.interregnum.report;

import java.util.List;

/**
 * A row of the timeline.
 *
 * @param label what it shows, such as a node's name
 * @param hint what it shows at more length
 * @param rows names of the parts within it, from top to bottom
 */
record Lane(String label, String hint, int heightPx, List<Row> rows, List<Mark> marks) {

    /**
     * The name of a part of a lane.
     *
     * @param yPx of the baseline
     */
    record Row(String name, int yPx) {}

    Lane {
        rows = List.copyOf(rows);
        marks = List.copyOf(marks);
    }
}
