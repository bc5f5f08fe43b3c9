package io.interregnum.check;

import io.interregnum.history.Event;
import io.interregnum.history.History;
import io.interregnum.history.NodeEvent;
import io.interregnum.history.Operation;
import io.interregnum.history.ProbeAnswer;
import io.interregnum.history.Processes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Turns answers to probes into claims to lead.
 *
 * <p>A claim joins successive yes-answers of one node, epoch and incarnation. It <em>certainly</em> held from the first
 * one's <em>receipt</em> to the last one's <em>sending</em>: the node said yes at some moment before the one and after
 * the other. It is not taken to have held, and so falls into pieces, where the node was frozen by a fault, refused a
 * probe, or gave no answer for more than {@link #UNANSWERED_INTERVALS_MAX} probe intervals: it may have been stopped
 * or have changed its mind twice. It <em>possibly</em> held from the sending of the last other answer before to the
 * receipt of the next other answer after; without one, from the start of its process to its end, or for as long as the
 * history. A probe without an answer says nothing, and neither does a refused one, except that nobody listened.
 *
 * <p>Certain claims err on the short side, possible ones on the long side: this can hide an overlap of the certain
 * ones, never invent one.
 */
public final class Claims {
    /** A node that was silent for more than this many probe intervals is not taken to have claimed meanwhile. */
    static final int UNANSWERED_INTERVALS_MAX = 3;

    private final String node;
    private final long silenceNanosMax;
    private final long endNanos;
    private final List<Event> nodeEvents;
    private final List<Span> frozen;
    private final List<Claim> claims = new ArrayList<>();
    private final List<Statement> open = new ArrayList<>(); // yes-answers of the claim that is being gathered
    private final List<Boolean> torn = new ArrayList<>(); // whether a refusal lies between an answer and the one before
    private long openFromNanos;

    private record Statement(Event sent, Event received, ProbeAnswer answer) {
        boolean agreesWith(Statement other) {
            return answer.claims() == other.answer.claims()
                    && answer.epoch().equals(other.answer.epoch())
                    && answer.incarnation().equals(other.answer.incarnation());
        }
    }

    private Claims(String node, History history, Duration probeInterval) {
        this.node = node;
        this.silenceNanosMax = UNANSWERED_INTERVALS_MAX * probeInterval.toNanos();
        List<Event> events = history.events();
        this.endNanos = events.isEmpty() ? 0 : events.get(events.size() - 1).timeNanos();
        this.nodeEvents = events.stream()
                .filter(event -> NodeEvent.node(event).filter(node::equals).isPresent())
                .toList();
        this.frozen = Standstill.frozen(history, node);
    }

    /**
     * All claims of a history.
     *
     * @param probeInterval planned time between two probes of one node
     * @return in the order of their first answers
     */
    public static List<Claim> of(History history, Duration probeInterval) {
        Map<String, List<Operation>> probes = new TreeMap<>();
        for (Operation operation : history.operations()) {
            String process = operation.invoke().process();
            if (Processes.isProbe(process)) {
                probes.computeIfAbsent(Processes.nodeOfProbe(process), node -> new ArrayList<>())
                        .add(operation);
            }
        }
        List<Claim> all = new ArrayList<>();
        probes.forEach((node, asked) -> all.addAll(new Claims(node, history, probeInterval).gather(asked)));
        all.sort((left, right) -> Long.compare(left.firstEvent(), right.firstEvent()));
        return List.copyOf(all);
    }

    private List<Claim> gather(List<Operation> probes) {
        long otherwiseNanos = 0; // the last moment at which it may not have claimed what is open
        boolean refused = false;
        for (Operation probe : probes) {
            if (probe.completion().isEmpty()) {
                continue;
            }
            Event received = probe.completion().get();
            refused |= received.type() == Event.Type.FAIL;
            if (ProbeAnswer.of(received).isEmpty()) {
                continue;
            }
            Statement now = new Statement(
                    probe.invoke(), received, ProbeAnswer.of(received).get());
            if (!open.isEmpty() && !joins(now)) {
                otherwiseNanos = last().sent().timeNanos();
                close(received.timeNanos());
            }
            if (!now.answer().claims()) {
                otherwiseNanos = now.sent().timeNanos();
            } else {
                if (open.isEmpty()) {
                    openFromNanos = Math.max(otherwiseNanos, startedNanos(received.index()));
                }
                open.add(now);
                torn.add(refused);
            }
            refused = false;
        }
        if (!open.isEmpty()) {
            close(endNanos);
        }
        return claims;
    }

    private Statement last() {
        return open.get(open.size() - 1);
    }

    private boolean joins(Statement next) {
        return last().agreesWith(next)
                && nodeEvents.stream()
                        .noneMatch(event -> event.index() > last().sent().index()
                                && event.index() < next.received().index());
    }

    private long startedNanos(long beforeIndex) {
        return nodeEvents.stream()
                .filter(event -> event.f().equals(NodeEvent.STARTING) && event.index() < beforeIndex)
                .mapToLong(Event::timeNanos)
                .max()
                .orElse(0);
    }

    private long endedNanos(long afterIndex) {
        return nodeEvents.stream()
                .filter(event -> event.index() > afterIndex)
                .mapToLong(Event::timeNanos)
                .min()
                .orElse(endNanos);
    }

    private void close(long otherwiseNanos) {
        Statement first = open.get(0);
        long toNanos = Math.min(otherwiseNanos, endedNanos(last().sent().index()));
        claims.add(new Claim(
                node,
                first.answer().epoch(),
                first.answer().incarnation(),
                pieces(),
                openFromNanos,
                toNanos,
                first.received().index(),
                first.received().timeNanos()));
        open.clear();
        torn.clear();
    }

    private List<Claim.Piece> pieces() {
        List<Claim.Piece> pieces = new ArrayList<>();
        int begin = 0;
        for (int i = 1; i <= open.size(); i++) {
            if (i == open.size() || torn.get(i) || isSilent(open.get(i - 1), open.get(i))) {
                addPiece(pieces, open.get(begin), open.get(i - 1));
                begin = i;
            }
        }
        return pieces;
    }

    private boolean isSilent(Statement before, Statement after) {
        return after.received().timeNanos() - before.received().timeNanos() > silenceNanosMax;
    }

    private void addPiece(List<Claim.Piece> pieces, Statement first, Statement last) {
        List<Long> events = List.of(
                first.received().index(), last.sent().index(), last.received().index());
        new Span(first.received().timeNanos(), last.sent().timeNanos())
                .without(frozen)
                .forEach(time -> pieces.add(new Claim.Piece(time.fromNanos(), time.toNanos(), events)));
    }
}
