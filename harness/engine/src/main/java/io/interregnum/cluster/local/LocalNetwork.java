package io.interregnum.cluster.local;

import io.interregnum.cluster.ClusterException;
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
import io.interregnum.cluster.link.Shaping;
import io.interregnum.cluster.link.Sidecars;
import io.interregnum.cluster.sidecar.SidecarClient;
import io.interregnum.history.RunClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The network between nodes: one router, where cuts are made, each in one transaction. Where nftables is missing, routing
 * rules take over, which only drop all packets between two nodes.
 */
final class LocalNetwork implements Network {
    private static final Logger LOG = LoggerFactory.getLogger(LocalNetwork.class);

    private final SupervisorClient supervisor;
    private final RoutingRules routing;
    private final Sidecars sidecars;
    private final Shaping shaping;
    private final Claims claims = new Claims(RunClock.startNow()); // guarded by itself, and so is what is done with it
    private final TreeSet<Double> losses = new TreeSet<>(); // guarded by claims
    private volatile boolean hasNft;
    /** Whether links were ever changed in another way than by rules that {@link #claims} knows. */
    private volatile boolean hasMore;

    /** @param nft whether there is a program of that name; {@link #prepare} tries it */
    LocalNetwork(
            SupervisorClient supervisor, AddressPlan plan, boolean nft, Sidecars sidecars, Map<Role, Integer> ports) {
        this.supervisor = supervisor;
        this.routing = new RoutingRules(plan);
        this.sidecars = sidecars;
        this.shaping = new Shaping(sidecars, ports);
        this.hasNft = nft;
    }

    /** Makes the place for rules; where there is a program nft and no kernel for it, routing rules take over. */
    void prepare() {
        if (!hasNft) {
            return;
        }
        try {
            nft("prepare the router's rules", CutTable.AT_ROUTER.prepare());
        } catch (ClusterException e) {
            LOG.warn("nftables does not work, cuts are made with ip rule cause={}", e.getMessage());
            hasNft = false;
        }
    }

    boolean hasTimedCuts() {
        return hasNft;
    }

    /** Whether every link is certainly as it was at first. */
    boolean isBare() {
        synchronized (claims) {
            return !hasMore && claims.isEmpty();
        }
    }

    @Override
    public void cut(Cut cut, Duration plannedEnd) {
        if (plannedEnd.toMillis() < 1) {
            throw new IllegalArgumentException("plannedEnd=" + plannedEnd + " must be at least 1 ms");
        }
        if (!hasNft) {
            hasMore = true;
            route("cut", routing.cut(cut));
            return;
        }
        List<CutTable.Element> elements = CutTable.elements(cut, sidecars.addresses());
        synchronized (claims) {
            change("cut " + cut, claims.claim(cut, elements, plannedEnd));
        }
    }

    @Override
    public void heal(Cut cut) {
        if (!hasNft) {
            route("heal", routing.heal(cut));
            return;
        }
        synchronized (claims) {
            change("heal " + cut, claims.release(cut, CutTable.elements(cut, sidecars.addresses())));
        }
    }

    private void change(String what, Claims.Change change) {
        if (!change.in().isEmpty() || !change.out().isEmpty()) {
            nft(what, CutTable.change(change.in(), change.out()));
        }
    }

    private String nft(String what, String script) {
        return supervisor.ask(what, List.of("nft", script)).get(0);
    }

    private void route(String what, String lines) {
        if (lines.isEmpty()) {
            return;
        }
        List<String> words = new ArrayList<>(List.of("run", lines));
        words.addAll(RoutingRules.APPLY);
        List<String> answer = supervisor.ask(what, words);
        String refusal = RoutingRules.refusal(answer.get(1));
        if (!refusal.isEmpty()) {
            throw new ClusterException("cannot " + what + ": " + RoutingRules.APPLY + " ended with exit "
                    + answer.get(0) + ": " + refusal + "; its input was: " + lines.strip());
        }
    }

    @Override
    public Map<Link, Long> stoppedPackets(Cut cut) {
        Map<Link, Long> sums = new TreeMap<>(Link.ORDER);
        if (hasNft && !cut.links().isEmpty()) {
            List<CutTable.Element> elements = CutTable.elements(cut, sidecars.addresses());
            CutTable.addListed(nft("list what was stopped", CutTable.list(elements)), elements, sums);
        }
        return sums;
    }

    /**
     * {@inheritDoc}
     *
     * <p>Where nftables is missing nobody counts, and this is -1.
     */
    @Override
    public long droppedPackets() {
        return hasNft ? CutTable.counted(nft("count dropped packets", CutTable.count())) : -1;
    }

    @Override
    public void impair(Collection<Link> links, Impairment impairment, Duration plannedEnd) {
        if (!(impairment instanceof Impairment.Loss loss)) {
            hasMore = true;
            shaping.impair(links, impairment, plannedEnd);
            return;
        }
        if (!hasNft) {
            throw new ClusterException("cannot lose some packets: nftables does not work here; on Debian and Ubuntu:"
                    + " apt-get install nftables");
        }
        synchronized (claims) {
            if (losses.add(loss.percent())) {
                nft("prepare a loss", CutTable.prepare(loss));
            }
            List<CutTable.Element> elements = CutTable.elements(loss, links, sidecars.addresses());
            change("impair " + links, claims.claim(List.of(loss, List.copyOf(links)), elements, plannedEnd));
        }
    }

    @Override
    public void repair(Collection<Link> links, Impairment impairment) {
        if (!(impairment instanceof Impairment.Loss loss)) {
            shaping.repair(links, impairment);
            return;
        }
        synchronized (claims) {
            if (losses.contains(loss.percent())) {
                List<CutTable.Element> elements = CutTable.elements(loss, links, sidecars.addresses());
                change("repair " + links, claims.release(List.of(loss, List.copyOf(links)), elements));
            }
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

    SidecarClient sidecar(NodeId node) {
        return sidecars.of(node);
    }
}
