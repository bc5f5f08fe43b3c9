package io.interregnum.check.linear;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * As many as are asked for: {@code mvn -B -pl harness/checker test -Dtest=AgreementTest
 * -Dinterregnum.histories=1000000}.
 */
class AgreementTest {
    private static final Set<String> WITHOUT_SEARCH =
            Set.of("register", "cas-register", "set", "fifo-queue", "key-value");
    private static final long HISTORIES = Long.getLong("interregnum.histories", 50_000);

    @Test
    void bruteForceAndEveryJudgeAgreeOnEveryModel() {
        long each = (HISTORIES + Models.ALL.size() - 1) / Models.ALL.size();
        Agreement agreement = new Agreement();

        agreement.judge(0, each);

        assertThat(agreement.linearizable())
                .hasSameSizeAs(Models.ALL)
                .allSatisfy((model, count) -> assertThat((double) count / each)
                        .as("share of %s that is linearizable", model)
                        .isBetween(0.1, 0.95));
        assertThat(agreement.unique())
                .allSatisfy((model, count) -> assertThat(count > each / 50)
                        .as("%s of %s are decided without a search", count, model)
                        .isEqualTo(WITHOUT_SEARCH.contains(model)));
    }
}
