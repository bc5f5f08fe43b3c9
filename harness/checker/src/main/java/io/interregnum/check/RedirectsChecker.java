package io.interregnum.check;

import io.interregnum.history.ClientFields;
import io.interregnum.history.ElectionFact;
import io.interregnum.history.Event;
import io.interregnum.history.FaultStep;
import io.interregnum.history.History;
import io.interregnum.history.Operation;
import io.interregnum.history.ProbeAnswer;
import io.interregnum.history.Processes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Judges whom standbys call the leader, since clients and agents go where they are sent. It is no matter of safety, so
 * there is no grade: a fence keeps whoever is asked wrongly from doing harm.
 *
 * <p><em>Stale</em>: a standby names a master for longer than {@link #BOUND_NANOS} after another has certainly claimed
 * under a later epoch and the one that is named has ceased to claim, or its election node was seen to be gone (MESOS-5911:
 * the detector's event that was lost). Nothing is held against a standby while a fault on it or on ZooKeeper is at work, or
 * was until {@link FaultStep#AFTERMATH_NANOS} before. <em>Loop</em>: standbys name each other, round in a circle, all
 * certainly at one time, for longer than the bound.
 *
 * <p>A standby certainly names somebody from the receipt of one answer that does to the sending of a later one, if no
 * answer between says otherwise and none is more than {@link #SILENCE_NANOS_MAX} later than the one before. What hides: that,
 * rare probes, a leader that is named and was never seen to stop claiming. What invents: a machine that stands still for
 * most of the bound.
 */
final class RedirectsChecker implements Checker {
    static final String NAME = "redirects";
    static final int FINDINGS_MAX = 20;
    /** A standby that nothing hinders hears of a new leader within milliseconds; the rest is for busy machines. */
    static final long BOUND_NANOS = 5_000_000_000L;
    /** A standby that was silent for longer is not taken to have gone on naming the same. */
    static final long SILENCE_NANOS_MAX = 1_000_000_000L;

    private final Expectations expectations;

    RedirectsChecker(Expectations expectations) {
        this.expectations = expectations;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public CheckResult check(History history) {
        List<Naming> namings = Naming.of(history);
        if (namings.isEmpty()) {
            return CheckResult.valid(
                    NAME,
                    List.of(Finding.of("redirects were not assessed: no standby named a leader", List.of())),
                    Map.of());
        }
        Leaders leaders = new Leaders(history, expectations);
        Disturbances disturbances = new Disturbances(history, expectations);
        List<Finding> stale = namings.stream()
                .flatMap(naming -> stale(naming, leaders, disturbances).stream())
                .toList();
        List<Finding> loops = RedirectLoops.of(namings, BOUND_NANOS).stream()
                .filter(loop -> !disturbances.touched(
                        loop.nodes(), loop.fromNanos(), loop.toNanos(), FaultStep.AFTERMATH_NANOS))
                .map(RedirectLoops::finding)
                .toList();
        List<Finding> violations = Stream.of(stale, loops)
                .flatMap(kind -> kind.stream().limit(FINDINGS_MAX))
                .sorted(Comparator.comparingLong(finding -> finding.events().get(0)))
                .toList();
        Map<String, Object> measures = new LinkedHashMap<>();
        measures.put("namings", (long) namings.size());
        measures.put("staleRedirects", (long) stale.size());
        measures.put("redirectLoops", (long) loops.size());
        Misled.of(history, leaders).addTo(measures);
        return CheckResult.ofViolations(NAME, violations, List.of(), measures);
    }

    private static Optional<Finding> stale(Naming naming, Leaders leaders, Disturbances disturbances) {
        Optional<Long> overNanos = leaders.overNanos(naming.leader(), naming.toNanos());
        if (overNanos.isEmpty()) {
            return Optional.empty();
        }
        long sinceNanos = Math.max(overNanos.get(), naming.fromNanos());
        Optional<Claim> next = leaders.after(naming.leader(), overNanos.get(), naming.toNanos() - BOUND_NANOS);
        if (next.isEmpty()) {
            return Optional.empty();
        }
        sinceNanos = Math.max(sinceNanos, next.get().certain().get(0).fromNanos());
        boolean tooLong = naming.toNanos() - sinceNanos > BOUND_NANOS;
        if (!tooLong
                || disturbances.touched(
                        List.of(naming.node()), sinceNanos, naming.toNanos(), FaultStep.AFTERMATH_NANOS)) {
            return Optional.empty();
        }
        List<Long> events = new ArrayList<>(naming.events());
        events.add(next.get().firstEvent());
        return Optional.of(new Finding(
                naming.node() + " went on naming " + naming.leader() + " as the leader until "
                        + Words.seconds(naming.toNanos()) + " at least, "
                        + Words.millis(naming.toNanos() - sinceNanos) + " after "
                        + Words.leader(next.get().node(), next.get().epoch()) + " had certainly begun to lead and "
                        + naming.leader() + " had ceased to; no fault had touched " + naming.node() + " or ZooKeeper",
                Optional.empty(),
                List.of(naming.node(), naming.leader(), next.get().node()),
                next.get().epoch().stream().boxed().toList(),
                events,
                Map.of("staleNanosMin", naming.toNanos() - sinceNanos)));
    }

    /**
     * A time in which a standby certainly named a leader.
     *
     * @param node the standby
     * @param leader whom it named
     * @param fromNanos receipt of the first answer
     * @param toNanos sending of the last question
     * @param events of the first answer, the last question and its answer
     */
    record Naming(String node, String leader, long fromNanos, long toNanos, List<Long> events) {

        static List<Naming> of(History history) {
            Map<String, Naming> open = new TreeMap<>();
            Map<String, Event> last = new HashMap<>(); // by node: its last answer; order is never read
            List<Naming> all = new ArrayList<>();
            for (Operation probe : history.operations()) {
                if (!Processes.isProbe(probe.invoke().process())
                        || probe.completion().isEmpty()) {
                    continue;
                }
                Event answer = probe.completion().get();
                Optional<ProbeAnswer> said = ProbeAnswer.of(answer);
                String node = Processes.nodeOfProbe(probe.invoke().process());
                String leader = said.filter(own -> !own.claims())
                        .map(ProbeAnswer::leader)
                        .orElse("");
                Naming before = open.get(node);
                Event lastAnswer = last.get(node);
                boolean joins = before != null
                        && before.leader().equals(leader)
                        && lastAnswer != null
                        && answer.timeNanos() - lastAnswer.timeNanos() <= SILENCE_NANOS_MAX;
                if (said.isPresent() || answer.type() == Event.Type.FAIL) {
                    last.put(node, answer);
                    if (before != null && !joins) {
                        all.add(before);
                        open.remove(node);
                    }
                    if (joins || !leader.isEmpty()) {
                        open.put(node, next(joins ? before : null, node, leader, probe, answer));
                    }
                }
            }
            all.addAll(open.values());
            return all;
        }

        private static Naming next(
                @org.jspecify.annotations.Nullable Naming before,
                String node,
                String leader,
                Operation probe,
                Event answer) {
            long first = before == null ? answer.index() : before.events().get(0);
            return new Naming(
                    node,
                    leader,
                    before == null ? answer.timeNanos() : before.fromNanos(),
                    probe.invokedNanos(),
                    List.of(first, probe.invoke().index(), answer.index()));
        }
    }

    /** Who led, and until when at the latest. */
    static final class Leaders {
        private final Map<String, List<Claim>> claims = new HashMap<>(); // by node, in order; order is never read
        private final List<Claim> byBeginning = new ArrayList<>(); // those that certainly held
        private final Map<Long, Long> goneNanos = new HashMap<>(); // by epoch; order is never read

        Leaders(History history, Expectations expectations) {
            for (Claim claim : Claims.of(history, expectations.probeInterval())) {
                claims.computeIfAbsent(claim.node(), node -> new ArrayList<>()).add(claim);
                if (!claim.certain().isEmpty()) {
                    byBeginning.add(claim);
                }
            }
            byBeginning.sort(
                    Comparator.comparingLong(claim -> claim.certain().get(0).fromNanos()));
            for (Event event : history.of(Processes.OBSERVER)) {
                ElectionFact.of(event)
                        .filter(fact -> fact.kind() == ElectionFact.Kind.ELECTION_NODE_DELETED)
                        .ifPresent(fact -> goneNanos.putIfAbsent(fact.epoch(), event.timeNanos()));
            }
        }

        /** Since when {@code node} certainly led no more at that moment; empty where it may have, or never did. */
        Optional<Long> overNanos(String node, long atNanos) {
            Optional<Long> over = Optional.empty();
            for (Claim claim : claims.getOrDefault(node, List.of())) {
                if (claim.possibleFromNanos() <= atNanos) {
                    long goneAtNanos = claim.epoch().isPresent()
                            ? goneNanos.getOrDefault(claim.epoch().getAsLong(), Long.MAX_VALUE)
                            : Long.MAX_VALUE;
                    long nanos = Math.min(claim.possibleToNanos(), goneAtNanos);
                    over = over.isPresent() && over.get() > nanos ? over : Optional.of(nanos);
                }
            }
            return over.filter(nanos -> nanos < atNanos);
        }

        /** A claim of another node that certainly began after that one was over and before {@code byNanos}. */
        Optional<Claim> after(String node, long overNanos, long byNanos) {
            List<Claim> own = claims.getOrDefault(node, List.of());
            long epoch = own.stream()
                    .filter(claim -> claim.possibleFromNanos() <= overNanos)
                    .flatMap(claim -> claim.epoch().stream().boxed())
                    .max(Comparator.naturalOrder())
                    .orElse(Long.MIN_VALUE);
            return byBeginning.stream()
                    .filter(claim -> !claim.node().equals(node)
                            && claim.certain().get(0).fromNanos() < byNanos
                            && claim.epoch().isPresent()
                            && claim.epoch().getAsLong() > epoch)
                    .findFirst();
        }

        /** True when {@code node} certainly did not lead at that moment. */
        boolean isNoLeader(String node, long atNanos) {
            return claims.getOrDefault(node, List.of()).stream()
                    .noneMatch(claim -> claim.possibleFromNanos() <= atNanos && claim.possibleToNanos() >= atNanos);
        }
    }

    /**
     * Clients that were sent to one that certainly did not lead when they were told.
     *
     * @param toldCount answers that named a leader
     * @param misledCount those of them that named one that did not lead
     */
    private record Misled(long toldCount, long misledCount) {

        static Misled of(History history, Leaders leaders) {
            long told = 0;
            long misled = 0;
            for (Operation operation : history.clientOperations()) {
                Optional<String> leader = operation.completion().flatMap(answer -> answer.text(ClientFields.LEADER));
                if (leader.isPresent()) {
                    told++;
                    boolean wrong = leaders.isNoLeader(leader.get(), operation.invokedNanos())
                            && leaders.isNoLeader(leader.get(), operation.completedNanos());
                    misled += wrong ? 1 : 0;
                }
            }
            return new Misled(told, misled);
        }

        void addTo(Map<String, Object> measures) {
            if (toldCount > 0) {
                measures.put("clientsRedirected", toldCount);
                measures.put("clientsMisled", misledCount);
            }
        }
    }
}
