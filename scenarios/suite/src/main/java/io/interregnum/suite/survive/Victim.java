package io.interregnum.suite.survive;

import io.interregnum.cluster.ClusterException;
import io.interregnum.cluster.ClusterSpec;
import io.interregnum.fault.Until;
import io.interregnum.history.Event;
import io.interregnum.history.FaultEvent;
import io.interregnum.history.HistoryFile;
import io.interregnum.history.Processes;
import io.interregnum.history.RunClock;
import io.interregnum.rundir.RunDirectory;
import io.interregnum.rundir.RunLock;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A harness in a process of its own, which is going to be killed.
 *
 * @param process of the harness
 * @param runs where its runs are
 * @param printed what it prints, both streams
 */
record Victim(Process process, Path runs, Path printed) {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

    /** Starts this very program with other arguments. */
    static Victim start(Path directory, List<String> arguments) {
        try {
            Path runs = Files.createDirectories(directory.resolve("runs"));
            Path printed = directory.resolve("printed.txt");
            List<String> all = new ArrayList<>(arguments);
            all.add("--out");
            all.add(runs.toString());
            return new Victim(program(all, printed.toFile()), runs, printed);
        } catch (IOException e) {
            throw new ClusterException("cannot start the harness once more: " + e, e);
        }
    }

    /** This very program, on the same Java and the same class path. */
    static Process program(List<String> arguments, File printed) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        for (String property : List.of("interregnum.home", "interregnum.commit")) {
            String value = System.getProperty(property);
            if (value != null) {
                command.add("-D" + property + "=" + value);
            }
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path", ".")));
        command.add("io.interregnum.suite.command.Main");
        command.addAll(arguments);
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(printed)
                .start();
    }

    /** How the labels of its runs begin on this machine. */
    String labels() {
        return "run-" + process.pid() + "-";
    }

    /** Kills it by a signal that it cannot handle, and waits until it has ended. */
    void kill() throws InterruptedException {
        process.toHandle().destroyForcibly();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            throw new ClusterException("process " + process.pid() + " is still there 30 s after SIGKILL");
        }
    }

    /** The run that it began last; empty when it had not begun one. */
    Optional<RunDirectory> latest() {
        Path latest = runs.resolve("latest");
        return Files.isRegularFile(latest.resolve("run.json"))
                ? Optional.of(RunDirectory.open(latest))
                : Optional.empty();
    }

    /** Whether somebody still holds the lock of its last run. */
    boolean holdsLock() {
        return latest().map(RunLock::isHeld).orElse(false);
    }

    /** What its history holds; reading a long one takes a second. */
    List<Event> events() {
        return history().map(file -> HistoryFile.read(file).events()).orElse(List.of());
    }

    private Optional<Path> history() {
        return latest().map(RunDirectory::historyFile).filter(Files::isRegularFile);
    }

    /**
     * Waits until its run has a directory.
     *
     * @return false when it ended before that
     * @throws ClusterException when it has not come so far within {@code limit}
     */
    boolean awaitRun(Duration limit) throws InterruptedException {
        RunClock clock = RunClock.startNow();
        while (latest().isEmpty() && process.isAlive()) {
            if (clock.nanos() > limit.toNanos()) {
                throw new ClusterException("the harness began no run within " + limit.toSeconds()
                        + " s; what it printed is in " + printed);
            }
            clock.sleepUntil(clock.nanos() + LOOK_AGAIN.toNanos());
        }
        return process.isAlive();
    }

    /**
     * Waits until a cut was seen in effect.
     *
     * @return how long that cut is meant to last; empty when the harness ended before it came to one
     */
    Optional<Duration> awaitCut() throws InterruptedException {
        RunClock clock = RunClock.startNow();
        while (history().isEmpty() && process.isAlive()) {
            clock.sleepUntil(clock.nanos() + LOOK_AGAIN.toNanos());
        }
        return history().isPresent() ? awaitCut(clock, history().get()) : Optional.empty();
    }

    private Optional<Duration> awaitCut(RunClock clock, Path history) throws InterruptedException {
        List<String> told = new ArrayList<>();
        try (Tail tail = new Tail(history)) {
            while (process.isAlive()) {
                if (tail.shows(line -> isEffectiveCut(line, told))) {
                    Optional<Duration> lasting = lengthOfCut(read(told));
                    if (lasting.isPresent()) {
                        return lasting;
                    }
                }
                clock.sleepUntil(clock.nanos() + LOOK_AGAIN.toNanos());
            }
        }
        return Optional.empty();
    }

    /** Whether a line tells of a cut in effect; what is told of faults is kept. */
    private static boolean isEffectiveCut(String line, List<String> told) {
        if (line.contains("\"nemesis\"")) {
            told.add(line);
        }
        return line.contains("\"effective\"") && line.contains("\"cut\"");
    }

    /** Few lines, since reading all that clients did would outlast a short cut. */
    private List<Event> read(List<String> lines) {
        try {
            return HistoryFile.read(Files.write(printed.resolveSibling("faults.jsonl"), lines))
                    .events();
        } catch (IOException e) {
            throw new ClusterException("cannot write beside " + printed + ": " + e, e);
        }
    }

    /** Of the last cut that was seen in effect; empty when there is none. */
    static Optional<Duration> lengthOfCut(List<Event> events) {
        Map<Integer, Duration> meant = new LinkedHashMap<>();
        Optional<Duration> last = Optional.empty();
        for (Event event : events) {
            Optional<FaultEvent> fault = FaultEvent.of(event).filter(one -> one.harm() == FaultEvent.Harm.CUT);
            if (fault.isPresent() && fault.get().stage() == FaultEvent.Stage.REQUESTED) {
                event.text("lasting")
                        .ifPresent(text ->
                                meant.put(fault.get().step(), Until.parse(text).atMost(ClusterSpec.DEFAULT)));
            } else if (fault.isPresent() && fault.get().stage() == FaultEvent.Stage.EFFECTIVE) {
                last = Optional.ofNullable(meant.get(fault.get().step()));
            }
        }
        return last;
    }

    /** How it ended, and what it printed last. It must have ended. */
    String end() {
        try {
            List<String> lines = Files.readAllLines(printed, StandardCharsets.UTF_8);
            return "ended with " + process.exitValue() + (lines.isEmpty() ? "" : ": " + lines.get(lines.size() - 1));
        } catch (IOException e) {
            return "ended with " + process.exitValue() + ", and what it printed cannot be read: " + e;
        }
    }

    /** The phase in which the harness of these events was; empty text when it had not begun one. */
    static String phase(List<Event> events) {
        return events.stream()
                .filter(event ->
                        event.process().equals(Processes.RUNNER) && event.f().equals("phase"))
                .reduce((first, second) -> second)
                .map(event -> String.valueOf(event.value()))
                .orElse("");
    }
}
