package io.interregnum.cluster.docker;

import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Volume;
import io.interregnum.cluster.Need;
import io.interregnum.cluster.NodeId;
import io.interregnum.cluster.Role;
import io.interregnum.cluster.SmallDisk;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The volumes that a node's holder and its program share: a server's or a master's data, on which the sidecar can work
 * while the program is dead, and a small directory for what sidecar and program say to each other. The holder outlives every end of the
 * program, so what is on a file system of memory does too. Carry the run's labels. Immutable.
 *
 * @param binds of both containers
 * @param sidecarArguments what the sidecar is told after where it listens
 */
record NodeVolumes(List<Bind> binds, List<String> sidecarArguments) {
    /** Where both see what they share. */
    static final String SHARED = "/interregnum";

    NodeVolumes {
        binds = List.copyOf(binds);
        sidecarArguments = List.copyOf(sidecarArguments);
    }

    /**
     * Creates them.
     *
     * @throws io.interregnum.cluster.ClusterException when the engine refuses; some may exist
     */
    static NodeVolumes create(Run run, NodeId node, Set<Need> needs) {
        if (!node.role().hasProcess()) {
            return new NodeVolumes(List.of(), List.of());
        }
        Bind shared = new Bind(volume(run, node, "shared", Map.of()), new Volume(SHARED));
        if (!node.role().isServer() && node.role() != Role.MASTER) {
            return new NodeVolumes(List.of(shared), List.of("", SHARED));
        }
        boolean small = needs.contains(Need.SMALL_DISKS) && node.role().isServer();
        Map<String, String> options = small ? small(SmallDisk.MEBIBYTES) : Map.of();
        Bind data = new Bind(volume(run, node, "data", options), new Volume(Program.DATA));
        return new NodeVolumes(List.of(shared, data), List.of(Program.DATA, SHARED));
    }

    /** What makes a volume a file system of memory. */
    static Map<String, String> small(int mebibytes) {
        return Map.of("type", "tmpfs", "device", "tmpfs", "o", "size=" + mebibytes + "m,mode=0755");
    }

    /** Creates a volume that carries the run's labels. */
    static String volume(Run run, NodeId node, String suffix, Map<String, String> options) {
        String name = run.prefix() + "-" + node.name() + "-" + suffix;
        Map<String, String> labels = run.labels();
        labels.put(Labels.NODE, node.name());
        return run.engine()
                .call(
                        "create volume " + name,
                        () -> run.engine()
                                .client()
                                .createVolumeCmd()
                                .withName(name)
                                .withLabels(labels)
                                .withDriver("local")
                                .withDriverOpts(options)
                                .exec()
                                .getName());
    }
}
