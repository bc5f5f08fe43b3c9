package io.interregnum.check;

import io.interregnum.history.ElectionFact;
import io.interregnum.history.LeaderView;
import io.interregnum.history.LedgerEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Compares the views of recovered leaders with what agents must be in them. One pass over all views; for one thread. */
final class AgentSight {
    private final AgentExpectations promised;
    private final Disturbances disturbances;
    private final EpochStarts starts;
    private final Registrations registrations;
    private final Map<String, Known> known = new TreeMap<>(); // by id
    private final List<Finding> vanished = new ArrayList<>();
    private final List<Finding> unreachable = new ArrayList<>();

    /** An agent of which something is known. */
    private static final class Known {
        private final String id;
        private String node = "";
        private @Nullable LedgerEntry admitted; // under the lowest epoch
        private LeaderViews.@Nullable Seen shown; // by the lowest epoch
        private final TreeMap<Long, State> states = new TreeMap<>(); // by epoch: what its leader said last
        private final Set<Long> accused = new HashSet<>(); // epochs; asked for membership only

        Known(String id) {
            this.id = id;
        }
    }

    private record State(String word, LeaderViews.Seen last, LeaderViews.Seen since) {}

    AgentSight(
            Expectations expectations,
            Disturbances disturbances,
            LeaderViews views,
            EpochStarts starts,
            Registrations registrations) {
        this.promised = AgentExpectations.of(expectations);
        this.disturbances = disturbances;
        this.starts = starts;
        this.registrations = registrations;
        registrations.admitted().forEach((id, entry) -> {
            Known agent = known(id);
            agent.node = entry.node();
            agent.admitted = entry;
        });
        views.recovered().forEach(this::look);
    }

    private Known known(String id) {
        return known.computeIfAbsent(id, Known::new);
    }

    /** One for each agent and epoch of which a view lacks it. */
    List<Finding> vanished() {
        return vanished;
    }

    /** One for each agent and epoch of which a view calls it unreachable without need. */
    List<Finding> unreachable() {
        return unreachable;
    }

    private void look(LeaderViews.Seen seen) {
        Map<String, LeaderView.Agent> shown = new HashMap<>(); // by id; order is never read
        seen.view().agents().forEach(agent -> shown.put(agent.id(), agent));
        for (Known agent : known.values()) {
            if (!shown.containsKey(agent.id)) {
                lacks(seen, agent);
            }
        }
        for (LeaderView.Agent agent : seen.view().agents()) {
            Known kept = known(agent.id());
            kept.node = kept.node.isEmpty() ? agent.node() : kept.node;
            if (kept.shown == null || seen.epoch() < kept.shown.epoch()) {
                kept.shown = seen;
            }
            State before = kept.states.get(seen.epoch());
            boolean same = before != null && before.word().equals(agent.state());
            State now = new State(agent.state(), seen, same && before != null ? before.since() : seen);
            kept.states.put(seen.epoch(), now);
            if (agent.state().equals(LeaderView.UNREACHABLE) && !kept.accused.contains(seen.epoch())) {
                unreachable(seen, kept, before, now).ifPresent(finding -> {
                    kept.accused.add(seen.epoch());
                    unreachable.add(finding);
                });
            }
        }
    }

    private void lacks(LeaderViews.Seen seen, Known agent) {
        if (agent.accused.contains(seen.epoch())) {
            return;
        }
        LedgerEntry admitted = agent.admitted;
        LeaderViews.Seen shown = agent.shown;
        String evidence = "";
        List<Long> events = new ArrayList<>(seen.events());
        long earlierEpoch = 0;
        String who = "";
        if (admitted != null && wasAdmittedBefore(admitted, seen)) {
            who = admitted.text("master");
            earlierEpoch = Registrations.epoch(admitted);
            evidence = "had been registered by " + Registrations.leader(admitted) + Registrations.at(admitted);
            events.add(admitted.event().index());
        } else if (shown != null && shown.epoch() <= seen.epoch() && shown.receivedIndex() < seen.sentIndex()) {
            who = shown.master();
            earlierEpoch = shown.epoch();
            evidence = "was shown by " + Words.leader(shown.master(), OptionalLong.of(shown.epoch())) + " at "
                    + Words.seconds(shown.receivedNanos());
            events.addAll(shown.events());
        } else {
            return;
        }
        agent.accused.add(seen.epoch());
        vanished.add(new Finding(
                "agent " + agent.id + name(agent) + " vanished: "
                        + Words.leader(seen.master(), OptionalLong.of(seen.epoch()))
                        + ", recovered, did not know it at "
                        + Words.seconds(seen.receivedNanos()) + ", though it " + evidence,
                Optional.empty(),
                agent.node.isEmpty() ? List.of(seen.master(), who) : List.of(seen.master(), agent.node, who),
                List.of(seen.epoch(), earlierEpoch),
                events,
                Map.of("agent", agent.id)));
    }

    private static String name(Known agent) {
        return agent.node.isEmpty() ? "" : " (" + agent.node + ")";
    }

    /** The registry is written before the agent hears of it, and taken over for a later epoch after that or not at all. */
    private static boolean wasAdmittedBefore(LedgerEntry admitted, LeaderViews.Seen seen) {
        long epoch = Registrations.epoch(admitted);
        return epoch < seen.epoch()
                || (epoch == seen.epoch()
                        && admitted.atNanos().isPresent()
                        && admitted.atNanos().getAsLong() + Ledgers.CLOCK_ERROR_NANOS < seen.sentNanos());
    }

