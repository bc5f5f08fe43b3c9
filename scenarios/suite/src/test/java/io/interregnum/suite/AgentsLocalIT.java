package io.interregnum.suite;

import io.interregnum.cluster.Needs;

@Needs("local")
class AgentsLocalIT extends AgentsOnNodes {
    AgentsLocalIT() {
        super("local");
    }
}
