package io.interregnum.check.linear;

import static org.assertj.core.api.Assertions.assertThat;

import io.interregnum.check.linear.SimulatedHistories.Kind;
import io.interregnum.check.linear.SimulatedHistories.Shape;
import io.interregnum.check.linear.UniqueDecision.Answer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every beginning of small random histories is judged by brute force and by the decision for unique values. */
class UniqueDecisionTest {
    private static final int HISTORIES = 4_000;

    private static Model<?> model(Kind kind, long seed, int domain) {
        return switch (kind) {
            case REGISTER -> Models.REGISTER;
            case CAS_REGISTER -> Models.CAS_REGISTER.withInitial(seed % 4 == 0 && domain > 0 ? 1L : null);
            case KEY_VALUE -> PlainModels.store();
            case SET -> PlainModels.set(seed % 4 == 0 ? List.of(1L, 2L) : List.of());
            case QUEUE, QUEUE_WITH_EMPTY -> PlainModels.queue(seed % 8 == 0 ? List.of(-1L, -2L) : List.of());
        };
    }

    private static UniqueDecision decision(Model<?> model, Kind kind, List<LinearOperation> history) {
        return switch (kind) {
            case REGISTER, CAS_REGISTER ->
                UniqueJudge.prepare(model, history, Budget.withoutEnd()).orElseThrow();
            case KEY_VALUE ->
                RegisterHistory.ofStore(history, "", Budget.withoutEnd())
                        .map(RegisterZones::new)
                        .orElseThrow();
            case SET ->
                ElementHistory.of(history, (java.util.Collection<?>) model.initial(), Budget.withoutEnd())
                        .map(ElementZones::new)
                        .orElseThrow();
            case QUEUE, QUEUE_WITH_EMPTY ->
                QueueHistory.of(history, (List<?>) model.initial(), Budget.withoutEnd())
                        .map(QueueZones::new)
                        .orElseThrow();
        };
    }

    private static List<LinearOperation> history(Kind kind, long seed, int domain) {
        int spoilt = seed % 3 == 0 ? 0 : 150;
        Shape shape =
                new Shape(kind, 3 + (int) (seed % 6), 2 + (int) (seed % 3), domain, seed % 2 == 0 ? 250 : 60, spoilt);
        List<LinearOperation> history = SimulatedHistories.history(shape, seed);
        Collections.shuffle(history, new Random(seed));
        return seed % 5 == 0
                ? stretched(history, 1, 3)
                : seed % 5 == 1 ? stretched(history, 1_000_000_007, 1) : history;
    }

    /** Stamps that are far apart, or equal. */
    private static List<LinearOperation> stretched(List<LinearOperation> history, long times, long parts) {
        return history.stream()
                .map(operation -> new LinearOperation(
                        operation.id(),
                        operation.f(),
                        operation.value(),
                        operation.invokedAt() * times / parts,
                        operation.isPending() ? LinearOperation.NEVER : operation.completedAt() * times / parts))
                .toList();
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void agreesWithBruteForceWhereValuesAreUnique(Kind kind) {
        Tally tally = new Tally();
        for (long seed = 0; seed < HISTORIES; seed++) {
            judge(kind, seed, 0, tally);
        }
        assertThat(tally.unsure).isZero();
        assertThat(tally.linearizable).isGreaterThan(HISTORIES);
        assertThat(tally.notLinearizable).isGreaterThan(HISTORIES / 4);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void neverDecidesWronglyWhereTheyAreNot(Kind kind) {
        Tally tally = new Tally();
        for (long seed = 0; seed < HISTORIES; seed++) {
            judge(kind, seed, 1 + (int) (seed % 4), tally);
        }
        assertThat(tally.unsure).isGreaterThan(HISTORIES / 4);
        assertThat(tally.linearizable).isGreaterThan(HISTORIES / 4);
        assertThat(tally.notLinearizable).isGreaterThan(HISTORIES / 16);
    }

    private static final class Tally {
        int linearizable;
        int notLinearizable;
        int unsure;
    }

    private static void judge(Kind kind, long seed, int domain, Tally tally) {
        Model<?> model = model(kind, seed, domain);
        List<LinearOperation> history = history(kind, seed, domain);
        UniqueDecision decision = decision(model, kind, history);
        boolean bad = false;
        for (int until = 0; until <= decision.stamps().last() && !history.isEmpty(); until++) {
            List<LinearOperation> known = known(decision.stamps(), until);
            String what = kind + " seed " + seed + " domain " + domain + " until " + until + ": " + known;
            Answer answer = decision.decide(until);
            tally.unsure += answer == Answer.UNSURE ? 1 : 0;
            tally.linearizable += answer == Answer.LINEARIZABLE ? 1 : 0;
            tally.notLinearizable += answer == Answer.NOT_LINEARIZABLE ? 1 : 0;
            if (answer == Answer.LINEARIZABLE) {
                List<LinearOperation> order = IntStream.of(decision.order())
                        .mapToObj(i -> known.get(i))
                        .toList();
                assertThat(bad).as(what).isFalse();
                assertThat(BruteForce.isProof(model, known, order))
                        .as("%s has the order %s", what, order)
                        .isTrue();
            } else if (answer == Answer.NOT_LINEARIZABLE) {
                assertThat(BruteForce.isLinearizable(model, known)).as(what).isFalse();
                clashes(decision, model, until, !bad, what);
                bad = true;
            }
        }
    }

    private static List<LinearOperation> known(Stamps stamps, int until) {
        List<LinearOperation> known = new ArrayList<>();
        for (int i = 0; i < stamps.countUntil(until); i++) {
            known.add(stamps.operation(i, until));
        }
        return known;
    }

    private static void clashes(UniqueDecision decision, Model<?> model, int until, boolean isFirst, String what) {
        UniqueDecision.Clash clash = decision.clash();
        assertThat(BruteForce.isLinearizable(model, clash.given()))
                .as("%s has the clash %s", what, clash)
                .isFalse();
        Optional<LinearOperation> newest = clash.given().stream()
                .filter(operation -> !operation.isPending())
                .max(java.util.Comparator.comparingLong(LinearOperation::completedAt));
        long now = IntStream.range(0, decision.stamps().count())
                .filter(i -> decision.stamps().ends()[i] == until)
                .mapToLong(i -> decision.stamps().operation(i).completedAt())
                .findFirst()
                .orElse(-1);
        if (isFirst) {
            assertThat(newest.orElseThrow().completedAt())
                    .as("%s has the clash %s", what, clash)
                    .isEqualTo(now);
        }
    }
}
