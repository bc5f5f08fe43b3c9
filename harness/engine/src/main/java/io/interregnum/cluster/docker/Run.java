package io.interregnum.cluster.docker;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.LogConfig;
import io.interregnum.cluster.Addresses;
import io.interregnum.cluster.NodeId;
import java.util.Map;
import java.util.TreeMap;

/**
 * What all containers of a run have in common. Immutable.
 *
 * @param engine that runs them
 * @param label of the run
 * @param owner the harness, as {@link Owner#text}
 * @param addresses of the nodes on the run's network
 */
record Run(Engine engine, String label, String owner, Addresses addresses) {

    /** Name of the run's network, and what the names of its containers begin with. */
    String prefix() {
        return "interregnum-" + label;
    }

    /** The labels of everything that belongs to the run. */
    Map<String, String> labels() {
        return new TreeMap<>(Map.of(Labels.RUN, label, Labels.OWNER, owner));
    }

    /** A container of a node, to be completed; carries the labels. */
    CreateContainerCmd container(String image, NodeId node, String suffix, HostConfig host) {
        Map<String, String> labels = labels();
        labels.put(Labels.NODE, node.name());
        // A log driver of the engine's own choice may not be readable again.
        host.withInit(true).withLogConfig(new LogConfig(LogConfig.LoggingType.JSON_FILE));
        return engine.client()
                .createContainerCmd(image)
                .withName(prefix() + "-" + node.name() + suffix)
                .withLabels(labels)
                .withHostConfig(host);
    }
}
