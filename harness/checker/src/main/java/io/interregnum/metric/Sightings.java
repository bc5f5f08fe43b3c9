package io.interregnum.metric;

import io.interregnum.history.ClientFields;
import io.interregnum.history.ElectionFact;
import io.interregnum.history.Event;
import io.interregnum.history.History;
import io.interregnum.history.NodeEvent;
import io.interregnum.history.Operation;
import io.interregnum.history.ProbeAnswer;
import io.interregnum.history.Processes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** What was first seen of each epoch, and where: in ZooKeeper, in answers to probes, in answers to clients. */
final class Sightings {
    private final TreeMap<Long, Milestone> firstClaims = new TreeMap<>();
    private final Map<Long, Milestone> registry = new TreeMap<>();
    private final Map<Long, Milestone> nodeGone = new TreeMap<>();
    private final Map<Long, Milestone> served = new TreeMap<>();
    private final Map<Long, String> leaders = new TreeMap<>(); // by epoch: who claimed it

    /**
     * Whoever led in an epoch.
     *
     * @param epoch its epoch
     * @param node its name; empty text where it is not known
     * @param firstSeenNanos when the epoch was first seen in a claim, in the registry or in an answer
     */
    record Leader(long epoch, String node, long firstSeenNanos) {}

    Sightings(History history) {
        Map<Long, String> owners = new HashMap<>(); // of election nodes, by epoch; order is never read
        for (Event event : history.events()) {
            ElectionFact.of(event).ifPresent(fact -> fact(event, fact, owners));
        }
        probes(history);
        clients(history);
        for (long epoch : registry.keySet()) {
            leaders.putIfAbsent(epoch, owners.getOrDefault(epoch, ""));
        }
    }

    private void fact(Event event, ElectionFact fact, Map<Long, String> owners) {
        Milestone seen = new Milestone(Math.min(fact.notBeforeNanos(), event.timeNanos()), event.timeNanos());
        switch (fact.kind()) {
            case ELECTION_NODE_CREATED -> owners.putIfAbsent(fact.epoch(), fact.node());
            case ELECTION_NODE_DELETED -> nodeGone.putIfAbsent(fact.epoch(), seen);
            case REGISTRY_EPOCH -> registry.putIfAbsent(fact.epoch(), seen);
        }
    }

    /**
     * The first claim lies between the sending of the node's last other answer and the receipt of the claim; without
     * one, its process began to live after the start of that. A probe without an answer says nothing.
     */
    private void probes(History history) {
        Map<String, Long> otherwiseNanos = new HashMap<>(); // by node; order is never read
        for (Operation probe : probesAndStarts(history)) {
            Event invoke = probe.invoke();
            if (NodeEvent.node(invoke).isPresent()) {
                otherwiseNanos.put(NodeEvent.node(invoke).get(), invoke.timeNanos());
                continue;
            }
            String node = Processes.nodeOfProbe(invoke.process());
            Optional<ProbeAnswer> answer = probe.completion().flatMap(ProbeAnswer::of);
            if (answer.isEmpty()) {
                continue;
            }
            if (answer.get().claims() && answer.get().epoch().isPresent()) {
                long epoch = answer.get().epoch().getAsLong();
                if (leaders.putIfAbsent(epoch, node) == null) {
                    firstClaims.put(
                            epoch, new Milestone(otherwiseNanos.getOrDefault(node, 0L), probe.completedNanos()));
                }
            }
            otherwiseNanos.put(node, invoke.timeNanos());
        }
    }

    /** Answered probes in the order of their answers, with the starts of nodes as operations of one event between. */
    private static List<Operation> probesAndStarts(History history) {
        List<Operation> all = new ArrayList<>();
        for (Operation operation : history.operations()) {
            if (Processes.isProbe(operation.invoke().process())
                    && operation.completion().isPresent()) {
                all.add(operation);
            }
        }
        for (Event event : history.of(Processes.CLUSTER)) {
            if (event.f().equals(NodeEvent.STARTING)) {
                all.add(new Operation(event, Optional.of(event)));
            }
        }
        all.sort((left, right) -> Long.compare(
                left.completion().orElseThrow().index(),
                right.completion().orElseThrow().index()));
        return all;
    }

    private void clients(History history) {
        for (Operation operation : history.clientOperations()) {
            OptionalLong epoch = operation
                    .completion()
                    .map(answer -> answer.number(ClientFields.EPOCH))
                    .orElse(OptionalLong.empty());
            boolean write = !ClientFields.isRead(operation.invoke().f());
            if (write && operation.outcome() == Event.Type.OK && epoch.isPresent()) {
                served.merge(
                        epoch.getAsLong(),
                        new Milestone(operation.invokedNanos(), operation.completedNanos()),
                        (first, other) -> other.latestNanos() < first.latestNanos() ? other : first);
            }
        }
    }

    /** Who led, in the order of epochs. An epoch of 0 or less is that of a registry to which nobody has written. */
    List<Leader> leaders() {
        return leaders.entrySet().stream()
                .filter(leader -> leader.getKey() > 0)
                .map(leader -> new Leader(leader.getKey(), leader.getValue(), firstSeenNanos(leader.getKey())))
                .toList();
    }

    private long firstSeenNanos(long epoch) {
        return List.of(firstClaim(epoch), registryAccepted(epoch), clientServed(epoch)).stream()
                .flatMap(Optional::stream)
                .mapToLong(Milestone::latestNanos)
                .min()
                .orElse(0);
    }

    Optional<Milestone> firstClaim(long epoch) {
        return Optional.ofNullable(firstClaims.get(epoch));
    }

    Optional<Milestone> registryAccepted(long epoch) {
        return Optional.ofNullable(registry.get(epoch));
    }

    Optional<Milestone> electionNodeGone(long epoch) {
        return Optional.ofNullable(nodeGone.get(epoch));
    }

    Optional<Milestone> clientServed(long epoch) {
        return Optional.ofNullable(served.get(epoch));
    }
}
