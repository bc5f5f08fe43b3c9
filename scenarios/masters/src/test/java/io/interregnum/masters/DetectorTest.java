package io.interregnum.masters;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Whom an agent believes to lead. */
class DetectorTest {
    private static final long MS = 1_000_000;
    private static final CandidateNode NODE =
            new CandidateNode("json.info_0000000001", 100, 7, "id-1", "10.0.0.4:5050", 0);
    private static final Optional<Leader> LEADER = Optional.of(new Leader("id-1", "10.0.0.4:5050", 100));

    private final Detector detector = new Detector();

    private boolean on(long ms, ElectionEvent event) {
        return detector.on(ms * MS, event);
    }

    private void detected() {
        assertThat(on(0, new ElectionEvent.Connected(9, 1_000 * MS))).isTrue();
        on(1, new ElectionEvent.GroupRead(Set.of(NODE.name()), Optional.of(NODE)));
        assertThat(detector.leader()).isEqualTo(LEADER);
    }

    @Test
    void readsTheGroupAgainWheneverItChanges() {
        detected();

        assertThat(on(2, new ElectionEvent.GroupChanged())).isTrue();
        on(3, new ElectionEvent.GroupRead(Set.of(), Optional.empty()));

        assertThat(detector.leader()).isEmpty();
    }

    @Test
    void believesNothingOnceItsSessionIsOver() {
        detected();
        on(2, new ElectionEvent.Expired(8));
        assertThat(detector.leader()).isEqualTo(LEADER);

        on(3, new ElectionEvent.Expired(9));

        assertThat(detector.leader()).isEmpty();
    }

    @Test
    void believesNothingAfterAWholeTimeoutWithoutAConnection() {
        detected();
        on(100, new ElectionEvent.Disconnected(100 * MS));

        on(1_099, new ElectionEvent.Tick());
        assertThat(detector.leader()).isEqualTo(LEADER);

        on(1_100, new ElectionEvent.Tick());
        assertThat(detector.leader()).isEmpty();
    }
}
