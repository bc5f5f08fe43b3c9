package io.interregnum.fault;

import io.interregnum.cluster.Needs;

@Needs("local")
class DisksClocksAndJvmsLocalIT extends DisksClocksAndJvms {
    DisksClocksAndJvmsLocalIT() {
        super("local");
    }
}
