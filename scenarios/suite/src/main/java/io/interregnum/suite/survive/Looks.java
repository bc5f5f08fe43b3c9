package io.interregnum.suite.survive;

import io.interregnum.cluster.NodeId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What shells in the nodes' networks saw after the kill. Judging it is a pure function.
 *
 * @param ways each way that was tried, in order
 * @param listening what was seen to listen on each node, by that node itself, in the order of time; a node that is missing
 *     here was not looked at
 * @param left lines of rules and traffic control that were there when the last planned end was over
 * @param unseen what could not be looked at though it was there, and why
 */
record Looks(List<Tried> ways, Map<NodeId, List<Listening>> listening, List<String> left, List<String> unseen) {
    /** By how much later than planned a way may be found open: the next look, and a busy machine. */
    static final Duration ALLOWED = Duration.ofSeconds(2);
    /** Between two looks at what listens, with the time that a busy machine adds. */
    private static final Duration LISTENING_GAP = Duration.ofSeconds(1);

    Looks {
        ways = List.copyOf(ways);
        listening = new TreeMap<>(listening);
        left = List.copyOf(left);
        unseen = List.copyOf(unseen);
    }

    /**
     * One way, tried until it was open and once more at the end.
     *
     * @param first when it was tried first
     * @param wasOpen whether it was open then
     * @param silent whether that first attempt got no answer at all
     * @param open when it was found open; empty when it was not until the last look
     * @param last when it was tried last
     * @param isOpen whether one of several attempts then was answered by a connection
     */
    record Tried(
            Way way,
            Instant first,
            boolean wasOpen,
            boolean silent,
            Optional<Instant> open,
            Instant last,
            boolean isOpen) {}

    /**
     * What listens on a node, and has room for another connection, from a moment until the next of that node.
     *
     * @param ports in no order that means something
     */
    record Listening(Instant from, List<Integer> ports) {
        Listening {
            ports = List.copyOf(ports);
        }
    }

    /** How many links, one direction each, had a way that was silent at first. */
    long silentLinks() {
        return ways.stream()
                .filter(Tried::silent)
                .map(tried -> tried.way().from() + "->" + tried.way().to())
                .distinct()
                .count();
    }

    /** When the last of those was found open; empty when there were none, or none was. */
    Optional<Instant> lastOpened() {
        return ways.stream()
                .filter(Tried::silent)
                .flatMap(tried -> tried.open().stream())
                .max(Instant::compareTo);
    }

    /**
     * What is not as it should be: each way must be open by the planned end of what was done to it, and at the end, if
     * somebody listens there; nothing that damages links may be left; and whoever is there must have been looked at.
     */
    List<String> wrong(Instant killed, Dues dues) {
        List<String> wrong = new ArrayList<>(unseen);
        for (Tried tried : ways) {
            Duration planned = dues.of(tried.way());
            late(tried, killed, planned).ifPresent(wrong::add);
            if (!tried.isOpen() && listens(tried.way(), tried.last())) {
                wrong.add("link " + tried.way() + " is shut at the end, "
                        + Duration.between(killed, tried.last()).toMillis() + " ms after the kill, though "
                        + tried.way().to() + " listens there; planned to end within " + planned.toMillis() + " ms");
            }
        }
        left.forEach(line -> wrong.add("after the last planned end: " + line));
        return wrong;
    }

    private Optional<String> late(Tried tried, Instant killed, Duration planned) {
        Instant due = killed.plus(planned);
        Instant limit = (due.isAfter(tried.first()) ? due : tried.first()).plus(ALLOWED);
        boolean inTime = tried.wasOpen()
                || tried.open().filter(open -> !open.isAfter(limit)).isPresent();
        if (inTime || limit.isAfter(tried.last()) || !listens(tried.way(), limit)) {
            return Optional.empty();
        }
        return Optional.of("link " + tried.way() + " is shut "
                + Duration.between(killed, limit).toMillis() + " ms after the kill, planned to end within "
                + planned.toMillis() + " ms"
                + tried.open()
                        .map(open ->
                                "; it opened " + Duration.between(killed, open).toMillis() + " ms after the kill")
                        .orElse(""));
    }

    /** Whether somebody listened there all the time around a moment. */
    private boolean listens(Way way, Instant when) {
        List<Listening> all = listening.getOrDefault(way.to(), List.of());
        boolean before = false;
        for (Listening each : all) {
            if (each.from().isBefore(when.minus(LISTENING_GAP))) {
                before = each.ports().contains(way.port());
            } else if (each.from().isBefore(when.plus(LISTENING_GAP))
                    && !each.ports().contains(way.port())) {
                return false;
            }
        }
        return before;
    }
}
