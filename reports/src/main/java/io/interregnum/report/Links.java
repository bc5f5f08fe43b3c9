package io.interregnum.report;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;

/** Links between reports; relative, so that the tree can be moved. */
final class Links {
    private Links() {}

    /** From a page in {@code directory} to the page of a run. */
    static String toRun(Path directory, Report report) {
        String path = directory.relativize(report.directory().path()).toString().replace('\\', '/');
        try {
            // The constructor quotes whatever is not allowed; "./" keeps a colon from looking like a scheme.
            return new URI(null, null, "./" + (path.isEmpty() ? "" : path + "/") + "index.html", null).toASCIIString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException("cannot link to " + report.directory(), e);
        }
    }
}
