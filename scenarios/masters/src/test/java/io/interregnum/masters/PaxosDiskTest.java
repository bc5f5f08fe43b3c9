package io.interregnum.masters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.interregnum.masters.PaxosState.Entry;
import io.interregnum.masters.PaxosState.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file of a replica. */
class PaxosDiskTest {
    private static final PaxosState FIRST = PaxosState.fresh(Set.of())
            .withStatus(Status.VOTING, 2)
            .withPromise(9)
            .withEntry(1, new Entry(9, "{\"a\":1}"))
            .withEntry(2, new Entry(9, null))
            .withKnown(1, 3);
    private static final PaxosState SECOND = FIRST.withPromise(10);

    @TempDir
    private Path directory;

    private Path file() {
        return directory.resolve("replica.log");
    }

    private Optional<PaxosState> found() throws IOException {
        return PaxosDisk.open(directory).state();
    }

    private void write(PaxosState... states) throws IOException {
        PaxosDisk disk = PaxosDisk.open(directory).disk();
        for (PaxosState state : states) {
            disk.write(state);
        }
    }

    @Test
    void theLastStateIsFoundAgain() throws IOException {
        assertThat(found()).isEmpty();
        write(FIRST, SECOND);

        assertThat(found()).contains(SECOND);
    }

    @Test
    void whatWasBeingWrittenAtTheEndIsCutOff() throws IOException {
        write(FIRST, SECOND);
        byte[] whole = Files.readAllBytes(file());
        Files.write(file(), Arrays.copyOf(whole, whole.length - 5));

        assertThat(found()).contains(FIRST);
        write(SECOND);
        assertThat(found()).contains(SECOND);
    }

    @Test
    void aDamagedFrameBeforeTheEndIsNotReadOver() throws IOException {
        write(FIRST, SECOND);
        byte[] damaged = Files.readAllBytes(file());
        damaged[20] = (byte) ~damaged[20];
        Files.write(file(), damaged);

        assertThatThrownBy(this::found).isInstanceOf(IOException.class).hasMessageContaining("damaged");
    }

    @Test
    void theFileIsReplacedWhenItHasGrown() throws IOException {
        PaxosState large = FIRST.withEntry(3, new Entry(9, "x".repeat(1 << 20)));
        write(large, large, large, large, large, SECOND);

        assertThat(Files.size(file())).isLessThan(3L << 20);
        assertThat(found()).contains(SECOND);
    }
}
