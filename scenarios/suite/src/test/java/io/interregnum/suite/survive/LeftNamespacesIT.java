package io.interregnum.suite.survive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.interregnum.cluster.Needs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Namespaces that a killed process leaves are found by who is in them. Starts no node. */
@Needs("local")
class LeftNamespacesIT {
    @TempDir
    private Path directory;

    /** In seconds with two decimals, as exactly as the kernel tells when a process began. */
    private static String uptime() throws IOException {
        return Files.readString(Path.of("/proc/uptime")).split(" ", -1)[0];
    }

    @Test
    void whoeverWasInItsNamespaceIsFoundAndWhoeverCameLaterIsNot() throws Exception {
        Path runs = Files.createDirectory(directory.resolve("runs"));
        Process shell = new ProcessBuilder(
                        "sh", "-c", "unshare --user --map-root-user sh -c 'echo started; exec sleep 600' & wait")
                .start();
        assertThat(shell.inputReader().readLine()).isEqualTo("started");
        Victim victim = new Victim(shell, runs, directory.resolve("printed.txt"));
        List<ProcessHandle> inside = victim.process().toHandle().descendants().toList();
        Left left = new Left(victim, false);
        ProcessHandle first = inside.get(0);
        String noted = uptime();
        await("the next tick of the kernel's clock")
                .atMost(Duration.ofSeconds(10))
                .until(() -> !uptime().equals(noted));
        Process late = new ProcessBuilder("nsenter", "--user", "--preserve-credentials", "-t", "" + first.pid(), "cat")
                .start();
        try {
            // Once cat answers, it is inside.
            late.outputWriter().write("ready\n");
            late.outputWriter().flush();
            assertThat(late.inputReader().readLine()).isEqualTo("ready");
            victim.kill();

            assertThat(left.namespacesInUse())
                    .anyMatch(line -> line.endsWith(" of process " + first.pid()))
                    .noneMatch(line -> line.endsWith(" of process " + late.pid()));

            inside.forEach(ProcessHandle::destroyForcibly);
            for (ProcessHandle process : inside) {
                process.onExit().get();
            }
            assertThat(left.namespacesInUse()).isEmpty();
        } finally {
            late.destroyForcibly();
            inside.forEach(ProcessHandle::destroyForcibly);
        }
    }
}
