package io.interregnum.cluster.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {
    @TempDir
    Path temporary;

    @Test
    void leavesTheLivingAndWhatIsNotItsOwnAlone() throws IOException {
        RunFolder living = RunFolder.create(temporary, "living");
        Path foreign = Files.createDirectory(temporary.resolve("ir-unmarked"));

        List<String> removed = RunFolder.removeDead(List.of(temporary));

        assertThat(removed).isEmpty();
        assertThat(living.path()).exists();
        assertThat(foreign).exists();
    }

    @Test
    void removesWhatADeadRunLeft() throws IOException {
        RunFolder dead = RunFolder.create(temporary, "dead-run");
        Path owner = dead.file("owner");
        String[] words = Files.readString(owner).strip().split(" ", -1);
        // The same pid, but a process that began at another time: the number was given out again.
        Files.writeString(owner, words[0] + " " + words[1] + " 1 " + words[3] + "\n");
        Files.writeString(dead.file("hosts"), "left\n");

        List<String> removed = RunFolder.removeDead(List.of(temporary));

        assertThat(removed).containsExactly("removed " + dead.path() + " of the dead run dead-run");
        assertThat(dead.path()).doesNotExist();
    }

    @Test
    void leavesTheRunsOfAnotherContainerAlone() throws IOException {
        RunFolder elsewhere = RunFolder.create(temporary, "elsewhere");
        Path owner = elsewhere.file("owner");
        Files.writeString(owner, Files.readString(owner).replaceAll("pid:\\[\\d+]", "pid:[1]"));

        assertThat(RunFolder.removeDead(List.of(temporary))).isEmpty();
        assertThat(elsewhere.path()).exists();
    }

    @Test
    void keepsSocketPathsShort() throws IOException {
        Path deep = Files.createDirectories(temporary.resolve("d".repeat(60)).resolve("e".repeat(60)));

        RunFolder folder = RunFolder.create(deep, "deep");

        try {
            assertThat(folder.path().getParent()).isEqualTo(Path.of("/tmp"));
        } finally {
            folder.delete();
        }
        assertThat(folder.path()).doesNotExist();
    }
}
