package io.interregnum.suite;

import io.interregnum.cluster.Needs;

@Needs("docker")
class AgentsDockerIT extends AgentsOnNodes {
    AgentsDockerIT() {
        super("docker");
    }
}
