package io.interregnum.check;

import io.interregnum.history.Event;
import io.interregnum.history.History;
import io.interregnum.history.LeaderView;
import io.interregnum.history.Operation;
import io.interregnum.history.Processes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What leaders showed of agents and tasks, before the nodes were stopped.
 *
 * @param recovered views of leaders that had read the registry, in the order of their answers
 * @param damaged answers that cannot be understood
 */
record LeaderViews(List<Seen> recovered, List<Event> damaged) {

    /**
     * A view.
     *
     * @param operation that asked for it
     * @param master that showed it
     * @param view what it showed
     */
    record Seen(Operation operation, String master, LeaderView view) {
        /** The moment before which it was not put together, in nanoseconds since the run began. */
        long sentNanos() {
            return operation.invokedNanos();
        }

        /** The moment by which it had been put together. */
        long receivedNanos() {
            return operation.completedNanos();
        }

        long sentIndex() {
            return operation.invoke().index();
        }

        long receivedIndex() {
            return operation.completion().map(Event::index).orElse(Long.MAX_VALUE);
        }

        long epoch() {
            return view.epoch();
        }

        /** Indexes of the question and its answer. */
        List<Long> events() {
            return List.of(sentIndex(), receivedIndex());
        }
    }

    /** @param endNanos answers after this are not counted */
    static LeaderViews of(History history, long endNanos) {
        List<Seen> recovered = new ArrayList<>();
        List<Event> damaged = new ArrayList<>();
        for (Operation operation : history.operations()) {
            if (!Processes.isView(operation.invoke().process())
                    || operation.outcome() != Event.Type.OK
                    || operation.completedNanos() > endNanos) {
                continue;
            }
            Event answer = operation.completion().orElseThrow();
            Optional<LeaderView> view = LeaderView.of(answer);
            if (view.isEmpty()) {
                damaged.add(answer);
            } else if (view.get().recovered()) {
                recovered.add(new Seen(
                        operation, Processes.nodeOfView(operation.invoke().process()), view.get()));
            }
        }
        recovered.sort(Comparator.comparingLong(Seen::receivedIndex));
        return new LeaderViews(recovered, damaged);
    }

    /** One observation for each answer that cannot be understood, at most so many. */
    List<Finding> damagedFindings(int findingsMax) {
        return damaged.stream()
                .limit(findingsMax)
                .map(event -> new Finding(
                        "event " + event.index() + ", what " + Processes.nodeOfView(event.process())
                                + " showed of agents and tasks, cannot be read",
                        Optional.empty(),
                        List.of(Processes.nodeOfView(event.process())),
                        List.of(),
                        List.of(event.index()),
                        Map.of()))
                .toList();
    }
}
