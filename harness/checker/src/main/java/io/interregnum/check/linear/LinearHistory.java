package io.interregnum.check.linear;

import io.interregnum.history.ClientFields;
import io.interregnum.history.Event;
import io.interregnum.history.HistoryFormat;
import io.interregnum.history.PlainList;
import io.interregnum.history.StoreFields;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Pairs the events of a history into operations, as they come. One thread.
 *
 * <p>What counts is the order of the events, never their times. An operation's id is the index of its invocation, its
 * stamps are positions. An {@code ok} lends its value to the operation, where it has one; a {@code fail} is no operation;
 * after {@code info}, or without an answer, it may take effect at any time, or never. Processes that are no clients are
 * left out, and so are reads answered with nothing, where that tells nothing. (These are Knossos' rules.)
 *
 * <p>Events with a field {@code key} are about one object each: functions of a key-value store ({@link StoreFields})
 * take the key along, as a pair of key and value; all others are given out key by key, to be judged apart (Herlihy and
 * Wing 1990, section 3.3, "locality").
 */
public final class LinearHistory implements Consumer<Event> {
    private static final Set<String> READS = Set.of(ClientFields.READ, StoreFields.GET);
    private static final String CAS_REFUSED = "cas-refused";

    /** What a read tells that was answered with no value. */
    public enum NilRead {
        /** Nothing: it was not noted what it read. */
        ANY,
        /** That there is no value. */
        ABSENT
    }

    /** What a compare-and-set tells that failed. */
    public enum FailedCas {
        /** Nothing. */
        DROPPED,
        /** That its expected value was not there, if both values are told. */
        REFUSED,
        /** What is there, if it tells so ({@link ClientFields#MISMATCH}). */
        MISMATCH
    }

    /**
     * What different forms of histories mean by the same words.
     *
     * @param functions those that are looked at; events of all others are left out. Empty for all
     */
    public record Rules(NilRead nilRead, FailedCas failedCas, Set<String> functions) {

        public Rules {
            functions = Set.copyOf(functions);
        }

        /** What is usual in files of that form, for a judgement by {@code model}. */
        public static Rules of(HistoryFormat format, Model<?> model) {
            return switch (format) {
                case EDN, KEY_VALUE -> new Rules(NilRead.ANY, FailedCas.DROPPED, Set.of());
                case LOG ->
                    new Rules(
                            NilRead.ABSENT,
                            model.functions().contains(CAS_REFUSED) ? FailedCas.REFUSED : FailedCas.DROPPED,
                            Set.of());
                case JSON -> new Rules(NilRead.ABSENT, FailedCas.MISMATCH, model.functions());
            };
        }

        /** The same with another meaning of reads answered with nothing. */
        public Rules withNilRead(NilRead other) {
            return new Rules(other, failedCas, functions);
        }
    }

    /** An operation in flight, and where it will stand. */
    private record Open(Event invoke, long position, List<@Nullable LinearOperation> part, int slot) {}

    private final Rules rules;
    private final Map<String, List<@Nullable LinearOperation>> parts = new TreeMap<>(); // by key; null: left out
    private final Map<String, Open> open = new HashMap<>(); // by process; order is never read
    private long position;
    private long lastIndex = -1;

    public LinearHistory(Rules rules) {
        this.rules = rules;
    }

    /**
     * Takes the next event.
     *
     * @throws IllegalArgumentException when its index does not grow, or it does not fit what its process did before; the
     *     message names both. The history is of no use then
     */
    @Override
    public void accept(Event event) {
        if (event.index() <= lastIndex) {
            throw new IllegalArgumentException(
                    "index " + event.index() + " comes after index " + lastIndex + ": indexes must grow");
        }
        lastIndex = event.index();
        long at = position++;
        if (!event.isClient() || (!rules.functions.isEmpty() && !rules.functions.contains(event.f()))) {
            return;
        }
        if (event.type() == Event.Type.INVOKE) {
            invoke(event, at);
        } else {
            answer(event, at);
        }
    }

    private void invoke(Event event, long at) {
        Object key = event.fields().get(ClientFields.KEY);
        String part = key == null || StoreFields.isOfStore(event.f()) ? "" : String.valueOf(key);
        List<@Nullable LinearOperation> slots = parts.computeIfAbsent(part, k -> new ArrayList<>());
        Open before = open.put(event.process(), new Open(event, at, slots, slots.size()));
        slots.add(null);
        if (before != null) {
            throw new IllegalArgumentException(
                    "process " + event.process() + " invoked \"" + event.f() + "\" at index " + event.index()
                            + " while " + words(before) + " was in flight: a process has one operation at a time");
        }
    }

    private void answer(Event event, long at) {
        Open asked = open.remove(event.process());
        if (asked == null) {
            if (event.type() == Event.Type.INFO) {
                return; // a remark
            }
            throw new IllegalArgumentException("process " + event.process() + " answered \"" + event.f()
                    + "\" at index " + event.index() + " but nothing of it was in flight");
        }
        if (!asked.invoke.f().equals(event.f())) {
            throw new IllegalArgumentException("process " + event.process() + " answered \"" + event.f()
                    + "\" at index " + event.index() + " but " + words(asked) + " was in flight");
        }
        LinearOperation operation = switch (event.type()) {
            case INVOKE -> throw new IllegalStateException("an invocation is no answer");
            case OK -> ok(asked, event, at);
            case FAIL -> failed(asked, event, at);
            case INFO -> pending(asked);
        };
        asked.part.set(asked.slot, operation);
    }

    private static String words(Open asked) {
        return "\"" + asked.invoke.f() + "\" (index " + asked.invoke.index() + ")";
    }

    private @Nullable LinearOperation ok(Open asked, Event answer, long at) {
        String f = answer.f();
        Object value = answer.value() == null ? asked.invoke.value() : answer.value();
        if (!READS.contains(f) || tells(f, answer.value())) {
            return operation(asked, f, value, at);
        }
        if (rules.nilRead == NilRead.ABSENT) {
            return operation(asked, f, StoreFields.isOfStore(f) && value instanceof List<?> ? value : null, at);
        }
        return tells(f, asked.invoke.value()) ? operation(asked, f, asked.invoke.value(), at) : null;
    }

    /** True if a read of that value says what was read. */
    private static boolean tells(String f, @Nullable Object value) {
        boolean pair = StoreFields.isOfStore(f) && value instanceof List<?> list && list.size() == 2;
        return pair ? ((List<?>) Objects.requireNonNull(value)).get(1) != null : value != null;
    }

    private @Nullable LinearOperation failed(Open asked, Event answer, long at) {
        if (!answer.f().equals(ClientFields.CAS)) {
            return null;
        }
        return switch (rules.failedCas) {
            case DROPPED -> null;
            case REFUSED ->
                answer.value() instanceof List<?> pair && pair.size() == 2
                        ? operation(asked, CAS_REFUSED, pair, at)
                        : null;
            case MISMATCH ->
                answer.text(ClientFields.ERROR)
                                .filter(ClientFields.MISMATCH::equals)
                                .isPresent()
                        ? operation(asked, ClientFields.READ, answer.fields().get(ClientFields.ACTUAL), at)
                        : null;
        };
    }

    private static LinearOperation pending(Open asked) {
        return operation(asked, asked.invoke.f(), asked.invoke.value(), LinearOperation.NEVER);
    }

    private static LinearOperation operation(Open asked, String f, @Nullable Object value, long completedAt) {
        Object key = StoreFields.isOfStore(f) ? asked.invoke.fields().get(ClientFields.KEY) : null;
        return new LinearOperation(
                asked.invoke.index(), f, key == null ? value : PlainList.of(key, value), asked.position, completedAt);
    }

    /**
     * What is to be judged apart: operations by key, in the order of the keys; all of them under the empty text where
     * events name none. Each in the order of invocation. To be called once, after the last event.
     */
    public Map<String, List<LinearOperation>> parts() {
        for (Open asked : open.values()) {
            asked.part.set(asked.slot, pending(asked));
        }
        open.clear();
        Map<String, List<LinearOperation>> whole = new TreeMap<>();
        parts.forEach((key, slots) -> {
            List<LinearOperation> operations = new ArrayList<>(slots.size());
            for (LinearOperation slot : slots) {
                if (slot != null) {
                    operations.add(Objects.requireNonNull(slot));
                }
            }
            if (!operations.isEmpty()) {
                whole.put(key, operations);
            }
        });
        return whole;
    }
}
