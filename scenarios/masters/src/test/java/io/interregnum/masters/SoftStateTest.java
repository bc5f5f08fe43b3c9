package io.interregnum.masters;

import static org.assertj.core.api.Assertions.assertThat;

import io.interregnum.masters.AdmittedAgent.Presence;
import io.interregnum.masters.SoftView.AgentState;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a leader knows of agents, tasks and frameworks, and what its planted mistakes make of it. */
class SoftStateTest {
    private static final long MS = 1_000_000;
    private static final AgentPolicy POLICY = new AgentPolicy(500, 5, 15_000, 100);
    private static final String STREAM = "stream";
    private static final String FRAMEWORK = "f";

    private SoftState state = new SoftState("master", POLICY, Set.of());
    private long nowMs = 1_000;
    private long ticket;

    private void with(Variant... variants) {
        state = new SoftState("master", POLICY, Set.of(variants));
    }

    private List<SoftAction> on(SoftEvent event) {
        return state.on(nowMs * MS, event);
    }

    /** Lets time pass in steps of a tick, and returns everything that was done meanwhile. */
    private List<SoftAction> pass(long millis, boolean answering) {
        List<SoftAction> all = new ArrayList<>();
        for (long end = nowMs + millis; nowMs < end; ) {
            nowMs += 100;
            List<SoftAction> actions = on(new SoftEvent.Tick());
            all.addAll(actions);
            if (answering) {
                of(actions, SoftAction.Ping.class)
                        .forEach(ping -> on(new SoftEvent.Ponged(
                                ping.to().agent(), ping.to().registration())));
            }
        }
        return all;
    }

    private static AdmittedAgent admitted(String id) {
        return new AdmittedAgent(id, "agent-1", "10.0.0.8:5051", Presence.REACHABLE);
    }

    private void recovered(AdmittedAgent... agents) {
        recoveredActions(agents);
    }

    private List<SoftAction> recoveredActions(AdmittedAgent... agents) {
        return on(new SoftEvent.Recovered(List.of(agents)));
    }

    private List<SoftAction> register(String id, Task... tasks) {
        return on(new SoftEvent.Register(++ticket, id, "incarnation", "agent-1", "10.0.0.8:5051", 4, List.of(tasks)));
    }

    private List<SoftAction> stored(List<SoftAction> actions, boolean done) {
        return on(new SoftEvent.Stored(one(actions, SoftAction.Store.class).number(), done));
    }

    /** Registers a new agent and returns the answer to it. */
    private SoftReply.Registered admit() {
        List<SoftAction> actions = stored(register(""), true);
        return (SoftReply.Registered) one(actions, SoftAction.Respond.class).reply();
    }

    private List<SoftAction> subscribe() {
        return on(new SoftEvent.Subscribe(STREAM, FRAMEWORK, "framework-1"));
    }

    private List<SoftAction> call(SchedulerCall call) {
        return on(new SoftEvent.Call(++ticket, STREAM, FRAMEWORK, call));
    }

    private List<SoftAction> reconcile(String task, String agent) {
        return call(new SchedulerCall.Reconcile(List.of(new Task(task, "w1", FRAMEWORK, agent, TaskState.STAGING, 0))));
    }

    private static Task running(String agent) {
        return new Task("w1.1", "w1", FRAMEWORK, agent, TaskState.RUNNING, 1_000);
    }

