package io.interregnum.check.linear;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Texts by key. */
final class RandomStore implements RandomObject {
    private static final int KEYS = 5;
    private static final int LENGTH_MAX = 64;

    private final RandomDice dice;
    private final Map<String, String> texts = new HashMap<>(); // order is never read

    RandomStore(RandomDice dice) {
        this.dice = dice;
    }

    @Override
    public Request ask(int client) {
        String key = Integer.toString(dice.below(KEYS));
        int luck = dice.below(100);
        if (luck < 45) {
            return new Request(client, "get", pair(key, null));
        }
        boolean append = luck < 85 && !dice.valuesAreUnique() && text(key).length() < LENGTH_MAX;
        return new Request(client, append ? "append" : "put", pair(key, token(dice.value())));
    }

    /** So that no text is the end of another. */
    private static String token(Long value) {
        return "x" + value + "y";
    }

    private static List<@Nullable Object> pair(String key, @Nullable String text) {
        return Collections.unmodifiableList(Arrays.<@Nullable Object>asList(key, text));
    }

    private String text(String key) {
        return Objects.requireNonNull(texts.getOrDefault(key, ""));
    }

    @Override
    public Answer apply(Request request) {
        List<?> pair = (List<?>) Objects.requireNonNull(request.value());
        String key = (String) pair.get(0);
        switch (request.f()) {
            case "get" -> {
                return Answer.of(pair(key, text(key)));
            }
            case "put" -> texts.put(key, (String) pair.get(1));
            default -> texts.put(key, text(key) + pair.get(1));
        }
        return Answer.of(request.value());
    }

    /** As for a register: the first text is nothing but what one put wrote, and another put came after it. */
    @Override
    public List<Told> lie() {
        String key = Integer.toString(dice.below(KEYS));
        List<@Nullable Object> lost = pair(key, token(dice.freshValue()));
        List<@Nullable Object> kept = pair(key, token(dice.freshValue()));
        texts.put(key, (String) Objects.requireNonNull(kept.get(1)));
        return List.of(
                new Told(new Request(0, "put", lost), lost),
                new Told(new Request(1, "put", kept), kept),
                new Told(new Request(0, "get", pair(key, null)), lost));
    }
}
