package io.interregnum.check;

import io.interregnum.check.linear.Limits;
import io.interregnum.check.linear.LinearOutcome;
import io.interregnum.check.linear.Linearizability;
import io.interregnum.check.linear.Models;
import io.interregnum.history.ClientFields;
import io.interregnum.history.History;
import io.interregnum.history.Operation;
import io.interregnum.history.RunClock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Finds keys whose answers no single register could have given: lost, stale or forked state.
 *
 * <p>Each key is a register with compare-and-set, judged apart: a history is linearizable if and only if it is so for
 * each object (Herlihy and Wing 1990, section 3.3, "locality"). The order of the history's indexes is real time: the
 * recorder gives them out under one lock. An answer recorded late can hide a violation, an invocation recorded late can
 * invent one.
 *
 * <p>A refusal is no operation, except a mismatch, which reveals what it found and so is a read of it. Where the system
 * does not promise fresh reads, reads are left out; mismatches are not,
 * since they come from where writes are decided.
 *
 * <p>Immutable. Where every value is written once a key, as {@link ClientFields} demands, it needs time in proportion to
 * n log n; where not, it may give up by the limits, which is the only use that it makes of a clock.
 */
final class LinearizabilityChecker implements Checker {
    static final String NAME = "linearizability";

    private static final Set<String> FUNCTIONS = Set.of(ClientFields.READ, ClientFields.WRITE, ClientFields.CAS);

    private final Expectations expectations;
    private final Limits limits;

    /** With the default limits of {@link Limits}, for each key anew. */
    LinearizabilityChecker(Expectations expectations) {
        this(expectations, Limits.on(RunClock.startNow()));
    }

    /**
     * With limits of the caller's.
     *
     * @param limits for each key anew
     */
    LinearizabilityChecker(Expectations expectations, Limits limits) {
        this.expectations = expectations;
        this.limits = limits;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public CheckResult check(History history) {
        Map<String, List<Operation>> keys = new TreeMap<>();
        for (Operation operation : history.clientOperations()) {
            if (FUNCTIONS.contains(operation.invoke().f())) {
                String key = operation.invoke().text(ClientFields.KEY).orElse("");
                keys.computeIfAbsent(key, k -> new ArrayList<>()).add(operation);
            }
        }
        if (keys.isEmpty()) {
            return CheckResult.unknown(NAME, "the history has no read, write or cas of a client");
        }
        Tally tally = new Tally();
        for (Map.Entry<String, List<Operation>> entry : keys.entrySet()) {
            try {
                judge(new LinearizabilityCheckerKey(entry.getKey(), entry.getValue(), expectations), tally);
            } catch (IllegalArgumentException e) {
                tally.undecided.add("key " + entry.getKey() + ": " + e.getMessage());
            }
        }
        tally.measures.put("keys", (long) keys.size());
        return tally.result();
    }

    private void judge(LinearizabilityCheckerKey key, Tally tally) {
        LinearOutcome outcome = Linearizability.check(Models.CAS_REGISTER, key.operations(), limits);
        tally.operations += key.operations().size();
        tally.configurations += outcome.configurations();
        tally.readsLeftOut += key.readsLeftOut();
        tally.observations.addAll(key.oddRefusals());
        outcome.witness().ifPresent(witness -> tally.violations.add(key.violation(witness)));
        if (outcome.answer() == LinearOutcome.Answer.UNDECIDED) {
            tally.undecided.add("key " + key.name() + ": " + outcome.cause());
        }
    }

    /** What was found so far. */
    private static final class Tally {
        private final List<Finding> violations = new ArrayList<>();
        private final List<Finding> observations = new ArrayList<>();
        private final List<String> undecided = new ArrayList<>();
        private final Map<String, Object> measures = new LinkedHashMap<>();
        private long operations;
        private long configurations;
        private long readsLeftOut;

        CheckResult result() {
            measures.put("operations", operations);
            measures.put("configurations", configurations);
            if (readsLeftOut > 0) {
                observations.add(Finding.of(
                        readsLeftOut + " reads were left out: this system does not promise that a read returns the "
                                + "newest acknowledged write",
                        List.of()));
            }
            if (operations == 0 && undecided.isEmpty()) {
                undecided.add("there was nothing to judge but what was left out or refused");
            }
            if (undecided.isEmpty()) {
                return CheckResult.ofViolations(NAME, violations, observations, measures);
            }
            String reason = "not decided: " + String.join("; ", undecided);
            if (violations.isEmpty()) {
                return new CheckResult(NAME, Verdict.UNKNOWN, reason, violations, observations, measures);
            }
            observations.add(Finding.of(reason, List.of()));
            return CheckResult.ofViolations(NAME, violations, observations, measures);
        }
    }
}
