package io.interregnum.check;

import io.interregnum.history.Event;
import io.interregnum.history.FaultEvent.Harm;
import io.interregnum.history.FaultEvent.Stage;
import io.interregnum.history.FaultStep;
import io.interregnum.history.History;
import io.interregnum.history.LedgerEntry;
import io.interregnum.history.NodeEvent;
import io.interregnum.history.Processes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What may have come from outside: faults, and times in which the machine stood still. A fault is taken to be at work from
 * its request until it was seen to be healed, or for ever, proven or not; one that names no target may have hit anybody. So
 * this errs towards disturbance, which can hide a violation, not invent one.
 */
final class Disturbances {
    private final List<Work> works = new ArrayList<>();
    private final Set<String> known; // nodes that run no ZooKeeper server; asked for membership only
    private final long[] eventNanos; // of what was recorded live, ascending
    private final Map<String, List<Event>> nodeEvents = new HashMap<>(); // by node, in order; order is never read
    private final Optional<Event> lastHeal;
    private final long endNanos;

    private record Work(FaultStep step, Set<String> targets, Set<Harm> harms, long fromNanos, long toNanos) {}

    Disturbances(History history, Expectations expectations) {
        this.known = new HashSet<>(expectations.masters());
        known.addAll(expectations.clients());
        expectations.agents().ifPresent(agents -> known.addAll(agents.names()));
        List<FaultStep> steps = FaultStep.of(history);
        steps.stream()
                .filter(step -> step.at(Stage.REQUESTED).isPresent())
                .map(Disturbances::work)
                .forEach(works::add);
        this.lastHeal = FaultStep.last(steps, Stage.HEALED);
        long[] nanos = new long[history.events().size()];
        int count = 0;
        long stopNanos = Long.MAX_VALUE;
        for (Event event : history.events()) {
            if (LedgerEntry.of(event).isPresent() || LedgerEntry.damage(event).isPresent()) {
                known.add(event.process());
                continue;
            }
            nanos[count++] = event.timeNanos();
            NodeEvent.node(event)
                    .ifPresent(node -> nodeEvents
                            .computeIfAbsent(node, name -> new ArrayList<>())
                            .add(event));
            boolean stop = event.process().equals(Processes.RUNNER)
                    && event.f().equals("phase")
                    && "stop".equals(event.value());
            stopNanos = stop ? Math.min(stopNanos, event.timeNanos()) : stopNanos;
        }
        this.eventNanos = Arrays.copyOf(nanos, count);
        Arrays.sort(eventNanos);
        this.endNanos = Math.min(stopNanos, count == 0 ? 0 : eventNanos[count - 1]);
    }

    private static Work work(FaultStep step) {
        Set<String> targets = new HashSet<>();
        Set<Harm> harms = new HashSet<>();
        step.stages().forEach(told -> {
            targets.addAll(told.fault().targets());
            harms.add(told.fault().harm());
        });
        long toNanos = step.isHealed() ? step.at(Stage.HEALED).orElseThrow().timeNanos() : Long.MAX_VALUE;
        return new Work(
                step, targets, harms, step.at(Stage.REQUESTED).orElseThrow().timeNanos(), toNanos);
    }

    /** When the nodes began to be stopped, or the last event that was recorded live. */
    long endNanos() {
        return endNanos;
    }

    /** The last event that says that a fault was seen to be healed. */
    Optional<Event> lastHeal() {
        return lastHeal;
    }

    /** True when nobody knows whether some fault has ended. */
    boolean mayBeLeft() {
        return works.stream().anyMatch(work -> work.step().mayBeLeft());
    }

    /** The fault that was at work at that moment, or else the first one after it; empty where there was neither. */
    Optional<FaultStep> atOrAfter(long nanos) {
        return works.stream()
                .filter(work -> work.toNanos() >= nanos)
                .findFirst()
                .map(Work::step);
    }

    /**
     * True when a fault on one of {@code nodes}, on a ZooKeeper server or on nobody knows whom was at work in that time, or
     * was healed less than {@code aftermathNanos} before it.
     */
    boolean touched(Collection<String> nodes, long fromNanos, long toNanos, long aftermathNanos) {
        return works.stream()
                .filter(work -> work.targets().isEmpty()
                        || work.targets().stream().anyMatch(target -> nodes.contains(target) || isServer(target)))
                .anyMatch(work -> overlaps(work, fromNanos, toNanos, aftermathNanos));
    }

