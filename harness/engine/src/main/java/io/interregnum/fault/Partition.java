package io.interregnum.fault;

import io.interregnum.cluster.ClusterException;
import io.interregnum.cluster.ClusterSpec;
import io.interregnum.cluster.Cut;
import io.interregnum.cluster.Link;
import io.interregnum.cluster.Need;
import io.interregnum.cluster.NodeId;
import io.interregnum.cluster.Role;
import io.interregnum.history.FaultEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Cuts links between nodes: which ones is a {@link Division}, how and on which ports are parameters. The order of the targets
 * carries what the division has to know.
 *
 * <p>What is taken for a proof stands at {@link PartitionLook}. Of other kinds than packets, a connection is opened on each
 * link before it is cut, to see what becomes of those that exist: while the step waits, so that the cut comes at once.
 */
final class Partition implements Fault {
    private static final String DIRECTION = "direction";
    private static final String KIND = "kind";
    private static final String PORTS = "ports";
    private static final String GROUPS = "groups";
    private static final String ALL_PORTS = "all";

    private final String name;
    private final String description;
    private final Target aim;
    private final Division division;
    private final Map<String, String> standard;
    private final Map<String, String> set;
    private final Drawn drawn;

    /**
     * What random schedules may make of it.
     *
     * @param among it means something only where there are nodes of that role
     * @param ports values of the parameter, on which something travels over the links that it cuts
     */
    private record Drawn(Optional<Role> among, List<String> ports) {
        static final Drawn PLAIN = new Drawn(Optional.empty(), List.of());

        Drawn {
            ports = List.copyOf(ports);
        }
    }

    /** @param division that decides what is cut; links in the direction that is called out */
    Partition(String name, String description, Target aim, Division division) {
        this(name, description, aim, division, standard(), Map.of(), Drawn.PLAIN);
    }

    private Partition(
            String name,
            String description,
            Target aim,
            Division division,
            Map<String, String> standard,
            Map<String, String> set,
            Drawn drawn) {
        this.name = name;
        this.description = description;
        this.aim = aim;
        this.division = division;
        this.standard = standard;
        this.set = set;
        this.drawn = drawn;
    }

    private static Map<String, String> standard() {
        Map<String, String> standard = new LinkedHashMap<>();
        standard.put(DIRECTION, "both");
        standard.put(KIND, "packets");
        standard.put(PORTS, ALL_PORTS);
        return standard;
    }

    /** The same, with groups of nodes as a parameter. */
    Partition withGroups() {
        Map<String, String> changed = new LinkedHashMap<>(standard);
        changed.put(GROUPS, "");
        return new Partition(name, description, aim, division, changed, set, drawn);
    }

    /** The same, on some ports unless a step says otherwise. */
    Partition onPorts(String ports) {
        Map<String, String> changed = new LinkedHashMap<>(standard);
        changed.put(PORTS, ports);
        return new Partition(name, description, aim, division, changed, set, drawn);
    }

    /** The same, of which random schedules cut these ports alone now and then. */
    Partition sometimesOnPorts(String... ports) {
        return new Partition(name, description, aim, division, standard, set, new Drawn(drawn.among(), List.of(ports)));
    }

    /** The same, which means something only where there are nodes of that role. */
    Partition among(Role role) {
        return new Partition(
                name, description, aim, division, standard, set, new Drawn(Optional.of(role), drawn.ports()));
    }

    @Override
    public boolean isPossible(ClusterSpec spec) {
        return drawn.among().isEmpty() || !spec.nodes(drawn.among().get()).isEmpty();
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
        return switch (kind()) {
            case PACKETS ->
                "Silence on both sides: established connections stay open and carry nothing, new ones time out.";
            case CONNECTIONS -> "New connections time out in the direction that is cut; established ones keep working.";
            case REFUSED -> "Established connections are reset and new ones refused, as if the peer had ended.";
        };
    }

    @Override
    public Set<Need> needs() {
        return kind() == Cut.Kind.PACKETS && value(PORTS).equals(ALL_PORTS) ? Set.of() : Set.of(Need.NFTABLES);
    }

    @Override
    public Map<Need, List<String>> needsOfParameters() {
        return needs().isEmpty() ? Map.of(Need.NFTABLES, List.of(KIND, PORTS)) : Map.of();
    }

    @Override
    public List<Parameter> parameters() {
        Map<String, String> meanings = Map.of(
                DIRECTION, "both; out for what the targets send; in for what they receive",
                KIND, "packets, connections (only new ones) or refused (by a reset)",
                PORTS, "all, or TCP ports with commas between; master for the port on which masters serve",
                GROUPS,
                        "nodes and targets with commas, groups with / between, such as leader,client-1/ensemble; others "
                                + "for all that are in no other group; empty for each target by itself");
        Map<String, List<String>> values =
                Map.of(DIRECTION, List.of("out", "in"), KIND, List.of("connections", "refused"), PORTS, drawn.ports());
        return standard.entrySet().stream()
                .map(each -> new Parameter(
                        each.getKey(),
                        meanings.getOrDefault(each.getKey(), ""),
                        each.getValue(),
                        values.getOrDefault(each.getKey(), List.of())))
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
        Partition changed = new Partition(name, description, aim, division, standard, all, drawn);
        changed.check();
        return changed;
    }

