package io.interregnum.report;

import io.interregnum.history.Event;
import io.interregnum.history.FaultEvent;
import io.interregnum.history.History;
import io.interregnum.history.NodeEvent;
import io.interregnum.history.Operation;
import io.interregnum.history.ProbeAnswer;
import io.interregnum.history.Processes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;

/**
 * A time during which a master said that it leads, as drawn on the timeline. Joins the yes-answers of one epoch and
 * incarnation as section 4 of the design defines claims; for pictures only, verdicts come from the checkers.
 *
 * @param epoch that it claimed; empty where it names none
 * @param possible from the last answer that said otherwise, as it was asked, to the next, as it was received
 * @param certain when it held for sure, in order; within {@code possible}; empty after a single answer
 */
record Claim(String node, OptionalLong epoch, Span possible, List<Span> certain) {
    private static final int SILENT_INTERVALS_MAX = 3;

    Claim {
        certain = List.copyOf(certain);
    }

    /** The claims of one master, in order. */
    static List<Claim> of(History history, String node, long probeIntervalNanos, long endNanos) {
        Joiner joiner = new Joiner(node, SILENT_INTERVALS_MAX * probeIntervalNanos, hurt(history, node, endNanos));
        List<Moment> moments = new ArrayList<>();
        for (Operation probe : new History(history.of(Processes.probeOf(node))).operations()) {
            probe.completion()
                    .flatMap(ProbeAnswer::of)
                    .ifPresent(answer ->
                            moments.add(new Moment(probe.completedNanos(), probe.invokedNanos(), answer, false)));
        }
        for (Event event : history.events()) {
            if (NodeEvent.node(event).filter(node::equals).isPresent()) {
                ProbeAnswer nothing = new ProbeAnswer(false, OptionalLong.empty(), "", "");
                moments.add(new Moment(event.timeNanos(), event.timeNanos(), nothing, true));
            }
        }
        moments.sort(Comparator.comparingLong(Moment::toNanos));
        moments.forEach(joiner::add);
        joiner.close(endNanos);
        return List.copyOf(joiner.claims);
    }

    /** When the node was frozen or dead by a fault, at most. */
    private static List<Span> hurt(History history, String node, long endNanos) {
        return FaultSpan.of(history).stream()
                .filter(fault -> fault.targets().contains(node))
                .filter(fault -> fault.harm() == FaultEvent.Harm.FROZEN || fault.harm() == FaultEvent.Harm.DEAD)
                .map(fault -> new Span(fault.fromNanos(), Math.max(fault.fromNanos(), fault.toNanos(endNanos))))
                .toList();
    }

    /** An answer, or the begin or end of a process, which says that it did not claim. */
    private record Moment(long toNanos, long fromNanos, ProbeAnswer answer, boolean ofProcess) {}

    private static final class Joiner {
        private final String node;
        private final long silenceNanosMax;
        private final List<Span> hurt;
        private final List<Claim> claims = new ArrayList<>();
        private final List<Span> asked = new ArrayList<>(); // the yes-answers of the open claim
        private ProbeAnswer open = new ProbeAnswer(false, OptionalLong.empty(), "", "");
        private long possibleFromNanos;

        private Joiner(String node, long silenceNanosMax, List<Span> hurt) {
            this.node = node;
            this.silenceNanosMax = silenceNanosMax;
            this.hurt = hurt;
        }

        private void add(Moment moment) {
            ProbeAnswer answer = moment.answer();
            boolean same = answer.claims()
                    && open.claims()
                    && answer.epoch().equals(open.epoch())
                    && answer.incarnation().equals(open.incarnation());
            if (!same) {
                long nextFromNanos = asked.isEmpty()
                        ? possibleFromNanos
                        : asked.get(asked.size() - 1).fromNanos();
                close(moment.toNanos());
                possibleFromNanos = answer.claims() ? nextFromNanos : moment.fromNanos();
                open = answer;
            }
            if (answer.claims()) {
                asked.add(new Span(moment.fromNanos(), moment.toNanos()));
            }
        }

        private void close(long toNanos) {
            if (!asked.isEmpty()) {
                long last = Math.max(toNanos, asked.get(asked.size() - 1).toNanos());
                claims.add(new Claim(node, open.epoch(), new Span(possibleFromNanos, last), certain()));
                asked.clear();
            }
        }

        private List<Span> certain() {
            List<Span> certain = new ArrayList<>();
            long from = asked.get(0).toNanos();
            for (int i = 1; i <= asked.size(); i++) {
                long lastSent = asked.get(i - 1).fromNanos();
                if (i == asked.size()
                        || asked.get(i).fromNanos() - asked.get(i - 1).toNanos() > silenceNanosMax) {
                    if (lastSent > from) {
                        certain.addAll(without(new Span(from, lastSent), hurt));
                    }
                    from = i == asked.size() ? from : asked.get(i).toNanos();
                }
            }
            return certain;
        }

        private static List<Span> without(Span whole, List<Span> holes) {
            List<Span> rest = List.of(whole);
            for (Span hole : holes) {
                List<Span> next = new ArrayList<>();
                for (Span span : rest) {
                    if (hole.toNanos() <= span.fromNanos() || hole.fromNanos() >= span.toNanos()) {
                        next.add(span);
                        continue;
                    }
                    if (hole.fromNanos() > span.fromNanos()) {
                        next.add(new Span(span.fromNanos(), hole.fromNanos()));
                    }
                    if (hole.toNanos() < span.toNanos()) {
                        next.add(new Span(hole.toNanos(), span.toNanos()));
                    }
                }
                rest = next;
            }
            return rest;
        }
    }
}
