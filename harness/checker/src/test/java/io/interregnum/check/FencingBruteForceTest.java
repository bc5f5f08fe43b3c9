package io.interregnum.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.interregnum.history.ClientFields;
import io.interregnum.history.Event;
import io.interregnum.history.History;
import io.interregnum.history.HistoryBuilder;
import io.interregnum.history.Operation;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The sweep and the definition, read word by word over all pairs, must agree on small random histories. */
class FencingBruteForceTest {
    private static final int HISTORIES_PER_SEED = 25;

    static LongStream seeds() {
        return LongStream.range(0, 40);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void countsWhatTheDefinitionCounts(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        long found = 0;
        for (int i = 0; i < HISTORIES_PER_SEED; i++) {
            History history = randomHistory(random);

            CheckResult result = new FencingChecker(Promise.DEFAULT).check(history);

            assertThat(result.measures().getOrDefault("effectOverlaps", 0L))
                    .as("seed %d history %d: %s", seed, i, history)
                    .isEqualTo(byDefinition(history));
            found += byDefinition(history);
        }
        assertThat(found).as("effect overlaps that seed %d came upon", seed).isPositive();
    }

    private static History randomHistory(SplittableRandom random) {
        HistoryBuilder builder = new HistoryBuilder();
        int count = random.nextInt(2, 12);
        for (int value = 1; value <= count; value++) {
            long epoch = random.nextInt(1, 4);
            long asked = random.nextInt(0, 60);
            long answered = asked + random.nextInt(1, 20);
            HistoryBuilder.Op op = switch (random.nextInt(3)) {
                case 0 -> builder.read("k");
                case 1 -> builder.cas("k", 0, value);
                default -> builder.write("k", value);
            };
            op.on("master-" + epoch).epoch(epoch).asked(asked);
            long seen = random.nextInt(1, count + 1);
            long seenEpoch = 1 + seen % 3; // one epoch for each value, as a sound system keeps it
            switch (random.nextInt(4)) {
                case 0 -> op.unknown(answered);
                case 1 -> op.valueEpoch(seenEpoch).mismatch(answered, seen);
                case 2 -> op.valueEpoch(seenEpoch).ok(answered, seen);
                default -> op.never();
            }
        }
        return builder.build();
    }

    /** Grade 2 of the design, with a fresh read promised, and nothing clever. */
    private static long byDefinition(History history) {
        List<Operation> all = history.clientOperations();
        return all.stream()
                .filter(late -> epoch(late, all).isPresent())
                .filter(late -> all.stream()
                        .anyMatch(before -> epoch(before, all).isPresent()
                                && epoch(before, all).get() > epoch(late, all).get()
                                && acknowledged(before, all) < late.invoke().index()))
                .count();
    }

    private static Optional<Long> epoch(Operation operation, List<Operation> all) {
        if (operation.outcome() == Event.Type.INFO) {
            return firstSight(operation, all).map(sight -> number(sight, ClientFields.VALUE_EPOCH));
        }
        boolean mismatch = operation.outcome() == Event.Type.FAIL;
        return mismatch && !operation.invoke().f().equals(ClientFields.CAS)
                ? Optional.empty()
                : Optional.of(number(operation, ClientFields.EPOCH));
    }

    private static long acknowledged(Operation operation, List<Operation> all) {
        Operation answer = operation.outcome() == Event.Type.INFO
                ? firstSight(operation, all).orElseThrow()
                : operation;
        return answer.completion().orElseThrow().index();
    }

    private static Optional<Operation> firstSight(Operation write, List<Operation> all) {
        Object value = write.invoke().value() instanceof List<?> pair
                ? pair.get(1)
                : write.invoke().value();
        Optional<Operation> first = all.stream()
                .filter(answer -> value != null && value.equals(seen(answer)))
                .min((left, right) -> Long.compare(
                        left.completion().orElseThrow().index(),
                        right.completion().orElseThrow().index()));
        return first.filter(sight ->
                sight.completion().orElseThrow().index() > write.invoke().index());
    }

    private static Object seen(Operation operation) {
        Event none = operation.invoke();
        Event answer = operation.completion().orElse(none);
        boolean read = operation.invoke().f().equals(ClientFields.READ) && answer.type() == Event.Type.OK;
        boolean mismatch = operation.invoke().f().equals(ClientFields.CAS) && answer.type() == Event.Type.FAIL;
        Object value = read ? answer.value() : mismatch ? answer.fields().get(ClientFields.ACTUAL) : "nothing";
        return value == null ? "nothing" : value;
    }

    private static long number(Operation operation, String name) {
        return operation.completion().orElseThrow().number(name).orElseThrow();
    }
}
