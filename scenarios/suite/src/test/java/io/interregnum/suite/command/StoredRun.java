package io.interregnum.suite.command;

import io.interregnum.check.Expectations;
import io.interregnum.rundir.RunDirectory;
import io.interregnum.rundir.RunInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A run directory that no run made, for tests of what is right of it. */
final class StoredRun {
    private StoredRun() {}

    static RunDirectory write(Path root, String scenario, String... historyLines) throws IOException {
        RunDirectory directory = RunDirectory.create(root, scenario, 1, "20260101T000000Z");
        Expectations expectations = new Expectations(
                List.of("master-1", "master-2"),
                List.of("client-1", "client-2"),
                false,
                100,
                Duration.ofMillis(20),
                Optional.empty(),
                Duration.ofSeconds(15),
                true);
        directory.writeInfo(new RunInfo(
                scenario,
                "Is it written?",
                1,
                "local",
                "20260101T000000Z",
                "scripts/run " + scenario,
                expectations,
                Map.of(),
                Map.of(),
                Map.of(),
                true));
        Files.write(directory.historyFile(), List.of(historyLines));
        return directory;
    }

    /** A run in which an acknowledged write was not read: state is lost. */
    static RunDirectory writeInvalid(Path root, String scenario) throws IOException {
        return write(
                root,
                scenario,
                client(0, "invoke", 0, "write", "7", ""),
                client(1, "ok", 0, "write", "7", ",\"epoch\":1"),
                client(2, "invoke", 1, "read", "null", ""),
                client(3, "ok", 1, "read", "null", ",\"epoch\":1"));
    }

    private static String client(int index, String type, int process, String f, String value, String more) {
        return "{\"index\":" + index + ",\"time\":" + (index + 1) * 1_000_000L + ",\"type\":\"" + type
                + "\",\"process\":" + process + ",\"f\":\"" + f + "\",\"value\":" + value
                + ",\"key\":\"k00\",\"client\":\"client-1\",\"node\":\"master-1\"" + more + "}";
    }
}
