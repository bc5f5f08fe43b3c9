package io.interregnum.suite.survive;

import static org.assertj.core.api.Assertions.assertThat;

import io.interregnum.cluster.ClusterException;
import io.interregnum.cluster.UnableException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The look at what is left sees what is there, of a process that is no harness. Starts no node. */
class LeftTest {
    @TempDir
    private Path directory;

    /** A shell with a child that outlives it: what a harness that does not end its nodes leaves. */
    private Victim victim() throws Exception {
        Path runs = Files.createDirectory(directory.resolve("runs"));
        Process shell = new ProcessBuilder("sh", "-c", "sleep 600 & echo started; wait").start();
        assertThat(shell.inputReader().readLine()).isEqualTo("started");
        return new Victim(shell, runs, directory.resolve("printed.txt"));
    }

    @Test
    void aChildThatOutlivesItIsFoundAndOnceItHasEndedNothingIs() throws Exception {
        Victim victim = victim();
        List<ProcessHandle> children = victim.process().toHandle().children().toList();
        Left left = new Left(victim, false);

        victim.kill();

        assertThat(children).hasSize(1);
        assertThat(left.everything()).contains("process " + children.get(0).pid());

        children.get(0).destroyForcibly();
        children.get(0).onExit().get();
        assertThat(left.processes()).isEmpty();
        assertThat(left.everything()).isEmpty();
    }

    @Test
    void aFolderWithItsNumberIsFound() throws Exception {
        Victim victim = victim();
        victim.process().descendants().forEach(ProcessHandle::destroyForcibly);
        Left left = new Left(victim, false);
        victim.kill();
        Path folder = Files.createTempDirectory(
                Path.of("/tmp"), "ir-" + victim.process().pid() + "-");
        try {
            assertThat(left.everything()).containsExactly("folder " + folder);
        } finally {
            Files.delete(folder);
        }
    }

    @Test
    void ofAHarnessThatHadNotBegunNothingIsPending() throws Exception {
        Victim victim = victim();
        victim.process().descendants().forEach(ProcessHandle::destroyForcibly);
        victim.kill();

        assertThat(Pending.of(victim.events())).isEmpty();
        assertThat(Victim.phase(victim.events())).isEmpty();
        assertThat(victim.holdsLock()).isFalse();
    }

    @Test
    void rulesOfOursAreLeftAndThoseOfOthersAreNot() throws Exception {
        assertThat(Left.rules(() -> List.of("table ip nat", "table ip interregnum"), true))
                .containsExactly("nft table ip interregnum");
        assertThat(Left.rules(() -> List.of("table ip nat"), true)).isEmpty();
    }

    @Test
    void rulesThatNobodyCouldLookAtAreNoneOnlyForWhomCannotMakeAny() throws Exception {
        Left.Listing refused = () -> {
            throw new ClusterException("nft list tables ended with 1: Operation not permitted");
        };
        Left.Listing absent = () -> {
            throw new UnableException("cannot start nft");
        };

        assertThat(Left.rules(refused, true)).singleElement().asString().contains("nobody could look", "not permitted");
        assertThat(Left.rules(refused, false)).isEmpty();
        assertThat(Left.rules(absent, true)).isEmpty();
    }
}
