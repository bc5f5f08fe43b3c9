package io.interregnum.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.interregnum.history.FaultEvent.Harm;
import io.interregnum.history.FaultEvent.Stage;
import io.interregnum.history.History;
import io.interregnum.history.HistoryBuilder;
import io.interregnum.metric.FailoverTimeline;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** A judge may not ask the metric, so this holds the two together. */
class MeasuredFailoverTest {

    @Test
    void agreesWithTheTimelineOnRandomHistories() {
        SplittableRandom random = new SplittableRandom(11);
        int[] counts = new int[2];
        for (int round = 0; round < 3_000; round++) {
            History history = randomHistory(random);

            boolean measured = MeasuredFailover.isIn(history);

            assertThat(measured)
                    .as("round %d: %s", round, history.events())
                    .isEqualTo(FailoverTimeline.of(history).stream()
                            .anyMatch(failover -> failover.latencyNanos().isPresent()));
            counts[measured ? 1 : 0]++;
        }
        assertThat(Math.min(counts[0], counts[1])).as("rounds of either answer").isGreaterThan(100);
    }

    /** One fault, so that no other can be taken for the cause; up to twelve sightings of epochs that mostly grow. */
    private static History randomHistory(SplittableRandom random) {
        HistoryBuilder history = new HistoryBuilder();
        long requestedMs = random.nextLong(10_000);
        history.stage(requestedMs, 0, Stage.REQUESTED, Harm.DEAD, "master-1");
        if (random.nextInt(5) > 0) {
            history.stage(requestedMs + 10, 0, Stage.EFFECTIVE, Harm.DEAD, "master-1");
        }
        if (random.nextBoolean()) {
            history.stage(requestedMs + random.nextLong(1_000), 0, Stage.HEALED, Harm.DEAD, "master-1");
        }
        int sightings = 1 + random.nextInt(12);
        for (int i = 0; i < sightings; i++) {
            long ms = 500 * random.nextLong(40);
            see(history, random, ms, ms / 4_000 + random.nextLong(2));
        }
        return history.build();
    }

    private static void see(HistoryBuilder history, SplittableRandom random, long ms, long epoch) {
        String node = "master-" + (1 + epoch % 3);
        switch (random.nextInt(4)) {
            case 0 -> history.registry(ms, epoch, ms);
            case 1 -> history.yes(node, epoch, "", ms, ms + 1);
            case 2 -> history.read("k").on(node).epoch(epoch).asked(ms).ok(ms + 1, 1L);
            default -> history.write("k", ms).on(node).epoch(epoch).asked(ms).ok(ms + 1);
        }
    }
}
