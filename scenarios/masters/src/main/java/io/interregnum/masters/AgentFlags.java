package io.interregnum.masters;

import java.util.Map;

/**
 * The command line of an agent. Immutable.
 *
 * @param slotCount how many tasks fit on it
 * @param backoffMs upper bound of the wait before it registers with a new leader, in ms; doubles with each refusal
 */
record AgentFlags(NodeFlags node, int slotCount, int backoffMs) {
    private static final int PORT = 5051;

    /** @throws IllegalArgumentException if a flag is unknown, repeated, missing or malformed; the message says which */
    static AgentFlags parse(String... arguments) {
        CommandLine line = CommandLine.parse(
                NodeFlags.USAGE + " [--slots 16] [--registration-backoff-ms 1000]",
                NodeFlags.REQUIRED,
                NodeFlags.defaults(PORT, Map.of("--slots", "16", "--registration-backoff-ms", "1000")),
                arguments);
        return new AgentFlags(
                NodeFlags.of(line), line.number("--slots", 1_000), line.number("--registration-backoff-ms", 60_000));
    }
}