    private void check() {
        kind();
        direction();
        ports(1);
        groups();
    }

    @Override
    public Map<String, String> values() {
        Map<String, String> values = new LinkedHashMap<>();
        standard.forEach((key, value) -> {
            if (!value(key).equals(value)) {
                values.put(key, value(key));
            }
        });
        return values;
    }

    private String value(String key) {
        return set.getOrDefault(key, standard.getOrDefault(key, ""));
    }

    private Cut.Kind kind() {
        return Words.constant(Cut.Kind.class, KIND, value(KIND));
    }

    private Division.Direction direction() {
        return Words.constant(Division.Direction.class, DIRECTION, value(DIRECTION));
    }

    private Set<Integer> ports(int masterPort) {
        TreeSet<Integer> ports = new TreeSet<>();
        if (!value(PORTS).equals(ALL_PORTS)) {
            for (String word : value(PORTS).split(",", -1)) {
                ports.add(word.strip().equals("master") ? masterPort : Words.number(PORTS, word.strip(), 1, 65_535));
            }
        }
        return ports;
    }

    /** As the parameter says them; none where each target is by itself. */
    private List<NodeGroup> groups() {
        return value(GROUPS).isEmpty() ? List.of() : NodeGroup.parseAll(GROUPS, value(GROUPS));
    }

    @Override
    public List<NodeId> named(ClusterSpec spec) {
        return groups().stream()
                .flatMap(group -> group.mayBe(spec).stream())
                .distinct()
                .sorted()
                .toList();
    }

    @Override
    public Optional<String> unfit(Target target, ClusterSpec spec) {
        Optional<String> absence =
                groups().stream().flatMap(group -> group.absence(spec).stream()).findFirst();
        return absence.or(() -> atMost(target, spec).links().isEmpty()
                ? Optional.of("cuts no link: there is nobody on the other side of " + target.text())
                : Optional.empty());
    }

    @Override
    public Damage atMost(Target target, ClusterSpec spec) {
        List<NodeId> named = named(spec);
        return Damage.ofLinks(
                named.isEmpty() ? division.possible(spec, target.mayBe(spec)) : Division.across(named, named));
    }

    @Override
    public Fault resolved(Scene scene) {
        return groups().isEmpty() ? this : with(Map.of(GROUPS, NodeGroup.text(NodeGroup.resolve(scene, groups()))));
    }

    private Division division(Scene scene) {
        return groups().isEmpty() ? division : Division.between(NodeGroup.resolve(scene, groups()));
    }

    @Override
    public FaultEvent.Harm harm() {
        return FaultEvent.Harm.CUT;
    }

    /** {@inheritDoc} With groups it is who comes first in them. */
    @Override
    public Target aim() {
        return groups().stream()
                .flatMap(group -> group.members().stream())
                .findFirst()
                .orElse(aim);
    }

    @Override
    public Damage damage(Scene scene, List<NodeId> nodes) {
        return Damage.ofLinks(cut(scene, nodes).links());
    }

    @Override
    public Optional<AutoCloseable> prepare(Scene scene, List<NodeId> nodes) {
        Cut cut = cut(scene, nodes);
        return cut.kind() != Cut.Kind.PACKETS && cut.ports().isEmpty()
                ? Optional.of(Established.on(scene.cluster(), cut.links()))
                : Optional.empty();
    }

    @Override
    public void inject(Scene scene, List<NodeId> nodes, Duration plannedEnd) {
        Cut cut = cut(scene, nodes);
        if (cut.links().isEmpty()) {
            throw new ClusterException(name + " at " + nodes + " cuts no link: there is nobody on the other side");
        }
        scene.cluster().network().cut(cut, plannedEnd);
    }

    @Override
    public void heal(Scene scene, List<NodeId> nodes) {
        try {
            scene.cluster().network().heal(cut(scene, nodes));
        } finally {
            scene.stop(this, nodes);
        }
    }

    Cut cut(Scene scene, List<NodeId> nodes) {
        List<Link> links = new ArrayList<>();
        for (Link link : division(scene).links(scene.cluster().spec(), nodes)) {
            links.addAll(direction().of(link));
        }
        return new Cut(links, kind(), ports(scene.system().masterPort()), scene.step());
    }

    @Override
    public ProofOfFault inspect(Scene scene, List<NodeId> nodes) {
        return lookAt(scene, nodes).look();
    }

    @Override
    public Optional<String> gap(Scene scene, List<NodeId> nodes) {
        return lookAt(scene, nodes).open();
    }

    private PartitionLook lookAt(Scene scene, List<NodeId> nodes) {
        Optional<Established> established = scene.kept(this, nodes, Established.class);
        return new PartitionLook(scene, cut(scene, nodes), scene.otherDamage(this, nodes), established);
    }

    @Override
    public String toString() {
        return name + values().toString().toLowerCase(Locale.ROOT);
    }
}
