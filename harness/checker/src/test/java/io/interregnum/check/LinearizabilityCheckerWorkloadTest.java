package io.interregnum.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.interregnum.history.ClientFields;
import io.interregnum.history.Event;
import io.interregnum.history.History;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Histories like those of the harness: 20 keys, 500 operations a key, 60 processes, and a fault during which 40
 * operations a key time out, some of which took effect. Must be decided in well under a second a key.
 */
class LinearizabilityCheckerWorkloadTest {
    private static final int KEYS = 20;
    private static final int OPERATIONS = 500;
    private static final int PROCESSES = 60;
    private static final int TIMEOUTS = 40;
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Expectations EXPECTATIONS =
            new Expectations(List.of("master-1"), List.of(), true, 1.0, SECOND, Optional.empty(), SECOND, true);

    /** One register and its clients, by seed. */
    private static final class Key {
        private static final class Call {
            String f = "";

            @Nullable
            Long expected;

            long written;
            boolean applied;

            @Nullable
            Long found;
        }

        final String name;
        final Random random;
        final Map<Integer, Call> calls = new HashMap<>();
        final List<Integer> processes = new ArrayList<>();
        final List<Long> old = new ArrayList<>();

        @Nullable
        Long state;

        long nextValue = 1;
        int started;
        int lost;
        boolean spoil;

        Key(String name, long seed, int firstProcess, boolean spoil) {
            this.name = name;
            this.random = new Random(seed);
            this.spoil = spoil;
            for (int i = 0; i < PROCESSES; i++) {
                processes.add(firstProcess + i);
            }
        }

        boolean step(List<Event> events, int[] nextProcess) {
            if (started >= OPERATIONS && calls.isEmpty()) {
                return false;
            }
            int slot = random.nextInt(PROCESSES);
            int process = processes.get(slot);
            Call call = calls.get(process);
            boolean fault = started > OPERATIONS / 2 && lost < TIMEOUTS;
            if (call == null) {
                // Many processes, few in flight, until the fault: then all are.
                if (started < OPERATIONS && (fault || calls.size() < 8)) {
                    invoke(process, events);
                }
            } else if (!call.applied && random.nextInt(3) > 0) {
                apply(call);
            } else if (fault) {
                lost++;
                calls.remove(process);
                processes.set(slot, nextProcess[0]++);
                // Timed out; perhaps it took effect, perhaps not.
                record(events, Event.Type.INFO, process, call.f, null, Map.of(ClientFields.ERROR, "timeout"));
            } else if (call.applied) {
                calls.remove(process);
                complete(process, call, events);
            }
            return true;
        }

        private void invoke(int process, List<Event> events) {
            started++;
            Call call = new Call();
            call.f = List.of("read", "write", "cas").get(random.nextInt(3));
            call.expected = state;
            call.written = nextValue++;
            calls.put(process, call);
            Object value = call.f.equals("read")
                    ? null
                    : call.f.equals("write") ? call.written : java.util.Arrays.asList(call.expected, call.written);
            record(events, Event.Type.INVOKE, process, call.f, value, Map.of());
        }

        private void apply(Call call) {
            call.applied = true;
            call.found = state;
            if (call.f.equals("write") || (call.f.equals("cas") && Objects.equals(state, call.expected))) {
                old.add(Objects.requireNonNullElse(state, 0L));
                state = call.written;
            }
        }

        private void complete(int process, Call call, List<Event> events) {
            boolean late = started > OPERATIONS * 9 / 10;
            if (call.f.equals("cas") && !Objects.equals(call.found, call.expected)) {
                Map<String, Object> fields = new HashMap<>(Map.of(ClientFields.ERROR, ClientFields.MISMATCH));
                if (call.found != null) {
                    fields.put(ClientFields.ACTUAL, call.found);
                }
                record(events, Event.Type.FAIL, process, call.f, null, fields);
            } else if (call.f.equals("read") && spoil && late) {
                spoil = false;
                record(events, Event.Type.OK, process, call.f, old.get(old.size() - 40), Map.of());
            } else {
                record(events, Event.Type.OK, process, call.f, call.f.equals("read") ? call.found : null, Map.of());
            }
        }

        private void record(
                List<Event> events,
                Event.Type type,
                int process,
                String f,
                @Nullable Object value,
                Map<String, Object> more) {
            Map<String, Object> fields = new HashMap<>(more);
            fields.put(ClientFields.KEY, name);
            fields.put(ClientFields.NODE, "master-1");
            long index = events.size();
            events.add(new Event(index, index * 100_000, type, String.valueOf(process), f, value, fields));
        }
    }

    private static History history(long seed, boolean spoil) {
        List<Key> keys = new ArrayList<>();
        int[] nextProcess = {100_000};
        for (int i = 0; i < KEYS; i++) {
            keys.add(new Key(String.format("k%02d", i), seed * KEYS + i, i * PROCESSES, spoil));
        }
        List<Event> events = new ArrayList<>();
        for (boolean running = true; running; ) {
            running = false;
            for (Key key : keys) {
                running |= key.step(events, nextProcess);
            }
        }
        return new History(events);
    }

    private static long pending(History history) {
        return history.operations().stream()
                .filter(operation -> operation.outcome() == Event.Type.INFO)
                .count();
    }

    /** Measured: 35 to 135 ms for a valid run, 150 to 440 ms for one in which every key is bad (2 shared cores). */
    @Test
    @Timeout(120) // without what makes it quick, it would take hours
    void decidesAWholeRun() {
        Checker checker = new LinearizabilityChecker(EXPECTATIONS);
        for (long seed = 0; seed < 5; seed++) {
            History valid = history(seed, false);
            History invalid = history(seed, true);
            assertThat(pending(valid)).isEqualTo((long) KEYS * TIMEOUTS);

            CheckResult green = checker.check(valid);
            CheckResult red = checker.check(invalid);

            assertThat(green.violations()).isEmpty();
            assertThat(green.verdict()).isEqualTo(Verdict.VALID);
            assertThat(red.violations()).hasSize(KEYS);
            assertThat(red.violations()).allSatisfy(finding -> {
                assertThat((List<?>) finding.details().get("core")).hasSizeLessThanOrEqualTo(10);
                assertThat(finding.summary()).contains("the register holds ");
            });
        }
    }
}
