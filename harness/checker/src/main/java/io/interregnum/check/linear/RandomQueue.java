package io.interregnum.check.linear;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A queue, in the order of arrival or in any. Who finds it empty is refused; where values repeat, half of them are told
 * that there is nothing instead.
 */
final class RandomQueue implements RandomObject {
    private final RandomDice dice;
    private final boolean ordered;
    private final int sizeMax;
    private final List<Long> elements = new ArrayList<>();

    RandomQueue(RandomDice dice, boolean ordered, int clients) {
        this.dice = dice;
        this.ordered = ordered;
        this.sizeMax = 2 * clients + 4;
    }

    @Override
    public Request ask(int client) {
        boolean enqueue = elements.size() < sizeMax && dice.percent(55);
        return enqueue ? new Request(client, "enqueue", dice.value()) : new Request(client, "dequeue", null);
    }

    @Override
    public Answer apply(Request request) {
        if (request.f().equals("enqueue")) {
            elements.add((Long) Objects.requireNonNull(request.value()));
            return Answer.of(request.value());
        }
        if (elements.isEmpty()) {
            return !dice.valuesAreUnique() && dice.percent(50) ? Answer.of(null) : Answer.REFUSED;
        }
        return Answer.of(elements.remove(ordered ? 0 : dice.below(elements.size())));
    }

    /**
     * Two elements that leave in the wrong order, each of which only came once; where any order will do, an element that
     * leaves twice.
     */
    @Override
    public List<Told> lie() {
        List<Told> told = new ArrayList<>();
        while (ordered && !elements.isEmpty()) {
            told.add(new Told(new Request(0, "dequeue", null), elements.remove(0)));
        }
        Long first = dice.freshValue();
        Long second = ordered ? dice.freshValue() : first;
        told.add(new Told(new Request(0, "enqueue", first), first));
        if (ordered) {
            told.add(new Told(new Request(0, "enqueue", second), second));
        }
        told.add(new Told(new Request(1, "dequeue", null), second));
        told.add(new Told(new Request(0, "dequeue", null), first));
        return told;
    }
}
