package io.interregnum.suite;

import io.interregnum.cluster.Needs;
import io.interregnum.run.Scenario;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** A fault that does nothing never passes for one that the system survived. */
@Needs("local")
class NoFaultLocalIT {

    @ParameterizedTest
    @FieldSource("io.interregnum.suite.scenario.Scenarios#ALL")
    void aRunWithoutItsFaultIsUnknown(Scenario scenario) throws Exception {
        NoFault.assertUnknown(getClass(), "local", scenario);
    }
}
