package io.interregnum.run;

import io.interregnum.rundir.RunDirectory;
import io.interregnum.rundir.RunLock;

/**
 * A run that went through all of its phases. Whether it went well is for judges to say; until this is closed nobody
 * removes the run, so that it can be judged in peace.
 *
 * @param directory holds its evidence
 * @param lock held until this is closed
 */
public record Finished(RunDirectory directory, RunLock lock) implements AutoCloseable {

    @Override
    public void close() {
        lock.close();
    }
}
