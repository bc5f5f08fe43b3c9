package io.interregnum.check;

import io.interregnum.history.ClientFields;
import io.interregnum.history.Event;
import io.interregnum.history.Operation;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * An operation that the system carried out, or that showed what it holds.
 *
 * @param operation as the client saw it
 * @param epoch under which it was applied; the highest where reads disagree
 * @param provenEpoch the lowest where reads disagree, else the same
 * @param shownBy the event that proved it: its own answer, or the first one that showed its value
 */
record Effect(Operation operation, long epoch, long provenEpoch, Event shownBy) {

    /** The effect as its own answer tells it; empty when that names no epoch. */
    static Optional<Effect> answered(Operation operation) {
        OptionalLong epoch = epochOf(operation);
        return epoch.isPresent() && operation.completion().isPresent()
                ? Optional.of(new Effect(
                        operation,
                        epoch.getAsLong(),
                        epoch.getAsLong(),
                        operation.completion().get()))
                : Optional.empty();
    }

    /** The epoch that came with the operation's answer. */
    static OptionalLong epochOf(Operation operation) {
        return operation.completion().isPresent()
                ? operation.completion().get().number(ClientFields.EPOCH)
                : OptionalLong.empty();
    }

    /** True when the answer is the refusal of a compare-and-set that tells what it found. */
    static boolean isMismatch(Operation operation) {
        return operation.outcome() == Event.Type.FAIL
                && operation.invoke().f().equals(ClientFields.CAS)
                && operation
                        .completion()
                        .flatMap(answer -> answer.text(ClientFields.ERROR))
                        .filter(ClientFields.MISMATCH::equals)
                        .isPresent();
    }

    EpochOrder.Stamp<Effect> stamp() {
        return new EpochOrder.Stamp<>(
                this, epoch, provenEpoch, operation.invoke().index(), shownBy.index());
    }

    /** Name of the master that was asked; empty text where the history does not say. */
    String node() {
        return operation.invoke().text(ClientFields.NODE).orElse("");
    }

    /** Whether two epochs are possible, since two reads of its value named two. */
    boolean isAmbiguous() {
        return epoch != provenEpoch;
    }

    List<Long> events() {
        return Stream.concat(
                        Stream.of(operation.invoke().index(), shownBy.index()),
                        operation.completion().stream().map(Event::index))
                .distinct()
                .toList();
    }

    /** The operation in words, such as {@code write 17 on key k03}. */
    String what() {
        Event invoke = operation.invoke();
        String key = " on key " + invoke.text(ClientFields.KEY).orElse("(none)");
        if (invoke.f().equals(ClientFields.READ)) {
            return "read of " + operation.completion().map(Event::value).orElse("no value") + key;
        }
        if (invoke.f().equals(ClientFields.READ_SET)) {
            Object seen = operation.completion().map(Event::value).orElse(null);
            return "read of " + (seen instanceof List<?> list ? list.size() + " elements" : "a set") + key;
        }
        if (invoke.f().equals(ClientFields.CAS) && invoke.value() instanceof List<?> pair && pair.size() == 2) {
            String words = "compare-and-set " + pair.get(0) + " to " + pair.get(1) + key;
            return isMismatch(operation)
                    ? words + " that found "
                            + operation
                                    .completion()
                                    .map(answer -> answer.fields().get(ClientFields.ACTUAL))
                                    .map(String::valueOf)
                                    .orElse("no value")
                    : words;
        }
        return invoke.f() + " " + invoke.value() + key;
    }

    /** When and by whom it was asked and shown, such as {@code process 3, asked at 1.200 s, answered at 1.210 s}. */
    String when() {
        boolean own = operation.completion().filter(shownBy::equals).isPresent();
        return "process " + operation.invoke().process() + ", asked at " + Words.seconds(operation.invokedNanos())
                + (own ? ", answered at " : ", never answered, seen by process " + shownBy.process() + " at ")
                + Words.seconds(shownBy.timeNanos());
    }
}
