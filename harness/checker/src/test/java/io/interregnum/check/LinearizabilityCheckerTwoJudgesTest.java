package io.interregnum.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.interregnum.history.ClientFields;
import io.interregnum.history.Event;
import io.interregnum.history.History;
import io.interregnum.history.Operation;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole way from events to verdict, refusals and mismatches included, against every order of the raw operations. */
class LinearizabilityCheckerTwoJudgesTest {
    private static final int HISTORIES = 5_000;
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Checker CHECKER = new LinearizabilityChecker(
            new Expectations(List.of(), List.of(), true, 1.0, SECOND, Optional.empty(), SECOND, true));

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void agree(boolean unique) {
        int valid = 0;
        for (long seed = 0; seed < HISTORIES; seed++) {
            History history = new Register(new Random(seed), unique).history();

            CheckResult result = CHECKER.check(history);

            boolean expected =
                    place(history.operations(), new boolean[history.operations().size()], null);
            valid += expected ? 1 : 0;
            assertThat(result.verdict() == Verdict.VALID || result.verdict() == Verdict.UNKNOWN)
                    .as("seed %s: %s %s", seed, result, history)
                    .isEqualTo(expected);
            // Where all were refused there is nothing to judge.
            assertThat(result.verdict() == Verdict.UNKNOWN)
                    .isEqualTo(history.operations().stream().allMatch(o -> wasRefused(o) && !isMismatch(o)));
        }
        assertThat(valid).isBetween(HISTORIES / 6, HISTORIES * 5 / 6);
    }

    /** A register that now and then lies: takes effect at completion, or not, and may say otherwise. */
    private static final class Register {
        private final Random random;
        private final boolean unique;
        private final LinearizabilityCheckerStory story = new LinearizabilityCheckerStory();
        private final @Nullable String[] open = new String[3];
        private final long[] written = new long[3];
        private final @Nullable Long[] expected = new Long[3];
        private @Nullable Long state;
        private long next;

        Register(Random random, boolean unique) {
            this.random = random;
            this.unique = unique;
        }

        History history() {
            for (int started = 0; started < 7; ) {
                int process = random.nextInt(3);
                if (open[process] == null) {
                    invoke(process);
                    started++;
                } else {
                    complete(process, Objects.requireNonNull(open[process]));
                    open[process] = null;
                }
            }
            return story.history();
        }

        private void invoke(int process) {
            String f = List.of(ClientFields.READ, ClientFields.READ, ClientFields.WRITE, ClientFields.CAS)
                    .get(random.nextInt(4));
            open[process] = f;
            next++;
            written[process] = unique ? next : random.nextInt(3);
            expected[process] = random.nextInt(4) > 0 ? state : Long.valueOf(random.nextInt(4));
            Object pair = java.util.Arrays.asList(expected[process], written[process]);
            story.invoke(
                    process,
                    f,
                    f.equals(ClientFields.CAS) ? pair : f.equals(ClientFields.WRITE) ? written[process] : null);
        }

        private void complete(int process, String f) {
            int luck = random.nextInt(7);
            boolean hit = !f.equals(ClientFields.CAS) || Objects.equals(expected[process], state);
            boolean applies = luck > 0 && hit && !f.equals(ClientFields.READ);
            if (luck == 1) {
                story.fail(process); // a lie if it was applied
            } else if (luck == 2) {
                story.info(process);
            } else if (f.equals(ClientFields.READ)) {
                story.okRead(process, luck == 3 ? Long.valueOf(random.nextInt(4)) : state);
            } else if (!hit && state != null) {
                story.mismatch(process, luck == 3 ? random.nextInt(4) : state);
            } else if (hit) {
                story.ok(process);
            } else {
                story.fail(process);
            }
            state = applies ? Long.valueOf(written[process]) : state;
        }
    }

    private static boolean place(List<Operation> operations, boolean[] placed, @Nullable Long state) {
        boolean done = true;
        for (int i = 0; i < placed.length; i++) {
            done &= placed[i] || !mustBePlaced(operations.get(i));
        }
        for (int i = 0; i < placed.length && !done; i++) {
            if (placed[i] || (wasRefused(operations.get(i)) && !isMismatch(operations.get(i)))) {
                continue;
            }
            if (comesTooEarly(operations, placed, i) || !holds(operations.get(i), state)) {
                continue;
            }
            placed[i] = true;
            done = place(operations, placed, after(operations.get(i), state));
            placed[i] = false;
        }
        return done;
    }

    private static boolean comesTooEarly(List<Operation> operations, boolean[] placed, int candidate) {
        for (int i = 0; i < placed.length; i++) {
            if (!placed[i]
                    && mustBePlaced(operations.get(i))
                    && operations.get(i).completedNanos()
                            < operations.get(candidate).invokedNanos()) {
                return true;
            }
        }
        return false;
    }

    private static boolean mustBePlaced(Operation operation) {
        return operation.outcome() == Event.Type.OK || isMismatch(operation);
    }

    private static boolean wasRefused(Operation operation) {
        return operation.outcome() == Event.Type.FAIL;
    }

    private static boolean isMismatch(Operation operation) {
        return operation.completion().flatMap(e -> e.text("error")).equals(Optional.of("mismatch"));
    }

    private static boolean holds(Operation operation, @Nullable Long state) {
        if (isMismatch(operation)) {
            return Objects.equals(operation.completion().orElseThrow().fields().get("actual"), state);
        }
        return switch (operation.invoke().f()) {
            case "read" ->
                operation.outcome() == Event.Type.INFO
                        || Objects.equals(operation.completion().orElseThrow().value(), state);
            case "cas" -> operation.invoke().value() instanceof List<?> pair && Objects.equals(pair.get(0), state);
            default -> true;
        };
    }

    private static @Nullable Long after(Operation operation, @Nullable Long state) {
        if (isMismatch(operation) || operation.invoke().f().equals("read")) {
            return state;
        }
        Object value = operation.invoke().value();
        return (Long) (value instanceof List<?> pair ? pair.get(1) : value);
    }
}
