package io.interregnum.cluster.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.interregnum.cluster.Removal;
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

        Removal removal = RunFolder.removeDead(List.of(temporary));

        assertThat(removal).isEqualTo(Removal.of(List.of()));
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

        Removal removal = RunFolder.removeDead(List.of(temporary));

        assertThat(removal).isEqualTo(Removal.removed("removed " + dead.path() + " of the dead run dead-run"));
        assertThat(dead.path()).doesNotExist();
    }

    @Test
    void whatItCouldNotRemoveIsAFailureAndDoesNotKeepItFromTheRest() throws IOException {
        RunFolder unreadable = RunFolder.create(temporary, "unreadable");
        Files.writeString(unreadable.file("owner"), "somebody\n");
        Path absent = temporary.resolve("absent");

        Removal removal = RunFolder.removeDead(List.of(absent, temporary));

        assertThat(removal.removed()).isEmpty();
        assertThat(removal.failures())
                .hasSize(2)
                .anyMatch(line -> line.startsWith("could not look for leftovers in " + absent))
                .anyMatch(line -> line.startsWith("could not remove " + unreadable.path() + ": "));
    }

    @Test
    void leavesTheRunsOfAnotherContainerAlone() throws IOException {
        RunFolder elsewhere = RunFolder.create(temporary, "elsewhere");
        Path owner = elsewhere.file("owner");
        Files.writeString(owner, Files.readString(owner).replaceAll("pid:\\[\\d+]", "pid:[1]"));

        assertThat(RunFolder.removeDead(List.of(temporary)).removed()).isEmpty();
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
