package io.interregnum.check.linear;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A semaphore that knows who holds how many of its permits: only who holds one may give one back. Immutable.
 *
 * <p><b>What nobody learned.</b> Who asked may be missing from an operation. The state is the set of what may be the case;
 * it is refused what is possible in none of its cases, so that an order is accepted if and only if there is a choice of
 * clients that explains it. Two things keep the set small. A permit that was acquired by nobody knows whom is counted and
 * stands for any client that needs it later. What was released by nobody knows whom is the permit of a client by name as
 * long as there is one, since a permit that may be anybody's is worth more: whatever can follow where a named one is
 * left, can follow where that one is left in its place.
 */
final class SemaphoreModel implements Model<Set<SemaphoreModel.Held>> {
    private static final int PERMITS = 2;

    private final int permits;

    SemaphoreModel() {
        this(PERMITS);
    }

    private SemaphoreModel(int permits) {
        this.permits = permits;
    }

    /**
     * A case of who may hold what.
     *
     * @param byName permits by client, each at least 1
     * @param nameless permits of clients that nobody knows
     * @param count of permits that are held, whoever holds them
     */
    record Held(HashTrie<Object, Integer> byName, int nameless, int count) {
        private static final Held NONE = new Held(HashTrie.empty(), 0, 0);

        private Held with(Optional<Object> client) {
            return client.isPresent() ? named(client.get(), 1) : new Held(byName, nameless + 1, count + 1);
        }

        private Held named(Object client, int more) {
            Integer before = byName.get(client);
            int after = (before == null ? 0 : before) + more;
            return new Held(after == 0 ? byName.without(client) : byName.with(client, after), nameless, count + more);
        }

        private Set<Held> without(Object client) {
            if (byName.has(client)) {
                return Set.of(named(client, -1));
            }
            return nameless == 0 ? Set.of() : Set.of(new Held(byName, nameless - 1, count - 1));
        }

        private Set<Held> withoutSome() {
            if (byName.size() == 0) {
                return nameless == 0 ? Set.of() : Set.of(new Held(byName, nameless - 1, count - 1));
            }
            Set<Held> cases = new LinkedHashSet<>();
            byName.keys().forEach(client -> cases.add(named(client, -1)));
            return cases;
        }
    }

    @Override
    public String name() {
        return "semaphore";
    }

    @Override
    public Set<Held> initial() {
        return Set.of(Held.NONE);
    }

    /** The number of permits, at least 1. */
    @Override
    public Model<Set<Held>> withInitial(@Nullable Object value) {
        if (value instanceof Long number && number >= 1 && number <= Integer.MAX_VALUE) {
            return new SemaphoreModel(number.intValue());
        }
        throw new IllegalArgumentException(
                "a semaphore begins with a number of permits, at least 1, not with " + Form.shown(value));
    }

    @Override
    public Set<String> functions() {
        return Set.of("acquire", "release");
    }

    @Override
    public Step<Set<Held>> step(Set<Held> cases, LinearOperation operation) {
        Optional<Object> client = client(operation);
        String who = client.map(String::valueOf).orElse("nobody knows who");
        return switch (operation.f()) {
            case "acquire" ->
                among(
                        cases,
                        held -> held.count() < permits ? Set.of(held.with(client)) : Set.of(),
                        "all " + permits + " permits are held, so " + who + " cannot acquire one");
            case "release" ->
                among(
                        cases,
                        held -> client.isPresent() ? held.without(client.get()) : held.withoutSome(),
                        who + " holds no permit, so none can be released");
            default -> throw Form.unknown(operation, this, "acquire", "release");
        };
    }

    private static Step<Set<Held>> among(Set<Held> cases, Function<Held, Set<Held>> step, String refusal) {
        if (cases.size() == 1) {
            Set<Held> next = step.apply(cases.iterator().next());
            return next.isEmpty() ? Step.refused(refusal) : Step.to(next);
        }
        Set<Held> next = new LinkedHashSet<>();
        cases.forEach(held -> next.addAll(step.apply(held)));
        return next.isEmpty() ? Step.refused(refusal) : Step.to(next);
    }

    private static Optional<Object> client(LinearOperation operation) {
        if (operation.value() == null) {
            return Optional.empty();
        }
        if (operation.value() instanceof Map<?, ?> map) {
            return Form.field(map, "client");
        }
        throw Form.wrong(operation, "a map with the client, or null where nobody knows who it was");
    }

    @Override
    public String words(Set<Held> cases) {
        return cases.stream()
                .map(held -> held.count() + " of " + permits + " permits held" + who(held))
                .sorted()
                .collect(Collectors.joining(", or "));
    }

    private static String who(Held held) {
        List<String> who = new ArrayList<>();
        held.byName()
                .keys()
                .forEach(client -> who.add(client + ": " + held.byName().get(client)));
        if (held.nameless() > 0) {
            who.add("nobody knows who: " + held.nameless());
        }
        return who.isEmpty() ? "" : " (" + String.join(", ", who) + ")";
    }
}
