package io.interregnum.rundir;

import io.interregnum.check.AgentExpectations;
import io.interregnum.check.Expectations;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** {@link Expectations} as they stand in {@code run.json}: durations in milliseconds. */
final class ExpectationsJson {
    private ExpectationsJson() {}

    static Map<String, Object> write(Expectations expectations) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("masters", expectations.masters());
        json.put("clients", expectations.clients());
        json.put("failover-planned", expectations.failoverPlanned());
        json.put("planned-ops-per-second", expectations.plannedOpsPerSecond());
        json.put("probe-interval-ms", expectations.probeInterval().toMillis());
        expectations.overlapBound().ifPresent(bound -> json.put("overlap-bound-ms", bound.toMillis()));
        json.put("liveness-bound-ms", expectations.livenessBound().toMillis());
        json.put("fresh-reads", expectations.freshReads());
        expectations.agents().ifPresent(agents -> json.put("agents", write(agents)));
        return json;
    }

    private static Map<String, Object> write(AgentExpectations agents) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("names", agents.names());
        json.put("return-bound-ms", agents.returnBound().toMillis());
        json.put("ping-timeout-ms", agents.pingTimeout().toMillis());
        json.put("reregister-timeout-ms", agents.reregisterTimeout().toMillis());
        return json;
    }

    private static AgentExpectations agents(Fields json) {
        return new AgentExpectations(
                json.texts("names"),
                Duration.ofMillis(json.number("return-bound-ms")),
                Duration.ofMillis(json.number("ping-timeout-ms")),
                Duration.ofMillis(json.number("reregister-timeout-ms")));
    }

    static Expectations read(Fields json) {
        Expectations expectations = new Expectations(
                json.texts("masters"),
                json.texts("clients"),
                json.truth("failover-planned"),
                json.real("planned-ops-per-second"),
                Duration.ofMillis(json.number("probe-interval-ms")),
                json.has("overlap-bound-ms")
                        ? Optional.of(Duration.ofMillis(json.number("overlap-bound-ms")))
                        : Optional.empty(),
                Duration.ofMillis(json.number("liveness-bound-ms")),
                json.truth("fresh-reads"));
        return json.has("agents") ? expectations.withAgents(agents(json.object("agents"))) : expectations;
    }
}
