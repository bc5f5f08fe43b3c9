package io.interregnum.cluster.sidecar;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The processes of the container that shares this one's PID namespace, told from its own by their control group. Safe
 * for many threads.
 */
final class Beside {
    private static final int ATTEMPTS = 5_000;
    private static final long PAUSE_NANOS = 1_000_000;

    private Optional<SignalShell> shell = Optional.empty(); // guarded by this

    /**
     * Sends a signal to every process and waits until its effect is seen, up to 5 s; TERM is not waited for.
     *
     * @param mark in the name of their control group
     * @return {@code OK}, {@code GONE} when there was none, or {@code ERROR} and why
     */
    String signal(String signal, String mark) throws IOException {
        List<Long> before = Proc.marked(mark);
        if (before.isEmpty()) {
            return "GONE";
        }
        if (signal.equals("TERM")) {
            send(signal, before);
            return "OK";
        }
        Predicate<Long> reached = switch (signal) {
            case "STOP" -> Proc::stopped;
            case "CONT" -> pid -> !Proc.stopped(pid);
            default -> pid -> false; // whoever is still listed lives
        };
        for (int i = 0; i < ATTEMPTS; i++) {
            // Listed anew each time: what was forked meanwhile has to follow as well.
            List<Long> now = i == 0 ? before : Proc.marked(mark);
            if (now.isEmpty()) {
                return signal.equals("KILL") ? "OK" : "GONE";
            }
            List<Long> left = now.stream().filter(reached.negate()).toList();
            if (left.isEmpty()) {
                return "OK";
            }
            send(signal, left);
            LockSupport.parkNanos(i == 0 ? PAUSE_NANOS / 5 : PAUSE_NANOS);
        }
        return "ERROR SIG" + signal + " had no effect on inner pids " + Proc.marked(mark);
    }

    /** {@code RUNNING} or {@code PAUSED}, then what names the oldest process for ever; {@code ENDED} when there is none. */
    static String state(String mark) {
        List<Long> now = Proc.marked(mark);
        Optional<Long> first = now.stream().min(Comparator.comparing(Proc::startTicks));
        if (first.isEmpty()) {
            return "ENDED";
        }
        boolean paused = now.stream().allMatch(Proc::stopped);
        return (paused ? "PAUSED " : "RUNNING ") + first.get() + "@" + Proc.startTicks(first.get());
    }

    private void send(String signal, List<Long> pids) throws IOException {
        shell().send(signal, pids.stream().map(String::valueOf).collect(Collectors.joining(" ")));
    }

    private synchronized SignalShell shell() throws IOException {
        if (shell.isEmpty()) {
            shell = Optional.of(new SignalShell());
        }
        return shell.get();
    }
}
