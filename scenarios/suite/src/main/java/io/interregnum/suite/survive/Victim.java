package io.interregnum.suite.survive;

import io.interregnum.cluster.ClusterException;
import io.interregnum.history.Event;
import io.interregnum.history.FaultEvent;
import io.interregnum.history.HistoryFile;
import io.interregnum.history.Processes;
import io.interregnum.rundir.RunDirectory;
import io.interregnum.rundir.RunLock;
import java.io.File;
import java.io.IOException;
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

    /** Faults that were asked for and not healed when it was killed, as its history says. */
    List<Pending> pending() {
        Optional<Path> history = latest().map(RunDirectory::historyFile).filter(Files::isRegularFile);
        if (history.isEmpty()) {
            return List.of();
        }
        List<Event> events = HistoryFile.read(history.get()).events();
        Map<Integer, Pending> pending = new LinkedHashMap<>();
        long lastNanos = events.isEmpty() ? 0 : events.get(events.size() - 1).timeNanos();
        for (Event event : events) {
            if (!event.process().equals(Processes.NEMESIS)) {
                continue;
            }
            FaultEvent.of(event).ifPresent(fault -> {
                switch (fault.stage()) {
                    case REQUESTED ->
                        pending.put(
                                fault.step(),
                                new Pending(
                                        event.f(),
                                        fault.harm(),
                                        Duration.ofNanos(
                                                event.number("planned-end").orElse(lastNanos) - lastNanos)));
                    case HEALED, HEAL_UNPROVEN -> pending.remove(fault.step());
                    default -> {} // on its way
                }
            });
        }
        return List.copyOf(pending.values());
    }

    /**
     * A fault that was in effect, or might have been.
     *
     * @param left from the last event that was recorded until its planned end; negative when that was over
     */
    record Pending(String fault, FaultEvent.Harm harm, Duration left) {}

    /** The phase in which it was; empty text when it had not begun one. */
    String phase() {
        Optional<Path> history = latest().map(RunDirectory::historyFile).filter(Files::isRegularFile);
        return history.flatMap(file -> HistoryFile.read(file).events().stream()
                        .filter(event -> event.process().equals(Processes.RUNNER)
                                && event.f().equals("phase"))
                        .reduce((first, second) -> second)
                        .map(event -> String.valueOf(event.value())))
                .orElse("");
    }
}
