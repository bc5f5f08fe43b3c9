package io.interregnum.cluster.local;

import io.interregnum.cluster.sidecar.Proc;
import io.interregnum.cluster.sidecar.SignalShell;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/** Sends signals to process groups and looks in {@code /proc} for their effect. Safe for many threads. */
final class Signals {
    private static final int ATTEMPTS = 5_000;
    private static final long PAUSE_NANOS = 1_000_000;

    private final SignalShell shell;

    Signals() throws IOException {
        shell = new SignalShell();
    }

    /**
     * Sends a signal to a node's group and waits until its effect is seen, up to 5 s; TERM is not waited for.
     *
     * @return false when the process had ended, or ended before it could be stopped
     * @throws IOException when the effect was not seen
     */
    boolean send(NodeProcess node, String signal) throws IOException, InterruptedException {
        if (node.hasEnded()) {
            return false;
        }
        awaitGroup(node);
        boolean sent = toGroup(node.pid(), signal);
        if (signal.equals("TERM")) {
            return sent;
        }
        if (signal.equals("KILL")) {
            if (!node.awaitEnd(ATTEMPTS)) {
                throw new IOException(seen(node, "is still there after SIGKILL"));
            }
            return true;
        }
        boolean stop = signal.equals("STOP");
        for (int i = 0; i < ATTEMPTS; i++) {
            String state = state(node);
            if (state.equals("ENDED")) {
                return false;
            }
            if (state.equals("PAUSED") == stop) {
                return true;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        throw new IOException(seen(node, "did not follow SIG" + signal));
    }

    /** SIGKILL to what is left of a group. */
    void killGroup(long group) throws IOException {
        toGroup(group, "KILL");
    }

    /**
     * SIGKILL to what is left of a group, until nothing is.
     *
     * @throws IOException when something is still there after 5 s
     */
    void endGroup(long group) throws IOException {
        for (int i = 0; i < ATTEMPTS; i++) {
            killGroup(group);
            if (Proc.group(group).isEmpty()) {
                return;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        throw new IOException("still there after SIGKILL: inner pids " + Proc.group(group));
    }

    /** RUNNING, PAUSED (every thread of every process of the group is stopped) or ENDED. */
    String state(NodeProcess node) {
        if (node.hasEnded() || !node.process().isAlive()) {
            return "ENDED";
        }
        for (long pid : Proc.group(node.pid())) {
            if (!Proc.stopped(pid)) {
                return "RUNNING";
            }
        }
        return "PAUSED";
    }

    /** The oldest process of a node, named for ever; empty text when it has ended. */
    String life(NodeProcess node) {
        return state(node).equals("ENDED") ? "" : node.pid() + "@" + Proc.startTicks(node.pid());
    }

    private boolean toGroup(long group, String signal) throws IOException {
        return shell.send(signal, "-" + group);
    }

    /** Between fork and setsid a process is still in the supervisor's own group. */
    private static void awaitGroup(NodeProcess node) {
        for (int i = 0; i < ATTEMPTS && node.process().isAlive(); i++) {
            if (Proc.isIn(node.pid(), node.pid())) {
                return;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private static String seen(NodeProcess node, String what) {
        String stat;
        try {
            stat = Files.readString(Path.of("/proc", String.valueOf(node.pid()), "stat"));
        } catch (IOException e) {
            stat = "no " + File.separator + "proc entry";
        }
        return node.name() + " (inner pid " + node.pid() + ") " + what + "; /proc says: " + stat.strip();
    }
}
