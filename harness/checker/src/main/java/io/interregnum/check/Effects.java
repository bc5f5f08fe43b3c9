package io.interregnum.check;

import io.interregnum.history.ClientFields;
import io.interregnum.history.Event;
import io.interregnum.history.History;
import io.interregnum.history.Operation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Finds the effects of a history: every ok write, compare-and-set and addition to a set, every mismatch, every ok read where reads are
 * promised to be fresh, and every write or compare-and-set of unknown outcome whose unique value was seen later.
 *
 * <p>One of the last kind was applied under the epoch that is stored with its value. It is known by the answer that
 * first showed it, so it can accuse others from then on only, although it may have happened long before: this can hide
 * a violation, not invent one. Should answers disagree about its epoch, it is accused by the highest and accuses by the
 * lowest of them, for the same reason.
 *
 * @param found in the order of invocation
 * @param withoutEpochCount of operations that would be effects, but whose answer names no epoch
 */
record Effects(List<Effect> found, long withoutEpochCount) {

    Effects {
        found = List.copyOf(found);
    }

    private record Written(String key, Object value) {}

    /** What was seen of a value. */
    private record Sight(Event first, long lowestEpoch, long highestEpoch) {
        Sight and(long epoch) {
            return new Sight(first, Math.min(lowestEpoch, epoch), Math.max(highestEpoch, epoch));
        }
    }

    static Effects of(History history, boolean freshReads) {
        List<Operation> operations = history.clientOperations();
        Map<Written, Sight> sights = sights(operations);
        List<Effect> found = new ArrayList<>();
        long withoutEpoch = 0;
        for (Operation operation : operations) {
            if (isAnsweredEffect(operation, freshReads)) {
                Optional<Effect> effect = Effect.answered(operation);
                effect.ifPresent(found::add);
                withoutEpoch += effect.isPresent() ? 0 : 1;
            } else if (operation.outcome() == Event.Type.INFO) {
                seenLater(operation, sights).ifPresent(found::add);
            }
        }
        return new Effects(found, withoutEpoch);
    }

    private static boolean isAnsweredEffect(Operation operation, boolean freshReads) {
        if (Effect.isMismatch(operation)) {
            return true;
        }
        return operation.outcome() == Event.Type.OK
                && switch (operation.invoke().f()) {
                    case ClientFields.WRITE, ClientFields.CAS, ClientFields.ADD -> true;
                    case ClientFields.READ, ClientFields.READ_SET -> freshReads;
                    default -> false;
                };
    }

    private static Optional<Effect> seenLater(Operation operation, Map<Written, Sight> sights) {
        Object value = written(operation.invoke());
        if (value == null) {
            return Optional.empty();
        }
        // A value that was seen before it was asked for is nobody's effect of now; linearizability has a word for it.
        return Optional.ofNullable(sights.get(new Written(key(operation), value)))
                .filter(sight -> sight.first().index() > operation.invoke().index())
                .map(sight -> new Effect(operation, sight.highestEpoch(), sight.lowestEpoch(), sight.first()));
    }

    private static Map<Written, Sight> sights(List<Operation> operations) {
        List<Operation> answered = new ArrayList<>(operations);
        answered.removeIf(operation -> operation.completion().isEmpty());
        answered.sort((left, right) -> Long.compare(index(left), index(right)));
        Map<Written, Sight> sights = new HashMap<>(); // order is never read
        for (Operation operation : answered) {
            Event answer = operation.completion().orElseThrow();
            Object seen = seen(operation, answer);
            OptionalLong epoch = answer.number(ClientFields.VALUE_EPOCH);
            if (seen != null && epoch.isPresent()) {
                Written written = new Written(key(operation), seen);
                Sight before = sights.get(written);
                sights.put(
                        written,
                        before == null
                                ? new Sight(answer, epoch.getAsLong(), epoch.getAsLong())
                                : before.and(epoch.getAsLong()));
            }
        }
        return sights;
    }

    private static long index(Operation operation) {
        return operation.completion().map(Event::index).orElse(Long.MAX_VALUE);
    }

    private static @Nullable Object seen(Operation operation, Event answer) {
        if (Effect.isMismatch(operation)) {
            return answer.fields().get(ClientFields.ACTUAL);
        }
        boolean read = answer.type() == Event.Type.OK && answer.f().equals(ClientFields.READ);
        return read ? answer.value() : null;
    }

    private static @Nullable Object written(Event invoke) {
        return switch (invoke.f()) {
            case ClientFields.WRITE -> invoke.value();
            case ClientFields.CAS -> invoke.value() instanceof List<?> pair && pair.size() == 2 ? pair.get(1) : null;
            default -> null;
        };
    }

    private static String key(Operation operation) {
        return operation.invoke().text(ClientFields.KEY).orElse("");
    }
}