    private static <T extends SoftAction> List<T> of(List<SoftAction> actions, Class<T> kind) {
        return actions.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    private static <T extends SoftAction> T one(List<SoftAction> actions, Class<T> kind) {
        assertThat(of(actions, kind)).hasSize(1);
        return of(actions, kind).get(0);
    }

    private static List<TaskState> told(List<SoftAction> actions) {
        return of(actions, SoftAction.Tell.class).stream()
                .map(SoftAction.Tell::event)
                .flatMap(event -> event instanceof SchedulerEvent.Update update
                        ? Stream.of(update.status().state())
                        : Stream.empty())
                .toList();
    }

    private static List<SchedulerEvent.Offer> offered(List<SoftAction> actions) {
        return of(actions, SoftAction.Tell.class).stream()
                .map(SoftAction.Tell::event)
                .flatMap(event ->
                        event instanceof SchedulerEvent.Offers offers ? offers.offers().stream() : Stream.empty())
                .toList();
    }

    private List<AgentState> agentStates() {
        return state.view().agents().stream().map(SoftView.Agent::state).toList();
    }

    @Test
    void aNewAgentIsKnownOnlyOnceTheRegistryHasStoredIt() {
        recovered();

        List<SoftAction> asked = register("");

        assertThat(one(asked, SoftAction.Store.class).operation()).isInstanceOf(Operation.AdmitAgent.class);
        assertThat(of(asked, SoftAction.Respond.class)).isEmpty();
        assertThat(agentStates()).isEmpty();
        assertThat(one(stored(asked, true), SoftAction.Respond.class).reply()).isInstanceOf(SoftReply.Registered.class);
        assertThat(agentStates()).containsExactly(AgentState.REGISTERED);
    }

    @Test
    void anAdmissionThatTheRegistryRefusesLeavesNothing() {
        recovered();

        List<SoftAction> refused = stored(register(""), false);

        assertThat(one(refused, SoftAction.Respond.class).reply()).isInstanceOf(SoftReply.Refused.class);
        assertThat(agentStates()).isEmpty();
    }

    @Test
    void anAgentThatAsksAgainGetsTheIdThatItHas() {
        recovered();
        SoftReply.Registered first = admit();

        SoftReply.Registered second = (SoftReply.Registered)
                one(register(""), SoftAction.Respond.class).reply();

        assertThat(second.agent()).isEqualTo(first.agent());
        assertThat(second.registration()).isNotEqualTo(first.registration());
    }

    @Test
    void anAdmittedAgentComesBackWithoutAWriteAndBringsItsTasks() {
        recovered(admitted("s"));
        subscribe();
        assertThat(agentStates()).containsExactly(AgentState.RECOVERED);

        List<SoftAction> actions = register("s", running("s"));

        assertThat(of(actions, SoftAction.Store.class)).isEmpty();
        assertThat(told(actions)).containsExactly(TaskState.RUNNING);
        assertThat(state.view().tasks()).containsExactly(running("s"));
    }

    @Test
    void anAgentThatMissesFivePingsIsMarkedInTheRegistryFirst() {
        recovered();
        subscribe();
        String agent = admit().agent();
        on(new SoftEvent.Update(++ticket, registrationOf(agent), running(agent), "u1"));

        List<SoftAction> actions = pass(3_100, false);

        assertThat(one(actions, SoftAction.Store.class).operation()).isEqualTo(new Operation.MarkUnreachable(agent));
        assertThat(agentStates()).containsExactly(AgentState.REGISTERED);
        assertThat(told(stored(actions, true))).containsExactly(TaskState.UNREACHABLE);
        assertThat(agentStates()).containsExactly(AgentState.UNREACHABLE);
    }

    private String registrationOf(String agent) {
        List<SoftAction> actions = register(agent);
        return ((SoftReply.Registered) one(actions, SoftAction.Respond.class).reply()).registration();
    }

    @Test
    void anAgentThatAnswersPingsStays() {
        recovered();
        admit();

        assertThat(of(pass(10_000, true), SoftAction.Store.class)).isEmpty();
    }

    @Test
    void aLeaderThatWasFrozenHoldsThatAgainstNoAgent() {
        recovered(admitted("s"));
        nowMs += 14_900;
        on(new SoftEvent.Tick());

        nowMs += 200;

        assertThat(of(on(new SoftEvent.Tick()), SoftAction.Store.class)).isEmpty();
    }

    @Test
    void whoDoesNotComeBackInTimeIsMarkedUnreachableAndMayComeBackLater() {
        recovered(admitted("s"));
        assertThat(of(pass(14_900, true), SoftAction.Store.class)).isEmpty();

        List<SoftAction> late = pass(200, true);

        assertThat(one(late, SoftAction.Store.class).operation()).isEqualTo(new Operation.MarkUnreachable("s"));
        stored(late, true);
        List<SoftAction> back = register("s");
        assertThat(one(back, SoftAction.Store.class).operation()).isInstanceOf(Operation.MarkReachable.class);
        stored(back, true);
        assertThat(agentStates()).containsExactly(AgentState.REGISTERED);
    }

    @Test
    void aLeaderEndsItselfRatherThanMarkTooMany() {
        state = new SoftState("master", new AgentPolicy(500, 5, 15_000, 40), Set.of());
        recovered(admitted("s"), admitted("t"));
        register("s");

        List<SoftAction> actions = pass(15_100, true);

        assertThat(one(actions, SoftAction.Die.class).sentence()).startsWith(SoftState.REMOVAL_LIMIT);
        assertThat(of(actions, SoftAction.Store.class)).isEmpty();
    }

    @Test
    void nothingIsSaidOfATaskWhoseAgentMayStillComeBack() {
        recovered(admitted("s"));
        subscribe();

        assertThat(told(reconcile("w1.1", "s"))).isEmpty();
        register("s");
        assertThat(told(reconcile("w1.1", "s"))).containsExactly(TaskState.LOST);
        assertThat(told(reconcile("w1.1", "never-heard-of"))).containsExactly(TaskState.LOST);
    }

    @Test
    void aTaskThatItsAgentDoesNotHaveIsLost() {
        recovered(admitted("s"));
        subscribe();
        register("s", running("s"));

        assertThat(told(register("s"))).containsExactly(TaskState.LOST);
        assertThat(state.view().tasks()).isEmpty();
    }

    @Test
    void theTasksOfAnAgentThatIsGoneAreLostAndItNeverComesBack() {
        recovered(admitted("s"));
        subscribe();
        register("s", running("s"));

        List<SoftAction> actions = on(new SoftEvent.MarkGone(++ticket, "s"));

        assertThat(told(actions)).isEmpty();
        assertThat(told(stored(actions, true))).containsExactly(TaskState.LOST);
        assertThat(one(register("s"), SoftAction.Respond.class).reply())
                .isEqualTo(new SoftReply.Refused(410, "agent s is gone"));
    }

    @Test
    void anOfferThatIsAcceptedBecomesATaskThatIsSentUntilItsAgentHasIt() {
        recovered();
        subscribe();
        List<SoftAction> admitted = stored(register(""), true);
        SchedulerEvent.Offer offer = offered(admitted).get(0);

        List<SoftAction> accepted =
                call(new SchedulerCall.Accept(List.of(offer.id()), List.of(running(offer.agent())), 1_000_000_000));

        SoftAction.Run run = one(accepted, SoftAction.Run.class);
        assertThat(run.task().state()).isEqualTo(TaskState.STAGING);
        assertThat(of(pass(600, true), SoftAction.Run.class)).isNotEmpty();
        on(new SoftEvent.Delivered(run.task().key()));
        assertThat(of(pass(600, true), SoftAction.Run.class)).isEmpty();
    }

    @Test
    void anOfferCountsOnce() {
        recovered();
        subscribe();
        SchedulerEvent.Offer offer = offered(stored(register(""), true)).get(0);
        SchedulerCall accept = new SchedulerCall.Accept(List.of(offer.id()), List.of(running(offer.agent())), 0);
        call(accept);

        Task another = new Task("w2.1", "w2", FRAMEWORK, offer.agent(), TaskState.STAGING, 1);
        List<SoftAction> again = call(new SchedulerCall.Accept(List.of(offer.id()), List.of(another), 0));

        assertThat(of(again, SoftAction.Run.class)).isEmpty();
        assertThat(told(again)).containsExactly(TaskState.LOST);
    }

    @Test
    void onlyTheStreamThatWasOpenedLastMaySpeakForAFramework() {
        recovered();
        subscribe();

        List<SoftAction> second = on(new SoftEvent.Subscribe("other", FRAMEWORK, "framework-1"));

        assertThat(second)
                .contains(
                        new SoftAction.Tell(STREAM, new SchedulerEvent.Failure("Framework failed over")),
                        new SoftAction.CloseStream(STREAM));
        assertThat(one(call(new SchedulerCall.Revive()), SoftAction.Respond.class)
                        .reply())
                .isEqualTo(new SoftReply.Refused(403, "Framework is not subscribed"));
    }

    @Test
    void newsGoesToTheFrameworkAndItsAcknowledgementToTheAgent() {
        recovered(admitted("s"));
        subscribe();
        String registration = registrationOf("s");
        Task finished = running("s").with(TaskState.FINISHED);

        List<SoftAction> update = on(new SoftEvent.Update(++ticket, registration, finished, "u1"));
        List<SoftAction> acknowledged = call(new SchedulerCall.Acknowledge("w1.1", "s", "u1"));

        assertThat(told(update)).containsExactly(TaskState.FINISHED);
        assertThat(one(acknowledged, SoftAction.Acknowledge.class).uuid()).isEqualTo("u1");
        assertThat(state.view().tasks()).isEmpty();
    }

    @Test
    void newsThatWasLongUnderWayReplacesNoEnd() {
        recovered(admitted("s"));
        String registration = registrationOf("s");
        on(new SoftEvent.Update(++ticket, registration, running("s").with(TaskState.FINISHED), "u2"));

        List<SoftAction> late = on(new SoftEvent.Update(++ticket, registration, running("s"), "u1"));

        assertThat(one(late, SoftAction.Respond.class).reply()).isInstanceOf(SoftReply.Refused.class);
        assertThat(state.view().tasks().get(0).state()).isEqualTo(TaskState.FINISHED);
    }

    @Test
    void withoutAgentsAndFrameworksItNeedsNoTicks() {
        assertThat(state.idle()).isTrue();
        recovered();
        assertThat(state.idle()).isTrue();
        admit();
        assertThat(state.idle()).isFalse();
    }

    // ---- planted mistakes, each beside what is right

    @Test
    void markAllUnreachableGivesNobodyTime() {
        assertThat(of(recoveredActions(admitted("s")), SoftAction.Store.class)).isEmpty();

        with(Variant.MARK_ALL_UNREACHABLE);

        assertThat(one(recoveredActions(admitted("s")), SoftAction.Store.class).operation())
                .isEqualTo(new Operation.MarkUnreachable("s"));
    }

    @Test
    void forgetRecoveredCallsTasksOfAgentsLostThatAreOnlyLate() {
        recovered(admitted("s"));
        subscribe();
        assertThat(agentStates()).containsExactly(AgentState.RECOVERED);
        assertThat(told(reconcile("w1.1", "s"))).isEmpty();

        with(Variant.FORGET_RECOVERED);
        recovered(admitted("s"));
        subscribe();

        assertThat(agentStates()).isEmpty();
        assertThat(told(reconcile("w1.1", "s"))).containsExactly(TaskState.LOST);
    }

    @Test
    void idReuseGivesTheIdsOfTheLeaderBeforeAgain() {
        assertThat(firstIdOf("master-a")).isNotEqualTo(firstIdOf("master-b"));
        assertThat(firstIdOf("master-a", Variant.ID_REUSE)).isEqualTo(firstIdOf("master-b", Variant.ID_REUSE));
    }

    private String firstIdOf(String masterId, Variant... variants) {
        state = new SoftState(masterId, POLICY, Set.of(variants));
        recovered();
        return admit().agent();
    }
}
