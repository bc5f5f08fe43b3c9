package io.interregnum.fault;

import java.util.List;
import java.util.Map;

/**
 * The catalogue of what faults take from the declared fault model. A fault that does not override {@link Fault#weight}
 * and is not in here is never drawn for random schedules.
 */
final class Weights {
    private static final Map<Weight, List<String>> BY_WEIGHT = Map.of(
            Weight.NONE,
            List.of(
                    "expire-session",
                    "kill-observers",
                    "lossy-links",
                    "slow-links",
                    "jittery-links",
                    "duplicating-links",
                    "reordering-links",
                    "corrupting-links",
                    "narrow-links",
                    "slow-fsync",
                    "clock-jump",
                    "clock-drift",
                    "cut-leader-from-agents",
                    "cut-agents-from-leader"),
            Weight.UNREACHABLE,
            List.of(
                    "kill",
                    "kill-leader",
                    "terminate",
                    "restart",
                    "crash-loop",
                    "pause",
                    "pause-leader",
                    "stutter",
                    "stop-the-world",
                    "thread-stop",
                    "exception",
                    "kill-ensemble-leader",
                    "pause-ensemble-leader",
                    "cut-ensemble-leader",
                    "isolate-one",
                    "leave-behind",
                    "cut-groups"),
            Weight.ONE_BY_ONE,
            List.of("rolling-restart", "rolling-restart-ensemble"),
            Weight.SPLIT,
            List.of(
                    "cut-leader-from-ensemble",
                    "cut-leader-from-masters",
                    "cut-leader-from-clients",
                    "isolate-leader",
                    "split-halves",
                    "split-random-halves",
                    "split-off-minority",
                    "split-with-bridge",
                    "cut-majorities-ring"),
            Weight.DISK,
            List.of("disk-full", "failing-fsync", "data-lost", "log-truncated", "log-bit-flipped"),
            Weight.BEYOND,
            List.of("lose-quorum", "cut-ensemble-internally", "grow-ensemble"));

    private Weights() {}

    static Weight of(String fault) {
        return BY_WEIGHT.entrySet().stream()
                .filter(entry -> entry.getValue().contains(fault))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(Weight.UNDECLARED);
    }
}
