package io.interregnum.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.interregnum.history.FaultEvent.Harm;
import io.interregnum.history.History;
import io.interregnum.history.HistoryBuilder;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClaimsTest {
    private static final String NODE = "master-1";

    @Test
    void certainlyHoldsFromTheFirstReceiptToTheLastSending() {
        History history = new HistoryBuilder()
                .no(NODE, "a", 0, 5)
                .yes(NODE, 4, "a", 20, 25)
                .yes(NODE, 4, "a", 40, 45)
                .yes(NODE, 4, "a", 60, 65)
                .no(NODE, "a", 80, 85)
                .build();

        Claim claim = only(history);

        assertThat(certain(claim)).containsExactly("25..60");
        assertThat(possible(claim)).isEqualTo("0..85");
        assertThat(claim.certain().get(0).events()).containsExactly(3L, 6L, 7L);
    }

    @Test
    void isNeverCertainWhenHeardOnce() {
        History history = new HistoryBuilder()
                .no(NODE, "a", 0, 5)
                .yes(NODE, 4, "a", 20, 25)
                .no(NODE, "a", 40, 45)
                .build();

        assertThat(certain(only(history))).isEmpty();
        assertThat(possible(only(history))).isEqualTo("0..45");
    }

    @Test
    void possiblyHoldsFromTheStartOfTheProcessToItsEnd() {
        History history = new HistoryBuilder()
                .starting(10, NODE)
                .yesFrom(NODE, 4, "a", 20, 60)
                .exited(90, NODE)
                .phase(200, "stop")
                .build();

        assertThat(possible(only(history))).isEqualTo("10..90");
    }

    @Test
    void possiblyHoldsForAsLongAsTheHistoryWhereNothingElseIsKnown() {
        History history = new HistoryBuilder()
                .yesFrom(NODE, 4, "a", 20, 60)
                .phase(200, "stop")
                .build();

        assertThat(possible(only(history))).isEqualTo("0..200");
    }

    @Test
    void survivesAnUnansweredProbe() {
        History history = new HistoryBuilder()
                .yes(NODE, 4, "a", 0, 5)
                .unanswered(NODE, 20, 40)
                .yes(NODE, 4, "a", 60, 65)
                .yes(NODE, 4, "a", 80, 85)
                .build();

        assertThat(certain(only(history))).containsExactly("5..80");
    }

    @Test
    void fallsInTwoWhereItWasSilentForMoreThanThreeIntervals() {
        History history = new HistoryBuilder()
                .yesFrom(NODE, 4, "a", 0, 40)
                .unanswered(NODE, 60, 80)
                .yesFrom(NODE, 4, "a", 101, 121)
                .build();

        Claim claim = only(history);

        assertThat(certain(claim)).containsExactly("2..40", "103..121");
    }

    @Test
    void isNotCertainWhileItsNodeWasFrozen() {
        History history = new HistoryBuilder()
                .yesFrom(NODE, 4, "a", 0, 200)
                .fault(0, Harm.FROZEN, NODE, 50, 90)
                .build();

        assertThat(certain(only(history))).containsExactly("2..50", "90..200");
    }

    @Test
    void isCertainWhileAnotherNodeWasFrozen() {
        History history = new HistoryBuilder()
                .yesFrom(NODE, 4, "a", 0, 200)
                .fault(0, Harm.FROZEN, "master-2", 50, 90)
                .build();

        assertThat(certain(only(history))).containsExactly("2..200");
    }

    @Test
    void fallsInTwoWhereNobodyListened() {
        History history = new HistoryBuilder()
                .yesFrom(NODE, 4, "a", 0, 20)
                .refused(NODE, 30, 32)
                .yesFrom(NODE, 4, "a", 40, 60)
                .build();

        assertThat(certain(only(history))).containsExactly("2..20", "42..60");
        assertThat(possible(only(history))).isEqualTo("0..62");
    }

    @Test
    void endsWithTheProcess() {
        History history = new HistoryBuilder()
                .yesFrom(NODE, 4, "", 0, 20)
                .exited(25, NODE)
                .starting(30, NODE)
                .yesFrom(NODE, 4, "", 40, 60)
                .build();

        List<Claim> claims = Claims.of(history, Duration.ofMillis(20));

        assertThat(claims).map(ClaimsTest::possible).containsExactly("0..25", "30..62");
    }

    @Test
    void joinsAnswersOfOneIncarnationOnly() {
        History history = new HistoryBuilder()
                .yesFrom(NODE, 4, "a", 0, 20)
                .yesFrom(NODE, 4, "b", 40, 60)
                .build();

        List<Claim> claims = Claims.of(history, Duration.ofMillis(20));

        assertThat(claims).map(Claim::incarnation).containsExactly("a", "b");
        assertThat(claims).map(ClaimsTest::possible).containsExactly("0..42", "20..62");
    }

    @Test
    void beginsAnewWithAnotherEpoch() {
        History history = new HistoryBuilder()
                .yesFrom(NODE, 4, "a", 0, 20)
                .yesFrom(NODE, 6, "a", 40, 60)
                .build();

        assertThat(Claims.of(history, Duration.ofMillis(20)))
                .map(claim -> claim.epoch().getAsLong())
                .containsExactly(4L, 6L);
    }

    private static Claim only(History history) {
        List<Claim> claims = Claims.of(history, Duration.ofMillis(20));
        assertThat(claims).hasSize(1);
        return claims.get(0);
    }

    private static List<String> certain(Claim claim) {
        return claim.certain().stream()
                .map(piece -> piece.fromNanos() / 1_000_000 + ".." + piece.toNanos() / 1_000_000)
                .toList();
    }

    private static String possible(Claim claim) {
        return claim.possibleFromNanos() / 1_000_000 + ".." + claim.possibleToNanos() / 1_000_000;
    }
}
