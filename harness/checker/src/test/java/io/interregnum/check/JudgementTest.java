package io.interregnum.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.interregnum.history.History;
import io.interregnum.history.HistoryBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class JudgementTest {
    private static final History NOTHING = new History(List.of());

    @Test
    void isTheWorstOfTheVerdicts() {
        assertThat(Judgement.by(List.of(valid("a"), unknown("b")), NOTHING).verdict())
                .isEqualTo(Verdict.UNKNOWN);
        assertThat(Judgement.by(List.of(valid("a"), valid("b")), NOTHING).verdict())
                .isEqualTo(Verdict.VALID);
    }

    @Test
    void isUnknownWhenNothingWasChecked() {
        assertThat(Judgement.by(List.of(), NOTHING).verdict()).isEqualTo(Verdict.UNKNOWN);
    }

    @Test
    void doesNotLetAnUnprovenFaultWeakenAViolation() {
        assertThat(Judgement.by(List.of(unknown(VacuityChecker.NAME), invalid("b")), NOTHING)
                        .verdict())
                .isEqualTo(Verdict.INVALID);
    }

    @Test
    void letsABrokenAssumptionWeakenAViolation() {
        Judgement judgement = Judgement.by(List.of(unknown(AssumptionsChecker.NAME), invalid("b")), NOTHING);

        assertThat(judgement.verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(judgement.results()).map(CheckResult::verdict).containsExactly(Verdict.UNKNOWN, Verdict.INVALID);
    }

    @Test
    void isUnknownByNameWhenACheckerCrashes() {
        List<Checker> checkers = List.of(
                checker("one", history -> {
                    throw new IllegalStateException("boom");
                }),
                checker("two", history -> {
                    throw new StackOverflowError();
                }),
                checker("three", history -> {
                    throw new OutOfMemoryError("heap");
                }),
                valid("four"));

        Judgement judgement = Judgement.by(checkers, NOTHING);

        assertThat(judgement.verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(judgement.results()).map(CheckResult::checker).containsExactly("one", "two", "three", "four");
        assertThat(judgement.results())
                .map(CheckResult::verdict)
                .containsExactly(Verdict.UNKNOWN, Verdict.UNKNOWN, Verdict.UNKNOWN, Verdict.VALID);
        assertThat(judgement.results().get(0).reason())
                .isEqualTo("the checker itself failed: java.lang.IllegalStateException: boom");
    }

    @Test
    void isUnknownWhenTheCheckerOfAssumptionsCrashes() {
        Checker crashing = checker(AssumptionsChecker.NAME, history -> {
            throw new IllegalStateException("boom");
        });

        assertThat(Judgement.by(List.of(crashing, invalid("b")), NOTHING).verdict())
                .isEqualTo(Verdict.UNKNOWN);
    }

    @Test
    void namesTheWorstGradeOfViolationsAndObservations() {
        assertThat(Judgement.by(List.of(valid("a")), NOTHING).worstGrade()).isEmpty();
        assertThat(Judgement.by(List.of(valid("a"), invalid("b")), NOTHING).worstGrade())
                .contains(Grade.EFFECT_OVERLAP);
    }

    @Test
    void asksTheWholeCatalogueInItsOrder() {
        Judgement judgement = Judgement.of(NOTHING, Promise.DEFAULT);

        assertThat(judgement.results())
                .map(CheckResult::checker)
                .containsSubsequence("assumptions", "vacuity", "leadership", "fencing", "liveness");
        assertThat(judgement.verdict()).isEqualTo(Verdict.UNKNOWN);
    }

    @Test
    void isInvalidForAFencedOffWriteAlthoughTheRunIsVacuous() {
        History history = new HistoryBuilder()
                .write("k1", 16)
                .on("master-2")
                .epoch(5)
                .asked(1_190)
                .ok(1_200)
                .write("k2", 17)
                .on("master-1")
                .epoch(4)
                .asked(1_500)
                .ok(1_520)
                .build();

        Judgement judgement = Judgement.of(history, Promise.DEFAULT);

        assertThat(judgement.verdict()).isEqualTo(Verdict.INVALID);
        assertThat(judgement.worstGrade()).contains(Grade.EFFECT_OVERLAP);
    }

    private static Checker valid(String name) {
        return checker(name, history -> CheckResult.valid(name, List.of(), Map.of()));
    }

    private static Checker unknown(String name) {
        return checker(name, history -> CheckResult.unknown(name, "for a test"));
    }

    private static Checker invalid(String name) {
        Finding finding =
                new Finding("for a test", Optional.of(Grade.EFFECT_OVERLAP), List.of(), List.of(), List.of(), Map.of());
        return checker(name, history -> CheckResult.ofViolations(name, List.of(finding), List.of(), Map.of()));
    }

    private static Checker checker(String name, Function<History, CheckResult> check) {
        return new Checker() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public CheckResult check(History history) {
                return check.apply(history);
            }
        };
    }
}
