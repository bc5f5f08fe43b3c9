package io.interregnum.fault;

import io.interregnum.cluster.Link;
import io.interregnum.cluster.Network;
import io.interregnum.cluster.NodeId;
import io.interregnum.cluster.Reach;
import io.interregnum.history.FaultEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * Drops all packets between two sides, silently and in both directions.
 *
 * <p>Proven by connection attempts between <em>every</em> pair of nodes: those that are cut must stay silent and all
 * others must not, and the rules must have dropped packets. An attempt needs both directions, so this proves that at
 * least one is cut; the rules name each direction, and the counter counts them together.
 */
final class CutLinks implements Fault {
    private final String name;
    private final String description;
    private final Targets targets;
    private final BiFunction<Scene, List<NodeId>, List<NodeId>> otherSide;

    /** @param otherSide from what the targets are cut */
    CutLinks(
            String name, String description, Targets targets, BiFunction<Scene, List<NodeId>, List<NodeId>> otherSide) {
        this.name = name;
        this.description = description;
        this.targets = targets;
        this.otherSide = otherSide;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String description() {
        return description;
    }

    @Override
    public FaultEvent.Harm harm() {
        return FaultEvent.Harm.CUT;
    }

    @Override
    public List<NodeId> aim(Scene scene) {
        return targets.resolve(scene);
    }

    @Override
    public void inject(Scene scene, List<NodeId> nodes, Duration plannedEnd) {
        scene.cluster().network().cut(links(scene, nodes), plannedEnd);
    }

    @Override
    public void heal(Scene scene, List<NodeId> nodes) {
        scene.cluster().network().heal(links(scene, nodes));
    }

    private List<Link> links(Scene scene, List<NodeId> nodes) {
        return Link.between(nodes, otherSide.apply(scene, nodes));
    }

    @Override
    public ProofOfFault inspect(Scene scene, List<NodeId> nodes) {
        Set<Link> cut = new HashSet<>(links(scene, nodes)); // asked for membership only
        List<NodeId> all = scene.cluster().spec().nodes();
        List<Network.Attempt> attempts = new ArrayList<>();
        for (NodeId from : all) {
            for (NodeId to : all) {
                if (!from.equals(to)) {
                    attempts.add(new Network.Attempt(from, to, Inspection.servingPort(scene, to)));
                }
            }
        }
        List<Reach> found = scene.cluster().network().reach(attempts, Inspection.TIMEOUT);
        List<String> openThoughCut = new ArrayList<>();
        List<String> silentThoughNotCut = new ArrayList<>();
        for (int i = 0; i < attempts.size(); i++) {
            Network.Attempt attempt = attempts.get(i);
            boolean silent = found.get(i) == Reach.SILENT || found.get(i) == Reach.ERROR;
            boolean isCut = cut.contains(new Link(attempt.from(), attempt.to()));
            if (isCut && !silent) {
                openThoughCut.add(attempt.from() + "->" + attempt.to());
            } else if (!isCut && silent) {
                silentThoughNotCut.add(attempt.from() + "->" + attempt.to());
            }
        }
        return conclude(scene, cut.size(), openThoughCut, silentThoughNotCut);
    }

    private static ProofOfFault conclude(
            Scene scene, int cutCount, List<String> openThoughCut, List<String> silentThoughNotCut) {
        long dropped = scene.cluster().network().droppedPackets();
        String detail = (cutCount - openThoughCut.size()) + " of " + cutCount + " links silent, "
                + (dropped < 0 ? "dropped packets not counted here" : dropped + " packets dropped so far");
        if (!silentThoughNotCut.isEmpty()) {
            return new ProofOfFault(
                    ProofOfFault.Condition.UNCLEAR, detail + "; silent but not to be cut: " + silentThoughNotCut);
        }
        if (openThoughCut.isEmpty()) {
            return new ProofOfFault(
                    dropped == 0 ? ProofOfFault.Condition.UNCLEAR : ProofOfFault.Condition.DAMAGED, detail);
        }
        return openThoughCut.size() == cutCount
                ? new ProofOfFault(ProofOfFault.Condition.WHOLE, detail)
                : new ProofOfFault(ProofOfFault.Condition.UNCLEAR, detail + "; open: " + openThoughCut);
    }
}
