package io.interregnum.masters;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Whom an agent belongs to, what it obeys, and what its planted mistakes make of it. */
class AgentTest {
    private static final long MS = 1_000_000;
    private static final Leader FIRST = new Leader("id-1", "10.0.0.4:5050", 100);
    private static final Leader SECOND = new Leader("id-2", "10.0.0.5:5050", 200);
    private static final Task TASK = new Task("w1.1", "w1", "f", "s", TaskState.STAGING, 5_000);

    private Agent agent = agent(AgentCheckpoint.NONE);
    private double chance = 0.5;
    private long nowMs = 1_000;

    private Agent agent(AgentCheckpoint checkpoint, Variant... variants) {
        return new Agent(checkpoint, "incarnation", 1_000, Set.of(variants), () -> chance);
    }

    private List<AgentAction> on(AgentEvent event) {
        return agent.on(nowMs * MS, event);
    }

    private List<AgentAction> after(long millis) {
        nowMs += millis;
        return on(new AgentEvent.Tick());
    }

    private static Sender sender(Leader leader) {
        return new Sender("master-" + leader.masterId(), leader.masterId(), leader.epoch());
    }

    private static <T extends AgentAction> List<T> of(List<AgentAction> actions, Class<T> kind) {
        return actions.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    private static List<String> ledger(List<AgentAction> actions) {
        return of(actions, AgentAction.Ledger.class).stream()
                .map(AgentAction.Ledger::kind)
                .toList();
    }

    private List<AgentAction> detect(Leader leader) {
        return on(new AgentEvent.Detected(Optional.of(leader)));
    }

    /** Follows this leader until it is registered there, under a registration named like the leader's epoch. */
    private List<AgentAction> follow(Leader leader) {
        detect(leader);
        AgentAction.Register register =
                of(after(500), AgentAction.Register.class).get(0);
        return on(new AgentEvent.Registered(register.attempt(), sender(leader), "s", "r" + leader.epoch(), 2_500));
    }

    private static AgentEvent.Run run(Leader leader) {
        return new AgentEvent.Run(1, sender(leader), "r" + leader.epoch(), TASK);
    }

    private static boolean obeyed(List<AgentAction> actions) {
        return of(actions, AgentAction.Respond.class).get(0).obeyed();
    }

    @Test
    void registersAfterABackOffThatDoublesWithEachRefusal() {
        assertThat(detect(FIRST)).isEmpty();
        assertThat(after(499)).isEmpty();
        AgentAction.Register first = of(after(1), AgentAction.Register.class).get(0);

        on(new AgentEvent.NotRegistered(first.attempt(), false));

        assertThat(after(999)).isEmpty();
        assertThat(of(after(1), AgentAction.Register.class)).hasSize(1);
    }

    @Test
    void savesItsIdBeforeItSaysThatItIsRegistered() {
        List<AgentAction> actions = follow(FIRST);

        assertThat(actions.get(0)).isEqualTo(new AgentAction.Save(new AgentCheckpoint("s", 100, List.of())));
        AgentAction.Ledger line = (AgentAction.Ledger) actions.get(1);
        assertThat(line.kind()).isEqualTo("registered");
        assertThat(line.fields())
                .containsEntry("agent", "s")
                .containsEntry("master", "master-id-1")
                .containsEntry("epoch", 100L)
                .containsEntry("again", false)
                .containsEntry("tasks", List.of());
    }

    @Test
    void goesOverToANewLeaderWithItsTasks() {
        follow(FIRST);
        on(run(FIRST));

        assertThat(ledger(detect(SECOND))).containsExactly("disconnected");
        AgentAction.Register register =
                of(after(500), AgentAction.Register.class).get(0);

        assertThat(register.authority()).isEqualTo(SECOND.authority());
        assertThat(register.agent()).isEqualTo("s");
        assertThat(register.tasks()).extracting(Task::id).containsExactly("w1.1");
    }

    private void letItEnd() {
        for (int i = 0; i < 2; i++) {
            nowMs += 2_400;
            on(new AgentEvent.Ping(3, sender(FIRST), "r100"));
        }
        after(200);
    }

    private List<TaskState> toldToTheNext() {
        detect(SECOND);
        return of(after(500), AgentAction.Register.class).get(0).tasks().stream()
                .map(Task::state)
                .toList();
    }

    @Test
    void tellsANewLeaderOfNoEndBeforeTheBeginWasAcknowledged() {
        follow(FIRST);
        on(run(FIRST));
        letItEnd();

        assertThat(toldToTheNext()).containsExactly(TaskState.RUNNING);
    }

    @Test
    void tellsANewLeaderOfAnEndWhenTheBeginWasAcknowledged() {
        follow(FIRST);
        acknowledgeFirst(on(run(FIRST)));
        letItEnd();

        assertThat(toldToTheNext()).containsExactly(TaskState.FINISHED);
    }

    @Test
    void launchesATaskOnceAndRemembersItBeforeItSaysSo() {
        follow(FIRST);

        List<AgentAction> actions = on(run(FIRST));

        assertThat(actions.get(0)).isInstanceOf(AgentAction.Save.class);
        assertThat(ledger(actions)).containsExactly("task-launched");
        assertThat(obeyed(actions)).isTrue();
        assertThat(ledger(on(run(FIRST)))).isEmpty();
    }

    @Test
    void aMessageThatWasLongUnderWayStartsNothingAgain() {
        follow(FIRST);
        List<AgentAction> launched = on(run(FIRST));
        acknowledgeFirst(launched);
        for (int i = 0; i < 2; i++) {
            nowMs += 2_400;
            on(new AgentEvent.Ping(3, sender(FIRST), "r100"));
        }
        acknowledgeFirst(after(200));

        assertThat(ledger(on(run(FIRST)))).isEmpty();
    }

    private void acknowledgeFirst(List<AgentAction> actions) {
        String uuid = of(actions, AgentAction.SendUpdate.class).get(0).uuid();
        on(new AgentEvent.Acknowledge(2, sender(FIRST), "r100", "f", "w1.1", uuid));
    }

    @Test
    void refusesADeposedMasterAndSaysSo() {
        follow(FIRST);
        follow(SECOND);

        List<AgentAction> actions = on(run(FIRST));

        assertThat(obeyed(actions)).isFalse();
        AgentAction.Ledger line = of(actions, AgentAction.Ledger.class).get(0);
        assertThat(line.kind()).isEqualTo("command-refused");
        assertThat(line.fields())
                .containsEntry("what", "run")
                .containsEntry("task", "w1.1")
                .containsEntry("epoch", 100L)
                .containsEntry("newest", 200L);
    }

    @Test
    void obeysNobodyFromAChangeOfLeaderUntilItIsRegistered() {
        follow(FIRST);
        detect(SECOND);

        assertThat(obeyed(on(run(FIRST)))).isFalse();
        assertThat(obeyed(on(run(SECOND)))).isFalse();
    }

    @Test
    void belongsToNoMasterOfAnEpochThatIsOver() {
        agent = agent(new AgentCheckpoint("s", 200, List.of()));

        assertThat(ledger(follow(FIRST))).isEmpty();
        assertThat(ledger(follow(SECOND))).containsExactly("registered");
    }

    @Test
    void sendsItsNewsUntilItIsAcknowledgedOneAfterTheOther() {
        follow(FIRST);
        List<AgentAction> launched = on(run(FIRST));
        AgentAction.SendUpdate first =
                of(launched, AgentAction.SendUpdate.class).get(0);
        assertThat(first.task().state()).isEqualTo(TaskState.RUNNING);
        on(new AgentEvent.Ping(3, sender(FIRST), "r100"));

        assertThat(of(after(999), AgentAction.SendUpdate.class)).isEmpty();
        assertThat(of(after(1), AgentAction.SendUpdate.class)).containsExactly(first);
        acknowledgeFirst(List.of(first));
        assertThat(of(after(1_000), AgentAction.SendUpdate.class)).isEmpty();
    }

    @Test
    void whatRanWhenItWasKilledHasFailed() {
        follow(FIRST);
        AgentAction.Save save = of(on(run(FIRST)), AgentAction.Save.class).get(0);

        agent = agent(save.checkpoint());
        List<AgentAction> start = agent.start();

        assertThat(ledger(start)).containsExactly("started", "task-ended");
        assertThat(of(start, AgentAction.Ledger.class).get(1).fields()).containsEntry("state", "FAILED");
    }

    @Test
    void aTaskThatIsKilledNamesWhoCommandedIt() {
        follow(FIRST);
        on(run(FIRST));

        List<AgentAction> actions = on(new AgentEvent.Kill(2, sender(FIRST), "r100", "f", "w1.1"));

        assertThat(of(actions, AgentAction.Ledger.class).get(0).fields())
                .containsEntry("state", "KILLED")
                .containsEntry("master", "master-id-1")
                .containsEntry("epoch", 100L);
    }

    @Test
    void withoutPingsItRegistersAgain() {
        follow(FIRST);

        assertThat(after(2_499)).isEmpty();
        assertThat(ledger(after(1))).containsExactly("disconnected");
        assertThat(of(after(500), AgentAction.Register.class)).hasSize(1);
    }

    // ---- planted mistakes, each beside what is right

    @Test
    void stickyAgentStaysWithTheFirstMaster() {
        agent = agent(AgentCheckpoint.NONE, Variant.STICKY_AGENT);
        follow(FIRST);

        assertThat(detect(SECOND)).isEmpty();
        assertThat(obeyed(on(run(FIRST)))).isTrue();
    }

    @Test
    void unfencedPingLetsADeposedMasterKeepAnAgentQuiet() {
        AgentEvent.Ping old = new AgentEvent.Ping(3, sender(FIRST), "r100");
        follow(FIRST);
        follow(SECOND);
        nowMs += 2_000;
        assertThat(obeyed(on(old))).isFalse();
        assertThat(ledger(after(500))).containsExactly("disconnected");

        agent = agent(AgentCheckpoint.NONE, Variant.UNFENCED_PING);
        follow(FIRST);
        follow(SECOND);
        nowMs += 2_000;
        assertThat(obeyed(on(old))).isTrue();
        assertThat(ledger(after(500))).isEmpty();
    }
}
