package io.interregnum.check;

import io.interregnum.history.ElectionFact;
import io.interregnum.history.Event;
import io.interregnum.history.History;
import io.interregnum.history.NodeEvent;
import io.interregnum.history.Operation;
import io.interregnum.history.ProbeAnswer;
import io.interregnum.history.Processes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A time in which a node ran, was not frozen, was probed, and nothing is known of what it claimed: from one answer to a
 * probe to the next, or from the beginning or to the end of all probing. A refused probe counts as an answer, since
 * nobody listened.
 *
 * <p>A process that starts answers late and haltingly on a busy machine, and nothing else is to be expected of it. So what
 * goes before the first answer of a life is not counted, unless it never gave one; nor what goes before ZooKeeper first
 * shows an election node of that life, if every answer until then was that it does not lead: whoever is not in line is
 * not elected. This can hide that it led meanwhile. Nor is what goes before the first fault counted, since bounds are about
 * leaders that a fault deposed; this can hide the same. Ends of processes are noticed late, by which a silence looks too
 * long; this can call a run unknown that is not.
 *
 * @param node that was silent
 * @param span when
 */
record Silence(String node, Span span) {

    /** The longest silence of a node; empty when it was never silent, or nobody was probed. */
    static Optional<Silence> longest(History history, String node) {
        List<Long> answered = new ArrayList<>();
        long firstNanos = Long.MAX_VALUE;
        long lastNanos = 0;
        for (Operation operation : history.operations()) {
            if (Processes.isProbe(operation.invoke().process())) {
                firstNanos = Math.min(firstNanos, operation.invokedNanos());
                lastNanos = Math.max(
                        lastNanos, operation.completion().map(Event::timeNanos).orElse(operation.invokedNanos()));
                if (operation.invoke().process().equals(Processes.probeOf(node)) && isAnswered(operation)) {
                    answered.add(operation.completedNanos());
                }
            }
        }
        answered.add(lastNanos);
        List<Span> standstill = new ArrayList<>(Standstill.frozen(history, node));
        standstill.addAll(Standstill.dead(history, node));
        standstill.addAll(starting(history, node));
        standstill.addAll(Standstill.beforeFaults(history));
        List<Span> silences = new ArrayList<>();
        long sinceNanos = firstNanos;
        for (long nanos : answered) {
            silences.addAll(new Span(sinceNanos, nanos).without(standstill));
            sinceNanos = nanos;
        }
        return silences.stream().max(Comparator.comparingLong(Span::nanos)).map(span -> new Silence(node, span));
    }

    /** From each start that was seen to the first answer of that life, or as long as it answers no and is not in line. */
    private static List<Span> starting(History history, String node) {
        List<Span> starting = new ArrayList<>();
        Optional<Event> started = Optional.empty();
        for (Event event : history.events()) {
            if (NodeEvent.node(event).filter(node::equals).isPresent()) {
                started = Optional.of(event).filter(own -> own.f().equals(NodeEvent.STARTING));
            } else if (started.isPresent() && answer(event, node).isPresent()) {
                long startedNanos = started.get().timeNanos();
                starting.add(new Span(
                        startedNanos,
                        Math.max(event.timeNanos(), lastNoBeforeJoiningNanos(history, node, startedNanos))));
                started = Optional.empty();
            }
        }
        return starting;
    }

    private static Optional<ProbeAnswer> answer(Event event, String node) {
        return event.process().equals(Processes.probeOf(node)) ? ProbeAnswer.of(event) : Optional.empty();
    }

    /** The last no of a life before it was in line, which it came to be; 0 when it said yes before, or was never seen there. */
    private static long lastNoBeforeJoiningNanos(History history, String node, long startedNanos) {
        OptionalLong joinedNanos = history.of(Processes.OBSERVER).stream()
                .filter(event -> event.timeNanos() > startedNanos)
                .flatMap(event -> ElectionFact.of(event).stream())
                .filter(fact -> fact.kind() == ElectionFact.Kind.ELECTION_NODE_CREATED
                        && fact.node().equals(node))
                .mapToLong(ElectionFact::notBeforeNanos)
                .findFirst();
        if (joinedNanos.isEmpty()) {
            return 0;
        }
        long lastNanos = 0;
        for (Event event : history.of(Processes.probeOf(node))) {
            Optional<ProbeAnswer> answer = answer(event, node);
            boolean inTime = event.timeNanos() > startedNanos && event.timeNanos() <= joinedNanos.getAsLong();
            if (inTime && answer.isPresent()) {
                if (answer.get().claims()) {
                    return 0;
                }
                lastNanos = event.timeNanos();
            }
        }
        return lastNanos;
    }

    private static boolean isAnswered(Operation probe) {
        return probe.outcome() == Event.Type.FAIL
                || probe.completion().flatMap(ProbeAnswer::of).isPresent();
    }

    /** Such as {@code master-1 from 1.200 s to 3.400 s}. */
    String words() {
        return node + " from " + Words.seconds(span.fromNanos()) + " to " + Words.seconds(span.toNanos());
    }
}
