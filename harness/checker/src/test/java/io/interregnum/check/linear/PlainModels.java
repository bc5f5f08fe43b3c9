package io.interregnum.check.linear;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/** Models as short as they can be, for second opinions. A pending operation is accepted whatever it would have found. */
final class PlainModels {
    private record Plain<S>(String name, S initial, BiFunction<S, LinearOperation, Optional<S>> rule)
            implements Model<S> {
        @Override
        public Step<S> step(S state, LinearOperation operation) {
            return rule.apply(state, operation).map(Step::to).orElseGet(() -> Step.refused("it holds " + state));
        }
    }

    private PlainModels() {}

    /** {@code enqueue} (value), {@code dequeue} (what came back, null for nothing). */
    static Model<List<Object>> queue(List<Object> initial) {
        return new Plain<>("queue", initial, (state, operation) -> {
            List<Object> next = new ArrayList<>(state);
            if (operation.f().equals("enqueue")) {
                next.add(operation.value());
                return Optional.of(next);
            }
            Object head = next.isEmpty() ? null : next.remove(0);
            return operation.isPending() || Objects.equals(head, operation.value())
                    ? Optional.of(next)
                    : Optional.empty();
        });
    }

    /** {@code add}, {@code remove} (element), {@code contains} (a list of element and answer). */
    static Model<Set<Object>> set(Collection<?> initial) {
        return new Plain<>("set", new LinkedHashSet<>(initial), (state, operation) -> {
            Set<Object> next = new LinkedHashSet<>(state);
            switch (operation.f()) {
                case "add" -> next.add(Objects.requireNonNull(operation.value()));
                case "remove" -> next.remove(Objects.requireNonNull(operation.value()));
                default -> {
                    List<?> answer = (List<?>) Objects.requireNonNull(operation.value());
                    if (!operation.isPending() && !Objects.equals(state.contains(answer.get(0)), answer.get(1))) {
                        return Optional.empty();
                    }
                }
            }
            return Optional.of(next);
        });
    }

    /** {@code put}, {@code get} (a list of key and text, at first empty). */
    static Model<Map<Object, Object>> store() {
        return new Plain<>("store", Map.of(), (state, operation) -> {
            List<?> pair = (List<?>) Objects.requireNonNull(operation.value());
            if (operation.f().equals("get")) {
                Object held = state.getOrDefault(pair.get(0), "");
                return operation.isPending() || held.equals(pair.get(1)) ? Optional.of(state) : Optional.empty();
            }
            Map<Object, Object> next = new LinkedHashMap<>(state);
            next.put(pair.get(0), pair.get(1));
            return Optional.of(next);
        });
    }
}
