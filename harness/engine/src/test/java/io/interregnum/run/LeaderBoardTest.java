package io.interregnum.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.interregnum.cluster.ClusterSpec;
import io.interregnum.cluster.NodeId;
import io.interregnum.cluster.Role;
import io.interregnum.history.Event;
import io.interregnum.history.HistoryRecorder;
import io.interregnum.history.ProbeAnswer;
import io.interregnum.history.Processes;
import io.interregnum.history.RunClock;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LeaderBoardTest {
    private static final List<NodeId> MASTERS = ClusterSpec.DEFAULT.nodes(Role.MASTER);

    private final AtomicLong nanos = new AtomicLong();
    private final RunClock clock = RunClock.on(nanos::get);
    private final HistoryRecorder recorder = new HistoryRecorder(clock, event -> {});
    private final List<String> changes = new ArrayList<>();
    private final LeaderBoard board = new LeaderBoard(MASTERS, clock, new RunListener() {
        @Override
        public void leader(long timeNanos, String node, long epoch) {
            changes.add(node + " in " + epoch);
        }
    });

    @BeforeEach
    void listen() {
        recorder.listen(board);
    }

    private void answers(int master, boolean claims, long epoch) {
        ProbeAnswer answer = new ProbeAnswer(claims, OptionalLong.of(epoch), "life", "");
        recorder.record(Event.Type.OK, Processes.probeOf("master-" + master), ProbeAnswer.F, answer.toValue());
    }

    @Test
    void nobodyLeadsBeforeAnyoneClaims() {
        answers(1, false, 5);

        assertThat(board.leader()).isEmpty();
        assertThat(changes).isEmpty();
    }

    @Test
    void ofTwoThatClaimTheHigherEpochLeads() {
        answers(3, true, 6);
        answers(1, true, 5);

        assertThat(board.leader()).contains(MASTERS.get(2));
    }

    @Test
    void whoSaysNoLeadsNoMoreAndTheOlderClaimCountsAgain() {
        answers(1, true, 5);
        answers(2, true, 6);
        answers(2, false, 6);

        assertThat(board.leader()).contains(MASTERS.get(0));
    }

    @Test
    void aClaimThatWasNotRepeatedForASecondIsNotOneOfNow() {
        answers(1, true, 5);
        nanos.addAndGet(999_999_999);
        assertThat(board.leader()).contains(MASTERS.get(0));

        nanos.addAndGet(1);

        assertThat(board.leader()).isEmpty();
    }

    @Test
    void tellsOfEachHigherEpochOnce() {
        answers(1, true, 5);
        answers(1, true, 5);
        answers(2, true, 6);
        answers(1, true, 5);

        assertThat(changes).containsExactly("master-1 in 5", "master-2 in 6");
    }

    @Test
    void hearsNothingButAnswersOfProbes() {
        ProbeAnswer answer = new ProbeAnswer(true, OptionalLong.of(9), "life", "");
        recorder.record(Event.Type.OK, "17", ProbeAnswer.F, answer.toValue());
        recorder.record(Event.Type.INFO, Processes.probeOf("master-1"), ProbeAnswer.F, answer.toValue());
        recorder.record(Event.Type.OK, Processes.probeOf("master-1"), ProbeAnswer.F, "garbage");

        assertThat(board.leader()).isEmpty();
    }
}
