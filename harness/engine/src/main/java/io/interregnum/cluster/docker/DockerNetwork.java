package io.interregnum.cluster.docker;

import io.interregnum.cluster.Addresses;
import io.interregnum.cluster.Link;
import io.interregnum.cluster.Network;
import io.interregnum.cluster.NodeId;
import io.interregnum.cluster.Reach;
import io.interregnum.history.RunClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * The run's bridge network. A link is cut where its packets arrive: in the namespace of the receiving node, which its
 * holder owns. One small transaction for each receiver, all at the same time; they differ by some milliseconds, in which
 * a partition is half made.
 */
final class DockerNetwork implements Network {
    private static final Duration SPARE = Duration.ofSeconds(10);

    private final Addresses addresses;
    private final Map<NodeId, Holder> holders;

    DockerNetwork(Addresses addresses, Map<NodeId, Holder> holders) {
        this.addresses = addresses;
        this.holders = new TreeMap<>(holders);
    }

    @Override
    public void cut(Collection<Link> links, Duration plannedEnd) {
        // Each receiver's rules are made when its turn comes, so that all their timers end at the same time.
        RunClock sinceAsked = RunClock.startNow();
        apply(links, senders -> CutRules.cut(senders, plannedEnd.minusNanos(sinceAsked.nanos())));
    }

    @Override
    public void heal(Collection<Link> links) {
        apply(links, CutRules::heal);
    }

    private void apply(Collection<Link> links, Function<Collection<String>, String> script) {
        Map<NodeId, Collection<String>> sendersByReceiver = new TreeMap<>();
        for (Link link : links) {
            sendersByReceiver
                    .computeIfAbsent(link.to(), receiver -> new TreeSet<>())
                    .add(addresses.of(link.from()));
        }
        Engine.onEach(
                sendersByReceiver.entrySet(),
                each -> holder(each.getKey()).sidecar().nft(script.apply(each.getValue())));
    }

    @Override
    public long droppedPackets() {
        return Engine.onEach(
                        holders.values(),
                        holder -> CutRules.packets(holder.sidecar().nft(CutRules.count())))
                .stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    @Override
    public List<Reach> reach(List<Attempt> attempts, Duration timeout) {
        Map<NodeId, List<Integer>> indexesByNode = new TreeMap<>();
        for (int i = 0; i < attempts.size(); i++) {
            indexesByNode
                    .computeIfAbsent(attempts.get(i).from(), node -> new ArrayList<>())
                    .add(i);
        }
        Reach[] found = new Reach[attempts.size()];
        List<Map.Entry<NodeId, List<Integer>>> byNode = List.copyOf(indexesByNode.entrySet());
        List<List<Reach>> answers = Engine.onEach(byNode, each -> {
            List<String> targets = each.getValue().stream()
                    .map(attempts::get)
                    .map(attempt -> addresses.of(attempt.to()) + ":" + attempt.port())
                    .toList();
            return Engine.within(
                    timeout.plus(SPARE),
                    "ask " + each.getKey() + " what it reaches",
                    () -> holder(each.getKey()).sidecar().reach(targets, timeout));
        });
        for (int i = 0; i < byNode.size(); i++) {
            List<Integer> indexes = byNode.get(i).getValue();
            for (int j = 0; j < indexes.size(); j++) {
                found[indexes.get(j)] = answers.get(i).get(j);
            }
        }
        return Arrays.asList(found);
    }

    private Holder holder(NodeId node) {
        Holder holder = holders.get(node);
        if (holder == null) {
            throw new IllegalArgumentException("no node " + node + "; there are " + holders.keySet());
        }
        return holder;
    }
}
