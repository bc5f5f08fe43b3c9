package io.interregnum.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.interregnum.metric.Failover;
import io.interregnum.metric.TrialSet;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrialsCsvTest {
    @TempDir
    Path root;

    private List<List<String>> table(TrialSet trials) {
        return CsvTable.read(new TrialsCsv().text(Trials.of(TrialRuns.one(root, trials))));
    }

    @Test
    void hasAHeaderAndOneRowForEachTrial() {
        TrialSet trials = TrialRuns.trials(2, 1);
        Failover second = trials.failovers().get(1);

        List<List<String>> table = table(trials);

        assertThat(table).hasSize(3).allSatisfy(row -> assertThat(row).hasSize(22));
        assertThat(table.get(0))
                .startsWith("configuration", "trial", "fault", "old-leader", "old-epoch", "new-leader", "new-epoch")
                .endsWith("detection-ns", "election-ns", "recovery-ns", "rediscovery-ns", "latency-ns");
        assertThat(table.get(2))
                .startsWith("3 masters, session 2 s", "2", "kill-node", "master-2", "5", "master-3", "6")
                .endsWith(String.valueOf(second.latencyNanos().orElseThrow()));
    }

    @Test
    void leavesEmptyWhatWasNotObserved() {
        List<List<String>> table = table(TrialSet.of(List.of(TrialRuns.unseen())));

        assertThat(table.get(1).subList(7, 22)).containsOnly("");
        assertThat(table.get(1).subList(2, 5)).containsOnly("");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "=1+1|'=1+1",
                "+1|'+1",
                "-1|'-1",
                "@SUM(A1)|'@SUM(A1)",
                "` =1`|`' =1`",
                "\uff1d1|'\uff1d1",
                "a=1|a=1",
                "a,b|`\"a,b\"`",
                "say \"x\"|`\"say \"\"x\"\"\"`",
            })
    void defusesFormulas(String text, String cell) {
        assertThat(TrialsCsv.text(text)).isEqualTo(cell);
    }
}
