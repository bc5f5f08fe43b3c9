package io.interregnum.suite.command;

import io.interregnum.history.HistoryException;
import io.interregnum.rundir.RunDirectoryException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/** Goes from run to run; one that is broken does not keep the others from being judged or reported. */
final class RunRounds {
    private RunRounds() {}

    /**
     * Does {@code work} to every run.
     *
     * @param work says the exit code of a run
     * @param err hears of runs that cannot be read, a line each
     * @return the exit code of all: what is no run directory is a bad argument, a broken history is no verdict
     */
    static int go(List<Path> given, ToIntFunction<Path> work, PrintWriter err) {
        List<Integer> codes = new ArrayList<>();
        for (Path run : given) {
            try {
                codes.add(work.applyAsInt(run));
            } catch (RunDirectoryException e) {
                codes.add(complain(e, err, ExitCode.USAGE));
            } catch (HistoryException e) {
                codes.add(complain(e, err, ExitCode.UNKNOWN));
            }
        }
        return ExitCode.worstOf(codes);
    }

    private static int complain(RuntimeException e, PrintWriter err, int code) {
        err.println(Printable.of(String.valueOf(e.getMessage())));
        err.flush();
        return code;
    }
}
