package io.interregnum.check;

import io.interregnum.history.ClientFields;
import io.interregnum.history.Event;
import io.interregnum.history.History;
import io.interregnum.history.Operation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Judges who was <em>obeyed</em>: an effect under an epoch after a later one had been acknowledged (grade 2), two nodes
 * with effects in one epoch, and epochs that go back in what one process answered to clients (grade 3).
 *
 * <p>That is what fencing tokens exist to prevent (Burrows, "The Chubby lock service", OSDI 2006, section 2.4, where
 * they are called sequencers). The rule of grade 2: no effect under epoch e belongs to an operation that was
 * <em>invoked</em> after an effect under an epoch later than e had been <em>acknowledged</em>. Operations that overlap
 * are in no order, so nothing is concluded from them. What counts as an effect is said by {@link Effects}.
 *
 * <p>Late records of answers can hide a violation, late records of invocations can invent one. A system whose backups
 * pass requests on to the leader would look like two nodes in one epoch: nodes are those that were <em>asked</em>.
 */
final class FencingChecker implements Checker {
    static final String NAME = "fencing";
    /** So many findings of each kind are told; the measures tell how many there were. */
    static final int FINDINGS_MAX = 20;

    private final Expectations expectations;

    FencingChecker(Expectations expectations) {
        this.expectations = expectations;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public CheckResult check(History history) {
        Effects effects = Effects.of(history, expectations.freshReads());
        List<EpochOrder.Reversal<Effect>> overlaps =
                EpochOrder.reversals(effects.found().stream().map(Effect::stamp).toList());
        List<Finding> shared = sharedEpochs(effects.found());
        List<EpochOrder.Reversal<Effect>> back = backInAnswers(history);
        List<Finding> violations = Stream.of(
                        overlaps.stream().limit(FINDINGS_MAX).map(FencingChecker::overlap),
                        shared.stream().limit(FINDINGS_MAX),
                        back.stream().limit(FINDINGS_MAX).map(FencingChecker::wentBack))
                .flatMap(findings -> findings)
                .sorted((left, right) ->
                        Long.compare(left.events().get(0), right.events().get(0)))
                .toList();
        Map<String, Object> measures = new LinkedHashMap<>();
        measures.put("effects", (long) effects.found().size());
        measures.put("effectsWithoutEpoch", effects.withoutEpochCount());
        measures.put(
                "epochs",
                effects.found().stream().mapToLong(Effect::epoch).distinct().count());
        measures.put("effectOverlaps", (long) overlaps.size());
        measures.put("epochsSharedByNodes", (long) shared.size());
        measures.put("epochsBackInAnswers", (long) back.size());
        List<Finding> observations = effects.found().stream()
                .filter(Effect::isAmbiguous)
                .limit(FINDINGS_MAX)
                .map(FencingChecker::ambiguous)
                .toList();
        String reason = notAssessed(effects);
        if (violations.isEmpty() && !reason.isEmpty()) {
            return new CheckResult(NAME, Verdict.UNKNOWN, reason, List.of(), observations, measures);
        }
        return CheckResult.ofViolations(NAME, violations, observations, measures);
    }

    private static String notAssessed(Effects effects) {
        if (effects.withoutEpochCount() > 0) {
            return "effect overlap (grade 2) and broken epochs (grade 3) are not assessed: "
                    + effects.withoutEpochCount() + " effects came without an epoch, "
                    + effects.found().size() + " with one";
        }
        return effects.found().isEmpty()
                ? "effect overlap (grade 2) and broken epochs (grade 3) are not assessed: no operation of a client had "
                        + "an effect"
                : "";
    }

    private static Finding overlap(EpochOrder.Reversal<Effect> reversal) {
        Effect late = reversal.late();
        Effect before = reversal.before();
        Map<String, Object> details = details(late, before);
        details.put(
                "afterAcknowledgementNanos",
                late.operation().invokedNanos() - before.shownBy().timeNanos());
        return new Finding(
                "epoch " + late.epoch() + " was obeyed after epoch " + before.provenEpoch() + ": " + late.node()
                        + " carried out " + late.what() + " under epoch " + late.epoch() + " (" + late.when()
                        + "), but " + before.what() + " by " + before.node() + " under epoch " + before.provenEpoch()
                        + " (" + before.when() + ") had been acknowledged before it was asked",
                Optional.of(Grade.EFFECT_OVERLAP),
                List.of(late.node(), before.node()),
                List.of(late.epoch(), before.provenEpoch()),
                Stream.concat(late.events().stream(), before.events().stream()).toList(),
                details);
    }

    private static Finding wentBack(EpochOrder.Reversal<Effect> reversal) {
        Effect late = reversal.late();
        Effect before = reversal.before();
        return new Finding(
                late.node() + " answered with epoch " + before.epoch() + " (" + before.what() + ", " + before.when()
                        + ") and then with epoch " + late.epoch() + " (" + late.what() + ", " + late.when()
                        + "), in one life of its process",
                Optional.of(Grade.EPOCH_BROKEN),
                List.of(late.node()),
                List.of(before.epoch(), late.epoch()),
                Stream.concat(late.events().stream(), before.events().stream()).toList(),
                details(late, before));
    }

    private static Finding ambiguous(Effect effect) {
        return Finding.of(
                effect.what() + " (" + effect.when() + ") was seen with epochs from " + effect.provenEpoch() + " to "
                        + effect.epoch() + ": a value should keep the epoch under which it was written",
                effect.events());
    }

    private static Map<String, Object> details(Effect late, Effect before) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("lateKey", late.operation().invoke().text(ClientFields.KEY).orElse(""));
        details.put("lateInvokedNanos", late.operation().invokedNanos());
        details.put(
                "beforeKey", before.operation().invoke().text(ClientFields.KEY).orElse(""));
        details.put("beforeAcknowledgedNanos", before.shownBy().timeNanos());
        return details;
    }

