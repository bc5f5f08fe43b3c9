package io.interregnum.workload;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.interregnum.cluster.ClusterSpec;
import io.interregnum.cluster.NodeId;
import io.interregnum.cluster.Role;
import io.interregnum.history.ClientFields;
import io.interregnum.history.Event;
import io.interregnum.history.HistoryRecorder;
import io.interregnum.history.Operation;
import io.interregnum.history.RunClock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class WorkloadRunnerTest {
    private static final List<NodeId> CLIENTS = ClusterSpec.DEFAULT.nodes(Role.CLIENT);
    private static final List<NodeId> MASTERS = ClusterSpec.DEFAULT.nodes(Role.MASTER);
    private static final Workload FAST = new Workload(2_000, 3, 40, 20, 10, Duration.ofSeconds(1), 8);

    private final HistoryRecorder recorder = new HistoryRecorder(RunClock.startNow(), event -> {});

    private List<Operation> runUntil(Client client, int operationCount) throws InterruptedException {
        WorkloadRunner runner = new WorkloadRunner(FAST, client, CLIENTS, MASTERS, recorder, new Chance(42));
        runner.start();
        await("operations to complete")
                .atMost(ofSeconds(20))
                .until(() -> recorder.history().operations().stream()
                                .filter(operation -> operation.completion().isPresent())
                                .count()
                        >= operationCount);
        runner.stop(ofSeconds(5));
        return recorder.history().operations();
    }

    @Test
    void writesEveryValueOnce() throws Exception {
        Client serves = (from, master, request, timeout) ->
                new ClientAnswer.Ok(OptionalLong.empty(), OptionalLong.of(1), OptionalLong.empty());

        List<Operation> operations = runUntil(serves, 200);

        Set<Object> values = new HashSet<>();
        operations.stream()
                .map(Operation::invoke)
                .filter(event -> !event.f().equals(ClientFields.READ))
                .map(event -> event.value() instanceof List<?> pair ? pair.get(1) : event.value())
                .forEach(value ->
                        assertThat(values.add(value)).as("value %s", value).isTrue());
        assertThat(values).hasSizeGreaterThan(50);
    }

    @Test
    void aProcessThatDoesNotKnowItsOutcomeNeverAsksAgain() throws Exception {
        Client silent = (from, master, request, timeout) -> new ClientAnswer.Unknown("no answer");

        List<Operation> operations = runUntil(silent, 50);

        assertThat(operations.stream().map(operation -> operation.invoke().process()))
                .doesNotHaveDuplicates();
    }

    @Test
    void aProcessThatWasServedIsUsedAgain() throws Exception {
        Client serves = (from, master, request, timeout) ->
                new ClientAnswer.Ok(OptionalLong.empty(), OptionalLong.of(1), OptionalLong.empty());

        List<Operation> operations = runUntil(serves, 50);

        assertThat(operations.stream()
                        .map(operation -> operation.invoke().process())
                        .distinct()
                        .count())
                .isLessThan(operations.size());
    }

    @Test
    void sendsWhenItIsDueEvenIfNothingIsAnswered() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        Client stuck = (from, master, request, timeout) -> {
            try {
                never.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return new ClientAnswer.Unknown("interrupted");
        };
        WorkloadRunner runner = new WorkloadRunner(FAST, stuck, CLIENTS, MASTERS, recorder, new Chance(42));

        runner.start();

        // Both clients fill all of their processes, though not one operation has been answered.
        await("all processes to be in flight")
                .atMost(ofSeconds(20))
                .until(() -> recorder.history().operations().size() == 2 * FAST.processesPerClientMax());
        never.countDown();
        runner.stop(ofSeconds(5));
    }

    @Test
    void followsARedirectAtTheNextOperation() throws Exception {
        NodeId leader = MASTERS.get(2);
        Client redirecting = (from, master, request, timeout) -> master.equals(leader)
                ? new ClientAnswer.Ok(OptionalLong.empty(), OptionalLong.of(1), OptionalLong.empty())
                : new ClientAnswer.Failed("redirected", Optional.of(leader));

        List<Operation> operations = runUntil(redirecting, 200);

        long served = operations.stream()
                .filter(operation -> operation.outcome() == Event.Type.OK)
                .count();
        assertThat(served).isGreaterThan(operations.size() / 2);
    }

    @Test
    void aSetThatWasReadIsInTheHistoryAsAListAndEverySetIsReadInTheEnd() throws Exception {
        Client serves = (from, master, request, timeout) -> request.f().equals(ClientFields.READ_SET)
                ? new ClientAnswer.Elements(List.of(7L, 7L), OptionalLong.of(3))
                : new ClientAnswer.Ok(OptionalLong.empty(), OptionalLong.of(3), OptionalLong.empty());
        Workload sets = FAST.withContent(Workload.Content.SET);
        WorkloadRunner runner = new WorkloadRunner(sets, serves, CLIENTS, MASTERS, recorder, new Chance(42));
        runner.start();
        await("operations to complete")
                .atMost(ofSeconds(20))
                .until(() -> recorder.history().operations().size() > 50);
        runner.stop(ofSeconds(5));
        int before = recorder.history().operations().size();

        assertThat(runner.readAll(ofSeconds(5))).isEmpty();

        List<Operation> operations = recorder.history().operations();
        assertThat(operations.subList(before, operations.size()))
                .extracting(operation -> operation.invoke().f() + " "
                        + operation.invoke().text(ClientFields.KEY).orElse(""))
                .startsWith("read k00", "read k01", "read k02", "read-set s00", "read-set s01")
                .doesNotHaveDuplicates();
        Event answer = operations.get(operations.size() - 1).completion().orElseThrow();
        assertThat(answer.value()).isEqualTo(List.of(7L, 7L));
        assertThat(answer.number(ClientFields.EPOCH)).hasValue(3);
        Operation added = operations.stream()
                .filter(operation -> operation.invoke().f().equals(ClientFields.ADD))
                .findFirst()
                .orElseThrow();
        assertThat(added.completion().orElseThrow().value())
                .isEqualTo(added.invoke().value())
                .isInstanceOf(Long.class);
    }

    @Test
    void whereARedirectLedIsNoted() throws Exception {
        NodeId leader = MASTERS.get(2);
        Client redirecting =
                (from, master, request, timeout) -> new ClientAnswer.Failed("redirected", Optional.of(leader));

        List<Operation> operations = runUntil(redirecting, 10);

        assertThat(operations.get(0).completion().orElseThrow().text(ClientFields.LEADER))
                .contains("master-3");
    }
}
