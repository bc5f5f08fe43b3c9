package io.interregnum.cluster.link;

import io.interregnum.cluster.link.CutTable.Armed;
import io.interregnum.cluster.link.CutTable.Element;
import io.interregnum.history.RunClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who wants which element of the rules to be there, and until when: what two faults have cut opens when the last of them
 * is healed or over. For one thread at a time.
 */
public final class Claims {
    private final RunClock clock;
    private final Map<Object, Claim> byOwner = new LinkedHashMap<>();

    private record Claim(Set<Element> elements, long endNanos) {}

    /** @param clock by which claims end */
    public Claims(RunClock clock) {
        this.clock = clock;
    }

    /**
     * What to do with rules.
     *
     * @param in to be there, with their timers from now
     * @param out not to be there
     */
    public record Change(List<Armed> in, List<Element> out) {
        public Change {
            in = List.copyOf(in);
            out = List.copyOf(out);
        }
    }

    /**
     * Notes that an owner wants elements until {@code plannedEnd} is over, instead of what it wanted before.
     *
     * @param owner equal for the same owner
     */
    public Change claim(Object owner, Collection<Element> elements, Duration plannedEnd) {
        Map<Element, Long> before = ends(elements);
        byOwner.put(owner, new Claim(Set.copyOf(elements), clock.nanos() + plannedEnd.toNanos()));
        return change(elements, before);
    }

    /** Notes that an owner wants nothing any more. */
    public Change release(Object owner, Collection<Element> elements) {
        Map<Element, Long> before = ends(elements);
        byOwner.remove(owner);
        return change(elements, before);
    }

    /** Whether nobody wants anything. */
    public boolean isEmpty() {
        return byOwner.values().stream().allMatch(claim -> claim.endNanos() <= clock.nanos());
    }

    private Change change(Collection<Element> elements, Map<Element, Long> before) {
        Map<Element, Long> after = ends(elements);
        List<Armed> in = new ArrayList<>();
        List<Element> out = new ArrayList<>();
        for (Element element : elements) {
            Long end = after.get(element);
            if (end == null) {
                out.add(element);
            } else if (!end.equals(before.get(element))) {
                // What others want until then anyway is left alone, and its counter with it.
                in.add(new Armed(element, (end - clock.nanos()) / 1_000_000));
            }
        }
        return new Change(in, out);
    }

    /** Until when elements are wanted, in nanoseconds of the clock; those that nobody wants are left out. */
    private Map<Element, Long> ends(Collection<Element> elements) {
        byOwner.values().removeIf(claim -> claim.endNanos() <= clock.nanos());
        Map<Element, Long> ends = new HashMap<>(); // asked for by key only
        for (Claim claim : byOwner.values()) {
            elements.stream()
                    .filter(claim.elements()::contains)
                    .forEach(element -> ends.merge(element, claim.endNanos(), Math::max));
        }
        return ends;
    }
}
