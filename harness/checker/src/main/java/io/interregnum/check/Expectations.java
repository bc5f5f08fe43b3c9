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
 * @param agents what was promised of agents; empty where there are none, or nothing was
 */
public record Expectations(
        List<String> masters,
        List<String> clients,
        boolean failoverPlanned,
        double plannedOpsPerSecond,
        Duration probeInterval,
        Optional<Duration> overlapBound,
        Duration livenessBound,
        boolean freshReads,
        Optional<AgentExpectations> agents) {

    public Expectations {
        masters = List.copyOf(masters);
        clients = List.copyOf(clients);
    }

    /** Without agents. */
    public Expectations(
            List<String> masters,
            List<String> clients,
            boolean failoverPlanned,
            double plannedOpsPerSecond,
            Duration probeInterval,
            Optional<Duration> overlapBound,
            Duration livenessBound,
            boolean freshReads) {
        this(
                masters,
                clients,
                failoverPlanned,
                plannedOpsPerSecond,
                probeInterval,
                overlapBound,
                livenessBound,
                freshReads,
                Optional.empty());
    }

    /** The same with agents. */
    public Expectations withAgents(AgentExpectations promised) {
        return new Expectations(
                masters,
                clients,
                failoverPlanned,
                plannedOpsPerSecond,
                probeInterval,
                overlapBound,
                livenessBound,
                freshReads,
                Optional.of(promised));
    }
}
