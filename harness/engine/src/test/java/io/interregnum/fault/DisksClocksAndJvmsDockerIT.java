package io.interregnum.fault;

import io.interregnum.cluster.Needs;

@Needs("docker")
class DisksClocksAndJvmsDockerIT extends DisksClocksAndJvms {
    DisksClocksAndJvmsDockerIT() {
        super("docker");
    }
}
