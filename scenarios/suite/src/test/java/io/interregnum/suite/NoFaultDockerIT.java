package io.interregnum.suite;

import io.interregnum.cluster.Needs;
import io.interregnum.run.Scenario;
import io.interregnum.suite.scenario.Scenarios;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The same in containers: one scenario, in the long form all. */
@Needs("docker")
class NoFaultDockerIT {

    static List<Scenario> scenarios() {
        return Boolean.getBoolean("interregnum.long")
                ? Scenarios.ALL
                : List.of(Scenarios.named("cut-leader-from-ensemble").orElseThrow());
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void aRunWithoutItsFaultIsUnknown(Scenario scenario) throws Exception {
        NoFault.assertUnknown(getClass(), "docker", scenario);
    }
}
