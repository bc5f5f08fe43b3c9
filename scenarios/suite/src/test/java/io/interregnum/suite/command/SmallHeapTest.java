package io.interregnum.suite.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A history that cannot be decided, in a Java machine of its own with a small heap. Starts no node. */
class SmallHeapTest {
    @TempDir
    private Path directory;

    private String main(List<String> javaOptions, List<String> arguments, int expected) throws Exception {
        Path output = directory.resolve("output.txt");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(javaOptions);
        command.addAll(List.of("-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path")));
        command.add(Main.class.getName());
        command.addAll(arguments);
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        int exit = process.waitFor();
        String printed = Files.readString(output, StandardCharsets.UTF_8);
        assertThat(exit).as(printed).isEqualTo(expected);
        return printed;
    }

    @Test
    @Timeout(300)
    void endsInUnknownForWantOfMemory() throws Exception {
        String history = directory.resolve("hopeless.edn").toString();
        // Sixty at a time, few values, and every fifth operation without an answer: more states than fit anywhere.
        main(
                List.of(),
                List.of(
                        "generate",
                        "--model",
                        "fifo-queue",
                        "--operations",
                        "4000",
                        "--processes",
                        "60",
                        "--info",
                        "0.2",
                        "--values",
                        "5",
                        "--invalid",
                        "--out",
                        history),
                ExitCode.VALID);

        String printed = main(
                List.of("-Xmx64m"),
                List.of("check", "--model", "fifo-queue", "--time-limit", "250s", history),
                ExitCode.UNKNOWN);

        assertThat(printed).contains("\"valid\":\"unknown\"").contains("\"cause\":\"out of memory");
        assertThat(printed.lines()).hasSize(1);
    }
}
