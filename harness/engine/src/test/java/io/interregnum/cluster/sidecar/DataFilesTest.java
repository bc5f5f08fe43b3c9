package io.interregnum.cluster.sidecar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.Adler32;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Data directories with logs as ZooKeeper writes them: damage is done, is seen, and nothing is deleted. */
class DataFilesTest {
    @TempDir
    private Path directory;

    private Path version;
    private DataFiles data;

    @BeforeEach
    void makeServerFiles() throws IOException {
        version = Files.createDirectory(directory.resolve("version-2"));
        Files.writeString(directory.resolve("myid"), "1\n");
        Files.write(version.resolve("log.1"), log(6));
        Files.write(version.resolve("log.a"), log(4));
        Files.write(version.resolve("log.10"), log(0));
        data = new DataFiles(directory);
    }

    /** A header, transactions, and the zeros of a log that was made longer ahead of time. */
    private static byte[] log(int transactionCount) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.write("ZKLG".getBytes(StandardCharsets.US_ASCII));
        out.writeInt(2);
        out.writeLong(0);
        for (int i = 0; i < transactionCount; i++) {
            byte[] transaction = ("transaction " + i).getBytes(StandardCharsets.US_ASCII);
            Adler32 checksum = new Adler32();
            checksum.update(transaction);
            out.writeLong(checksum.getValue());
            out.writeInt(transaction.length);
            out.write(transaction);
            out.write(0x42);
        }
        out.write(new byte[500]);
        return bytes.toByteArray();
    }

    @Test
    void aLogThatNobodyDamagedIsWhole() throws IOException {
        assertThat(data.lookAt("log.a")).isEqualTo("WHOLE 4");
        assertThat(data.lookAt("log.10")).isEqualTo("WHOLE 0");
        assertThat(data.lookAt("log.ff")).isEqualTo("GONE 0");
    }

    @Test
    void theNewestLogWithTransactionsIsCutOffWithinOneOfItsLaterHalf() throws IOException {
        for (int draw = 0; draw < 2; draw++) {
            Files.write(version.resolve("log.a"), log(4));

            String told = data.truncate(draw);

            assertThat(told).startsWith("log.a ").endsWith(" " + (2 - draw));
            assertThat(data.lookAt("log.a")).isEqualTo("TORN " + (2 + draw));
        }
        assertThat(data.lookAt("log.1")).isEqualTo("WHOLE 6");
        assertThat(directory.resolve("set-aside-1/log.a")).hasBinaryContent(log(4));
    }

    @Test
    void everyBitThatIsTurnedOverBreaksAChecksum() throws IOException {
        for (long draw = 0; draw < 200; draw++) {
            Files.write(version.resolve("log.a"), log(4));

            data.flip(draw);

            assertThat(data.lookAt("log.a")).as("draw %d", draw).matches("BROKEN [23]");
        }
    }

    @Test
    void dataAreMovedAsideAndTheNumberStays() throws IOException {
        String aside = data.setAside();

        assertThat(data.look()).isEqualTo("empty");
        assertThat(directory.resolve("myid")).hasContent("1");
        assertThat(Path.of(aside).resolve("log.a")).hasBinaryContent(log(4));
        assertThat(data.setAside()).isEmpty();
    }

    @Test
    void whateverAMasterHasWrittenIsMovedAside() throws IOException {
        Path own = directory.resolve("of-a-master");
        DataFiles ofMaster = new DataFiles(own);
        assertThat(ofMaster.look()).isEqualTo("empty"); // it has not even been made
        assertThat(ofMaster.setAside()).isEmpty();
        Files.createDirectories(own);
        Files.writeString(own.resolve("replica.log"), "x");
        assertThat(ofMaster.look()).isEqualTo("1");

        assertThat(Path.of(ofMaster.setAside())).hasContent("x");

        assertThat(ofMaster.look()).isEqualTo("empty");
    }

    @Test
    void aDiskThatIsNotSmallIsNeverFilled() throws IOException {
        Path large = Files.createTempDirectory(Path.of("").toAbsolutePath().resolve("target"), "disk");
        try {
            assertThatThrownBy(() -> new DataFiles(large).fill(0))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("left alone");
            assertThat(large).isEmptyDirectory();
        } finally {
            Files.delete(large);
        }
    }

    @Test
    void aClockFileSaysSecondsWithASign() {
        assertThat(WallClockFile.text(-600_000)).isEqualTo("-600.000\n");
        assertThat(WallClockFile.text(0)).isEqualTo(SharedFiles.RIGHT_CLOCK);
        assertThat(WallClockFile.text(1_500)).isEqualTo("+1.500\n");
    }
}
