package io.interregnum.cluster.local;

import io.interregnum.cluster.ClusterException;
import io.interregnum.cluster.Link;
import io.interregnum.cluster.Network;
import io.interregnum.cluster.NodeId;
import io.interregnum.cluster.Reach;
import io.interregnum.cluster.sidecar.SidecarClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The network between nodes: one router, where cuts are made. */
final class LocalNetwork implements Network {
    private static final Logger LOG = LoggerFactory.getLogger(LocalNetwork.class);

    private final SupervisorClient supervisor;
    private final AddressPlan plan;
    private volatile CutRules rules;
    private final Map<NodeId, SidecarClient> sidecars;
    private final Executor threads;

    LocalNetwork(
            SupervisorClient supervisor,
            AddressPlan plan,
            CutRules rules,
            Map<NodeId, SidecarClient> sidecars,
            Executor threads) {
        this.supervisor = supervisor;
        this.plan = plan;
        this.rules = rules;
        this.sidecars = sidecars;
        this.threads = threads;
    }

    /** Makes the place for rules; where there is a program nft and no kernel for it, routing rules take over. */
    void prepare() {
        try {
            run("prepare the router's rules", rules.prepare());
        } catch (ClusterException e) {
            LOG.warn("nftables does not work, cuts are made with ip rule cause={}", e.getMessage());
            rules = new CutRules.IpRule(plan);
        }
    }

    boolean hasTimedCuts() {
        return rules instanceof CutRules.Nft;
    }

    @Override
    public void cut(Collection<Link> links, Duration plannedEnd) {
        if (plannedEnd.toMillis() < 1) {
            throw new IllegalArgumentException("plannedEnd=" + plannedEnd + " must be at least 1 ms");
        }
        if (!links.isEmpty()) {
            run("cut " + links, rules.cut(links, plannedEnd));
        }
    }

    @Override
    public void heal(Collection<Link> links) {
        if (!links.isEmpty()) {
            run("heal " + links, rules.heal(links));
        }
    }

    /**
     * {@inheritDoc}
     *
     * <p>Where nftables is missing nobody counts, and this is -1.
     */
    @Override
    public long droppedPackets() {
        return rules.counted(run("count dropped packets", rules.count()));
    }

    private String run(String what, CutRules.Command command) {
        List<String> words = new ArrayList<>(List.of("run", command.input()));
        words.addAll(command.words());
        List<String> answer = supervisor.ask(what, words);
        rules.refusal(Integer.parseInt(answer.get(0)), answer.get(1)).ifPresent(refusal -> {
            throw new ClusterException("cannot " + what + ": " + command.words() + " ended with " + refusal
                    + "; its input was: " + command.input().strip());
        });
        return answer.get(1);
    }

    @Override
    public List<Reach> reach(List<Attempt> attempts, Duration timeout) {
        Map<NodeId, List<Integer>> byNode = new TreeMap<>();
        for (int i = 0; i < attempts.size(); i++) {
            byNode.computeIfAbsent(attempts.get(i).from(), node -> new ArrayList<>())
                    .add(i);
        }
        Reach[] found = new Reach[attempts.size()];
        List<CompletableFuture<Void>> asked = new ArrayList<>();
        byNode.forEach((node, indices) ->
                asked.add(CompletableFuture.runAsync(() -> ask(node, attempts, indices, timeout, found), threads)));
        try {
            CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new)).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof ClusterException cause ? cause : e;
        }
        return List.copyOf(Arrays.asList(found));
    }

    private void ask(NodeId node, List<Attempt> attempts, List<Integer> indices, Duration timeout, Reach[] found) {
        List<String> targets = indices.stream()
                .map(attempts::get)
                .map(attempt -> plan.of(attempt.to()) + ":" + attempt.port())
                .toList();
        List<Reach> answers = sidecar(node).reach(targets, timeout);
        for (int i = 0; i < indices.size(); i++) {
            found[indices.get(i)] = answers.get(i);
        }
    }

    SidecarClient sidecar(NodeId node) {
        SidecarClient sidecar = sidecars.get(node);
        if (sidecar == null) {
            throw new IllegalArgumentException("no node " + node + "; there are " + plan.nodes());
        }
        return sidecar;
    }
}
