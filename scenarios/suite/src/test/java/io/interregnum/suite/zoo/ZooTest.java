package io.interregnum.suite.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import io.interregnum.fault.Faults;
import io.interregnum.fault.Step;
import io.interregnum.run.Scenario;
import io.interregnum.suite.ReferenceSystem;
import io.interregnum.suite.scenario.Scenarios;
import io.interregnum.suite.zoo.Sign.Kind;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/** That the catalogue is complete, and that what it names exists. */
class ZooTest {

    static List<Entry> all() {
        return Stream.concat(Zoo.all().stream(), Zoo.unjudged().stream()).toList();
    }

    private static Stream<Scenario> scenarios(Entry entry) {
        return Stream.of(entry.trigger(), entry.control());
    }

    @Test
    void everyPlantedBugOfTheMastersIsInIt() {
        Set<String> there = new TreeSet<>();
        Zoo.PLANTED.forEach(entry -> there.addAll(List.of(entry.subject().bugs().split(",", -1))));

        assertThat(there).containsAll(ReferenceSystem.VARIANTS);
    }

    @Test
    void namesAreUnique() {
        assertThat(all()).extracting(Entry::name).doesNotHaveDuplicates();
    }

    @Test
    void isFoundByItsName() {
        assertThat(Zoo.named("no-fence"))
                .hasValueSatisfying(entry -> assertThat(entry.subject().bugs()).isEqualTo("no-fence"));
        assertThat(Zoo.named("no-fenc")).isEmpty();
    }

    @ParameterizedTest
    @FieldSource("io.interregnum.suite.zoo.Zoo#PLANTED")
    void everyBugSaysWhatItIsAndWhatMustBeSeen(Entry entry) {
        assertThat(entry.isCorrect()).isFalse();
        assertThat(entry.mistake()).isNotBlank();
        assertThat(entry.precedent()).isNotBlank();
        assertThat(entry.trigger().steps()).isNotEmpty();
        assertThat(entry.control()).isNotEqualTo(entry.trigger());
    }

    @ParameterizedTest
    @FieldSource("io.interregnum.suite.zoo.Zoo#BUGS")
    void theCheckerThatMustRingExists(Entry entry) {
        assertThat(Zoo.checkers()).contains(entry.sign().checker());
    }

    @Test
    void whatIsNotRunLacksItsCheckerAndNothingElse() {
        assertThat(Zoo.unjudged())
                .extracting(entry -> entry.sign().checker())
                .doesNotContainAnyElementsOf(Zoo.checkers());
    }

    @ParameterizedTest
    @MethodSource("all")
    void aViolationThatRestsOnClaimsHasABound(Entry entry) {
        if (entry.sign().kind() == Kind.VIOLATION && entry.sign().checker().equals("leadership")) {
            assertThat(entry.trigger().overlapBound()).isPresent();
        }
    }

    /** The judge reads the name and the question of a scenario: they must not tell it what to look for. */
    @ParameterizedTest
    @MethodSource("all")
    void scenariosSayNothingOfTheBug(Entry entry) {
        assertThat(scenarios(entry))
                .allSatisfy(scenario -> assertThat(ReferenceSystem.VARIANTS)
                        .noneMatch(variant -> (scenario.name() + " " + scenario.question()).contains(variant)));
    }

    @ParameterizedTest
    @MethodSource("all")
    void everyFaultIsOfTheCatalogueAndEveryScenarioOfTheSuiteIsUsedAsItIs(Entry entry) {
        assertThat(scenarios(entry).flatMap(scenario -> scenario.steps().stream()))
                .extracting(Step::fault)
                .allSatisfy(fault -> assertThat(Faults.named(fault.name())).isPresent());
        assertThat(scenarios(entry))
                .allSatisfy(scenario -> Scenarios.named(scenario.name())
                        .ifPresent(known -> assertThat(scenario.steps()).isEqualTo(known.steps())));
    }

    @ParameterizedTest
    @FieldSource("io.interregnum.suite.zoo.Zoo#BUGS")
    void aCorrectSystemIsTreatedTheSame(Entry bug) {
        assertThat(Zoo.correct())
                .filteredOn(entry -> entry.trigger().name().equals(bug.trigger().name()))
                .isNotEmpty()
                .allSatisfy(entry -> {
                    assertThat(entry.isCorrect()).isTrue();
                    assertThat(entry.subject().bugs()).isEqualTo("correct");
                    assertThat(entry.trigger().steps()).isEqualTo(bug.trigger().steps());
                });
    }
}
