package io.interregnum.report;

import java.nio.file.Path;
import java.util.List;

/** Renders. */
public final class Reports {
    private Reports() {}

    /** Renders one run. */
    public static void render(Report report) {}

    /** Renders a suite. */
    public static Path renderSuite(List<Report> reports, Path directory) {
        return directory;
    }
}
