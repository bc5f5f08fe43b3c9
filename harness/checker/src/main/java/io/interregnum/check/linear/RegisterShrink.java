package io.interregnum.check.linear;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Finds a small part of a history without an order that has none either.
 *
 * <p>Not every part will do: without its write, any read looks like a violation. A part is <em>fair</em> if with an
 * operation that demands a value it has all writers of that value; a read whose writers are not all in the part is
 * dropped, and a compare-and-set is then taken as a plain write. If the whole has an order, so has every fair part:
 * delete from the order what is not in the part. Writes hold anywhere. What demands v stood directly after a writer of
 * v, or after none if v is the initial value, with no other change between; that writer is in the part, and nothing came
 * between. So a fair part without an order condemns the whole.
 *
 * <p>Bounded by a number of attempts and a budget; what it then has is fair and has no order. One thread.
 */
final class RegisterShrink {
    private static final int ATTEMPTS_MAX = 2_000;

    private final Function<List<RegisterOperation>, LinearOutcome.Answer> judge;
    private final Budget budget;
    private int attempts;

    RegisterShrink(Function<List<RegisterOperation>, LinearOutcome.Answer> judge, Budget budget) {
        this.judge = judge;
        this.budget = budget;
    }

    /** Shrinks {@code whole}, oldest first, in pieces of half its size down to single operations. */
    List<RegisterOperation> shrink(List<RegisterOperation> whole) {
        List<RegisterOperation> kept = whole;
        int piece = Math.max(1, whole.size() / 2);
        while (!spent()) {
            int sizeBefore = kept.size();
            for (int from = 0; from < kept.size() && !spent(); ) {
                List<RegisterOperation> rest = new ArrayList<>(kept.subList(0, from));
                rest.addAll(kept.subList(Math.min(kept.size(), from + piece), kept.size()));
                List<RegisterOperation> fewer = demandsMet(rest, whole);
                attempts++;
                if (judge.apply(weakened(fewer, whole)) == LinearOutcome.Answer.NOT_LINEARIZABLE) {
                    kept = fewer;
                } else {
                    from += piece;
                }
            }
            if (piece == 1 && kept.size() == sizeBefore) {
                break;
            }
            piece = Math.max(1, piece / 2);
        }
        return weakened(kept, whole);
    }

    private boolean spent() {
        return attempts >= ATTEMPTS_MAX || !budget.cause().isEmpty();
    }

    /** {@code part} without the reads whose writers are not all in it. */
    private static List<RegisterOperation> demandsMet(List<RegisterOperation> part, List<RegisterOperation> whole) {
        Set<Optional<Object>> lost = valuesWithLostWriters(part, whole);
        return part.stream()
                .filter(operation -> operation.changes() || !lost.contains(operation.seen()))
                .toList();
    }

    private static List<RegisterOperation> weakened(List<RegisterOperation> part, List<RegisterOperation> whole) {
        Set<Optional<Object>> lost = valuesWithLostWriters(part, whole);
        return part.stream()
                .map(operation ->
                        operation.looks() && lost.contains(operation.seen()) ? operation.asWrite() : operation)
                .toList();
    }

    private static Set<Optional<Object>> valuesWithLostWriters(
            List<RegisterOperation> part, List<RegisterOperation> whole) {
        Map<Optional<Object>, Long> counts = new HashMap<>(); // order is never read
        part.stream().filter(RegisterOperation::changes).forEach(o -> counts.merge(o.written(), 1L, Long::sum));
        Map<Optional<Object>, Long> expected = new HashMap<>(); // order is never read
        whole.stream().filter(RegisterOperation::changes).forEach(o -> expected.merge(o.written(), 1L, Long::sum));
        Set<Optional<Object>> lost = new HashSet<>(expected.keySet());
        lost.removeIf(value -> Objects.equals(expected.get(value), counts.get(value)));
        return lost;
    }
}
