package io.interregnum.check;

import io.interregnum.check.linear.LinearOperation;
import io.interregnum.check.linear.Witness;
import io.interregnum.history.ClientFields;
import io.interregnum.history.Event;
import io.interregnum.history.Operation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The operations of one key, as the judge wants them and as people do. Immutable once it is built. */
final class LinearizabilityCheckerKey {
    private final String name;
    private final List<LinearOperation> operations = new ArrayList<>();
    private final Map<Long, Operation> origins = new LinkedHashMap<>(); // by id, in the order of invocation
    private final List<Operation> refused = new ArrayList<>();
    private final List<Finding> oddRefusals = new ArrayList<>();
    private long readsLeftOut;

    /**
     * Sorts {@code all} operations of the key {@code name}.
     *
     * @throws IllegalArgumentException when an event lacks what {@link ClientFields} demands; the message names it
     */
    LinearizabilityCheckerKey(String name, List<Operation> all, Expectations expectations) {
        this.name = name;
        for (Operation operation : all) {
            boolean read = operation.invoke().f().equals(ClientFields.READ);
            if (read && !expectations.freshReads()) {
                readsLeftOut++;
            } else if (operation.outcome() == Event.Type.FAIL && !isMismatch(operation)) {
                refused.add(operation);
            } else {
                add(operation);
            }
        }
        if (name.isEmpty()) {
            throw new IllegalArgumentException(
                    "event " + all.get(0).invoke().index() + " has no \"" + ClientFields.KEY + "\"");
        }
    }

    private void add(Operation operation) {
        Event invoke = operation.invoke();
        long end = operation.outcome() == Event.Type.INFO
                ? LinearOperation.NEVER
                : operation.completion().map(Event::index).orElse(LinearOperation.NEVER);
        LinearOperation linear = isMismatch(operation)
                ? new LinearOperation(invoke.index(), ClientFields.READ, actual(operation), invoke.index(), end)
                : new LinearOperation(invoke.index(), invoke.f(), value(operation), invoke.index(), end);
        operations.add(linear);
        origins.put(linear.id(), operation);
        if (isMismatch(operation)
                && invoke.value() instanceof List<?> pair
                && pair.size() == 2
                && Objects.equals(pair.get(0), linear.value())) {
            oddRefusals.add(Finding.of(
                    describe(operation) + " was refused although it found what it expected", events(operation)));
        }
    }

    private static @Nullable Object value(Operation operation) {
        boolean answeredRead = operation.invoke().f().equals(ClientFields.READ) && operation.outcome() == Event.Type.OK;
        return answeredRead
                ? operation.completion().map(Event::value).orElse(null)
                : operation.invoke().value();
    }

    private static boolean isMismatch(Operation operation) {
        return operation.outcome() == Event.Type.FAIL
                && operation.invoke().f().equals(ClientFields.CAS)
                && operation
                        .completion()
                        .flatMap(event -> event.text(ClientFields.ERROR))
                        .equals(Optional.of(ClientFields.MISMATCH));
    }

    private static @Nullable Object actual(Operation operation) {
        return operation
                .completion()
                .map(event -> event.fields().get(ClientFields.ACTUAL))
                .orElse(null);
    }

    String name() {
        return name;
    }

    /** What may have taken effect or revealed state, in the order of invocation; stamps are indexes of events. */
    List<LinearOperation> operations() {
        return operations;
    }

    long readsLeftOut() {
        return readsLeftOut;
    }

    /** Compare-and-sets that were refused although they found what they expected. */
    List<Finding> oddRefusals() {
        return oddRefusals;
    }

    /** The violation that {@code witness} shows. */
    Finding violation(Witness witness) {
        Operation stuck = origin(witness.stuck());
        Optional<Operation> before = witness.before().map(this::origin);
        Optional<Operation> culprit = missingWriter(witness);
        boolean lost = isLost(witness);
        String summary = (lost ? "acknowledged write lost" : "stale or forked state") + " on key " + name + ": "
                + describe(stuck) + " cannot be linearized "
                + before.map(operation -> "after " + describe(operation)).orElse("as the first") + ": "
                + witness.refusal() + hint(witness, culprit);
        List<Operation> named = Stream.concat(Stream.of(stuck), before.stream()).toList();
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("key", name);
        details.put("kind", lost ? "acknowledged-write-lost" : "stale-or-forked");
        details.put("operation", witness.stuck().id());
        details.put("refusal", witness.refusal());
        details.put("order", witness.order().stream().map(LinearOperation::id).toList());
        details.put("core", witness.core().stream().map(LinearOperation::id).toList());
        return new Finding(
                summary,
                Optional.of(Grade.STATE_LOST_OR_FORKED),
                named.stream()
                        .flatMap(o -> o.invoke().text(ClientFields.NODE).stream())
                        .toList(),
                named.stream().flatMap(o -> epoch(o).stream().boxed()).toList(),
                Stream.concat(witness.core().stream().map(this::origin), culprit.stream())
                        .flatMap(operation -> events(operation).stream())
                        .toList(),
                details);
    }

