package io.interregnum.report;

/** One thing drawn in a lane. Horizontal places are percent of the timeline, vertical ones pixels of the lane. */
sealed interface Mark permits Mark.Bar, Mark.Tick, Mark.Label, Mark.Strip {

    /** A span of time. The title is what a pointer shows. */
    record Bar(double x, double width, int y, int height, String css, String title) implements Mark {}

    /** A moment. */
    record Tick(double x, int y, int height, String css, String title) implements Mark {}

    /**
     * A text.
     *
     * @param y of the baseline
     * @param anchor {@code start} or {@code end}: which end of the text is at {@code x}
     */
    record Label(double x, int y, String anchor, String css, String text) implements Mark {}

    /**
     * Counts over equal spans of time from 0 on.
     *
     * @param columns number of spans; may reach beyond the timeline's end
     * @param width of all columns, in percent of the timeline
     * @param path SVG path data in a space of {@code columns} by {@code height}
     */
    record Strip(int y, int height, int columns, double width, String path, String css, String title) implements Mark {}

    /** The room a text needs, in percent of a timeline on a usual screen. An estimate. */
    static double room(String text) {
        return text.length() * 0.72 + 1;
    }
}