    private Optional<Finding> unreachable(LeaderViews.Seen seen, Known agent, @Nullable State before, State now) {
        if (agent.node.isEmpty() || starts.isDeposed(seen.epoch(), seen.receivedNanos())) {
            return Optional.empty();
        }
        boolean cameBack = before != null && before.word().equals(LeaderView.REGISTERED);
        Optional<String> early = cameBack ? Optional.empty() : tooEarly(agent, seen.epoch(), seen.receivedNanos());
        if (early.isPresent()) {
            return early.map(why -> unreachable(seen, agent, why));
        }
        long returnNanos = promised.returnBound().toNanos();
        List<String> nodes = List.of(agent.node, seen.master());
        long sinceNanos = now.since().sentNanos();
        long overdueNanos = seen.receivedNanos() - returnNanos;
        boolean stayed = sinceNanos < overdueNanos
                && !disturbances.touched(nodes, overdueNanos, seen.receivedNanos(), 0)
                && !disturbances.ended(agent.node, overdueNanos, seen.receivedNanos());
        if (stayed) {
            return Optional.of(unreachable(
                    seen,
                    agent,
                    "since " + Words.seconds(sinceNanos) + ", and no fault touched " + String.join(", ", nodes)
                            + " or ZooKeeper in the last " + Words.seconds(returnNanos)));
        }
        if (before == null || before.word().equals(LeaderView.UNREACHABLE)) {
            return Optional.empty();
        }
        long fromNanos =
                Math.max(0, before.last().sentNanos() - promised.pingTimeout().toNanos());
        boolean excused = disturbances.touched(nodes, fromNanos, seen.receivedNanos(), returnNanos)
                || disturbances.stoodStill(
                        fromNanos,
                        seen.receivedNanos(),
                        Math.max(1, promised.pingTimeout().toNanos() / 2))
                || disturbances.ended(agent.node, fromNanos, seen.receivedNanos());
        return excused
                ? Optional.empty()
                : Optional.of(unreachable(
                        seen,
                        agent,
                        "though it had been " + before.word() + " at "
                                + Words.seconds(before.last().receivedNanos()) + " and no fault had touched "
                                + String.join(", ", nodes) + " or ZooKeeper"));
    }

    /**
     * Why a leader cannot rightly take an agent to be out of reach yet at that moment: it has not waited for it, and nobody
     * before can have marked it, since the last view before showed it in reach and no fault on it was old enough.
     */
    private Optional<String> tooEarly(Known agent, long epoch, long nanos) {
        Optional<ElectionFact> takenOver = starts.takenOverFor(epoch).map(EpochStarts.Seen::fact);
        Map.Entry<Long, State> before = agent.states.lowerEntry(epoch);
        long timeoutNanos = promised.reregisterTimeout().toNanos();
        if (timeoutNanos == 0
                || takenOver.isEmpty()
                || takenOver.get().notBeforeNanos() == 0
                || nanos >= takenOver.get().notBeforeNanos() + timeoutNanos
                || before == null
                || before.getValue().word().equals(LeaderView.UNREACHABLE)
                || starts.anyBetween(before.getKey(), epoch)
                || mayHaveComeBack(agent, epoch, nanos)) {
            return Optional.empty();
        }
        long lastNanos = before.getValue().last().receivedNanos();
        long oldNanos = lastNanos - promised.pingTimeout().toNanos() / 2;
        if (disturbances.touchedOnly(List.of(agent.node), 0, oldNanos, 0)
                || disturbances.ended(agent.node, 0, oldNanos)) {
            return Optional.empty();
        }
        return Optional.of("though it had been " + before.getValue().word() + " at " + Words.seconds(lastNanos)
                + ", the registry was taken over after "
                + Words.seconds(takenOver.get().notBeforeNanos())
                + ", and a new leader waits " + Words.seconds(timeoutNanos) + " for agents to come back");
    }

    private boolean mayHaveComeBack(Known agent, long epoch, long nanos) {
        return registrations.byNode().getOrDefault(agent.node, List.of()).stream()
                .filter(entry -> Registrations.epoch(entry) == epoch)
                .anyMatch(entry -> entry.atNanos().orElse(0) - Ledgers.CLOCK_ERROR_NANOS < nanos);
    }

    /** Why it was too early for a leader to take this agent to be out of reach; empty where it was not, or nobody knows. */
    Optional<String> tooEarly(String id, long epoch, long nanos) {
        return Optional.ofNullable(known.get(id)).flatMap(agent -> tooEarly(agent, epoch, nanos));
    }

    private static Finding unreachable(LeaderViews.Seen seen, Known agent, String why) {
        return new Finding(
                Words.leader(seen.master(), OptionalLong.of(seen.epoch())) + " called agent " + agent.id + name(agent)
                        + " unreachable at " + Words.seconds(seen.receivedNanos()) + ", " + why,
                Optional.empty(),
                List.of(seen.master(), agent.node),
                List.of(seen.epoch()),
                seen.events(),
                Map.of("agent", agent.id));
    }
}
