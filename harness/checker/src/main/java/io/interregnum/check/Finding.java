package io.interregnum.check;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Something that a checker found, with its evidence. Whether it is a violation or an observation is said by the list of
 * {@link CheckResult} in which it stands.
 *
 * @param summary one sentence that names nodes, epochs, requests and times
 * @param grade of split-brain; empty where it is not about split-brain
 * @param nodes names of the nodes concerned, in the order in which the sentence names them
 * @param epochs the epochs concerned, in the same order
 * @param events indexes of the events that prove it, ascending
 * @param details plain JSON data for machines, such as {@code overlapNanosMin}; in the order given
 */
public record Finding(
        String summary,
        Optional<Grade> grade,
        List<String> nodes,
        List<Long> epochs,
        List<Long> events,
        Map<String, Object> details) {

    public Finding {
        nodes = List.copyOf(nodes);
        epochs = List.copyOf(epochs);
        events = events.stream().sorted().distinct().toList();
        details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
    }

    /** A finding that is not about split-brain, without details. */
    public static Finding of(String summary, List<Long> events) {
        return new Finding(summary, Optional.empty(), List.of(), List.of(), events, Map.of());
    }
}
