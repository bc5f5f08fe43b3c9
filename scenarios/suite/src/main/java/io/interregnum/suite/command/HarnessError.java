package io.interregnum.suite.command;

import io.interregnum.rundir.RunDirectory;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** What one line cannot say of a failure of the harness: where it happened, its causes, and what it suppressed. */
final class HarnessError {
    static final String FILE = "harness-error.txt";

    private HarnessError() {}

    /**
     * Adds all that is known to {@link #FILE} of the run; where there is no run, writes it to a new temporary file.
     *
     * @return what to print beside the failure: where it is, or why it is nowhere
     */
    static String keep(Throwable failure, Optional<RunDirectory> run) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text, true));
        try {
            Path file = run.isPresent()
                    ? run.get().path().resolve(FILE)
                    : Files.createTempFile("interregnum-harness-error-", ".txt");
            Files.writeString(file, text.toString(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            return "all of it: " + file;
        } catch (IOException e) {
            return "all of it could not be kept: " + e;
        }
    }

    /** The same, where there is no run. */
    static String keep(Throwable failure) {
        return keep(failure, Optional.empty());
    }
}
