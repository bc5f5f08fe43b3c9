package io.interregnum.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.interregnum.cluster.Needs;
import io.interregnum.history.Event;
import io.interregnum.history.FaultEvent;
import io.interregnum.history.History;
import io.interregnum.history.NodeEvent;
import io.interregnum.history.Processes;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The default suite as a newcomer runs it. In the long form fifteen times, each time from another seed. */
@Needs("local")
class DefaultSuiteLocalIT {
    private static final int LONG_COUNT = 15;

    @Test
    void theSixScenariosAreValidAndTheirFailoversMeasured() throws Exception {
        int count = Boolean.getBoolean("interregnum.long") ? LONG_COUNT : 1;
        for (int seed = 1; seed <= count; seed++) {
            Path runs = DefaultSuite.assertValid(getClass(), "local", seed);

            assertDeposedLeaderIsStartedAgain(
                    Program.latest(runs, "cut-leader-from-ensemble").history());
        }
    }

    /** A master that loses its session ends itself and counts on being started again, as under a supervisor. */
    private static void assertDeposedLeaderIsStartedAgain(History history) {
        String leader = history.of(Processes.NEMESIS).stream()
                .flatMap(event -> FaultEvent.of(event).stream())
                .flatMap(fault -> fault.targets().stream())
                .findFirst()
                .orElseThrow();
        List<Event> lives = history.of(Processes.CLUSTER).stream()
                .filter(event -> NodeEvent.node(event).filter(leader::equals).isPresent())
                .toList();

        assertThat(lives)
                .extracting(Event::f)
                .containsSubsequence(NodeEvent.STARTING, NodeEvent.EXITED, NodeEvent.STARTING)
                .endsWith(NodeEvent.STARTING);
        assertThat(lives.get(1).number("code").orElseThrow())
                .as("exit code of a master that ended itself, not by a signal")
                .isBetween(1L, 127L);
    }
}
