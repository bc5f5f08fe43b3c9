package io.interregnum.cluster.sidecar;

import io.interregnum.cluster.ClusterException;
import io.interregnum.cluster.NodeState;
import java.time.Duration;

/**
 * The harness's side of the processes that a {@link Sidecar} finds beside itself. Immutable, safe for many threads.
 *
 * @param sidecar in the container whose PID namespace they share
 * @param mark in the name of their control group, and of no other
 */
public record ProcessesBeside(SidecarClient sidecar, String mark) {
    /** The sidecar itself waits up to 5 s for a signal's effect. */
    private static final Duration LIMIT = Duration.ofSeconds(15);

    /**
     * Sends a signal to each, and waits for its effect unless it is TERM.
     *
     * @param signal STOP, CONT, KILL or TERM
     * @return false when there is no process
     * @throws ClusterException when the effect was not seen, or when the sidecar does not answer
     */
    public boolean signal(String signal) {
        String answer = sidecar.exchange("SIGNAL " + signal + " " + mark, LIMIT);
        return switch (answer) {
            case "OK" -> true;
            case "GONE" -> false;
            default -> throw new ClusterException("cannot send SIG" + signal + " to " + sidecar.node() + ": " + answer);
        };
    }

    /** What they are doing, as the kernel shows it. */
    public NodeState state() {
        return NodeState.valueOf(look()[0]);
    }

    /** What names the oldest of them for ever; empty text when there is none. */
    public String life() {
        String[] words = look();
        return words.length > 1 ? words[1] : "";
    }

    private String[] look() {
        String answer = sidecar.exchange("STATE " + mark, LIMIT);
        if (answer.startsWith("ERROR")) {
            throw new ClusterException("cannot see the state of " + sidecar.node() + ": " + answer);
        }
        return answer.split(" ", -1);
    }
}
