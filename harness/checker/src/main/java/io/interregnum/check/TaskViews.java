package io.interregnum.check;

import io.interregnum.history.LeaderView;
import io.interregnum.history.LedgerEntry;
import io.interregnum.history.LedgerEntry.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds tasks that their agent had and their leader did not know.
 *
 * <p>A <em>stay</em> is what an agent's ledger tells from its first registration under an epoch to its next one under
 * another, or to the start of another process. A view in which the agent is registered under that epoch falls into it; of
 * an agent with two stays in one epoch nobody knows into which one, so nothing is concluded. A task that was alive before
 * the stay and not ended in it must be in the view: the agent told the leader of it, or should have. Other tasks must be if
 * their stamps say so.
 */
final class TaskViews {
    private static final String LOST = "LOST";

    private final Map<Place, @Nullable Stay> stays = new LinkedHashMap<>(); // null: more than one
    private final Map<Place, Pair> views = new HashMap<>(); // order is never read
    private final IdentityHashMap<LeaderView, Set<String>> tasksOf = new IdentityHashMap<>(); // order is never read
    private final List<Finding> unknown = new ArrayList<>();

    private record Place(String agent, long epoch) {}

    private record Stay(String node, LedgerEntry registered, int fromLine, int toLine) {}

    private record Pair(LeaderViews.Seen first, LeaderViews.Seen last) {}

    private TaskViews() {}

    /** One finding for each task and epoch. */
    static List<Finding> unknown(Ledgers ledgers, TaskLives lives, LeaderViews views) {
        TaskViews search = new TaskViews();
        ledgers.agents().forEach(node -> search.stays(node, ledgers.of(node)));
        views.recovered().forEach(search::note);
        Map<String, List<Stay>> byNode = new LinkedHashMap<>();
        search.stays.forEach((place, stay) -> {
            if (stay != null && search.views.containsKey(place)) {
                byNode.computeIfAbsent(stay.node(), node -> new ArrayList<>()).add(stay);
            }
        });
        byNode.forEach((node, stays) -> search.compare(lives.on(node), stays));
        return search.unknown;
    }

    private void stays(String node, List<Ledgers.Line> lines) {
        LedgerEntry open = null;
        int from = 0;
        for (int i = 0; i <= lines.size(); i++) {
            boolean over = i == lines.size() || lines.get(i).begins();
            Optional<LedgerEntry> registered = i < lines.size() && lines.get(i).is(Kind.REGISTERED)
                    ? lines.get(i).entry()
                    : Optional.empty();
            if (open != null
                    && (over
                            || (registered.isPresent()
                                    && !place(registered.get()).equals(place(open))))) {
                Stay stay = new Stay(node, open, from, i);
                stays.put(place(open), stays.containsKey(place(open)) ? null : stay);
                open = null;
            }
            if (open == null && registered.isPresent()) {
                open = registered.get();
                from = i;
            }
        }
    }

    private static Place place(LedgerEntry registered) {
        return new Place(registered.text("agent"), Registrations.epoch(registered));
    }

    private void note(LeaderViews.Seen seen) {
        for (LeaderView.Agent agent : seen.view().agents()) {
            if (agent.state().equals(LeaderView.REGISTERED)) {
                views.merge(
                        new Place(agent.id(), seen.epoch()),
                        new Pair(seen, seen),
                        (before, now) -> new Pair(before.first(), now.last()));
            }
        }
    }

    /** Both are in the order of the ledger, so that lives which ended before a stay are left behind once. */
    private void compare(List<TaskLife> lives, List<Stay> stays) {
        List<Stay> inOrder = new ArrayList<>(stays);
        inOrder.sort((left, right) -> Integer.compare(left.fromLine(), right.fromLine()));
        List<TaskLife> current = new ArrayList<>();
        int next = 0;
        for (Stay stay : inOrder) {
            current.removeIf(life -> life.toLine() < stay.fromLine());
            while (next < lives.size() && lives.get(next).fromLine() < stay.toLine()) {
                TaskLife life = lives.get(next++);
                if (life.toLine() >= stay.fromLine()) {
                    current.add(life);
                }
            }
            Pair pair = views.get(place(stay.registered()));
            if (pair != null) {
                current.forEach(life -> compare(life, stay, pair));
            }
        }
    }

    private void compare(TaskLife life, Stay stay, Pair pair) {
        for (LeaderViews.Seen seen : List.of(pair.first(), pair.last())) {
            if (!tasks(seen.view()).contains(life.task()) && mustBeIn(life, stay, seen)) {
                unknown.add(finding(life, stay, seen));
                return;
            }
        }
    }

    private static boolean mustBeIn(TaskLife life, Stay stay, LeaderViews.Seen seen) {
        boolean before = life.fromLine() < stay.fromLine();
        boolean throughout = before && (life.isOpen() ? outlives(life, seen) : life.toLine() > stay.toLine());
        OptionalLong first = life.firstNanos();
        boolean stamped = (before || (first.isPresent() && first.getAsLong() < seen.sentNanos()))
                && life.isAliveAt(seen.receivedNanos());
        return throughout || stamped;
    }

    /** False when the agent's process may have ended, with the task, before the view was put together. */
    private static boolean outlives(TaskLife life, LeaderViews.Seen seen) {
        return life.lastNanos().isEmpty() || life.lastNanos().getAsLong() > seen.receivedNanos();
    }

    private Set<String> tasks(LeaderView view) {
        return tasksOf.computeIfAbsent(view, shown -> {
            Set<String> ids = new HashSet<>(); // asked for membership only
            shown.tasks().stream().filter(task -> !task.state().equals(LOST)).forEach(task -> ids.add(task.id()));
            return ids;
        });
    }

    private static Finding finding(TaskLife life, Stay stay, LeaderViews.Seen seen) {
        boolean told = stay.registered().texts("tasks").contains(life.task());
        List<Long> events = new ArrayList<>(seen.events());
        events.add(life.launched().event().index());
        events.add(stay.registered().event().index());
        return new Finding(
                "task " + life.words() + ", was alive and unknown to its leader: "
                        + Words.leader(seen.master(), OptionalLong.of(seen.epoch())) + " showed " + life.node()
                        + " as registered at " + Words.seconds(seen.receivedNanos()) + " and not the task, of which the"
                        + " agent " + (told ? "had told it" : "had not told it") + " when it was registered",
                Optional.empty(),
                List.of(seen.master(), life.node()),
                List.of(seen.epoch(), Registrations.epoch(life.launched())),
                events,
                Map.of("task", life.task(), "work", life.work()));
    }
}
