package io.interregnum.run;

import io.interregnum.cluster.Backend;
import io.interregnum.cluster.ClusterSpec;
import io.interregnum.cluster.SystemUnderTest;
import io.interregnum.workload.OperationProtocol;
import io.interregnum.workload.Workload;
import java.nio.file.Path;
import java.util.List;

/**
 * On what and how a scenario is run.
 *
 * @param backend that makes the nodes
 * @param spec size and patience of the cluster
 * @param system what the masters are
 * @param operations how clients talk to it
 * @param ensembleClassPath of a ZooKeeper server
 * @param workload what clients do
 * @param seed from which all chance comes
 * @param runsDirectory in which the run directory is made
 * @param command what to type to run it again
 */
public record Setup(
        Backend backend,
        ClusterSpec spec,
        SystemUnderTest system,
        OperationProtocol operations,
        List<Path> ensembleClassPath,
        Workload workload,
        long seed,
        Path runsDirectory,
        String command) {

    public Setup {
        ensembleClassPath = List.copyOf(ensembleClassPath);
    }
}
