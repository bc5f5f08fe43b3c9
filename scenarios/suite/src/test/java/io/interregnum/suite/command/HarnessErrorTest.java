package io.interregnum.suite.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.interregnum.rundir.RunDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All that is known of a failure can be read afterwards. */
class HarnessErrorTest {
    @TempDir
    private Path directory;

    private final RuntimeException failure = new IllegalStateException("no answer", new IOException("reset"));

    @BeforeEach
    void somethingWasSuppressed() {
        failure.addSuppressed(new IOException("nor could it be healed"));
    }

    private static void assertWhole(String text) {
        assertThat(text)
                .contains("java.lang.IllegalStateException: no answer")
                .contains("Caused by: java.io.IOException: reset")
                .contains("Suppressed: java.io.IOException: nor could it be healed")
                .contains("at io.interregnum.suite.command.HarnessErrorTest");
    }

    @Test
    void isKeptInTheRunWithItsCausesAndWhatItSuppressed() throws IOException {
        RunDirectory run = RunDirectory.create(directory, "kill-leader", 1, "20260131T235959Z");

        String words = HarnessError.keep(failure, Optional.of(run));

        Path file = run.path().resolve("harness-error.txt");
        assertThat(words).isEqualTo("all of it: " + file);
        assertWhole(Files.readString(file));
    }

    @Test
    void aSecondFailureOfARunDoesNotHideTheFirst() throws IOException {
        RunDirectory run = RunDirectory.create(directory, "kill-leader", 1, "20260131T235959Z");
        HarnessError.keep(failure, Optional.of(run));

        HarnessError.keep(new IllegalStateException("another"), Optional.of(run));

        String text = Files.readString(run.path().resolve("harness-error.txt"));
        assertWhole(text);
        assertThat(text).contains("IllegalStateException: another");
    }

    @Test
    void isKeptInAFileOfItsOwnWhereThereIsNoRun() throws IOException {
        String words = HarnessError.keep(failure);

        assertThat(words).startsWith("all of it: /").endsWith(".txt");
        Path file = Path.of(words.substring("all of it: ".length()));
        assertWhole(Files.readString(file));
        Files.delete(file);
    }

    @Test
    void saysSoWhereItCannotBeKept() throws IOException {
        RunDirectory run = RunDirectory.create(directory, "kill-leader", 1, "20260131T235959Z");
        Files.createDirectory(run.path().resolve("harness-error.txt"));

        assertThat(HarnessError.keep(failure, Optional.of(run))).startsWith("all of it could not be kept: ");
    }
}
