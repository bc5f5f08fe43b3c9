package io.interregnum.check.linear;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Registers by name, and transactions; where values are unique, each transaction is about one register. */
final class RandomRegisters implements RandomObject {
    private static final List<String> NAMES = List.of(":x", ":y");
    private static final String READ = ":read";
    private static final String WRITE = ":write";

    private final RandomDice dice;
    private final Map<String, Object> held = new HashMap<>(); // order is never read

    RandomRegisters(RandomDice dice) {
        this.dice = dice;
    }

    @Override
    public Request ask(int client) {
        int first = dice.below(NAMES.size());
        int count = dice.percent(50) ? 1 : 2;
        List<Object> transaction = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            String name = NAMES.get(dice.valuesAreUnique() ? first : dice.below(NAMES.size()));
            transaction.add(dice.percent(50) ? access(READ, name, null) : access(WRITE, name, dice.value()));
        }
        return new Request(client, "txn", Collections.unmodifiableList(transaction));
    }

    private static List<@Nullable Object> access(String word, String name, @Nullable Object value) {
        return Collections.unmodifiableList(Arrays.<@Nullable Object>asList(word, name, value));
    }

    @Override
    public Answer apply(Request request) {
        List<Object> answer = new ArrayList<>();
        for (Object part : (List<?>) Objects.requireNonNull(request.value())) {
            List<?> access = (List<?>) part;
            String name = (String) access.get(1);
            if (access.get(0).equals(READ)) {
                answer.add(access(READ, name, held.get(name)));
            } else {
                held.put(name, access.get(2));
                answer.add(access);
            }
        }
        return Answer.of(Collections.unmodifiableList(answer));
    }

    /** As for one register. */
    @Override
    public List<Told> lie() {
        String name = NAMES.get(dice.below(NAMES.size()));
        Long lost = dice.freshValue();
        Long kept = dice.freshValue();
        held.put(name, kept);
        List<?> first = List.of(access(WRITE, name, lost));
        List<?> second = List.of(access(WRITE, name, kept));
        return List.of(
                new Told(new Request(0, "txn", first), first),
                new Told(new Request(1, "txn", second), second),
                new Told(new Request(0, "txn", List.of(access(READ, name, null))), List.of(access(READ, name, lost))));
    }
}
