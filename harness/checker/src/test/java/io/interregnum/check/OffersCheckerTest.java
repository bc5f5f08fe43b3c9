package io.interregnum.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.interregnum.history.HistoryBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;

class OffersCheckerTest {
    private static CheckResult check(HistoryBuilder history) {
        return new OffersChecker().check(history.build());
    }

    private static List<String> summaries(CheckResult result) {
        return result.violations().stream().map(Finding::summary).toList();
    }

    /** Master-1 leads in epoch 4 and offers agent-1 as o1. */
    private static HistoryBuilder offered() {
        return new HistoryBuilder().offered("framework-1", 1_000, "o1", "agent-1", "master-1", 4);
    }

    @Test
    void acceptsAnIdForEachOfferAndAnOfferThatIsToldAgain() {
        CheckResult result = check(offered()
                .offered("framework-1", 1_500, "o1", "agent-1", "master-1", 4)
                .offered("framework-1", 6_000, "o2", "agent-1", "master-2", 7));

        assertThat(result.verdict()).isEqualTo(Verdict.VALID);
        assertThat(result.observations()).isEmpty();
        assertThat(result.measures()).containsEntry("offers", 3L).containsEntry("givenTwice", 0L);
    }

    @Test
    void refusesAnIdThatALaterLeaderGivesAgain() {
        CheckResult result = check(offered().offered("framework-1", 6_000, "o1", "agent-1", "master-2", 7));

        assertThat(summaries(result))
                .containsExactly("offer o1 stood for two: of agent A-agent-1 by master-1 (epoch 4) at 1.000 s, and of"
                        + " agent A-agent-1 by master-2 (epoch 7) at 6.000 s");
        Finding violation = result.violations().get(0);
        assertThat(violation.nodes()).containsExactly("master-1", "master-2", "framework-1");
        assertThat(violation.epochs()).containsExactly(4L, 7L);
        assertThat(violation.events()).hasSize(2);
    }

    @Test
    void refusesAnIdForTwoAgents() {
        CheckResult result = check(offered().offered("framework-2", 1_100, "o1", "agent-2", "master-1", 4));

        assertThat(summaries(result)).hasSize(1);
    }

    @Test
    void acceptsATaskForAnOfferOfItsLeader() {
        CheckResult result = check(offered()
                .intended("framework-1", 1_010, "w1.1", "agent-1", "o1")
                .launched("agent-1", 1_020, "w1.1", "master-1", 4));

        assertThat(summaries(result)).isEmpty();
    }

    @Test
    void refusesATaskForAnOfferOfTheLeaderBefore() {
        CheckResult result = check(offered()
                .intended("framework-1", 1_010, "w1.1", "agent-1", "o1")
                .launched("agent-1", 6_020, "w1.1", "master-2", 7));

        assertThat(summaries(result))
                .containsExactly(
                        "task w1.1 was launched on agent-1 by master-2 (epoch 7) at 6.020 s for offer o1, of agent"
                                + " A-agent-1 by master-1 (epoch 4) at 1.000 s");
        assertThat(result.violations().get(0).nodes())
                .containsExactly("master-2", "master-1", "agent-1", "framework-1");
    }

    @Test
    void takesTheLastOfferUnderAnId() {
        CheckResult result = check(offered()
                .offered("framework-1", 6_000, "o1", "agent-1", "master-2", 7)
                .intended("framework-1", 6_010, "w1.1", "agent-1", "o1")
                .launched("agent-1", 6_020, "w1.1", "master-2", 7));

        assertThat(summaries(result)).hasSize(1).first().asString().startsWith("offer o1 stood for two");
    }

    @Test
    void concludesNothingOfOffersBeforeALineThatCannotBeRead() {
        CheckResult result = check(offered()
                .ledger("framework-1", "offered", 1_005, "offer", 17L)
                .intended("framework-1", 1_010, "w1.1", "agent-1", "o1")
                .launched("agent-1", 6_020, "w1.1", "master-2", 7));

        assertThat(result.violations()).isEmpty();
        assertThat(result.observations())
                .hasSize(1)
                .first()
                .extracting(Finding::summary)
                .asString()
                .contains("cannot be read");
    }

    @Test
    void saysThatThereWereNoOffers() {
        CheckResult result = check(new HistoryBuilder().launched("agent-1", 1_020, "w1.1", "master-1", 4));

        assertThat(result.verdict()).isEqualTo(Verdict.VALID);
        assertThat(result.observations())
                .extracting(Finding::summary)
                .containsExactly("offers were not assessed: no framework noted one");
    }
}
