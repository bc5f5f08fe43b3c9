package io.interregnum.cluster;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a master said of its agents, tasks and frameworks.
 *
 * @param registered names of the nodes whose agents are registered with it now; none when what it says does not count,
 *     since it has not recovered what its predecessor knew
 * @param said all of it, plain JSON data as it goes into histories
 */
public record AgentsView(Set<String> registered, Map<String, Object> said) {

    public AgentsView {
        registered = Collections.unmodifiableSet(new TreeSet<>(registered));
        said = Collections.unmodifiableMap(new LinkedHashMap<>(said));
    }
}
