package io.interregnum.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.interregnum.cluster.NodeId;
import io.interregnum.cluster.Role;
import io.interregnum.history.Event;
import io.interregnum.history.HistoryRecorder;
import io.interregnum.history.Processes;
import io.interregnum.history.RunClock;
import java.util.List;
import org.junit.jupiter.api.Test;

class ElectionLogTest {
    private final HistoryRecorder recorder = new HistoryRecorder(RunClock.on(() -> 0), event -> {});
    private final ElectionLog log = new ElectionLog(recorder);

    private static final NodeId ZK_1 = new NodeId(Role.ENSEMBLE, 1);
    private static final NodeId ZK_2 = new NodeId(Role.ENSEMBLE, 2);

    private List<String> facts() {
        return recorder.history().events().stream().map(Event::f).toList();
    }

    @Test
    void tellsOfANodeOnceHoweverManyServersShowIt() {
        log.created("/ref/n_1", 7, 1, "master-1", 0);
        log.created("/ref/n_1", 7, 1, "master-1", 0);
        log.deleted("/ref/n_1", 0);
        log.deleted("/ref/n_1", 0);

        assertThat(facts()).containsExactly("election-node-created", "election-node-deleted");
    }

    @Test
    void aServerThatLagsDoesNotBringADeletedNodeBack() {
        log.created("/ref/n_1", 7, 1, "master-1", 0);
        log.deleted("/ref/n_1", 0);

        log.created("/ref/n_1", 7, 1, "master-1", 0);

        assertThat(facts()).hasSize(2);
    }

    @Test
    void aServerThatLagsDoesNotLetTheRegistryGoBack() {
        log.registry("/ref/registry", 100, 7, 1, 0);
        log.registry("/ref/registry", 120, 9, 2, 0);

        log.registry("/ref/registry", 110, 7, 1, 0);

        assertThat(facts()).hasSize(2);
    }

    @Test
    void aRegistryThatReallyGoesBackIsTold() {
        log.registry("/ref/registry", 100, 7, 1, 0);
        log.registry("/ref/registry", 120, 9, 2, 0);

        log.registry("/ref/registry", 130, 7, 3, 0);

        assertThat(facts()).hasSize(3);
    }

    @Test
    void tellsOfEachServerWhenItBeginsAndEndsToBeWatched() {
        log.watched(ZK_1);
        log.watched(ZK_2);
        log.watched(ZK_1);
        log.unwatched(ZK_1);
        log.unwatched(ZK_1);
        log.watched(ZK_1);

        assertThat(recorder.history().of(Processes.OBSERVER))
                .map(event -> event.f() + " " + event.value())
                .containsExactly(
                        "observer-connected zk-1",
                        "observer-connected zk-2",
                        "observer-lost zk-1",
                        "observer-connected zk-1");
    }

    @Test
    void saysNothingOfAServerThatWasNeverWatched() {
        log.unwatched(ZK_1);

        assertThat(facts()).isEmpty();
    }
}
