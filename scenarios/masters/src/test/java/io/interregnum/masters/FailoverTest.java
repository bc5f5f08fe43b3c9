package io.interregnum.masters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two masters against a real ZooKeeper server inside this process, on loopback. */
class FailoverTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String KEY = "/ref/registry/k";

    @TempDir
    private Path directory;

    private final List<MasterProcess> masters = new ArrayList<>();
    private EmbeddedZooKeeper zooKeeper;

    @BeforeEach
    void startZooKeeper() throws Exception {
        zooKeeper = new EmbeddedZooKeeper(directory);
    }

    @AfterEach
    void stopEverything() throws Exception {
        for (MasterProcess master : masters) {
            master.kill();
        }
        zooKeeper.close();
    }

    private MasterProcess start(String id, ElectionKind election) throws Exception {
        MasterProcess master = MasterProcess.start(id, zooKeeper.port(), directory, "--election", election.flagName());
        masters.add(master);
        return master;
    }

    @ParameterizedTest
    @EnumSource
    void theSecondServesUnderALaterEpochWhatTheFirstAcknowledged(ElectionKind election) throws Exception {
        MasterProcess first = start("master-1", election);
        awaitServing(first);
        MasterProcess second = start("master-2", election);
        await("master-2 to follow").atMost(PATIENCE).until(() -> redirects(second));
        HttpResponse<String> write = first.post(KEY, "{\"op\":\"write\",\"value\":17}");
        long firstEpoch = epoch(write);
        assertThat(write.body()).isEqualTo("{\"outcome\":\"ok\",\"epoch\":" + firstEpoch + "}");

        first.kill();
        awaitServing(second);

        HttpResponse<String> read = second.get(KEY);
        assertThat(epoch(read)).isGreaterThan(firstEpoch);
        assertThat(read.body()).contains("\"value\":17,\"valueEpoch\":" + firstEpoch + ",");
        assertThat(Files.readString(second.events())).contains("Elected as the leading master!");
    }

    private static void awaitServing(MasterProcess master) {
        await("the master to serve")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(master::serves);
    }

    private static boolean redirects(MasterProcess master) throws InterruptedException {
        try {
            HttpResponse<String> answer = master.get(KEY);
            return answer.statusCode() == 307
                    && answer.headers().firstValue("X-Ref-Epoch").isEmpty();
        } catch (IOException e) {
            return false;
        }
    }

    private static long epoch(HttpResponse<String> answer) {
        return answer.headers().firstValueAsLong("X-Ref-Epoch").orElse(-1);
    }
}
