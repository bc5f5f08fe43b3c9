package io.interregnum.check;

import io.interregnum.history.Event;
import io.interregnum.history.LeaderView;
import io.interregnum.history.LedgerEntry;
import io.interregnum.history.NodeEvent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/** Whether and how soon agents went over to new leaders. */
final class AgentsFollow {
    private final AgentExpectations promised;
    private final Disturbances disturbances;
    private final LeaderViews views;
    private final EpochStarts starts;
    private final Registrations registrations;
    private final Ledgers ledgers;
    private final List<Finding> leftBehind = new ArrayList<>();
    private final List<Finding> notAssessed = new ArrayList<>();

    AgentsFollow(
            Ledgers ledgers,
            Expectations expectations,
            Disturbances disturbances,
            LeaderViews views,
            EpochStarts starts,
            Registrations registrations) {
        this.ledgers = ledgers;
        this.promised = AgentExpectations.of(expectations);
        this.disturbances = disturbances;
        this.views = views;
        this.starts = starts;
        this.registrations = registrations;
        judge();
    }

    /** One for each agent that was not registered with the leader of the newest epoch when it had to be. */
    List<Finding> leftBehind() {
        return leftBehind;
    }

    /** What could not be asked, and why. */
    List<Finding> notAssessed() {
        return notAssessed;
    }

    private void judge() {
        long newest = Math.max(
                starts.newest().orElse(0),
                registrations.byNode().values().stream()
                        .flatMap(List::stream)
                        .mapToLong(Registrations::epoch)
                        .max()
                        .orElse(0));
        if (disturbances.mayBeLeft()) {
            none("a fault was not proven to be healed");
            return;
        }
        OptionalLong begunNanos = starts.firstSeenNanos(newest);
        if (begunNanos.isEmpty()) {
            none("nothing but a ledger tells of the newest epoch " + newest);
            return;
        }
        long healedNanos = disturbances.lastHeal().map(Event::timeNanos).orElse(0L);
        Set<String> nodes = new TreeSet<>(ledgers.agents());
        nodes.addAll(promised.names());
        for (String node : nodes) {
            Optional<Event> last = disturbances.lastNodeEvent(node);
            if (last.filter(event -> event.f().equals(NodeEvent.EXITED)).isPresent()) {
                none("the process of " + node + " had ended");
                continue;
            }
            long startedNanos = last.map(Event::timeNanos).orElse(0L);
            long sinceNanos = Math.max(Math.max(healedNanos, begunNanos.getAsLong()), startedNanos);
            long deadlineNanos = sinceNanos + promised.returnBound().toNanos();
            Optional<LeaderViews.Seen> view = views.recovered().stream()
                    .filter(seen -> seen.epoch() == newest && seen.sentNanos() > deadlineNanos)
                    .findFirst();
            if (view.isEmpty()) {
                none("no view of the leader of epoch " + newest + " was asked for after " + Words.seconds(deadlineNanos)
                        + ", when " + node + " had to be registered with it");
            } else {
                judge(node, view.get(), sinceNanos);
            }
        }
    }

    private void none(String why) {
        notAssessed.add(Finding.of(
                "whether agents are registered with the leader of the newest epoch was not assessed: " + why,
                List.of()));
    }

    private void judge(String node, LeaderViews.Seen seen, long sinceNanos) {
        Set<String> ids = new HashSet<>(); // asked for membership only
        List<LedgerEntry> accepted = registrations.byNode().getOrDefault(node, List.of());
        accepted.forEach(entry -> ids.add(entry.text("agent")));
        List<LeaderView.Agent> shown = seen.view().agents().stream()
                .filter(agent -> agent.node().equals(node) || ids.contains(agent.id()))
                .toList();
        boolean registered = shown.stream().anyMatch(agent -> agent.state().equals(LeaderView.REGISTERED));
        boolean knowsIt = accepted.stream().anyMatch(entry -> Registrations.epoch(entry) == seen.epoch());
        boolean unreadable =
                ledgers.of(node).stream().anyMatch(line -> line.entry().isEmpty());
        if (registered && (knowsIt || unreadable)) {
            return;
        }
        String what = registered
                ? "shows it as registered, but its own ledger knows of no registration under that epoch"
                : shown.isEmpty()
                        ? "does not know it"
                        : "calls it " + shown.get(shown.size() - 1).state();
        List<Long> events = new ArrayList<>(seen.events());
        if (!accepted.isEmpty()) {
            events.add(accepted.get(accepted.size() - 1).event().index());
        }
        leftBehind.add(new Finding(
                node + " is not registered with the leader of the newest epoch: "
                        + Words.leader(seen.master(), OptionalLong.of(seen.epoch())) + " " + what + " at "
                        + Words.seconds(seen.receivedNanos()) + ", " + Words.seconds(seen.sentNanos() - sinceNanos)
                        + " after the last of heal, election and start (allowed: "
                        + Words.seconds(promised.returnBound().toNanos()) + ")"
                        + (accepted.isEmpty()
                                ? ""
                                : "; it accepted last " + Registrations.leader(accepted.get(accepted.size() - 1))),
                Optional.empty(),
                List.of(node, seen.master()),
                List.of(seen.epoch()),
                events,
                Map.of()));
    }

    /** How long after the first sign of a new epoch agents that had been registered before were registered under it. */
    Map<String, Object> measures() {
        List<Long> nanos = new ArrayList<>();
        for (List<LedgerEntry> entries : registrations.byNode().values()) {
            long highest = Long.MAX_VALUE;
            for (LedgerEntry entry : entries) {
                long epoch = Registrations.epoch(entry);
                OptionalLong begun = starts.firstSeenNanos(epoch);
                if (epoch > highest && begun.isPresent() && entry.atNanos().isPresent()) {
                    nanos.add(Math.max(0, entry.atNanos().getAsLong() - begun.getAsLong()));
                }
                highest = highest == Long.MAX_VALUE ? epoch : Math.max(highest, epoch);
            }
        }
        nanos.sort(Long::compare);
        Map<String, Object> measures = new LinkedHashMap<>();
        measures.put("followed", (long) nanos.size());
        if (!nanos.isEmpty()) {
            measures.put("followNanosMedian", nanos.get((nanos.size() - 1) / 2));
            measures.put("followNanosMax", nanos.get(nanos.size() - 1));
        }
        return measures;
    }
}
