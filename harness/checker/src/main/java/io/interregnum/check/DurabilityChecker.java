package io.interregnum.check;

import io.interregnum.history.ClientFields;
import io.interregnum.history.Event;
import io.interregnum.history.FaultStep;
import io.interregnum.history.History;
import io.interregnum.history.Operation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Judges sets to which clients add: what was acknowledged stays, once, and nothing else is there. All of it is grade 4.
 *
 * <p>An element is <em>known</em> from the moment at which its addition was acknowledged, or an answer that shows it was
 * in hand, whichever came first: one that was acknowledged in no way, but was seen, is <em>recovered</em>, and has to stay
 * too. It must be in every read that was invoked after that. It is <em>lost</em> if the last such read lacks it, else
 * <em>stale</em> in those that do. It is <em>duplicated</em> if one read shows it more than once. A read must show nothing
 * that nobody had asked to add when it was answered, nor anything of which the addition certainly failed. The terms are
 * those of the set-full analysis (K. Kingsbury, Jepsen, analyses of sets since 2018), the claim is linearizability of a
 * set that only grows (Herlihy and Wing 1990) and durability of acknowledged writes.
 *
 * <p>What hides: an element that is not read again, an addition that is recorded late, equal elements that were added
 * twice (they are left out, and told). What invents: an invocation recorded late; a client that takes an unknown outcome
 * for a failure or for a success. Where reads are not promised to be fresh, only those count that were invoked more than
 * the liveness bound later, so that staleness is not judged. Registers are judged by {@link LinearizabilityChecker} alone.
 */
final class DurabilityChecker implements Checker {
    static final String NAME = "durability";
    /** So many findings of each kind are told; the measures tell how many there were. */
    static final int FINDINGS_MAX = 20;

    private final Expectations expectations;

    DurabilityChecker(Expectations expectations) {
        this.expectations = expectations;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public CheckResult check(History history) {
        long patienceNanos =
                expectations.freshReads() ? 0 : expectations.livenessBound().toNanos();
        Map<String, SetHistory> sets = new TreeMap<>();
        List<Finding> unreadable = new ArrayList<>();
        for (Operation operation : history.clientOperations()) {
            String f = operation.invoke().f();
            if (!f.equals(ClientFields.ADD) && !f.equals(ClientFields.READ_SET)) {
                continue;
            }
            String key = operation.invoke().text(ClientFields.KEY).orElse("");
            SetHistory set = sets.computeIfAbsent(key, name -> new SetHistory(name, patienceNanos));
            set.note(operation).ifPresent(unreadable::add);
        }
        if (sets.isEmpty()) {
            return CheckResult.valid(
                    NAME,
                    List.of(Finding.of("durability was not assessed: nobody added to a set or read one", List.of())),
                    Map.of());
        }
        Tally tally = new Tally(new Disturbances(history, expectations));
        sets.values().forEach(set -> set.judge(tally));
        return conclude(tally, sets, unreadable);
    }

    private CheckResult conclude(Tally tally, Map<String, SetHistory> sets, List<Finding> unreadable) {
        List<Finding> violations = Stream.of(
                        tally.lost, tally.stale, tally.duplicated, tally.failedAndSeen, tally.fromNowhere)
                .flatMap(kind -> kind.first().stream())
                .sorted((left, right) ->
                        Long.compare(left.events().get(0), right.events().get(0)))
                .toList();
        Map<String, Object> measures = new LinkedHashMap<>();
        measures.put("sets", (long) sets.size());
        measures.put("acknowledged", tally.acknowledged);
        measures.put("readAfterAcknowledgement", tally.acknowledged - tally.unread);
        measures.put("recovered", tally.recovered);
        measures.put("lost", tally.lost.count());
        measures.put("stale", tally.stale.count());
        measures.put("duplicated", tally.duplicated.count());
        measures.put("failedAndSeen", tally.failedAndSeen.count());
        measures.put("fromNowhere", tally.fromNowhere.count());
        measures.put("lostByFault", tally.lostByFault);
        List<Finding> observations = new ArrayList<>(tally.observations);
        unreadable.stream().limit(FINDINGS_MAX).forEach(observations::add);
        if (!expectations.freshReads()) {
            observations.add(Finding.of(
                    "staleness of sets was not assessed: this system does not promise that a read returns the newest"
                            + " acknowledged addition",
                    List.of()));
        }
        if (tally.unread > 0) {
            observations.add(Finding.of(
                    tally.unread + " of " + tally.acknowledged
                            + " acknowledged additions were not assessed: no read that counts came after them",
                    List.of()));
        }
        if (violations.isEmpty() && tally.acknowledged == tally.unread) {
            String reason = "durability was not assessed: no acknowledged addition to a set was followed by a read";
            return new CheckResult(NAME, Verdict.UNKNOWN, reason, violations, observations, measures);
        }
        return CheckResult.ofViolations(NAME, violations, observations, measures);
    }

    /** What was found over all sets. For one thread. */
    static final class Tally {
        final FirstFindings lost = new FirstFindings(FINDINGS_MAX);
        final FirstFindings stale = new FirstFindings(FINDINGS_MAX);
        final FirstFindings duplicated = new FirstFindings(FINDINGS_MAX);
        final FirstFindings failedAndSeen = new FirstFindings(FINDINGS_MAX);
        final FirstFindings fromNowhere = new FirstFindings(FINDINGS_MAX);
        final List<Finding> observations = new ArrayList<>();
        final Map<String, Object> lostByFault = new LinkedHashMap<>(); // in the order in which they are met
        long acknowledged;
        long unread;
        long recovered;

        private final Disturbances disturbances;

        Tally(Disturbances disturbances) {
            this.disturbances = disturbances;
        }

        /** The fault to which a loss is counted: at work when it was acknowledged, or the next one. */
        String countLoss(Event known) {
            Optional<FaultStep> fault = disturbances.atOrAfter(known.timeNanos());
            String words = fault.map(FaultStep::words).orElse("after all faults");
            lostByFault.merge(words, 1L, (count, one) -> (Long) count + (Long) one);
            return words;
        }
    }
}
