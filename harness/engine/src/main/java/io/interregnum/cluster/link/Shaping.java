package io.interregnum.cluster.link;

import io.interregnum.cluster.Addresses;
import io.interregnum.cluster.ClusterException;
import io.interregnum.cluster.Impairment;
import io.interregnum.cluster.Link;
import io.interregnum.cluster.Network;
import io.interregnum.cluster.NodeId;
import io.interregnum.cluster.Role;
import io.interregnum.cluster.sidecar.SidecarClient.Direction;
import io.interregnum.history.RunClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes links slow, late or unreliable where they begin: by the sender's traffic control, and delays by a relay in front of
 * whoever begins a connection where the kernel has no netem. Losses are not its own: the rules that cut see to those. Safe for
 * many threads, which wait for each other.
 */
public final class Shaping {
    private final Sidecars sidecars;
    private final Map<Role, Integer> ports;
    private final RunClock clock = RunClock.startNow();
    private final Map<NodeId, Map<NodeId, Map<String, Planned>>> byLink = new TreeMap<>(); // guarded by this
    private @Nullable Boolean netem; // guarded by this

    private record Planned(Impairment impairment, long endNanos) {}

    /** @param ports on which nodes of each role of the system serve, whose connections the relay takes */
    public Shaping(Sidecars sidecars, Map<Role, Integer> ports) {
        this.sidecars = sidecars;
        this.ports = Map.copyOf(ports); // asked for single roles only
    }

    /** Whether the kernel has netem, tried on the loopback device of one node. */
    public synchronized boolean hasNetem() {
        if (netem == null) {
            NodeId any = sidecars.addresses().byNode().keySet().iterator().next();
            try {
                sidecars.of(any)
                        .tc(
                                "try",
                                Duration.ZERO,
                                "qdisc add dev lo root netem limit 1000\nqdisc del dev lo root\n",
                                "");
                netem = true;
            } catch (ClusterException e) {
                netem = false;
            }
        }
        return netem;
    }

    /** As {@link Network#impair}, of all but losses. */
    public synchronized void impair(Collection<Link> links, Impairment impairment, Duration plannedEnd) {
        if (needsNetem(impairment) && !hasNetem()) {
            throw new ClusterException("cannot " + impairment.kind()
                    + " packets: this kernel has no netem (module sch_netem); load it with modprobe sch_netem, or take"
                    + " a kernel that has it");
        }
        if (impairment instanceof Impairment.Delay delay && !hasNetem()) {
            relay(links, plannedEnd, Optional.of(delay));
            return;
        }
        long endNanos = clock.nanos() + plannedEnd.toNanos();
        for (Link link : links) {
            impairments(link).put(impairment.kind(), new Planned(impairment, endNanos));
        }
        apply(links);
    }

    /** As {@link Network#repair}, of all but losses. */
    public synchronized void repair(Collection<Link> links, Impairment impairment) {
        if (needsNetem(impairment) && !hasNetem()) {
            return;
        }
        if (impairment instanceof Impairment.Delay && !hasNetem()) {
            relay(links, Duration.ZERO, Optional.empty());
            return;
        }
        links.forEach(link -> impairments(link).remove(impairment.kind()));
        apply(links);
    }

    private static boolean needsNetem(Impairment impairment) {
        return impairment instanceof Impairment.Duplicate
                || impairment instanceof Impairment.Reorder
                || impairment instanceof Impairment.Corrupt;
    }

    private Map<String, Planned> impairments(Link link) {
        return byLink.computeIfAbsent(link.from(), node -> new TreeMap<>())
                .computeIfAbsent(link.to(), node -> new TreeMap<>());
    }

    private void apply(Collection<Link> links) {
        Map<NodeId, Set<NodeId>> receivers = new TreeMap<>();
        links.forEach(link ->
                receivers.computeIfAbsent(link.from(), node -> new HashSet<>()).add(link.to()));
        sidecars.onEach(receivers, (sender, changed) -> {
            Map<NodeId, Map<String, Planned>> all = byLink.getOrDefault(sender, Map.of());
            all.forEach((receiver, planned) -> {
                if (changed.contains(receiver)) {
                    apply(sender, receiver, planned);
                }
            });
            if (all.values().stream().allMatch(Map::isEmpty)) {
                tryIt(sender, "root", TrafficControl.unroot());
            }
        });
    }

    private void apply(NodeId sender, NodeId receiver, Map<String, Planned> planned) {
        planned.values().removeIf(each -> each.endNanos() <= clock.nanos());
        String name = "to-" + receiver.name();
        int number = 1 + List.copyOf(sidecars.addresses().byNode().keySet()).indexOf(receiver);
        String undo = TrafficControl.undo(number);
        String address = sidecars.addresses().of(receiver);
        // What ended by itself, or was never there, cannot be deleted; an error of that is none.
        tryIt(sender, name, TrafficControl.root() + undo);
        if (!planned.isEmpty()) {
            // Those that were to end before linger until then, unless their owner is alive to repair them.
            long millis = planned.values().stream()
                            .mapToLong(each -> each.endNanos() - clock.nanos())
                            .max()
                            .orElse(0)
                    / 1_000_000;
            List<Impairment> all =
                    planned.values().stream().map(Planned::impairment).toList();
            sidecars.of(sender)
                    .tc(name, Duration.ofMillis(Math.max(1, millis)), TrafficControl.shape(number, address, all), undo);
        }
    }

    private void tryIt(NodeId sender, String name, String batch) {
        String printed;
        try {
            printed = sidecars.of(sender).tc(name, Duration.ZERO, batch, "");
        } catch (ClusterException e) {
            printed = String.valueOf(e.getMessage());
        }
        TrafficControl.refusal(printed).ifPresent(refusal -> {
            throw new ClusterException("cannot change the traffic control of " + sender + ": " + refusal);
        });
    }

    /** On a delayed link, what its sender begins goes out late, and what its receiver begins gets its answers late. */
    private void relay(Collection<Link> links, Duration end, Optional<Impairment.Delay> delay) {
        Map<NodeId, List<Runnable>> work = new TreeMap<>();
        for (Link link : links) {
            add(work, link.from(), link.to(), Direction.UP, end, delay);
            add(work, link.to(), link.from(), Direction.DOWN, end, delay);
        }
        sidecars.onEach(work, (node, steps) -> steps.forEach(Runnable::run));
    }

    private void add(
            Map<NodeId, List<Runnable>> work,
            NodeId at,
            NodeId peer,
            Direction direction,
            Duration end,
            Optional<Impairment.Delay> delay) {
        String address = sidecars.addresses().of(peer);
        work.computeIfAbsent(at, node -> new ArrayList<>())
                .add(() -> sidecars.of(at).relay(address, direction, end, delay, ports(peer)));
    }

    private List<Integer> ports(NodeId node) {
        return relayed(node.role(), ports);
    }

    /** The ports of a node of that role whose connections the relay takes; a spare server may have become a member. */
    static List<Integer> relayed(Role role, Map<Role, Integer> systemPorts) {
        List<Integer> ports = new ArrayList<>(List.of(Network.PROBE_PORT));
        if (role.isServer()) {
            ports.add(Addresses.ZOOKEEPER_CLIENT_PORT);
            ports.add(Addresses.ZOOKEEPER_QUORUM_PORT);
            ports.add(Addresses.ZOOKEEPER_ELECTION_PORT);
        } else if (systemPorts.containsKey(role)) {
            ports.add(systemPorts.get(role));
        }
        return List.copyOf(ports);
    }
}
