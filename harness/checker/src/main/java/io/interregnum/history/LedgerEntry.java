package io.interregnum.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A line of the ledger that an agent or a framework keeps: type {@code info}, the node's name as process, {@code f} a
 * {@link Kind}, and the kind's fields as value. The node writes a line before it acts on it, so that within one node the
 * order of lines is the order of what happened.
 *
 * <p>Ledgers are taken over when the nodes have ended, so neither index nor time of these events says anything beside
 * that order. Between nodes only {@link #atNanos} does.
 *
 * @param event that holds it
 * @param kind what happened
 */
public record LedgerEntry(Event event, Kind kind) {
    private static final String AT = "atNanos";

    private enum Form {
        TEXT,
        NUMBER,
        TRUTH,
        TEXTS
    }

    /** What an agent or a framework notes. */
    public enum Kind {
        /** A process of the node began. {@code incarnation} differs after each start. */
        STARTED("started"),
        /** The agent accepted that {@code master} registered it under {@code epoch}, having told it {@code tasks}. */
        REGISTERED("registered"),
        /** The agent obeys nobody for now. */
        DISCONNECTED("disconnected"),
        /** The agent began a task that {@code master} had commanded under {@code epoch}. */
        TASK_LAUNCHED("task-launched"),
        /** The agent refused what {@code master} commanded under {@code epoch}, having accepted {@code newest}. */
        COMMAND_REFUSED("command-refused"),
        /** A task ended; with {@code master} and {@code epoch} where they commanded it. */
        TASK_ENDED("task-ended"),
        /** A master took the framework. */
        SUBSCRIBED("subscribed"),
        /** A master offered the framework an agent. */
        OFFERED("offered"),
        /** The framework is about to ask for a task. */
        TASK_INTENDED("task-intended"),
        /** A master told the framework what became of a task. */
        TASK_TOLD("task-told"),
        /** The framework believes a task lost and will start its work again. */
        TASK_GIVEN_UP("task-given-up");

        private final String f;

        Kind(String f) {
            this.f = f;
        }

        /** The {@code f} of its events. */
        public String f() {
            return f;
        }

        private static Optional<Kind> of(String f) {
            for (Kind kind : values()) {
                if (kind.f.equals(f)) {
                    return Optional.of(kind);
                }
            }
            return Optional.empty();
        }
    }

    /** Reads the entry back; empty when the event is none, or {@linkplain #damage damaged}. */
    public static Optional<LedgerEntry> of(Event event) {
        return kind(event)
                .filter(kind -> problems(kind, event.value()).isEmpty())
                .map(kind -> new LedgerEntry(event, kind));
    }

    /** What makes an entry of a ledger unreadable, such as {@code "epoch" is missing}; empty for all other events. */
    public static Optional<String> damage(Event event) {
        return kind(event).map(kind -> problems(kind, event.value())).filter(problem -> !problem.isEmpty());
    }

    /** The fields that must be there. */
    private static Map<String, Form> needed(Kind kind) {
        return switch (kind) {
            case STARTED -> Map.of("incarnation", Form.TEXT);
            case REGISTERED ->
                Map.of(
                        "agent",
                        Form.TEXT,
                        "master",
                        Form.TEXT,
                        "epoch",
                        Form.NUMBER,
                        "again",
                        Form.TRUTH,
                        "tasks",
                        Form.TEXTS);
            case DISCONNECTED -> Map.of("master", Form.TEXT);
            case TASK_LAUNCHED ->
                Map.of(
                        "task",
                        Form.TEXT,
                        "work",
                        Form.TEXT,
                        "framework",
                        Form.TEXT,
                        "master",
                        Form.TEXT,
                        "epoch",
                        Form.NUMBER);
            case COMMAND_REFUSED ->
                Map.of(
                        "what",
                        Form.TEXT,
                        "task",
                        Form.TEXT,
                        "master",
                        Form.TEXT,
                        "epoch",
                        Form.NUMBER,
                        "newest",
                        Form.NUMBER);
            case TASK_ENDED -> Map.of("task", Form.TEXT, "work", Form.TEXT, "state", Form.TEXT);
            case SUBSCRIBED -> Map.of("framework", Form.TEXT, "master", Form.TEXT, "epoch", Form.NUMBER);
            case OFFERED -> Map.of("offer", Form.TEXT, "agent", Form.TEXT, "master", Form.TEXT, "epoch", Form.NUMBER);
            case TASK_INTENDED -> Map.of("task", Form.TEXT, "work", Form.TEXT, "agent", Form.TEXT, "offer", Form.TEXT);
            case TASK_TOLD ->
                Map.of(
                        "task",
                        Form.TEXT,
                        "work",
                        Form.TEXT,
                        "state",
                        Form.TEXT,
                        "agent",
                        Form.TEXT,
                        "master",
                        Form.TEXT,
                        "epoch",
                        Form.NUMBER);
            case TASK_GIVEN_UP -> Map.of("task", Form.TEXT, "work", Form.TEXT);
        };
    }

    private static Optional<Kind> kind(Event event) {
        return event.type() == Event.Type.INFO && !event.isClient() && !isHarness(event.process())
                ? Kind.of(event.f())
                : Optional.empty();
    }

    private static boolean isHarness(String process) {
        return switch (process) {
            case Processes.NEMESIS, Processes.OBSERVER, Processes.CLUSTER, Processes.RUNNER -> true;
            default -> Processes.isProbe(process) || Processes.isView(process);
        };
    }

    private static String problems(Kind kind, @Nullable Object value) {
        if (!(value instanceof Map<?, ?> map)) {
            return "its value is no object";
        }
        List<String> problems = new ArrayList<>();
        new TreeMap<>(needed(kind)).forEach((name, form) -> {
            Object found = map.get(name);
            if (found == null) {
                problems.add("\"" + name + "\" is missing");
            } else if (!fits(form, found)) {
                problems.add("\"" + name + "\" is of another type than expected");
            }
        });
        return String.join(", ", problems);
    }

    private static boolean fits(Form form, Object value) {
        return switch (form) {
            case TEXT -> value instanceof String;
            case NUMBER -> value instanceof Long;
            case TRUTH -> value instanceof Boolean;
            case TEXTS -> value instanceof List<?> list && list.stream().allMatch(String.class::isInstance);
        };
    }

    /** Name of the node that wrote it. */
    public String node() {
        return event.process();
    }

    /** The text under {@code name}; empty text where there is none. */
    public String text(String name) {
        return value(name) instanceof String text ? text : "";
    }

    /** The texts under {@code name}, in order; none where there are none. */
    public List<String> texts(String name) {
        return value(name) instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
    }

    /** The epoch that came with it; empty where it names none. */
    public OptionalLong epoch() {
        return number("epoch");
    }

    /**
     * When it was written, in nanoseconds since the run began; empty where the node's clock is not known to be the run's.
     */
    public OptionalLong atNanos() {
        return number(AT);
    }

    private OptionalLong number(String name) {
        return value(name) instanceof Long number ? OptionalLong.of(number) : OptionalLong.empty();
    }

    private @Nullable Object value(String name) {
        return event.value() instanceof Map<?, ?> map ? map.get(name) : null;
    }
}
