package io.interregnum.check.linear;

import io.interregnum.check.linear.ElementHistory.Role;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.IntPredicate;

/**
 * Names the operations that {@link ElementZones} found to clash. O(n). One thread.
 *
 * <p>They are about one element. Answers may be left out of a linearization; a back may, if no answer that found the
 * element as at first stays; a flip may, if no answer that found it flipped stays.
 */
final class ElementClash {
    private static final int NONE = ElementZones.NONE;

    private final ElementHistory history;
    private final ElementZones zones;
    private final NavigableSet<Integer> part = new TreeSet<>();

    ElementClash(ElementHistory history, ElementZones zones) {
        this.history = history;
        this.zones = zones;
    }

    /** The operations. */
    UniqueDecision.Clash part(int element) {
        Stamps stamps = history.stamps();
        int flip = zones.flip(element);
        int flippedBy = zones.flippedBy(element);
        addFirst(i -> is(i, element) && zones.isFlipped(i) && (flip == NONE || stamps.ends()[i] == flippedBy));
        if (flip != NONE) {
            part.add(flip);
        }
        if (flip != NONE && stamps.begins()[flip] <= flippedBy) {
            addLast(i -> is(i, element) && zones.isFlipped(i));
            addLast(i -> is(i, element) && zones.isOutside(i));
            addFirst(i -> is(i, element) && zones.isWithin(i));
            for (int i = 0; i < zones.count(); i++) {
                if (is(i, element) && history.role(i) == Role.BACK) {
                    part.add(i);
                }
            }
        }
        return new UniqueDecision.Clash(
                part.stream().map(stamps::operation).toList(),
                part.stream()
                        .map(operation -> stamps.operation(operation, zones.until()))
                        .toList());
    }

    private boolean is(int operation, int element) {
        return history.element(operation) == element;
    }

    private void addFirst(IntPredicate wanted) {
        for (int i = 0; i < zones.count(); i++) {
            if (wanted.test(i)) {
                part.add(i);
                return;
            }
        }
    }

    private void addLast(IntPredicate wanted) {
        for (int i = zones.count() - 1; i >= 0; i--) {
            if (wanted.test(i)) {
                part.add(i);
                return;
            }
        }
    }
}
