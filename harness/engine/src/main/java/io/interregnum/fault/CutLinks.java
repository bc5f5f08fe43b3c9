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
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * Drops all packets between two sides, silently and in both directions.
 *
 * <p>Proven by connection attempts between <em>every</em> pair of nodes: those that are cut must stay silent and all
 * others must not, and the rules must have dropped packets since. An attempt needs both directions, so this proves that at
 * least one is cut; the rules name each direction, and the counter counts them together.
 */
final class CutLinks implements Fault {
    private final String name;
    private final String description;
    private final Target aim;
    private final BiFunction<Scene, List<NodeId>, List<NodeId>> otherSide;

    /** @param otherSide from what the targets are cut */
    CutLinks(String name, String description, Target aim, BiFunction<Scene, List<NodeId>, List<NodeId>> otherSide) {
        this.name = name;
        this.description = description;
        this.aim = aim;
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
    public String victimSees() {
        return "Silence on both sides: established connections stay open and carry nothing, new ones time out.";
    }

    @Override
    public FaultEvent.Harm harm() {
        return FaultEvent.Harm.CUT;
    }

    @Override
    public Target aim() {
        return aim;
    }

    @Override
    public Damage damage(Scene scene, List<NodeId> nodes) {
        return Damage.ofLinks(links(scene, nodes));
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

    /**
     * {@inheritDoc}
     *
     * <p>Packets that were dropped before this cut prove nothing of it. So what counts is how many there are more than
     * when one of its links was last found open, as at the look before it was injected.
     */
    @Override
    public ProofOfFault inspect(Scene scene, List<NodeId> nodes) {
        Set<Link> cut = new HashSet<>(links(scene, nodes)); // asked for membership only
        Damage others = scene.otherDamage(this, nodes);
        List<Network.Attempt> attempts = allPairs(scene).stream()
                .filter(attempt -> !others.covers(attempt.from(), attempt.to()))
                .toList();
        Network network = scene.cluster().network();
        Looked looked = Looked.at(cut, attempts, network.reach(attempts, Inspection.TIMEOUT));
        long dropped = network.droppedPackets();
        ProofOfFault proof = looked.conclude(
                dropped < 0 ? OptionalLong.empty() : OptionalLong.of(dropped - scene.droppedWhileOpen()));
        if (!looked.openThoughCut().isEmpty()) {
            scene.noteDroppedWhileOpen(dropped);
        }
        return proof;
    }

    private static List<Network.Attempt> allPairs(Scene scene) {
        List<NodeId> all = scene.cluster().spec().nodes();
        List<Network.Attempt> attempts = new ArrayList<>();
        for (NodeId from : all) {
            for (NodeId to : all) {
                if (!from.equals(to)) {
                    attempts.add(new Network.Attempt(from, to, Inspection.servingPort(scene, to)));
                }
            }
        }
        return attempts;
    }

    /**
     * Names of links by what attempts found on them.
     *
     * @param silentAsCut are cut and silent
     * @param openThoughCut are cut and not silent
     * @param silentThoughNotCut are not cut and silent
     * @param unclear on which an attempt failed in a way that tells neither
     */
    private record Looked(
            List<String> silentAsCut,
            List<String> openThoughCut,
            List<String> silentThoughNotCut,
            List<String> unclear) {

        static Looked at(Set<Link> cut, List<Network.Attempt> attempts, List<Reach> found) {
            Looked looked = new Looked(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
            for (int i = 0; i < attempts.size(); i++) {
                Network.Attempt attempt = attempts.get(i);
                looked.sort(
                        attempt.from() + "->" + attempt.to(),
                        cut.contains(new Link(attempt.from(), attempt.to())),
                        found.get(i));
            }
            return looked;
        }

        private void sort(String link, boolean isCut, Reach found) {
            if (found == Reach.ERROR) {
                unclear.add(link);
            } else if (isCut) {
                (found == Reach.SILENT ? silentAsCut : openThoughCut).add(link);
            } else if (found == Reach.SILENT) {
                silentThoughNotCut.add(link);
            }
        }

        /** @param dropped how many packets more than when a link was last found open; empty where nobody counts */
        ProofOfFault conclude(OptionalLong dropped) {
            int cutCount = silentAsCut.size() + openThoughCut.size();
            String detail = silentAsCut.size() + " of " + cutCount + " links silent, "
                    + (dropped.isPresent()
                            ? dropped.getAsLong() + " packets dropped so far"
                            : "dropped packets not counted here");
            if (!unclear.isEmpty()) {
                return unclear(detail + "; nothing could be told of: " + unclear);
            }
            if (!silentThoughNotCut.isEmpty()) {
                return unclear(detail + "; silent but not to be cut: " + silentThoughNotCut);
            }
            if (cutCount == 0) {
                return unclear("another fault covers each of its links");
            }
            if (openThoughCut.isEmpty()) {
                return dropped.orElse(1) > 0
                        ? new ProofOfFault(ProofOfFault.Condition.DAMAGED, detail)
                        : unclear(detail);
            }
            return silentAsCut.isEmpty()
                    ? new ProofOfFault(ProofOfFault.Condition.WHOLE, detail)
                    : unclear(detail + "; open: " + openThoughCut);
        }

        private static ProofOfFault unclear(String detail) {
            return new ProofOfFault(ProofOfFault.Condition.UNCLEAR, detail);
        }
    }
}
