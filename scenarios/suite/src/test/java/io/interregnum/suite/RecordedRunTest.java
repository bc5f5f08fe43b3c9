package io.interregnum.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.interregnum.check.Expectations;
import io.interregnum.cluster.ClusterSpec;
import io.interregnum.rundir.RunDirectoryException;
import io.interregnum.rundir.RunInfo;
import io.interregnum.workload.Workload;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What run.json says of how a run was made. */
class RecordedRunTest {
    private static RunInfo info(String command, Map<String, Object> spec, Map<String, Object> environment) {
        Expectations expectations = new Expectations(
                List.of("master-1"),
                List.of("client-1", "client-2"),
                true,
                160,
                Duration.ofMillis(20),
                Optional.empty(),
                Duration.ofSeconds(15),
                true);
        return new RunInfo(
                "kill-leader", "Why?", 7, "docker", "now", command, expectations, spec, environment, Map.of(), true);
    }

    private static Map<String, Object> spec() {
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("system", "reference");
        spec.put("session-timeout-ms", 4_000L);
        spec.put("tick-ms", 1_000L);
        spec.put("ensemble", List.of("zk-1", "zk-2", "zk-3", "zk-4", "zk-5"));
        spec.put("masters", List.of("master-1", "master-2"));
        spec.put("clients", List.of("client-1", "client-2"));
        spec.put("keys", 20L);
        return spec;
    }

    private static RecordedRun run(String command) {
        return new RecordedRun(info(command, spec(), Map.of()));
    }

    @Test
    void theClusterIsOfTheRecordedSizeAndPatience() {
        assertThat(run("").spec()).isEqualTo(new ClusterSpec(5, 2, 2, Duration.ofSeconds(4), Duration.ofSeconds(1)));
    }

    @Test
    void theWorkloadIsTheRecordedOne() {
        assertThat(run("").workload()).isEqualTo(Workload.DEFAULT);
    }

    @Test
    void agentsFrameworksAndWhatClientsWorkedOnAreTheRecordedOnes() {
        Map<String, Object> more = spec();
        more.put("agents", List.of("agent-1", "agent-2"));
        more.put("frameworks", List.of("framework-1"));
        more.put("workload", "mixed");
        RecordedRun run = new RecordedRun(info("", more, Map.of()));
        more.put("workload", "queues");
        RecordedRun other = new RecordedRun(info("", more, Map.of()));

        assertThat(run.spec()).isEqualTo(run("").spec().withAgents(2, 1));
        assertThat(run.workload()).isEqualTo(Workload.DEFAULT.withContent(Workload.Content.MIXED));
        assertThatThrownBy(other::workload)
                .isInstanceOf(RunDirectoryException.class)
                .hasMessageContaining("run.json: spec.workload: unknown workload \"queues\"");
    }

    @Test
    void theVariantStandsInTheCommand() {
        assertThat(run("scripts/run kill-leader --variant no-fence,mesos-timer --seed 7")
                        .variant())
                .isEqualTo("no-fence,mesos-timer");
        assertThat(run("scripts/run kill-leader --variant=no-fence").variant()).isEqualTo("no-fence");
        assertThat(run("scripts/run kill-leader --seed 7").variant()).isEqualTo("correct");
    }

    @Test
    void aFieldThatIsMissingOrCannotBeIsNamed() {
        Map<String, Object> without = spec();
        without.remove("tick-ms");
        Map<String, Object> impatient = spec();
        impatient.put("session-timeout-ms", 1L);

        assertThatThrownBy(() -> new RecordedRun(info("", without, Map.of())).spec())
                .isInstanceOf(RunDirectoryException.class)
                .hasMessageContaining("run.json: spec.tick-ms=null; expected a whole number");
        assertThatThrownBy(() -> new RecordedRun(info("", impatient, Map.of())).spec())
                .isInstanceOf(RunDirectoryException.class)
                .hasMessageContaining("sessionTimeout=1 ms must be from");
    }

    @Test
    void saysWhatDiffersAndNotThatTheMachineWasStartedAgain() {
        RunInfo then = info("--variant no-fence", spec(), Map.of("cores", 4L, "boot-id", "a", "java", "17"));
        RunInfo now = info("", spec(), Map.of("cores", 2L, "boot-id", "b", "java", "17"));

        assertThat(new RecordedRun(then).differences(now))
                .containsExactly("variant: no-fence then, correct now", "cores: 4 then, 2 now");
        assertThat(new RecordedRun(then).differences(then)).isEmpty();
    }
}
