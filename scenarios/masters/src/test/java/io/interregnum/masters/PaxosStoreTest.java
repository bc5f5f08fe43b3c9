package io.interregnum.masters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.interregnum.masters.RegistryStore.Stored;
import io.interregnum.masters.StoreException.Kind;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The registry in a log of three replicas in this process, with real files and sockets on loopback. */
class PaxosStoreTest {
    private static final Duration STORE_TIMEOUT = Duration.ofMillis(500);

    @TempDir
    private Path directory;

    private final List<InetSocketAddress> replicas = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();

    @BeforeEach
    void choosePorts() throws IOException {
        for (int i = 0; i < 3; i++) {
            try (ServerSocket socket = new ServerSocket(0)) {
                replicas.add(new InetSocketAddress(InetAddress.getLoopbackAddress(), socket.getLocalPort()));
            }
        }
    }

    @AfterEach
    void stop() {
        threads.forEach(Thread::interrupt);
    }

    private PaxosNode start(int index) throws IOException {
        PaxosNode.Place place = new PaxosNode.Place(replicas, index, 2, directory.resolve("replica-" + index));
        Exit exit = new Exit() {
            @Override
            public void die(String sentence) {
                throw new AssertionError(sentence);
            }

            @Override
            public void die(String sentence, Runnable lastAnswers) {
                die(sentence);
            }
        };
        EventLog log = new EventLog(OutputStream.nullOutputStream(), "master-" + (index + 1), "id");
        PaxosNode node = new PaxosNode(place, Set.of(), log, exit);
        Thread thread = new Thread(node::run, "log-" + index);
        threads.add(thread);
        thread.start();
        return node;
    }

    private static Stored fetched(PaxosStore store) {
        return await("the log to be read")
                .atMost(Duration.ofSeconds(20))
                .until(() -> tried(store), read -> read != null);
    }

    private static @org.jspecify.annotations.Nullable Stored tried(PaxosStore store) throws StoreException {
        try {
            return store.fetch();
        } catch (StoreException e) {
            if (e.kind() != Kind.UNKNOWN) {
                throw e;
            }
            return null;
        }
    }

    @Test
    void theNextLeaderReadsWhatTheFirstCommittedAndFencesItOff() throws Exception {
        PaxosStore first = new PaxosStore(start(0), Duration.ofSeconds(5));
        PaxosStore second = new PaxosStore(start(1), Duration.ofSeconds(5));
        start(2);
        Stored empty = fetched(first);
        assertThat(empty.state()).isEqualTo(RegistryState.EMPTY);
        RegistryState one = RegistryState.EMPTY.takenOverBy(7);
        int version = first.commit(one, empty.znodeVersion());
        first.check(version);

        Stored read = fetched(second);

        assertThat(read).isEqualTo(new Stored(one, version));
        assertThatThrownBy(() -> first.check(version))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.kind()).isEqualTo(Kind.GONE));
        assertThatThrownBy(() -> first.commit(one.takenOverBy(7), version))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.kind()).isEqualTo(Kind.GONE));
        assertThat(second.commit(one.takenOverBy(8), version)).isGreaterThan(version);
    }

    @Test
    void aLeadershipOfTheSameProcessFencesOffTheOneBefore() throws Exception {
        PaxosNode node = start(0);
        start(1);
        start(2);
        PaxosStore first = new PaxosStore(node, Duration.ofSeconds(5));
        PaxosStore second = new PaxosStore(node, Duration.ofSeconds(5));
        Stored empty = fetched(first);
        Stored read = fetched(second);

        assertThatThrownBy(() -> first.commit(RegistryState.EMPTY.takenOverBy(7), empty.znodeVersion()))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.kind()).isEqualTo(Kind.GONE));
        assertThat(second.commit(RegistryState.EMPTY.takenOverBy(8), read.znodeVersion()))
                .isGreaterThan(read.znodeVersion());
    }

    @Test
    void aCommitExpectsTheVersionThatIsThere() throws Exception {
        PaxosStore store = new PaxosStore(start(0), Duration.ofSeconds(5));
        start(1);
        start(2);
        Stored empty = fetched(store);

        assertThatThrownBy(() -> store.commit(RegistryState.EMPTY, empty.znodeVersion() + 1))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.kind()).isEqualTo(Kind.OTHER_VERSION));
    }

    @Test
    void withoutAllReplicasANewLogDoesNotStart() throws Exception {
        PaxosStore store = new PaxosStore(start(0), STORE_TIMEOUT);
        start(1);

        assertThatThrownBy(store::fetch)
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNKNOWN));
    }
}
