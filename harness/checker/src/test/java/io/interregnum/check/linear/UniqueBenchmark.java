package io.interregnum.check.linear;

import io.interregnum.check.linear.SimulatedHistories.Kind;
import io.interregnum.check.linear.SimulatedHistories.Shape;
import io.interregnum.history.RunClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Measures decisions about unique values. Arguments: a kind of {@link Kind}, the shortest and the longest history; lengths
 * double between. For each, valid and with a few wrong answers at the end, the best of five calls is printed with its
 * ratio to the length before, and the memory that was in use after it.
 */
final class UniqueBenchmark {
    private static final int CLIENTS = 20;
    private static final int CRASHED_PER_MILLE = 10;

    private static final int WRONG_ANSWERS = 5;

    private UniqueBenchmark() {}

    public static void main(String[] arguments) {
        Kind kind = Kind.valueOf(arguments[0]);
        RunClock clock = RunClock.startNow();
        warmUp(kind, clock);
        double[] before = new double[2];
        for (int length = Integer.parseInt(arguments[1]); length <= Integer.parseInt(arguments[2]); length *= 2) {
            List<LinearOperation> history =
                    SimulatedHistories.history(new Shape(kind, length, CLIENTS, 0, CRASHED_PER_MILLE, 0), length);
            before[0] = measure(kind, "valid", history, before[0], clock);
            spoil(history);
            before[1] = measure(kind, "invalid", history, before[1], clock);
        }
    }

    private static void warmUp(Kind kind, RunClock clock) {
        for (int seed = 0; seed < 30; seed++) {
            List<LinearOperation> history =
                    SimulatedHistories.history(new Shape(kind, 20_000, CLIENTS, 0, CRASHED_PER_MILLE, 0), seed);
            judge(kind, history, clock);
            spoil(history);
            judge(kind, history, clock);
        }
    }

    private static double measure(
            Kind kind, String what, List<LinearOperation> history, double before, RunClock clock) {
        double best = Double.MAX_VALUE;
        LinearOutcome.Answer answer = LinearOutcome.Answer.UNDECIDED;
        int core = 0;
        for (int i = 0; i < 5; i++) {
            long start = clock.nanos();
            LinearOutcome outcome = judge(kind, history, clock);
            best = Math.min(best, (clock.nanos() - start) / 1e9);
            answer = outcome.answer();
            core = outcome.witness().map(witness -> witness.core().size()).orElse(0);
        }
        Runtime runtime = Runtime.getRuntime();
        System.out.printf(
                Locale.ROOT,
                "%-12s %-8s %9d operations %8.3f s  ratio %5.2f  %s core=%d used=%d MiB%n",
                kind,
                what,
                history.size(),
                best,
                before == 0 ? 0 : best / before,
                answer,
                core,
                (runtime.totalMemory() - runtime.freeMemory()) >> 20);
        return best;
    }

    /** Gives the answer that one operation got to others that were asked the same much later. */
    private static void spoil(List<LinearOperation> history) {
        List<Integer> looks = new ArrayList<>();
        for (int i = history.size() * 9 / 10; i < history.size(); i++) {
            LinearOperation operation = history.get(i);
            if (!operation.isPending()
                    && operation.value() != null
                    && List.of("read", "get", "contains", "dequeue").contains(operation.f())) {
                looks.add(i);
            }
        }
        LinearOperation one = history.get(looks.get(0));
        for (int i = looks.size() / 2, spoilt = 0; i < looks.size() && spoilt < WRONG_ANSWERS; i++) {
            LinearOperation other = history.get(looks.get(i));
            if (!String.valueOf(one.value()).equals(String.valueOf(other.value()))) {
                history.set(
                        looks.get(i),
                        new LinearOperation(
                                other.id(), other.f(), wrong(one, other), other.invokedAt(), other.completedAt()));
                spoilt++;
            }
        }
    }

    private static Object wrong(LinearOperation one, LinearOperation other) {
        if (other.f().equals("contains") && other.value() instanceof List<?> answer) {
            return List.of(answer.get(0), !Boolean.TRUE.equals(answer.get(1)));
        }
        return java.util.Objects.requireNonNull(one.value());
    }

    private static LinearOutcome judge(Kind kind, List<LinearOperation> history, RunClock clock) {
        Limits limits = Limits.on(clock);
        return switch (kind) {
            case REGISTER -> Linearizability.check(Models.REGISTER, history, limits);
            case CAS_REGISTER -> Linearizability.check(Models.CAS_REGISTER, history, limits);
            case KEY_VALUE ->
                RegisterHistory.ofStore(history, "", Budget.withoutEnd())
                        .flatMap(store -> UniqueJudge.judge(PlainModels.store(), new RegisterZones(store), limits))
                        .orElseThrow();
            case SET ->
                ElementHistory.of(history, List.of(), Budget.withoutEnd())
                        .flatMap(set -> UniqueJudge.judge(PlainModels.set(List.of()), new ElementZones(set), limits))
                        .orElseThrow();
            case QUEUE, QUEUE_WITH_EMPTY ->
                QueueHistory.of(history, List.of(), Budget.withoutEnd())
                        .flatMap(
                                queue -> UniqueJudge.judge(PlainModels.queue(List.of()), new QueueZones(queue), limits))
                        .orElseThrow();
        };
    }
}
