package io.interregnum.check;

import io.interregnum.history.Event;
import io.interregnum.history.History;
import io.interregnum.history.LedgerEntry;
import io.interregnum.history.LedgerEntry.Kind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The ledgers of agents and frameworks. A line that cannot be read is kept in its place as such: what it ended, or began,
 * is not known from there on.
 *
 * @param lines of each node by its name, in the order in which the node wrote them
 * @param agents names of the nodes that wrote what only agents write
 * @param frameworks names of the nodes that wrote what only frameworks write
 */
record Ledgers(Map<String, List<Line>> lines, Set<String> agents, Set<String> frameworks) {
    /** Stamps of two nodes, or of a node and the harness, that are closer than this are in no order. */
    static final long CLOCK_ERROR_NANOS = 100_000_000;

    private static final Set<Kind> OF_AGENTS =
            EnumSet.of(Kind.REGISTERED, Kind.DISCONNECTED, Kind.TASK_LAUNCHED, Kind.COMMAND_REFUSED, Kind.TASK_ENDED);
    private static final Set<Kind> OF_FRAMEWORKS =
            EnumSet.of(Kind.SUBSCRIBED, Kind.OFFERED, Kind.TASK_INTENDED, Kind.TASK_TOLD, Kind.TASK_GIVEN_UP);

    /**
     * A line of a ledger.
     *
     * @param event that holds it
     * @param entry what it says; empty when it cannot be read
     */
    record Line(Event event, Optional<LedgerEntry> entry) {
        boolean is(Kind kind) {
            return entry.filter(read -> read.kind() == kind).isPresent();
        }

        /** True when a process of the node began here, or nobody knows whether one did. */
        boolean begins() {
            return event.f().equals(Kind.STARTED.f());
        }
    }

    static Ledgers of(History history) {
        Map<String, List<Line>> lines = new TreeMap<>();
        Set<String> agents = new TreeSet<>();
        Set<String> frameworks = new TreeSet<>();
        for (Event event : history.events()) {
            if (event.type() != Event.Type.INFO || event.isClient()) {
                continue;
            }
            Optional<LedgerEntry> entry = LedgerEntry.of(event);
            if (entry.isPresent() || LedgerEntry.damage(event).isPresent()) {
                lines.computeIfAbsent(event.process(), node -> new ArrayList<>())
                        .add(new Line(event, entry));
            }
            entry.filter(read -> OF_AGENTS.contains(read.kind())).ifPresent(read -> agents.add(read.node()));
            entry.filter(read -> OF_FRAMEWORKS.contains(read.kind())).ifPresent(read -> frameworks.add(read.node()));
        }
        return new Ledgers(lines, agents, frameworks);
    }

    /** The lines of one node; none where it wrote none. */
    List<Line> of(String node) {
        return lines.getOrDefault(node, List.of());
    }

    /** One observation for each line of these nodes that cannot be read, at most so many. */
    List<Finding> damaged(Set<String> nodes, int findingsMax) {
        return nodes.stream()
                .flatMap(node -> of(node).stream())
                .filter(line -> line.entry().isEmpty())
                .limit(findingsMax)
                .map(line -> new Finding(
                        "event " + line.event().index() + ", \"" + line.event().f() + "\" in the ledger of "
                                + line.event().process() + ", cannot be read: "
                                + LedgerEntry.damage(line.event()).orElse(""),
                        Optional.empty(),
                        List.of(line.event().process()),
                        List.of(),
                        List.of(line.event().index()),
                        Map.of()))
                .toList();
    }
}
