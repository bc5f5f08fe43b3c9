package io.interregnum.check;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a scenario and its system promised before the run, against which the run is judged.
 *
 * @param masters names of the contenders
 * @param clients names of the client nodes; each is a side of its own
 * @param failoverPlanned whether the faults must make leadership move
 * @param plannedOpsPerSecond rate at which all clients together were to send
 * @param probeInterval time between two probes of one master
 * @param overlapBound longest claim overlap that is allowed; empty where the scenario states none
 * @param livenessBound how long after the last heal a leader must serve again at the latest
 * @param freshReads whether the system promises that a read returns the newest acknowledged write
 */
public record Expectations(
        List<String> masters,
        List<String> clients,
        boolean failoverPlanned,
        double plannedOpsPerSecond,
        Duration probeInterval,
        Optional<Duration> overlapBound,
        Duration livenessBound,
        boolean freshReads) {

    public Expectations {
        masters = List.copyOf(masters);
        clients = List.copyOf(clients);
    }
}