    /** The operation that wrote what {@code stuck} saw, but was refused or came too late to be a reason. */
    private Optional<Operation> missingWriter(Witness witness) {
        Object seen = seen(witness.stuck());
        if (seen == null || witness.core().stream().anyMatch(operation -> seen.equals(written(operation)))) {
            return Optional.empty();
        }
        return Stream.concat(operations.stream().map(this::origin), refused.stream())
                .filter(operation -> seen.equals(written(operation)))
                .findFirst();
    }

    private String hint(Witness witness, Optional<Operation> culprit) {
        Object seen = seen(witness.stuck());
        if (seen == null || witness.core().stream().anyMatch(operation -> seen.equals(written(operation)))) {
            return "";
        }
        return culprit.map(operation -> operation.outcome() == Event.Type.FAIL
                        ? "; " + describe(operation) + " was refused"
                        : "; " + describe(operation) + " came later")
                .orElse("; nobody ever wrote " + seen);
    }

    /**
     * True if acknowledged changes, newer than what {@code stuck} saw and over before it began, are never seen again. One
     * that is seen again was not lost: then {@code stuck} was stale, or the state forked. Nor is it called lost where an
     * acknowledged change overlaps {@code stuck}, which may have covered it. Only words hang on this, no verdict.
     */
    private boolean isLost(Witness witness) {
        LinearOperation stuck = witness.stuck();
        Object seen = seen(stuck);
        Optional<LinearOperation> writer = witness.order().stream()
                .filter(operation -> seen != null && seen.equals(written(operation)))
                .findFirst();
        if (seen != null && writer.isEmpty()) {
            return false;
        }
        List<?> newer = operations.stream()
                .filter(operation -> operation.precedes(stuck))
                .filter(operation -> writer.isEmpty() || writer.get().precedes(operation))
                .map(LinearizabilityCheckerKey::written)
                .filter(Objects::nonNull)
                .toList();
        boolean covered = operations.stream()
                .filter(operation -> written(operation) != null && !operation.isPending())
                .anyMatch(operation ->
                        !operation.precedes(stuck) && !stuck.precedes(operation) && !operation.equals(stuck));
        return !newer.isEmpty()
                && !covered
                && operations.stream()
                        .filter(operation -> !operation.isPending() && operation.completedAt() > stuck.invokedAt())
                        .noneMatch(operation -> newer.contains(Objects.requireNonNullElse(seen(operation), "absent")));
    }

    private static @Nullable Object seen(LinearOperation operation) {
        return switch (operation.f()) {
            case ClientFields.READ -> operation.value();
            case ClientFields.CAS -> operation.value() instanceof List<?> pair ? pair.get(0) : null;
            default -> null;
        };
    }

    private static @Nullable Object written(LinearOperation operation) {
        return written(operation.f(), operation.value());
    }

    private static @Nullable Object written(Operation operation) {
        return written(operation.invoke().f(), operation.invoke().value());
    }

    private static @Nullable Object written(String f, @Nullable Object value) {
        return switch (f) {
            case ClientFields.WRITE -> value;
            case ClientFields.CAS -> value instanceof List<?> pair && pair.size() == 2 ? pair.get(1) : null;
            default -> null;
        };
    }

    private Operation origin(LinearOperation operation) {
        return Objects.requireNonNull(origins.get(operation.id()));
    }

    private static List<Long> events(Operation operation) {
        return LongStream.concat(
                        LongStream.of(operation.invoke().index()),
                        operation.completion().stream().mapToLong(Event::index))
                .boxed()
                .toList();
    }

    private static OptionalLong epoch(Operation operation) {
        return operation
                .completion()
                .map(event -> event.number(ClientFields.EPOCH))
                .orElse(OptionalLong.empty());
    }

    private static String describe(Operation operation) {
        Event invoke = operation.invoke();
        StringBuilder words = new StringBuilder("process " + invoke.process() + "'s " + what(operation));
        invoke.text(ClientFields.NODE).ifPresent(node -> words.append(" on ").append(node));
        epoch(operation)
                .ifPresent(epoch -> words.append(" (epoch ").append(epoch).append(')'));
        words.append(operation.outcome() == Event.Type.INFO ? ", unanswered since " : " from ");
        words.append(seconds(operation.invokedNanos()));
        if (operation.outcome() != Event.Type.INFO) {
            words.append(" to ").append(seconds(operation.completedNanos()));
        }
        return words.toString();
    }

    private static String what(Operation operation) {
        Object value = value(operation);
        return switch (operation.invoke().f()) {
            case ClientFields.READ -> "read of " + (value == null ? "no value" : value);
            case ClientFields.CAS -> {
                String pair = value instanceof List<?> list && list.size() == 2
                        ? "cas from " + (list.get(0) == null ? "no value" : list.get(0)) + " to " + list.get(1)
                        : "cas of " + value;
                Object found = actual(operation);
                yield isMismatch(operation) ? pair + " that found " + (found == null ? "no value" : found) : pair;
            }
            default -> operation.invoke().f() + " of " + value;
        };
    }

    private static String seconds(long nanos) {
        return String.format(Locale.ROOT, "%.3f s", nanos / 1e9);
    }
}
