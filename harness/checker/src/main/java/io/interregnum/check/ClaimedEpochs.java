package io.interregnum.check;

import io.interregnum.history.ElectionFact;
import io.interregnum.history.Event;
import io.interregnum.history.History;
import io.interregnum.history.NodeEvent;
import io.interregnum.history.ProbeAnswer;
import io.interregnum.history.Processes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Epochs that went back where they must not: in the registry, as the observer saw it, and in the successive answers of
 * one process to its probes, of which one is in flight at a time.
 *
 * <p>The observer sees some states of the registry, in their true order; a state that it missed can hide a violation,
 * not invent one. Answers are compared within one incarnation; where the system shows none, its place is taken by the
 * node's starts and ends, and of a probe that was in flight meanwhile nothing is concluded.
 *
 * @param backInRegistry one for each fact whose epoch is lower than that of one before, in order
 * @param backInProbes one for each answer whose epoch is lower than that of one before, in order
 * @param answeringNodes names of the nodes that answered a probe
 */
record ClaimedEpochs(List<Finding> backInRegistry, List<Finding> backInProbes, Set<String> answeringNodes) {

    static ClaimedEpochs of(History history) {
        Scan scan = new Scan();
        history.events().forEach(scan::read);
        return new ClaimedEpochs(scan.backInRegistry, scan.backInProbes, scan.answeringNodes);
    }

    private record Told(long epoch, Event event) {}

    private static final class Scan {
        private final List<Finding> backInRegistry = new ArrayList<>();
        private final List<Finding> backInProbes = new ArrayList<>();
        private final Set<String> answeringNodes = new TreeSet<>();
        private final Map<String, Told> highestInRegistry = new HashMap<>(); // by path; order is never read
        private final Map<String, Told> highestInLife = new HashMap<>(); // by node and life; order is never read
        private final Map<String, Long> lifeBegan = new HashMap<>(); // by node; order is never read
        private final Map<String, Event> asked = new HashMap<>(); // by process; order is never read

        void read(Event event) {
            NodeEvent.node(event).ifPresent(node -> lifeBegan.put(node, event.index()));
            if (event.type() == Event.Type.INVOKE && Processes.isProbe(event.process())) {
                asked.put(event.process(), event);
            }
            ElectionFact.of(event)
                    .filter(fact -> fact.kind() == ElectionFact.Kind.REGISTRY_EPOCH)
                    .ifPresent(fact -> registry(event, fact));
            ProbeAnswer.of(event).ifPresent(answer -> probe(event, answer));
        }

        private void registry(Event event, ElectionFact fact) {
            Told before = highestInRegistry.get(fact.path());
            if (before == null || before.epoch() <= fact.epoch()) {
                highestInRegistry.put(fact.path(), new Told(fact.epoch(), event));
                return;
            }
            backInRegistry.add(finding(
                    "the registry " + fact.path() + " went back from epoch " + before.epoch() + " (seen at "
                            + Words.seconds(before.event().timeNanos()) + ") to epoch " + fact.epoch() + " (seen at "
                            + Words.seconds(event.timeNanos()) + ", version " + fact.version() + ")",
                    List.of(),
                    before,
                    new Told(fact.epoch(), event)));
        }

        private void probe(Event event, ProbeAnswer answer) {
            String node = Processes.nodeOfProbe(event.process());
            answeringNodes.add(node);
            Event question = asked.get(event.process());
            if (answer.epoch().isEmpty() || question == null) {
                return;
            }
            long began = lifeBegan.getOrDefault(node, -1L);
            boolean incarnationShown = !answer.incarnation().isEmpty();
            if (!incarnationShown && began > question.index()) {
                return; // it may be the answer of the life before or of this one
            }
            String life = node + "/" + (incarnationShown ? answer.incarnation() : "began at event " + began);
            Told told = new Told(answer.epoch().getAsLong(), event);
            Told before = highestInLife.get(life);
            if (before == null || before.epoch() <= told.epoch()) {
                highestInLife.put(life, told);
                return;
            }
            backInProbes.add(finding(
                    node + " answered with epoch " + before.epoch() + " at "
                            + Words.seconds(before.event().timeNanos()) + " and with epoch " + told.epoch() + " at "
                            + Words.seconds(event.timeNanos()) + ", in one life of its process",
                    List.of(node),
                    before,
                    told));
        }

        private static Finding finding(String summary, List<String> nodes, Told before, Told after) {
            return new Finding(
                    summary,
                    Optional.of(Grade.EPOCH_BROKEN),
                    nodes,
                    List.of(before.epoch(), after.epoch()),
                    List.of(before.event().index(), after.event().index()),
                    Map.of());
        }
    }
}
