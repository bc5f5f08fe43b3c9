package io.interregnum.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.interregnum.check.Verdict;
import io.interregnum.history.ClientFields;
import io.interregnum.history.Event;
import io.interregnum.history.Processes;
import io.interregnum.report.Report;
import io.interregnum.suite.Program.Ended;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Agents and a framework follow a leader's successor, and what they and the masters say of it is in the history. */
abstract class AgentsOnNodes {
    private final String backend;

    AgentsOnNodes(String backend) {
        this.backend = backend;
    }

    @Test
    void agentsFollowAndTheirLedgersAndTheMastersViewsAreInTheHistory() throws Exception {
        Path runs = Program.runsOf(getClass());
        Ended ended = Program.run(
                runs,
                Duration.ofMinutes(5),
                "run",
                "kill-leader",
                "--agents",
                "2",
                "--workload",
                "mixed",
                "--backend",
                backend,
                "--seed",
                "11",
                "--out",
                runs.toString());
        System.out.println(ended.output());

        ended.assertExitCode(0);
        Report report = Report.of(Program.latest(runs, "kill-leader"));
        assertThat(report.verdict()).isEqualTo(Verdict.VALID);
        assertThat(report.info().nodes("agents")).containsExactly("agent-1", "agent-2");
        for (String agent : report.info().nodes("agents")) {
            assertThat(ledger(report, agent, "registered"))
                    .as("registrations of %s: one with the leader, one with its successor", agent)
                    .extracting(event -> field(event, "epoch"))
                    .hasSizeGreaterThanOrEqualTo(2);
            assertThat(ledger(report, agent, "registered"))
                    .extracting(event -> field(event, "atNanos"))
                    .allSatisfy(at -> assertThat((Long) at).isBetween(0L, endNanos(report)))
                    .isSorted();
        }
        assertThat(ledger(report, "framework-1", "task-told")).isNotEmpty();
        assertThat(report.history().events().stream()
                        .filter(event -> event.process().equals(Processes.viewOf("master-1")))
                        .map(Event::type))
                .contains(Event.Type.INVOKE, Event.Type.FAIL);
        assertThat(report.history().events().stream()
                        .filter(event -> event.process().startsWith("view-") && event.type() == Event.Type.OK)
                        .map(event -> field(event, "recovered")))
                .contains(true);
        assertThat(report.history().clientOperations().stream()
                        .filter(operation -> operation.outcome() == Event.Type.OK)
                        .map(operation -> operation.invoke().f()))
                .contains(ClientFields.ADD, ClientFields.READ_SET, ClientFields.WRITE);
        assertThat(report.history().events())
                .extracting(Event::f)
                .doesNotContain(Processes.LEDGER_BROKEN, Processes.LEDGER_CUT);
    }

    private static List<Event> ledger(Report report, String node, String kind) {
        return report.history().events().stream()
                .filter(event -> event.process().equals(node) && event.f().equals(kind))
                .toList();
    }

    private static Object field(Event event, String name) {
        return event.value() instanceof Map<?, ?> map && map.get(name) != null ? map.get(name) : "none";
    }

    private static long endNanos(Report report) {
        List<Event> events = report.history().events();
        return events.get(events.size() - 1).timeNanos();
    }
}
