package io.interregnum.check.linear;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A history of a set, in numbers. Operation {@code i} is the i-th of {@link #stamps}. */
final class ElementHistory {

    /** What an operation does about its element. */
    enum Role {
        /** Makes it what it was not at first. */
        FLIP,
        /** Makes it what it was at first. */
        BACK,
        /** Found it as it was not at first. */
        FOUND_FLIPPED,
        /** Found it as it was at first. */
        FOUND_AS_AT_FIRST,
        /** Nothing that is known. */
        NOTHING
    }

    private final Stamps stamps;
    private final ValueNumbers elements = new ValueNumbers();
    private final int initialCount;
    private final int[] element;
    private final Role[] roles;

    private ElementHistory(Stamps stamps, Collection<?> initial) {
        this.stamps = stamps;
        this.element = new int[stamps.count()];
        this.roles = new Role[stamps.count()];
        for (Object one : initial) {
            elements.of(0, one);
        }
        this.initialCount = elements.count();
    }

    /** Of a set that has {@code initial}; empty if an operation is not one about an element of a set. */
    static Optional<ElementHistory> of(List<LinearOperation> operations, Collection<?> initial, Budget budget) {
        ElementHistory history = new ElementHistory(Stamps.of(operations, 0, budget), initial);
        for (int i = 0; i < history.roles.length; i++) {
            budget.demand(i);
            LinearOperation operation = history.stamps.operation(i);
            boolean known = switch (operation.f()) {
                case "add" -> history.change(i, operation.value(), true);
                case "remove" -> history.change(i, operation.value(), false);
                case "contains" -> history.look(i, operation.value());
                default -> false;
            };
            if (!known) {
                return Optional.empty();
            }
        }
        return Optional.of(history);
    }

    private boolean change(int operation, @Nullable Object value, boolean in) {
        element[operation] = elements.of(0, value);
        roles[operation] = in == isAtFirst(element[operation]) ? Role.BACK : Role.FLIP;
        return value != null;
    }

    private boolean look(int operation, @Nullable Object value) {
        if (!(value instanceof List<?> answer) || answer.size() != 2 || answer.get(0) == null) {
            return false;
        }
        element[operation] = elements.of(0, answer.get(0));
        if (stamps.ends()[operation] == Stamps.NEVER) {
            roles[operation] = Role.NOTHING;
            return true;
        }
        if (!(answer.get(1) instanceof Boolean in)) {
            return false;
        }
        roles[operation] = in == isAtFirst(element[operation]) ? Role.FOUND_AS_AT_FIRST : Role.FOUND_FLIPPED;
        return true;
    }

    private boolean isAtFirst(int number) {
        return number < initialCount;
    }

    Stamps stamps() {
        return stamps;
    }

    /** The number of the element that it is about. */
    int element(int operation) {
        return element[operation];
    }

    Role role(int operation) {
        return roles[operation];
    }

    int elementCount() {
        return elements.count();
    }
}
