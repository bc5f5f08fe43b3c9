package io.interregnum.check.linear;

import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** A set. Where values are unique, each element is added once and nobody reads the whole. */
final class RandomSet implements RandomObject {
    private final RandomDice dice;
    private final int sizeMax;
    private final Set<Long> elements = new LinkedHashSet<>(); // the oldest first

    RandomSet(RandomDice dice, int clients) {
        this.dice = dice;
        this.sizeMax = 2 * clients + 4;
    }

    @Override
    public Request ask(int client) {
        if (elements.size() >= sizeMax && dice.percent(60)) {
            return new Request(client, "remove", oldest());
        }
        int luck = dice.below(100);
        if (luck < 40) {
            return new Request(client, "add", dice.value());
        }
        if (luck < 60) {
            return new Request(client, "remove", dice.percent(50) && !elements.isEmpty() ? oldest() : dice.someValue());
        }
        return luck < 80 || dice.valuesAreUnique()
                ? new Request(client, "contains", Collections.unmodifiableList(Arrays.asList(dice.someValue(), null)))
                : new Request(client, "read", null);
    }

    private Long oldest() {
        Iterator<Long> iterator = elements.iterator();
        return iterator.next();
    }

    @Override
    public Answer apply(Request request) {
        Object value = request.value();
        switch (request.f()) {
            case "add" -> elements.add((Long) Objects.requireNonNull(value));
            case "remove" -> elements.remove((Long) Objects.requireNonNull(value));
            case "contains" -> {
                Object element = ((List<?>) Objects.requireNonNull(value)).get(0);
                return Answer.of(List.of(element, elements.contains((Long) element)));
            }
            default -> {
                return Answer.of(List.copyOf(new TreeSet<>(elements)));
            }
        }
        return Answer.of(value);
    }

    /** An element that is said to be absent after it was added, though nobody else has heard of it. */
    @Override
    public List<Told> lie() {
        Long element = dice.freshValue();
        elements.add(element);
        List<Object> asked = Collections.unmodifiableList(Arrays.asList(element, null));
        return List.of(
                new Told(new Request(0, "add", element), element),
                new Told(new Request(1, "contains", asked), List.of(element, false)));
    }
}
