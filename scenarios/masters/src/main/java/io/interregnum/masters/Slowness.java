package io.interregnum.masters;

import java.util.concurrent.TimeUnit;

/**
 * What makes a master slower than it need be, or its session busier, so that one can see whether that is measured where
 * it happens. All of it 0 is a master that does not dawdle.
 *
 * @param electionMs between seeing that it is next in line and leading
 * @param recoveryMs before a new leader reads the registry
 * @param rediscoveryMs between having written its epoch into the registry and serving operations
 * @param touchMs how often the election's session is used for something else; 0 for never
 */
record Slowness(int electionMs, int recoveryMs, int rediscoveryMs, int touchMs) {
    static final Slowness NONE = new Slowness(0, 0, 0, 0);

    void beforeLeading() throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(electionMs);
    }

    void beforeRecovery() throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(recoveryMs);
    }

    void beforeServing() throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(rediscoveryMs);
    }
}
