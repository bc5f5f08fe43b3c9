package io.interregnum.suite.survive;

import io.interregnum.cluster.ClusterException;
import io.interregnum.history.RunClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Rounds of starting a harness, killing it, watching, and starting the next. For one thread.
 *
 * @param backend on which the harness works: {@code local} or {@code docker}
 * @param directory for what the killed ones write; one below it for each round
 */
public record Kills(String backend, Path directory) {
    /** By how much later than planned a link may be found open: the next look, and a busy machine. */
    static final Duration ALLOWED = Duration.ofSeconds(2);
    /** In which the kernel must have ended every process of a dead supervisor. */
    static final Duration GONE_LIMIT = Duration.ofSeconds(10);

    /** It tries first what the machine can do for its faults, each by doing it. */
    private static final Duration RUN_LIMIT = Duration.ofMinutes(5);

    private static final Duration CLEAN_LIMIT = Duration.ofMinutes(3);

    /** From when a moment is counted. */
    public enum Since {
        /** The start of the process: it may not have come to its run yet. */
        PROCESS,
        /** The moment at which its run has a directory: it is about to start nodes. */
        RUN
    }

    /**
     * When a harness is killed.
     *
     * @param after not negative
     */
    public record Moment(Since since, Duration after) {
        @Override
        public String toString() {
            return after.toMillis() + " ms of its " + since.name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * One round. Blocks until nothing is left, or what is left is known.
     *
     * @param scenario name of what the harness runs, with its options
     * @param moment when it is killed; one that has ended by then is not killed
     * @throws ClusterException when the harness could not be started or the machine not be looked at
     */
    public Killed round(int number, List<String> scenario, Moment moment) throws InterruptedException {
        Victim victim = Victim.start(folder(number), arguments(scenario));
        Thread hook = new Thread(() -> victim.process().destroy(), "end-victim");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            if (moment.since() == Since.RUN) {
                awaitRun(victim);
            }
            if (victim.process().waitFor(moment.after().toMillis(), TimeUnit.MILLISECONDS)) {
                return new Killed(false, ended(victim, scenario, moment));
            }
            return new Killed(true, kill(number, victim, scenario, moment));
        } finally {
            victim.process().destroy();
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                // This program is being ended, and the hook is at work.
            }
        }
    }

    /**
     * A round, and whether the harness still lived when it was to be killed.
     *
     * @param killed false when it had ended by itself, so that nothing was tried
     */
    public record Killed(boolean killed, Report report) {}

    /** What a round showed, as lines for people. */
    public record Report(String line, List<String> wrong, long plannedMillis, long goneMillis) {
        public Report {
            wrong = List.copyOf(wrong);
        }
    }

