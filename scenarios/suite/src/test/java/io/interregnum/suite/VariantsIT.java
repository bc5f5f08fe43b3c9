package io.interregnum.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** That the command line knows the masters' planted bugs; the program itself is asked, since no code is shared. */
class VariantsIT {

    @Test
    void theProgramKnowsExactlyTheVariantsThatAreOffered() throws Exception {
        String classPath = Home.find().mastersClassPath().stream()
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
        Process master = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        classPath,
                        "io.interregnum.masters.MasterMain",
                        "--zk",
                        "127.0.0.1:1/ref",
                        "--id",
                        "master-1",
                        "--ip",
                        "127.0.0.1",
                        "--port",
                        "5050",
                        "--session-timeout-ms",
                        "2000",
                        "--variant",
                        "none-such")
                .redirectErrorStream(true)
                .start();

        String printed = new String(master.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(master.waitFor()).isNotZero();
        assertThat(printed)
                .contains("a comma-separated list of: " + String.join(", ", ReferenceSystem.VARIANTS) + "\n");
    }
}
