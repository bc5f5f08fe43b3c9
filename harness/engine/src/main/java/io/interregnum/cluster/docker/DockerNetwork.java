package io.interregnum.cluster.docker;

import io.interregnum.cluster.Cut;
import io.interregnum.cluster.Flow;
import io.interregnum.cluster.Impairment;
import io.interregnum.cluster.Link;
import io.interregnum.cluster.Network;
import io.interregnum.cluster.NodeId;
import io.interregnum.cluster.Passage;
import io.interregnum.cluster.Reach;
import io.interregnum.cluster.Role;
import io.interregnum.cluster.link.Claims;
import io.interregnum.cluster.link.CutTable;
import io.interregnum.cluster.link.CutTable.Armed;
import io.interregnum.cluster.link.CutTable.Element;
import io.interregnum.cluster.link.Shaping;
import io.interregnum.cluster.link.Sidecars;
import io.interregnum.history.RunClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The run's bridge network. A link is cut where its packets arrive: in the namespace of the receiving node, which its
 * holder owns. One small transaction for each receiver, all at the same time; they differ by some milliseconds, in which
 * a partition is half made.
 */
final class DockerNetwork implements Network {
    private final Sidecars sidecars;
    private final Shaping shaping;
    private final RunClock clock = RunClock.startNow();
    private final Claims claims = new Claims(clock); // guarded by itself, and so is what is done with it
    private final TreeMap<NodeId, TreeSet<Double>> losses = new TreeMap<>(); // guarded by claims

    DockerNetwork(Sidecars sidecars, Map<Role, Integer> ports) {
        this.sidecars = sidecars;
        this.shaping = new Shaping(sidecars, ports);
    }

    @Override
    public void cut(Cut cut, Duration plannedEnd) {
        synchronized (claims) {
            apply(claims.claim(cut, CutTable.elements(cut, sidecars.addresses()), plannedEnd));
        }
    }

    @Override
    public void heal(Cut cut) {
        synchronized (claims) {
            apply(claims.release(cut, CutTable.elements(cut, sidecars.addresses())));
        }
    }

    private void apply(Claims.Change change) {
        Map<NodeId, Scripts> byReceiver = new TreeMap<>();
        change.in()
                .forEach(each -> byReceiver
                        .computeIfAbsent(each.element().link().to(), node -> new Scripts())
                        .in
                        .add(each));
        change.out()
                .forEach(each -> byReceiver
                        .computeIfAbsent(each.link().to(), node -> new Scripts())
                        .out
                        .add(each));
        long askedNanos = clock.nanos();
        sidecars.onEach(byReceiver, (receiver, scripts) -> {
            // Each receiver's rules are made when its turn comes, so that all their timers end at the same time.
            long lateMillis = (clock.nanos() - askedNanos) / 1_000_000;
            List<Armed> in = scripts.in.stream()
                    .map(each -> new Armed(each.element(), each.millis() - lateMillis))
                    .toList();
            sidecars.of(receiver).nft(CutTable.change(in, scripts.out));
        });
    }

    /** What one receiver is told. */
    private static final class Scripts {
        final List<Armed> in = new ArrayList<>();
        final List<Element> out = new ArrayList<>();
    }

    @Override
    public Map<Link, Long> stoppedPackets(Cut cut) {
        Map<Link, Long> sums = new TreeMap<>(Link.ORDER);
        Map<NodeId, List<Element>> byReceiver = byReceiver(CutTable.elements(cut, sidecars.addresses()));
        sidecars.onEach(byReceiver, (receiver, elements) -> {
            String listed = sidecars.of(receiver).nft(CutTable.list(elements));
            synchronized (sums) {
                CutTable.addListed(listed, elements, sums);
            }
        });
        return sums;
    }

    private static Map<NodeId, List<Element>> byReceiver(Collection<Element> elements) {
        Map<NodeId, List<Element>> byReceiver = new TreeMap<>();
        elements.forEach(each -> byReceiver
                .computeIfAbsent(each.link().to(), node -> new ArrayList<>())
                .add(each));
        return byReceiver;
    }

    @Override
    public long droppedPackets() {
        AtomicLong sum = new AtomicLong();
        sidecars.onEach(
                sidecars.addresses().byNode(),
                (node, address) ->
                        sum.addAndGet(CutTable.counted(sidecars.of(node).nft(CutTable.count()))));
        return sum.get();
    }

    @Override
    public void impair(Collection<Link> links, Impairment impairment, Duration plannedEnd) {
        if (!(impairment instanceof Impairment.Loss loss)) {
            shaping.impair(links, impairment, plannedEnd);
            return;
        }
        List<Element> elements = CutTable.elements(loss, links, sidecars.addresses());
        synchronized (claims) {
            Map<NodeId, List<Element>> unprepared = byReceiver(elements);
            unprepared
                    .keySet()
                    .removeIf(node -> losses.getOrDefault(node, new TreeSet<>()).contains(loss.percent()));
            sidecars.onEach(unprepared, (node, any) -> sidecars.of(node).nft(CutTable.prepare(loss)));
            unprepared
                    .keySet()
                    .forEach(node ->
                            losses.computeIfAbsent(node, any -> new TreeSet<>()).add(loss.percent()));
            apply(claims.claim(List.of(loss, List.copyOf(links)), elements, plannedEnd));
        }
    }

    @Override
    public void repair(Collection<Link> links, Impairment impairment) {
        if (!(impairment instanceof Impairment.Loss loss)) {
            shaping.repair(links, impairment);
            return;
        }
        List<Element> elements = CutTable.elements(loss, links, sidecars.addresses());
        synchronized (claims) {
            List<Element> known = elements.stream()
                    .filter(each -> losses.getOrDefault(each.link().to(), new TreeSet<>())
                            .contains(loss.percent()))
                    .toList();
            apply(claims.release(List.of(loss, List.copyOf(links)), known));
        }
    }

    @Override
    public List<Reach> reach(List<Attempt> attempts, Duration timeout) {
        return sidecars.reach(attempts, timeout);
    }

    @Override
    public List<Passage> passages(List<Link> links, int count, Duration timeout) {
        return sidecars.passages(links, count, timeout);
    }

    @Override
    public List<Silence> watch(List<Link> links, RunClock ofTimes, int count) {
        return sidecars.watch(links, ofTimes, count);
    }

    @Override
    public void endFlows(Collection<Link> links) {
        sidecars.endFlows(links);
    }

    @Override
    public List<Flow> flows(Collection<Link> links) {
        return sidecars.flows(links);
    }
}
