package io.interregnum.masters;

import static org.assertj.core.api.Assertions.assertThat;

import io.interregnum.masters.FrameworkCheckpoint.Work;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** When a framework starts work, and when it starts it again. */
class FrameworkTest {
    private static final long MS = 1_000_000;
    private static final Leader FIRST = new Leader("id-1", "10.0.0.4:5050", 100);
    private static final Leader SECOND = new Leader("id-2", "10.0.0.5:5050", 200);
    private static final Framework.Plan ONE_LASTING = new Framework.Plan(1, 1_000, 1_000, 0);

    private Framework framework = framework(FrameworkCheckpoint.NONE);
    private long nowMs = 1_000;
    private long attempt;

    private static Framework framework(FrameworkCheckpoint checkpoint) {
        return new Framework(checkpoint, "incarnation", "w", ONE_LASTING, () -> 0.5);
    }

    private List<FrameworkAction> on(FrameworkEvent event) {
        return framework.on(nowMs * MS, event);
    }

    private static <T extends FrameworkAction> List<T> of(List<FrameworkAction> actions, Class<T> kind) {
        return actions.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    private static List<String> ledger(List<FrameworkAction> actions) {
        return of(actions, FrameworkAction.Ledger.class).stream()
                .map(FrameworkAction.Ledger::kind)
                .toList();
    }

    private static Sender sender(Leader leader) {
        return new Sender("master", leader.masterId(), leader.epoch());
    }

    private List<FrameworkAction> heard(Leader leader, SchedulerEvent event) {
        return on(new FrameworkEvent.Heard(attempt, sender(leader), event));
    }

    private List<SchedulerCall> calls(List<FrameworkAction> actions) {
        return of(actions, FrameworkAction.Send.class).stream()
                .map(FrameworkAction.Send::call)
                .toList();
    }

    /** Has each call accepted until there is none, and returns them. */
    private List<SchedulerCall> drain(List<FrameworkAction> actions) {
        List<SchedulerCall> all = new java.util.ArrayList<>(calls(actions));
        List<SchedulerCall> next = calls(actions);
        while (!next.isEmpty()) {
            next = calls(on(new FrameworkEvent.Called(attempt, true)));
            all.addAll(next);
        }
        return all;
    }

    private FrameworkAction.Subscribe detect(Leader leader) {
        on(new FrameworkEvent.Detected(Optional.of(leader)));
        nowMs += 50;
        FrameworkAction.Subscribe subscribe = of(on(new FrameworkEvent.Tick()), FrameworkAction.Subscribe.class)
                .get(0);
        attempt = subscribe.attempt();
        return subscribe;
    }

    private List<SchedulerCall> subscribe(Leader leader) {
        detect(leader);
        return drain(heard(leader, new SchedulerEvent.Subscribed("f")));
    }

    private List<FrameworkAction> offer() {
        return heard(FIRST, new SchedulerEvent.Offers(List.of(new SchedulerEvent.Offer("o", "f", "s", "agent-1", 4))));
    }

    private static SchedulerEvent status(String task, TaskState state) {
        return new SchedulerEvent.Update(new TaskStatus(task, "", "s", state, "u"));
    }

    @Test
    void writesATaskDownBeforeTheMasterHearsOfIt() {
        subscribe(FIRST);

        List<FrameworkAction> actions = offer();

        assertThat(ledger(actions)).containsExactly("offered", "task-intended");
        FrameworkAction.Save save = of(actions, FrameworkAction.Save.class).get(0);
        assertThat(save.checkpoint().works()).containsExactly(new Work("w1", true, 1, "s"));
        FrameworkAction.Send send = of(actions, FrameworkAction.Send.class).get(0);
        assertThat(((SchedulerCall.Accept) send.call()).tasks())
                .extracting(Task::id)
                .containsExactly("w1.1");
        assertThat(actions.indexOf(save)).isLessThan(actions.indexOf(send));
    }

    @Test
    void asksAboutEverythingItIntendedAfterEachSubscription() {
        subscribe(FIRST);
        drain(offer());

        FrameworkAction.Subscribe again = detect(SECOND);
        List<SchedulerCall> calls = drain(heard(SECOND, new SchedulerEvent.Subscribed("f")));

        assertThat(again.framework()).isEqualTo("f");
        assertThat(calls.get(0)).isEqualTo(new SchedulerCall.Reconcile(List.of()));
        assertThat(((SchedulerCall.Reconcile) calls.get(1)).tasks())
                .extracting(Task::id)
                .containsExactly("w1.1");
    }

    @Test
    void startsWorkAgainWhenToldThatItsTaskIsLost() {
        subscribe(FIRST);
        drain(offer());

        List<FrameworkAction> told = heard(FIRST, status("w1.1", TaskState.LOST));
        drain(told);

        assertThat(ledger(told)).containsExactly("task-told", "task-given-up");
        assertThat(((SchedulerCall.Accept) calls(offer()).get(0)).tasks())
                .extracting(Task::id)
                .containsExactly("w1.2");
    }

    @Test
    void doesNotStartWorkAgainWhoseAgentIsOnlyUnreachable() {
        subscribe(FIRST);
        drain(offer());

        List<FrameworkAction> told = heard(FIRST, status("w1.1", TaskState.UNREACHABLE));
        drain(told);

        assertThat(ledger(told)).containsExactly("task-told");
        assertThat(calls(offer())).allMatch(SchedulerCall.Decline.class::isInstance);
    }

    @Test
    void killsATaskThatRunsAlthoughItWasGivenUp() {
        subscribe(FIRST);
        drain(offer());
        drain(heard(FIRST, status("w1.1", TaskState.LOST)));

        List<SchedulerCall> calls = drain(heard(FIRST, status("w1.1", TaskState.RUNNING)));

        assertThat(calls)
                .contains(new SchedulerCall.Kill("w1.1", "s"), new SchedulerCall.Acknowledge("w1.1", "s", "u"));
    }

    @Test
    void sendsOneCallAtATimeAndSubscribesAgainWhenItsFateIsUnknown() {
        detect(FIRST);
        List<FrameworkAction> subscribed = heard(FIRST, new SchedulerEvent.Subscribed("f"));
        assertThat(calls(subscribed)).hasSize(1);
        assertThat(calls(offer())).isEmpty();

        List<FrameworkAction> unknown = on(new FrameworkEvent.Called(attempt, false));

        assertThat(of(unknown, FrameworkAction.Close.class)).containsExactly(new FrameworkAction.Close(attempt));
        assertThat(calls(unknown)).isEmpty();
    }

    @Test
    void listensToNoMasterOfAnEpochThatIsOver() {
        framework = framework(new FrameworkCheckpoint("f", 200, 1, List.of()));
        detect(FIRST);

        List<FrameworkAction> actions = heard(FIRST, new SchedulerEvent.Subscribed("f"));

        assertThat(ledger(actions)).isEmpty();
        assertThat(of(actions, FrameworkAction.Close.class)).hasSize(1);
    }

    @Test
    void aSilentStreamIsAbandoned() {
        subscribe(FIRST);
        nowMs += 5_000;

        assertThat(of(on(new FrameworkEvent.Tick()), FrameworkAction.Close.class))
                .hasSize(1);
    }
}
