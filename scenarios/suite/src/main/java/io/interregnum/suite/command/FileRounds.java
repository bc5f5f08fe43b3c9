package io.interregnum.suite.command;

import io.interregnum.history.HistoryException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/** Goes from file to file; one that fails does not keep the others from being judged. */
final class FileRounds {
    private FileRounds() {}

    /**
     * Does {@code work} to every file.
     *
     * @param work says the exit code of a file
     * @param err hears of files that cannot be read, a line each
     * @return the exit code of all
     */
    static int go(List<Path> given, ToIntFunction<Path> work, PrintWriter err) {
        List<Integer> codes = new ArrayList<>();
        List<Path> files = new ArrayList<>();
        for (Path path : given) {
            try {
                files.addAll(FileJudge.files(List.of(path)));
            } catch (HistoryException e) {
                codes.add(complain(e.getMessage(), err, ExitCode.USAGE));
            }
        }
        for (Path file : files) {
            try {
                codes.add(work.applyAsInt(file));
            } catch (HistoryException e) {
                codes.add(complain(e.getMessage(), err, ExitCode.USAGE));
            } catch (OutOfMemoryError e) {
                codes.add(complain(
                        file + ": does not fit into a heap of "
                                + (Runtime.getRuntime().maxMemory() >> 20)
                                + " MiB; give more with INTERREGNUM_JAVA_OPTS=-Xmx…",
                        err,
                        ExitCode.UNKNOWN));
            } catch (RuntimeException e) {
                codes.add(complain(
                        file + ": the harness itself failed: " + e + "; " + HarnessError.keep(e),
                        err,
                        ExitCode.HARNESS));
            }
        }
        return ExitCode.worstOf(codes);
    }

    private static int complain(@org.jspecify.annotations.Nullable String message, PrintWriter err, int code) {
        err.println(Printable.of(String.valueOf(message)));
        err.flush();
        return code;
    }
}
