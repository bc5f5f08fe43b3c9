package io.interregnum.masters;

import static org.assertj.core.api.Assertions.assertThat;

import io.interregnum.masters.PaxosSimulation.Disks;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * No two values are chosen for one position, no acknowledged append is unknown to a later leader, and no leader is
 * confirmed that a later one has overtaken: over thousands of seeds, on a network that does what it likes.
 */
class PaxosPropertyTest {
    private static final int EVENTS = 1_500;

    private static List<PaxosSimulation> runs(int seedCount, int replicaCount, Set<Variant> variants, Disks disks) {
        return LongStream.rangeClosed(1, seedCount)
                .mapToObj(seed -> new PaxosSimulation(seed, replicaCount, variants, disks).run(EVENTS))
                .toList();
    }

    private static List<String> violations(List<PaxosSimulation> runs) {
        List<String> found = new ArrayList<>();
        for (int i = 0; i < runs.size(); i++) {
            String seed = "seed " + (i + 1) + ": ";
            runs.get(i).violation().ifPresent(what -> found.add(seed + what));
        }
        return found;
    }

    @ParameterizedTest
    @CsvSource({"3, KEPT, 1200", "3, LOST, 1200", "5, KEPT, 400", "5, LOST, 400"})
    void aCorrectLogHoldsWhateverHappens(int replicaCount, Disks disks, int seedCount) {
        List<PaxosSimulation> runs = runs(seedCount, replicaCount, Set.of(), disks);

        assertThat(violations(runs)).isEmpty();
        assertThat(runs.stream().mapToInt(PaxosSimulation::acknowledgedCount).sum())
                .isGreaterThan(20 * seedCount);
        assertThat(runs.stream().mapToInt(PaxosSimulation::confirmedCount).sum())
                .isGreaterThan(5 * seedCount);
        if (disks == Disks.LOST) {
            assertThat(runs.stream().mapToInt(PaxosSimulation::lostDiskCount).sum())
                    .isGreaterThan(seedCount);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "LOW_QUORUM, KEPT, 200",
        "AMNESIA, LOST, 30",
        "ADOPT_PROPOSAL_AFTER_NACK, KEPT, 5",
        "ADOPT_PROPOSAL_AFTER_NACK, LOST, 5"
    })
    void eachMistakeIsFound(Variant mistake, Disks disks, int atLeast) {
        List<String> found = violations(runs(300, 3, Set.of(mistake), disks));

        System.out.println(mistake + " " + disks + ": " + found.size() + " of 300; first "
                + found.stream().findFirst());
        assertThat(found).hasSizeGreaterThanOrEqualTo(atLeast);
    }

    @Test
    void aMistakeThatNeedsALostDiskIsNoneWithoutOne() {
        assertThat(violations(runs(300, 3, Set.of(Variant.AMNESIA), Disks.KEPT)))
                .isEmpty();
    }

    @Test
    void answersBeforeTheDiskHasThemAreFound() {
        List<String> found = violations(runs(300, 3, Set.of(), Disks.LATE));

        System.out.println(
                "LATE: " + found.size() + " of 300; first " + found.stream().findFirst());
        assertThat(found).hasSizeGreaterThanOrEqualTo(100);
    }
}
