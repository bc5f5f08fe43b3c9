package io.interregnum.cluster.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.interregnum.cluster.JavaProgram;
import io.interregnum.cluster.NodeId;
import io.interregnum.cluster.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeCommandTest {
    private static JavaProgram program(Path jar, String... jvmArguments) {
        return new JavaProgram(List.of(jar), "a.Main", List.of(jvmArguments), List.of("x y"));
    }

    @Test
    void whatTheProgramSaysComesLast() {
        List<String> words = NodeCommand.java(program(Path.of("/a.jar"), "-Xmx64m"), Optional.of(Path.of("/c.jsa")));

        assertThat(words.subList(1, words.size()))
                .containsExactly(
                        "-Xshare:auto",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:-UsePerfData",
                        "-XX:+UseSerialGC",
                        "-XX:SharedArchiveFile=/c.jsa",
                        "-Xmx64m",
                        "-cp",
                        "/a.jar",
                        "a.Main",
                        "x y");
    }

    @Test
    void aProgramMayChooseItsCollector() {
        assertThat(NodeCommand.java(program(Path.of("/a.jar"), "-XX:+UseG1GC"), Optional.empty()))
                .contains("-XX:+UseG1GC")
                .doesNotContain("-XX:+UseSerialGC");
    }

    @Test
    void aNodeIsEnteredWithoutAProcessInBetween() {
        assertThat(NodeCommand.inNode(new NodeId(Role.MASTER, 1), List.of("java")))
                .containsExactly("nsenter", "--net=/run/netns/master-1", "setsid", "java");
    }

    @Test
    void anArchiveFitsOneProgramAndIsNotTriedTwiceInVain(@TempDir Path directory) throws IOException {
        ClassArchives archives = new ClassArchives(directory);
        Path file = Files.writeString(directory.resolve("a.jar"), "1");
        JavaProgram one = program(file);
        JavaProgram elsewhere = program(Files.writeString(directory.resolve("b.jar"), "2"));
        JavaProgram another = new JavaProgram(List.of(file), "Another", List.of(), List.of());
        Path made = Files.writeString(directory.resolve("made"), "archive");

        assertThat(archives.isWanted(one)).isTrue();
        assertThat(archives.keep(one, made)).isTrue();
        assertThat(archives.keep(elsewhere, directory.resolve("nothing"))).isFalse();

        assertThat(archives.find(one)).isPresent();
        assertThat(archives.isWanted(one)).isFalse();
        assertThat(archives.find(another)).isEmpty();
        assertThat(archives.isWanted(another)).isTrue();
        assertThat(archives.isWanted(elsewhere)).isFalse();
        assertThat(archives.find(elsewhere)).isEmpty();
        assertThat(archives.isWanted(program(directory))).isFalse();
        Files.writeString(file, "changed");
        assertThat(archives.find(one)).isEmpty();
    }
}