    /** True when a fault on one of these very nodes was at work in that time, or healed shortly before it. */
    boolean touchedOnly(Collection<String> nodes, long fromNanos, long toNanos, long aftermathNanos) {
        return works.stream()
                .filter(work ->
                        work.targets().isEmpty() || work.targets().stream().anyMatch(nodes::contains))
                .anyMatch(work -> overlaps(work, fromNanos, toNanos, aftermathNanos));
    }

    /** True when any fault was at work in that time, or healed less than {@code aftermathNanos} before it. */
    boolean any(long fromNanos, long toNanos, long aftermathNanos) {
        return works.stream().anyMatch(work -> overlaps(work, fromNanos, toNanos, aftermathNanos));
    }

    private boolean isServer(String target) {
        return !known.contains(target);
    }

    private static boolean overlaps(Work work, long fromNanos, long toNanos, long aftermathNanos) {
        long overNanos = work.toNanos() == Long.MAX_VALUE ? Long.MAX_VALUE : work.toNanos() + aftermathNanos;
        return work.fromNanos() <= toNanos && overNanos >= fromNanos;
    }

    /**
     * When it cannot be held against the masters that none of them leads: while a fault is at work that may keep a
     * majority of them or ZooKeeper from electing, and {@code aftermathNanos} longer. A fault that kills, freezes or cuts
     * fewer masters does so only until {@code aftermathNanos} after its request.
     */
    List<Span> withoutMajority(List<String> masters, long aftermathNanos) {
        List<Span> spans = new ArrayList<>();
        for (Work work : works) {
            long beginNanos = work.fromNanos();
            boolean spares = !work.targets().isEmpty()
                    && work.targets().stream().noneMatch(this::isServer)
                    && work.harms().stream().noneMatch(harm -> harm == Harm.OTHER)
                    && hurt(masters, work) * 2 < masters.size();
            long overNanos = work.toNanos() == Long.MAX_VALUE ? Long.MAX_VALUE : work.toNanos() + aftermathNanos;
            spans.add(new Span(beginNanos, spares ? Math.min(overNanos, beginNanos + aftermathNanos) : overNanos));
        }
        return spans;
    }

    /** How many masters are hurt by this fault, together with those that are at work at some time of it. */
    private long hurt(List<String> masters, Work work) {
        return masters.stream()
                .filter(master -> works.stream()
                        .filter(other -> overlaps(other, work.fromNanos(), work.toNanos(), 0))
                        .anyMatch(other -> other.targets().contains(master)))
                .count();
    }

    /** True when the end of a process of this node was noticed in that time. */
    boolean ended(String node, long fromNanos, long toNanos) {
        return nodeEvents.getOrDefault(node, List.of()).stream()
                .filter(event -> event.f().equals(NodeEvent.EXITED))
                .anyMatch(event -> event.timeNanos() >= fromNanos && event.timeNanos() <= toNanos);
    }

    /** The last start or end of a process of this node before the nodes were stopped; empty where there was none. */
    Optional<Event> lastNodeEvent(String node) {
        return nodeEvents.getOrDefault(node, List.of()).stream()
                .filter(event -> event.timeNanos() <= endNanos)
                .reduce((first, second) -> second);
    }

    /** When the first end of a process of this node after that moment was noticed; empty when there was none. */
    OptionalLong endedAfterNanos(String node, long nanos) {
        return nodeEvents.getOrDefault(node, List.of()).stream()
                .filter(event -> event.f().equals(NodeEvent.EXITED) && event.timeNanos() >= nanos)
                .mapToLong(Event::timeNanos)
                .min();
    }

    /** Times in which nothing at all was recorded for longer than that, in order. */
    List<Span> standstills(long gapNanosMax) {
        List<Span> spans = new ArrayList<>();
        for (int i = 1; i < eventNanos.length; i++) {
            if (eventNanos[i] - eventNanos[i - 1] > gapNanosMax) {
                spans.add(new Span(eventNanos[i - 1], eventNanos[i]));
            }
        }
        return spans;
    }

    /** True when nothing at all was recorded for longer than {@code gapNanosMax} somewhere in that time. */
    boolean stoodStill(long fromNanos, long toNanos, long gapNanosMax) {
        int at = Arrays.binarySearch(eventNanos, fromNanos);
        int next = at < 0 ? -at - 1 : at;
        long beforeNanos = next > 0 ? eventNanos[next - 1] : fromNanos;
        while (next < eventNanos.length && beforeNanos < toNanos) {
            if (eventNanos[next] - beforeNanos > gapNanosMax) {
                return true;
            }
            beforeNanos = eventNanos[next++];
        }
        return false;
    }
}
