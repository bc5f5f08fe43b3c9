package io.interregnum.cluster.local;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The machine that nodes are to run on, as far as it is asked what it can do. */
interface Machine {

    /** What a command ended with. */
    record Outcome(int exitCode, String output) {}

    /** The name of the operating system, such as {@code Linux}. */
    String osName();

    /** Whether there is a program of that name. */
    boolean has(String program);

    /** Runs a command; for 10 s at most. */
    Outcome run(List<String> command);

    /** The one that this JVM runs on. */
    final class This implements Machine {
        private static final int LIMIT_SECONDS = 10;

        @Override
        public String osName() {
            return System.getProperty("os.name", "unknown");
        }

        @Override
        public boolean has(String program) {
            String path = System.getenv("PATH");
            for (String directory : (path == null ? "/usr/sbin:/usr/bin:/sbin:/bin" : path).split(":", -1)) {
                if (!directory.isEmpty() && Files.isExecutable(Path.of(directory, program))) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public Outcome run(List<String> command) {
            try {
                Process process =
                        new ProcessBuilder(command).redirectErrorStream(true).start();
                process.getOutputStream().close();
                var unused = process.onExit()
                        .orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS)
                        .whenComplete((ended, late) -> {
                            if (late != null) {
                                process.destroyForcibly();
                            }
                        });
                try (InputStream output = process.getInputStream()) {
                    String printed = new String(output.readAllBytes(), StandardCharsets.UTF_8);
                    return new Outcome(process.waitFor(), printed.strip());
                }
            } catch (IOException e) {
                return new Outcome(127, String.valueOf(e.getMessage()));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return new Outcome(130, "interrupted");
            }
        }
    }
}
