package io.interregnum.fault;

import io.interregnum.cluster.ClusterException;
import io.interregnum.cluster.ClusterSpec;
import io.interregnum.cluster.Impairment;
import io.interregnum.cluster.Link;
import io.interregnum.cluster.Need;
import io.interregnum.cluster.NodeId;
import io.interregnum.history.FaultEvent;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes links between the targets and others worse without cutting them: everybody else, or those that a parameter says. What kind of worse is a
 * {@link Quality}; what is taken for a proof stands at {@link ImpairmentLook}.
 */
final class ImpairLinks implements Fault {
    private static final String DIRECTION = "direction";
    private static final String PEERS = "peers";

    private final String name;
    private final Target aim;
    private final Quality quality;
    private final Map<String, String> standard;
    private final Map<String, String> set;

    /** @param standard what differs from the quality's own standard values, by parameter */
    ImpairLinks(String name, Target aim, Quality quality, Map<String, String> standard) {
        this(name, aim, quality, merged(quality, standard), Map.of());
    }

    private ImpairLinks(
            String name, Target aim, Quality quality, Map<String, String> standard, Map<String, String> set) {
        this.name = name;
        this.aim = aim;
        this.quality = quality;
        this.standard = standard;
        this.set = set;
    }

    private static Map<String, String> merged(Quality quality, Map<String, String> standard) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put(DIRECTION, "both");
        all.put(PEERS, NodeGroup.OTHERS);
        quality.parameters().forEach(each -> all.put(each.name(), standard.getOrDefault(each.name(), each.standard())));
        return all;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String description() {
        return quality.description();
    }

    @Override
    public String victimSees() {
        return quality.victimSees();
    }

    @Override
    public Set<Need> needs() {
        return Set.of(quality.need());
    }

    @Override
    public List<Parameter> parameters() {
        Map<String, String> meanings = new LinkedHashMap<>();
        meanings.put(DIRECTION, "both; out for what the targets send; in for what they receive");
        meanings.put(
                PEERS,
                "with whom: nodes and targets with commas, such as ensemble or master-2,clients; others for everybody else");
        quality.parameters().forEach(each -> meanings.put(each.name(), each.meaning()));
        return standard.entrySet().stream()
                .map(each -> new Parameter(each.getKey(), meanings.getOrDefault(each.getKey(), ""), each.getValue()))
                .toList();
    }

    @Override
    public Fault with(Map<String, String> values) {
        Map<String, String> all = new LinkedHashMap<>(set);
        values.forEach((key, value) -> {
            if (!standard.containsKey(key)) {
                throw new IllegalArgumentException(
                        "fault " + name + " has no parameter " + key + "; it has " + standard.keySet());
            }
            all.put(key, value);
        });
        ImpairLinks changed = new ImpairLinks(name, aim, quality, standard, all);
        changed.impairment();
        changed.direction();
        changed.peers();
        return changed;
    }

    @Override
    public Map<String, String> values() {
        Map<String, String> values = new LinkedHashMap<>();
        standard.forEach((key, value) -> {
            if (!set.getOrDefault(key, value).equals(value)) {
                values.put(key, set.getOrDefault(key, value));
            }
        });
        return values;
    }

    private Impairment impairment() {
        Map<String, String> all = new LinkedHashMap<>(standard);
        all.putAll(set);
        return quality.impairment(all);
    }

    private Division.Direction direction() {
        return Words.constant(
                Division.Direction.class, DIRECTION, set.getOrDefault(DIRECTION, standard.getOrDefault(DIRECTION, "")));
    }

    private NodeGroup peers() {
        return NodeGroup.parse(PEERS, set.getOrDefault(PEERS, standard.getOrDefault(PEERS, "")));
    }

    @Override
    public Optional<String> unfit(Target target, ClusterSpec spec) {
        return peers().absence(spec)
                .or(() -> atMost(target, spec).links().isEmpty()
                        ? Optional.of("there is no link from " + target.text() + " to " + peers().text())
                        : Optional.empty());
    }

    @Override
    public Damage atMost(Target target, ClusterSpec spec) {
        return Damage.ofLinks(Division.across(target.mayBe(spec), peers().mayBe(spec)));
    }

    @Override
    public Fault resolved(Scene scene) {
        return peers().others()
                ? this
                : with(Map.of(PEERS, NodeGroup.text(NodeGroup.resolve(scene, List.of(peers())))));
    }

    @Override
    public FaultEvent.Harm harm() {
        return FaultEvent.Harm.OTHER;
    }

    @Override
    public Target aim() {
        return aim;
    }

    private List<Link> links(Scene scene, List<NodeId> nodes) {
        List<NodeId> peers = peers().others()
                ? scene.cluster().spec().nodes()
                : NodeGroup.resolve(scene, List.of(peers())).get(0);
        List<NodeId> otherSide =
                peers.stream().filter(node -> !nodes.contains(node)).toList();
        return Division.across(nodes, otherSide).stream()
                .flatMap(link -> direction().of(link).stream())
                .toList();
    }

    @Override
    public Damage damage(Scene scene, List<NodeId> nodes) {
        return Damage.ofLinks(links(scene, nodes));
    }

    @Override
    public void inject(Scene scene, List<NodeId> nodes, Duration plannedEnd) {
        List<Link> links = links(scene, nodes);
        if (links.isEmpty()) {
            throw new ClusterException(name + " at " + nodes + " concerns no link to " + peers().text());
        }
        scene.cluster().network().impair(links, impairment(), plannedEnd);
    }

    @Override
    public void heal(Scene scene, List<NodeId> nodes) {
        scene.cluster().network().repair(links(scene, nodes), impairment());
    }

    @Override
    public ProofOfFault inspect(Scene scene, List<NodeId> nodes) {
        Damage others = scene.otherDamage(this, nodes);
        List<Link> mine = links(scene, nodes).stream()
                .filter(link -> !others.covers(link.from(), link.to()))
                .toList();
        if (mine.isEmpty()) {
            return new ProofOfFault(ProofOfFault.Condition.UNCLEAR, "another fault covers each of its links");
        }
        return new ImpairmentLook(scene, mine, others).at(impairment());
    }
}
