package io.interregnum.suite;

import io.interregnum.cluster.Needs;
import org.junit.jupiter.api.Test;

/** The same in containers: two scenarios, and in the long form the whole suite five times, each from another seed. */
@Needs("docker")
class DefaultSuiteDockerIT {
    private static final int LONG_COUNT = 5;

    @Test
    void scenariosAreValidAndTheirFailoversMeasured() throws Exception {
        if (!Boolean.getBoolean("interregnum.long")) {
            DefaultSuite.assertValid(getClass(), "docker", 101, "kill-leader", "split-halves");
            return;
        }
        for (int seed = 101; seed < 101 + LONG_COUNT; seed++) {
            DefaultSuite.assertValid(getClass(), "docker", seed);
        }
    }
}
