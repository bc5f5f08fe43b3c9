package io.interregnum.suite.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.interregnum.suite.UsageException;
import io.interregnum.suite.library.CuratorLibrary;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Published bugs of Curator: one version must be found, the other must stay green. */
class PublishedTest {

    @Test
    void theLastBadVersionMustBeFoundAndTheFirstFixedOneMustBeGreen() {
        List<Entry> entries = Published.named("CURATOR-696").orElseThrow().entries();

        assertThat(entries).extracting(Entry::name).containsExactly("CURATOR-696@5.6.0", "CURATOR-696@5.7.0");
        assertThat(entries).extracting(Entry::isCorrect).containsExactly(false, true);
        assertThat(entries.get(0).trigger()).isEqualTo(entries.get(1).trigger());
        assertThat(entries.get(0).subject().bugs())
                .isEqualTo(entries.get(1).subject().bugs());
    }

    @Test
    void otherVersionsAreBadUpToTheFirstFixedOne() {
        List<Entry> entries =
                Published.named("CURATOR-696").orElseThrow().entries(List.of("5.4.0", "5.10.0", "5.7.0", "5.4.0"));

        assertThat(entries).extracting(Entry::isCorrect).containsExactly(false, true, true);
    }

    @Test
    void whatIsNoVersionIsRefused() {
        Published bug = Published.named("CURATOR-696").orElseThrow();

        assertThatThrownBy(() -> bug.entries(List.of("5.x"))).isInstanceOf(UsageException.class);
    }

    @ParameterizedTest
    @FieldSource("io.interregnum.suite.zoo.Published#ALL")
    void eachNamesACheckerThatExistsAndABoundWhereItRestsOnClaims(Published bug) {
        assertThat(Zoo.checkers()).contains(bug.sign().checker());
        assertThat(bug.trigger().overlapBound().isPresent())
                .isEqualTo(bug.sign().checker().equals("leadership"));
        assertThat(CuratorLibrary.compare(
                        bug.versions().lastBad(), bug.versions().firstFixed()))
                .isNegative();
        assertThat(bug.election().curator()).isEmpty();
    }

    /** The judge reads the name and the question of a scenario. */
    @ParameterizedTest
    @FieldSource("io.interregnum.suite.zoo.Published#ALL")
    void scenariosSayNothingOfTheBug(Published bug) {
        assertThat(bug.trigger().name() + bug.trigger().question()).doesNotContain("CURATOR", "latch", "Latch");
    }
}