    /** Removes all that the killed ones wrote. */
    public void forget() {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new ClusterException("cannot remove " + directory + ": " + e, e);
        }
    }

    private Path folder(int number) {
        try {
            return Files.createDirectories(directory.resolve("round-" + number));
        } catch (IOException e) {
            throw new ClusterException("cannot make a directory in " + directory + ": " + e, e);
        }
    }

    /** Returns also when it has ended before that. */
    private static void awaitRun(Victim victim) throws InterruptedException {
        RunClock clock = RunClock.startNow();
        while (victim.latest().isEmpty() && victim.process().isAlive()) {
            if (clock.nanos() > RUN_LIMIT.toNanos()) {
                throw new ClusterException("the harness began no run within " + RUN_LIMIT.toSeconds()
                        + " s; what it printed is in " + victim.printed());
            }
            clock.sleepUntil(clock.nanos() + Duration.ofMillis(20).toNanos());
        }
    }

    private List<String> arguments(List<String> scenario) {
        List<String> arguments = new ArrayList<>(scenario);
        arguments.add("--backend");
        arguments.add(backend);
        return arguments;
    }

    private static Report ended(Victim victim, List<String> scenario, Moment moment) {
        return new Report(
                String.join(" ", scenario) + " had ended with "
                        + victim.process().exitValue() + " before " + moment,
                List.of(),
                -1,
                -1);
    }

    private Report kill(int number, Victim victim, List<String> scenario, Moment moment) throws InterruptedException {
        boolean docker = backend.equals("docker");
        Left left = new Left(victim, docker);
        victim.kill();
        RunClock sinceKill = RunClock.startNow();
        Instant killed = RunClock.wallClock();
        List<Victim.Pending> pending = victim.pending();
        List<String> wrong = new ArrayList<>();
        long planned =
                pending.stream().mapToLong(one -> one.left().toMillis()).max().orElse(-1);
        String seen = docker
                ? watchLinks(victim, left, killed, Math.max(0, planned), wrong)
                : awaitGone(left, sinceKill, wrong);
        clean(number, wrong);
        left.everything().forEach(line -> wrong.add("after clean: " + line));
        String line = String.join(" ", scenario) + " killed after " + moment
                + (victim.phase().isEmpty() ? ", before its run" : " in phase " + victim.phase())
                + (pending.isEmpty()
                        ? ", no fault in effect"
                        : ", in effect "
                                + pending.stream().map(Victim.Pending::fault).toList() + " planned to end within "
                                + planned + " ms")
                + "; " + seen;
        return new Report(line, wrong, planned, sinceKill.nanos() / 1_000_000);
    }

    private static String awaitGone(Left left, RunClock sinceKill, List<String> wrong) throws InterruptedException {
        List<String> processes = left.processes();
        while (!processes.isEmpty() && sinceKill.nanos() < GONE_LIMIT.toNanos()) {
            sinceKill.sleepUntil(sinceKill.nanos() + Duration.ofMillis(20).toNanos());
            processes = left.processes();
        }
        processes.forEach(line -> wrong.add("still there " + GONE_LIMIT.toSeconds() + " s after the kill: " + line));
        return left.processCount() + " processes gone within " + sinceKill.nanos() / 1_000_000 + " ms";
    }

    private static String watchLinks(Victim victim, Left left, Instant killed, long plannedMillis, List<String> wrong)
            throws InterruptedException {
        List<String> containers = left.containers();
        List<String> holders =
                containers.stream().filter(name -> name.endsWith("-net")).toList();
        if (holders.isEmpty()) {
            return containers.size() + " containers, none of them a node's network";
        }
        String label = labelOf(victim, holders.get(0));
        Instant due = killed.plusMillis(plannedMillis).plus(ALLOWED);
        List<LinkProbe.Silent> silent = new LinkProbe(label, holders, due).await();
        long last = 0;
        for (LinkProbe.Silent one : silent) {
            Instant open = one.open();
            if (open == null || open.isAfter(due)) {
                wrong.add("link " + one.link() + " is silent " + (plannedMillis + ALLOWED.toMillis())
                        + " ms after the kill, planned to end within " + plannedMillis + " ms");
            } else {
                last = Math.max(last, Duration.between(killed, open).toMillis());
            }
        }
        return containers.size() + " containers, " + silent.size() + " links silent"
                + (silent.isEmpty() ? "" : ", the last of them open " + last + " ms after the kill");
    }

    /** The label's number, which the names of holders show. */
    private static String labelOf(Victim victim, String holder) {
        String rest = holder.substring(("interregnum-" + victim.labels()).length());
        return victim.labels() + rest.substring(0, rest.indexOf('-'));
    }

    private void clean(int number, List<String> wrong) throws InterruptedException {
        Path printed = folder(number).resolve("clean.txt");
        try {
            Process clean = Victim.program(List.of("clean"), printed.toFile());
            if (!clean.waitFor(CLEAN_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                clean.destroyForcibly();
                wrong.add("clean did not end within " + CLEAN_LIMIT.toSeconds() + " s");
            } else if (clean.exitValue() != 0) {
                wrong.add("clean ended with " + clean.exitValue() + ": "
                        + Files.readString(printed).strip());
            }
        } catch (IOException e) {
            throw new ClusterException("cannot start clean: " + e, e);
        }
    }
}
