package io.interregnum.cluster.local;

import io.interregnum.cluster.Cluster;
import io.interregnum.cluster.ClusterSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;

/** A harness of its own, to be killed or to be run by somebody else: starts a small cluster until its input ends. */
final class HarnessProgram {
    private HarnessProgram() {}

    /** Arguments: directories for sockets, nodes and class archives. */
    public static void main(String[] arguments) throws Exception {
        LocalBackend backend =
                new LocalBackend(new Machine.This(), Path.of(arguments[0]), new ClassArchives(Path.of(arguments[2])));
        ClusterSpec spec = new ClusterSpec(1, 1, 2, Duration.ofSeconds(2), Duration.ofMillis(500));
        try (Cluster cluster = backend.start(
                LocalClusterIT.launch(Path.of(arguments[1]), spec, "harness-program", new ArrayList<>()))) {
            while (!LocalClusterIT.mode(cluster, cluster.spec().nodes().get(0)).equals("leader")) {
                Thread.onSpinWait();
            }
            System.out.println("serving");
            while (System.in.read() >= 0) {
                // Lives until then.
            }
        }
        System.out.println("closed");
    }
}
