package io.interregnum.masters;

/**
 * How patient a leader is with agents. Immutable.
 *
 * @param pingMs time from one ping of an agent to the next, in ms; a ping not answered by then is a missed one
 * @param missedPingsMax after so many missed pings in a row an agent is marked unreachable
 * @param reregisterMs how long after its recovery a leader waits for admitted agents before it marks them unreachable
 * @param removalLimitPercent if more than this share of the admitted agents would be marked then, the leader ends itself
 */
record AgentPolicy(int pingMs, int missedPingsMax, int reregisterMs, int removalLimitPercent) {

    static final AgentPolicy DEFAULT = new AgentPolicy(500, 5, 15_000, 100);

    /** How long an agent hears no ping before it takes the master for lost, in ms. */
    int totalPingMs() {
        return pingMs * missedPingsMax;
    }
}
