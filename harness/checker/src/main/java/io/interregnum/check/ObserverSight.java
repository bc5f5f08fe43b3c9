package io.interregnum.check;

import io.interregnum.history.ElectionFact;
import io.interregnum.history.Event;
import io.interregnum.history.History;
import io.interregnum.history.Processes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Tells what the observer of ZooKeeper could not see, so that what was not looked at is not taken for sound. It sees
 * while one of its watches is connected, of which there is one for each ZooKeeper server.
 *
 * <p>Being noticed late, a watch that is lost or found again makes a blind time look shorter or longer by the time
 * between two looks; neither hides nor invents a violation. Histories that say nothing of watches had no blind times
 * that are known.
 */
final class ObserverSight {
    private final List<Finding> blindTimes = new ArrayList<>();
    private final Set<String> watched = new TreeSet<>();
    private boolean everWatched;
    private boolean registrySeen;

    private ObserverSight(History history) {
        Event lost = null; // the event after which nothing was watched
        for (Event event : history.of(Processes.OBSERVER)) {
            registrySeen |= ElectionFact.of(event)
                    .filter(fact -> fact.kind() == ElectionFact.Kind.REGISTRY_EPOCH)
                    .isPresent();
            if (event.f().equals(ElectionFact.OBSERVER_CONNECTED)) {
                watched.add(String.valueOf(event.value()));
                everWatched = true;
                lost = seesAgain(lost, event);
            } else if (event.f().equals(ElectionFact.OBSERVER_LOST)
                    && watched.remove(String.valueOf(event.value()))
                    && watched.isEmpty()) {
                lost = event;
            }
        }
        if (lost != null) {
            blindTimes.add(blind(lost, Optional.empty()));
        }
    }

    private @Nullable Event seesAgain(@Nullable Event lost, Event connected) {
        if (lost != null) {
            blindTimes.add(blind(lost, Optional.of(connected)));
        }
        return null;
    }

    private static Finding blind(Event lost, Optional<Event> connected) {
        List<Long> events = new ArrayList<>(List.of(lost.index()));
        connected.ifPresent(event -> events.add(event.index()));
        return Finding.of(
                "the observer was blind from " + Words.seconds(lost.timeNanos()) + " "
                        + connected
                                .map(event -> "to " + Words.seconds(event.timeNanos()))
                                .orElse("on")
                        + ": grade 3 in the registry was not assessed meanwhile",
                events);
    }

    /** One observation for each thing that was not assessed, in the order of time. */
    static List<Finding> of(History history) {
        ObserverSight sight = new ObserverSight(history);
        if (sight.registrySeen) {
            return List.copyOf(sight.blindTimes);
        }
        return List.of(Finding.of(
                "grade 3 in the registry was not assessed: no epoch was seen in it"
                        + (sight.everWatched ? "" : ", and no ZooKeeper server is known to have been watched"),
                List.of()));
    }
}
