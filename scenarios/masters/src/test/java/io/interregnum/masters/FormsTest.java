package io.interregnum.masters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is written can be read: checkpoints, scheduler calls and events, ledgers. */
class FormsTest {
    private static final Task TASK = new Task("w1.1", "w1", "f", "s", TaskState.RUNNING, 1_500);

    @TempDir
    private Path directory;

    @Test
    void anAgentsCheckpointSurvives() throws IOException {
        AgentCheckpoint written = new AgentCheckpoint(
                "s",
                7,
                List.of(new AgentCheckpoint.Held(TASK, List.of(new AgentCheckpoint.News(TaskState.RUNNING, "u1")))));
        CheckpointFile file = new CheckpointFile(directory, "agent-1");
        assertThat(file.loadAgent()).isEqualTo(AgentCheckpoint.NONE);

        file.save(written);

        assertThat(new CheckpointFile(directory, "agent-1").loadAgent()).isEqualTo(written);
    }

    @Test
    void aFrameworksCheckpointSurvives() throws IOException {
        FrameworkCheckpoint written =
                new FrameworkCheckpoint("f", 7, 3, List.of(new FrameworkCheckpoint.Work("w3", true, 2, "s")));
        CheckpointFile file = new CheckpointFile(directory, "framework-1");

        file.save(written);

        assertThat(file.loadFramework()).isEqualTo(written);
    }

    @Test
    void aBrokenCheckpointIsNotTakenForAnEmptyOne() throws IOException {
        Files.writeString(directory.resolve("agent-1.checkpoint.json"), "{\"tasks\":[{\"state\":\"?\"}]}");

        assertThatThrownBy(() -> new CheckpointFile(directory, "agent-1").loadAgent())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("agent-1.checkpoint.json");
    }

    static List<SchedulerCall> calls() {
        Task launched = new Task("w1.1", "w1", "", "s", TaskState.STAGING, 1_500);
        return List.of(
                new SchedulerCall.Accept(List.of("o"), List.of(launched), 1_000_000_000),
                new SchedulerCall.Decline(List.of("o", "p"), 500_000_000),
                new SchedulerCall.Revive(),
                new SchedulerCall.Kill("w1.1", "s"),
                new SchedulerCall.Reconcile(List.of(new Task("w1.1", "", "", "s", TaskState.STAGING, 0))),
                new SchedulerCall.Acknowledge("w1.1", "s", "u1"));
    }

    @ParameterizedTest
    @MethodSource("calls")
    void aCallSurvives(SchedulerCall call) {
        assertThat(SchedulerJson.call(SchedulerJson.call(call, "f"))).isEqualTo(call);
    }

    static List<SchedulerEvent> events() {
        return List.of(
                new SchedulerEvent.Subscribed("f"),
                new SchedulerEvent.Offers(List.of(new SchedulerEvent.Offer("o", "f", "s", "agent-1", 4))),
                new SchedulerEvent.Rescind("o"),
                new SchedulerEvent.Update(new TaskStatus("w1.1", "w1", "s", TaskState.LOST, "")),
                new SchedulerEvent.Failure("Framework failed over"),
                new SchedulerEvent.Heartbeat());
    }

    @ParameterizedTest
    @MethodSource("events")
    void anEventSurvives(SchedulerEvent event) {
        MasterInfo info = new MasterInfo("id", "10.0.0.4", "10.0.0.4", 5050, "1");
        Sender sender = new Sender("master-1", "id", 7);

        assertThat(SchedulerJson.event(SchedulerJson.event(event, sender, info)))
                .isEqualTo(event);
    }

    @Test
    void aTaskThatIsNoSleepIsRefused() throws IOException {
        String call = "{\"type\":\"ACCEPT\",\"accept\":{\"operations\":[{\"type\":\"LAUNCH\",\"launch\":"
                + "{\"task_infos\":[{\"command\":{\"value\":\"rm -r /\"}}]}}]}}";

        assertThatThrownBy(() -> SchedulerJson.call(Json.parse(call.getBytes(StandardCharsets.UTF_8))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("sleep <seconds>");
    }

    @Test
    void aLedgerLineIsFlat() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        new EventLog(out, "agent-1", "id")
                .ledger(
                        "registered",
                        new TreeMap<>(Map.of("again", true, "epoch", 7L, "master", "m", "tasks", List.of("w1.1"))));

        assertThat(out.toString(StandardCharsets.UTF_8))
                .matches(
                        "\\{\"wallMs\":[0-9]+,\"monotonicNs\":[0-9]+,\"event\":\"ledger\",\"node\":\"agent-1\","
                                + "\"kind\":\"registered\",\"again\":true,\"epoch\":7,\"master\":\"m\",\"tasks\":\\[\"w1.1\"]}\n");
    }
}