    /** One finding for each epoch and each node with an effect in it beside the first. */
    private static List<Finding> sharedEpochs(List<Effect> effects) {
        Map<Long, Map<String, Effect>> firstByNode = new TreeMap<>();
        for (Effect effect : effects) {
            if (!effect.isAmbiguous() && !effect.node().isEmpty()) {
                firstByNode
                        .computeIfAbsent(effect.epoch(), epoch -> new LinkedHashMap<>())
                        .putIfAbsent(effect.node(), effect);
            }
        }
        List<Finding> findings = new ArrayList<>();
        firstByNode.forEach((epoch, byNode) -> {
            List<Effect> firsts = List.copyOf(byNode.values());
            firsts.stream().skip(1).forEach(other -> findings.add(shared(epoch, firsts.get(0), other)));
        });
        return findings;
    }

    private static Finding shared(long epoch, Effect first, Effect other) {
        return new Finding(
                "epoch " + epoch + " had two leaders that were obeyed: " + first.node() + " carried out " + first.what()
                        + " (" + first.when() + ") and " + other.node() + " carried out " + other.what() + " ("
                        + other.when() + ")",
                Optional.of(Grade.EPOCH_BROKEN),
                List.of(first.node(), other.node()),
                List.of(epoch, epoch),
                Stream.concat(first.events().stream(), other.events().stream()).toList(),
                Map.of());
    }

    /** Of several answers only those are successive of which one was asked for after the other was in hand. */
    private static List<EpochOrder.Reversal<Effect>> backInAnswers(History history) {
        Lives lives = new Lives(history);
        Map<String, List<EpochOrder.Stamp<Effect>>> byLife = new TreeMap<>();
        for (Operation operation : history.clientOperations()) {
            Optional<Effect> answer = Effect.answered(operation);
            Optional<String> node = operation.invoke().text(ClientFields.NODE);
            if (answer.isEmpty() || node.isEmpty()) {
                continue;
            }
            Event invoke = operation.invoke();
            OptionalLong life = lives.between(
                    node.get(), invoke.index(), answer.get().shownBy().index());
            if (life.isPresent()) {
                byLife.computeIfAbsent(node.get() + "/" + life.getAsLong(), key -> new ArrayList<>())
                        .add(answer.get().stamp());
            }
        }
        return byLife.values().stream()
                .flatMap(stamps -> EpochOrder.reversals(stamps).stream())
                .toList();
    }
}
