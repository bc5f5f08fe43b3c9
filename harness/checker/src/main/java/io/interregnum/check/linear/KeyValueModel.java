package io.interregnum.check.linear;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Texts by key, which are put and appended to. The state is the texts, without those that are empty. Immutable.
 *
 * <p>No operation overwrites: a put leaves what other keys hold.
 */
final class KeyValueModel implements Model<HashTrie<String, AppendedText>> {
    private static final String EXPECTED = "a list, or a map, of the key and the value";

    private final HashTrie<String, AppendedText> initial;

    KeyValueModel() {
        this(HashTrie.empty());
    }

    private KeyValueModel(HashTrie<String, AppendedText> initial) {
        this.initial = initial;
    }

    /** What an operation is about; {@code text} is empty where there is none. */
    private record Entry(String key, String text) {}

    @Override
    public String name() {
        return "key-value";
    }

    @Override
    public HashTrie<String, AppendedText> initial() {
        return initial;
    }

    /** A map from keys to texts. */
    @Override
    public Model<HashTrie<String, AppendedText>> withInitial(@Nullable Object value) {
        if (!(value instanceof Map<?, ?> map)) {
            throw new IllegalArgumentException(
                    "a key-value store begins with a map from keys to texts, not with " + Form.shown(value));
        }
        Map<String, String> sorted = new TreeMap<>();
        map.forEach((key, text) -> sorted.put(Form.name(key), text(text)));
        HashTrie<String, AppendedText> store = HashTrie.empty();
        for (Map.Entry<String, String> entry : sorted.entrySet()) {
            store = with(store, entry.getKey(), AppendedText.of(entry.getValue()));
        }
        return new KeyValueModel(store);
    }

    @Override
    public Set<String> functions() {
        return Set.of("get", "put", "append");
    }

    @Override
    public Step<HashTrie<String, AppendedText>> step(HashTrie<String, AppendedText> store, LinearOperation operation) {
        Entry entry = entry(operation);
        AppendedText held = held(store, entry.key());
        return switch (operation.f()) {
            case "put" -> Step.to(with(store, entry.key(), AppendedText.of(entry.text())));
            case "append" -> Step.to(with(store, entry.key(), held.append(entry.text())));
            case "get" ->
                operation.isPending() || held.is(entry.text())
                        ? Step.to(store)
                        : Step.refused("key " + entry.key() + " holds \"" + Form.shown(held) + "\", so a get cannot "
                                + "return \"" + Form.shown(entry.text()) + "\"");
            default -> throw Form.unknown(operation, this, "get", "put", "append");
        };
    }

    private static AppendedText held(HashTrie<String, AppendedText> store, String key) {
        AppendedText held = store.get(key);
        return held == null ? AppendedText.EMPTY : held;
    }

    private static HashTrie<String, AppendedText> with(
            HashTrie<String, AppendedText> store, String key, AppendedText text) {
        return text.isEmpty() ? store.without(key) : store.with(key, text);
    }

    private static Entry entry(LinearOperation operation) {
        if (operation.value() instanceof List<?> pair && pair.size() == 2 && pair.get(0) != null) {
            return new Entry(Form.name(pair.get(0)), text(pair.get(1)));
        }
        if (operation.value() instanceof Map<?, ?> map && Form.field(map, "key").isPresent()) {
            return new Entry(
                    Form.name(Form.field(map, "key").get()),
                    text(Form.field(map, "value").orElse(null)));
        }
        throw Form.wrong(operation, EXPECTED);
    }

    /** Null is the empty text. */
    private static String text(@Nullable Object value) {
        return value == null ? "" : String.valueOf(value);
    }

    /**
     * True if the store begins empty and keys and texts are one if and only if their data are equal: keys are all whole
     * numbers, or all texts with a colon, or all without; values are texts.
     */
    boolean tellsApart(List<LinearOperation> operations) {
        Set<Integer> kinds = new HashSet<>(); // order is never read
        for (LinearOperation operation : operations) {
            if (!(operation.value() instanceof List<?> pair) || pair.size() != 2) {
                return false;
            }
            Object key = pair.get(0);
            kinds.add(key instanceof Long ? 0 : key instanceof String text ? (text.startsWith(":") ? 1 : 2) : 3);
            boolean isPendingGet = operation.isPending() && operation.f().equals("get");
            if (!(pair.get(1) instanceof String) && !isPendingGet) {
                return false;
            }
        }
        return initial.size() == 0 && kinds.size() <= 1 && !kinds.contains(3);
    }

    @Override
    public boolean onlyLooks(LinearOperation operation) {
        return operation.f().equals("get");
    }

    /** By key: no operation looks at more than one, or changes more. */
    @Override
    public List<List<LinearOperation>> parts(List<LinearOperation> operations) {
        Map<String, List<LinearOperation>> parts = new LinkedHashMap<>();
        for (LinearOperation operation : operations) {
            parts.computeIfAbsent(entry(operation).key(), k -> new ArrayList<>())
                    .add(operation);
        }
        return List.copyOf(parts.values());
    }

    @Override
    public String words(HashTrie<String, AppendedText> store) {
        return Form.shown(store);
    }
}
