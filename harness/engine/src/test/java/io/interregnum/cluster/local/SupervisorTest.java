package io.interregnum.cluster.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SupervisorTest {
    /** As JDK 17.0.15 prints it to stdout when a JVM with the same pid lives in another PID namespace. */
    private static final String WARNING =
            "[0.002s][warning][perf,memops] Cannot use file /tmp/hsperfdata_root/12 because it is locked by another process\n";

    private static ByteArrayInputStream output(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aProgramIsReadyWhenItSaysSo() throws IOException {
        ByteArrayInputStream output = output(WARNING + "ready\nmore");

        assertThat(Supervisor.awaitReady(output)).isTrue();
        assertThat(output.readAllBytes()).asString().isEqualTo("more");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", WARNING, "not ready\n", "ready", "ready soon\n"})
    void nothingElseMeansThatItIsReady(String printed) throws IOException {
        assertThat(Supervisor.awaitReady(output(printed))).isFalse();
    }
}
