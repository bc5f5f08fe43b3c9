package io.interregnum.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SharedEnsemblesTest {
    private static final ClusterSpec THREE = new ClusterSpec(3, 3, 2, Duration.ofSeconds(2), Duration.ofMillis(500));
    private static final ClusterSpec FIVE = new ClusterSpec(5, 3, 2, Duration.ofSeconds(2), Duration.ofMillis(500));

    private final Noting backend = new Noting();

    /** Writes down what becomes of its clusters. */
    private static final class Noting implements Backend {
        final List<String> notes = new ArrayList<>();
        boolean whole = true;
        boolean failsToRenew;
        private int started;

        @Override
        public String name() {
            return "noting";
        }

        @Override
        public List<Ability> tryAbilities() {
            return List.of();
        }

        @Override
        public Removal removeLeftovers() {
            return new Removal(List.of(), List.of());
        }

        @Override
        public Cluster start(Launch launch) {
            int number = ++started;
            notes.add("start " + number);
            return new FakeCluster(launch.spec()) {
                @Override
                public boolean release() {
                    notes.add("release " + number);
                    return whole;
                }

                @Override
                public void close() {
                    notes.add("close " + number);
                }
            };
        }

        @Override
        public Optional<Cluster> renew(Cluster released, Launch launch) {
            notes.add("renew");
            if (failsToRenew) {
                throw new ClusterException("no");
            }
            return Optional.of(released);
        }
    }

    private static Backend.Launch launch(ClusterSpec spec, Need... needs) {
        return new Backend.Launch(
                spec, new FakeSystem(), List.of(), "label", Path.of("nodes"), new Unheard(), Set.of(needs));
    }

    private static final class Unheard implements NodeListener {
        @Override
        public void starting(NodeId node) {}

        @Override
        public void exited(NodeId node, int exitCode) {}
    }

    private void run(SharedEnsembles shared, Backend.Launch launch) {
        Cluster cluster = shared.start(launch);
        cluster.close();
        cluster.close();
    }

    @Test
    void usesServersAgain() {
        try (SharedEnsembles shared = new SharedEnsembles(backend, 1)) {
            run(shared, launch(THREE));
            Cluster second = shared.start(launch(THREE));
            assertThat(second.description()).containsEntry("servers", "running since 1 runs before");
            second.close();
        }

        assertThat(backend.notes).containsExactly("start 1", "release 1", "renew", "release 1", "close 1");
    }

    @Test
    void endsServersThatAreNotWhole() {
        backend.whole = false;
        try (SharedEnsembles shared = new SharedEnsembles(backend, 1)) {
            run(shared, launch(THREE));
            run(shared, launch(THREE));
        }

        assertThat(backend.notes).containsExactly("start 1", "release 1", "close 1", "start 2", "release 2", "close 2");
    }

    @Test
    void startsOthersForAnotherClusterAndEndsThoseThatWereIdleForLongest() {
        try (SharedEnsembles shared = new SharedEnsembles(backend, 1)) {
            run(shared, launch(THREE));
            run(shared, launch(FIVE));
            run(shared, launch(FIVE, Need.SMALL_DISKS));
        }

        assertThat(backend.notes)
                .containsExactly(
                        "start 1",
                        "release 1",
                        "start 2",
                        "release 2",
                        "close 1",
                        "start 3",
                        "release 3",
                        "close 2",
                        "close 3");
    }

    @Test
    void startsOthersWhenTheyCannotBeUsedAgain() {
        backend.failsToRenew = true;
        try (SharedEnsembles shared = new SharedEnsembles(backend, 1)) {
            run(shared, launch(THREE));
            run(shared, launch(THREE));
        }

        assertThat(backend.notes)
                .containsExactly("start 1", "release 1", "renew", "close 1", "start 2", "release 2", "close 2");
    }

    @Test
    void endsAtOnceWhatIsClosedAfterIt() {
        SharedEnsembles shared = new SharedEnsembles(backend, 2);
        Cluster cluster = shared.start(launch(THREE));
        shared.close();
        cluster.close();

        assertThat(backend.notes).containsExactly("start 1", "close 1");
    }

    @Test
    void refusesToKeepNone() {
        assertThatThrownBy(() -> new SharedEnsembles(backend, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
