package io.interregnum.suite;

import io.interregnum.cluster.Needs;
import org.junit.jupiter.api.Test;

/** How exact faults are that wait for an event, measured on few. */
@Needs("docker")
class BenchFaultsDockerIT {

    @Needs("long")
    @Test
    void measuresFromTheEventToTheEffectAndSaysWhatWasKept() throws Exception {
        BenchFaults.assertMeasures(getClass(), "docker");
    }
}
