package io.interregnum.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.interregnum.rundir.RunDirectory;
import io.interregnum.rundir.RunDirectoryException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Archives of strangers do no harm, and say what is wrong with them. */
class RunArchiveTest {
    @TempDir
    private Path directory;

    private Path archive = Path.of(".");
    private Path unpacked = Path.of(".");

    @BeforeEach
    void makeDirectories() throws IOException {
        archive = directory.resolve("run.zip");
        unpacked = Files.createDirectory(directory.resolve("unpacked"));
    }

    private void zip(String... entries) throws IOException {
        try (OutputStream out = Files.newOutputStream(archive);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (String entry : entries) {
                zip.putNextEntry(new ZipEntry(entry));
                zip.write(entry.getBytes(StandardCharsets.UTF_8));
                zip.closeEntry();
            }
        }
    }

    private static long files(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile).count();
        }
    }

    @Test
    void unpacksWhatItPackedAndNothingElseOfTheRun() throws IOException {
        RunDirectory run = new RunDirectory(Files.createDirectory(directory.resolve("20260101T000000Z-seed-1")));
        for (String name : new String[] {"run.json", "schedule.json", "history.jsonl", "index.html"}) {
            Files.writeString(run.path().resolve(name), name);
        }

        RunArchive.pack(run, archive);
        RunDirectory back = RunArchive.unpack(archive, Optional.empty(), unpacked);

        assertThat(back.path().resolve("schedule.json")).hasContent("schedule.json");
        assertThat(back.historyFile()).hasContent("history.jsonl");
        assertThat(files(unpacked)).isEqualTo(3);
        assertThatThrownBy(() -> RunArchive.pack(run, archive)).isInstanceOf(RunDirectoryException.class);
    }

    @Test
    void findsTheRunWhereverItIs() throws IOException {
        zip("reports/runs/kill-leader/20260101T000000Z-seed-1/run.json", "reports/runs/index.html");

        assertThat(RunArchive.unpack(archive, Optional.empty(), unpacked).path().resolve("run.json"))
                .hasContent("reports/runs/kill-leader/20260101T000000Z-seed-1/run.json");
    }

    @Test
    void writesNothingOutsideOfItsDirectory() throws IOException {
        zip("../../run.json", "../../../escaped.txt", "/schedule.json", "../../history.jsonl");

        RunArchive.unpack(archive, Optional.empty(), unpacked);

        assertThat(directory.resolve("escaped.txt")).doesNotExist();
        assertThat(directory.resolveSibling("run.json")).doesNotExist();
        assertThat(files(directory)).isEqualTo(3); // the archive, run.json and history.jsonl
        assertThat(files(unpacked)).isEqualTo(2);
    }

    @Test
    void refusesAFileThatIsLargerThanAnyOfItsKind() throws IOException {
        try (OutputStream out = Files.newOutputStream(archive);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry("run.json"));
            zip.write(new byte[(1 << 20) + 1]);
            zip.closeEntry();
        }

        assertThatThrownBy(() -> RunArchive.unpack(archive, Optional.empty(), unpacked))
                .isInstanceOf(RunDirectoryException.class)
                .hasMessageContaining("run.json has more than 1048576 bytes");
    }

    @Test
    void refusesWhatHoldsNoRunOrSeveral() throws IOException {
        zip("index.html");
        assertRefused("holds 0 runs");
        zip("a/run.json", "b/run.json");
        assertRefused("holds 2 runs: a, b; say which one with --run");
        Files.writeString(archive, "no archive at all");
        assertRefused("as a zip archive");
    }

    @Test
    void findsTheRunThatIsNamedAmongSeveral() throws IOException {
        zip("runs/random/t1-seed-4/run.json", "runs/random/t1-seed-14/run.json", "runs/kill/t1-seed-14/run.json");

        assertThat(RunArchive.unpack(archive, Optional.of("t1-seed-4"), unpacked)
                        .path()
                        .resolve("run.json"))
                .hasContent("runs/random/t1-seed-4/run.json");
        assertRefused(
                Optional.of("seed-4"), "holds 0 runs called seed-4: runs/kill/t1-seed-14, runs/random/t1-seed-14");
        assertRefused(
                Optional.of("t1-seed-14"),
                "holds 2 runs called t1-seed-14: runs/kill/t1-seed-14, runs/random/t1-seed-14;");
        assertThat(RunArchive.unpack(
                                archive,
                                Optional.of("kill/t1-seed-14"),
                                Files.createDirectory(directory.resolve("another")))
                        .path()
                        .resolve("run.json"))
                .hasContent("runs/kill/t1-seed-14/run.json");
    }

    @Test
    void namesTheFirstRunsOnlyOfAnArchiveOfVeryMany() throws IOException {
        zip(IntStream.range(100, 150).mapToObj(i -> i + "/run.json").toArray(String[]::new));

        assertRefused("holds 50 runs: 100, 101,");
        assertRefused(", 119 and 30 more; say which one");
    }

    private void assertRefused(String words) {
        assertRefused(Optional.empty(), words);
    }

    private void assertRefused(Optional<String> run, String words) {
        assertThatThrownBy(() -> RunArchive.unpack(archive, run, unpacked))
                .isInstanceOf(RunDirectoryException.class)
                .hasMessageContaining(archive.toString())
                .hasMessageContaining(words);
    }
}
