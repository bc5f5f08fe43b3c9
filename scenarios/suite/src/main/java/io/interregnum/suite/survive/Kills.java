package io.interregnum.suite.survive;

import io.interregnum.cluster.ClusterException;
import io.interregnum.cluster.ClusterSpec;
import io.interregnum.cluster.NodeId;
import io.interregnum.cluster.Role;
import io.interregnum.history.Event;
import io.interregnum.history.RunClock;
import io.interregnum.suite.ReferenceSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Rounds of starting a harness, killing it, watching, and starting the next. For one thread.
 *
 * @param backend on which the harness works: {@code local} or {@code docker}
 * @param directory for what the killed ones write; one below it for each round
 */
public record Kills(String backend, Path directory) {
    /** In which the kernel must have ended every process of a dead supervisor. */
    static final Duration GONE_LIMIT = Duration.ofSeconds(10);

    /** It tries first what the machine can do for its faults, each by doing it. */
    private static final Duration RUN_LIMIT = Duration.ofMinutes(5);

    /** Phases in which containers are made or removed, so that one may vanish by itself. */
    private static final Set<String> ON_THE_MOVE = Set.of("", "start", "stop");

    private static final int WORD_MAX = 30;

    private static final ReferenceSystem SYSTEM = new ReferenceSystem(List.of(), "correct");

    /**
     * One round. Blocks until nothing is left, or what is left is known.
     *
     * @param name of its directory
     * @param scenario name of what the harness runs, with its options
     * @param moment when it is killed; one that has ended by then is not killed
     * @throws ClusterException when the harness could not be started or the machine not be looked at
     */
    public Round round(String name, List<String> scenario, Moment moment) throws InterruptedException {
        Victim victim = Victim.start(folder(name), arguments(scenario));
        Thread hook = new Thread(() -> victim.process().destroy(), "end-victim");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            String what = shown(scenario);
            if (!livesUntil(victim, moment)) {
                return Round.ended(victim.process().exitValue(), what + " " + victim.end() + ", before " + moment);
            }
            return kill(folder(name), victim, what + " killed after " + moment);
        } finally {
            victim.process().destroy();
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                // This program is being ended, and the hook is at work.
            }
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

    private Path folder(String name) {
        try {
            return Files.createDirectories(directory.resolve(name));
        } catch (IOException e) {
            throw new ClusterException("cannot make a directory in " + directory + ": " + e, e);
        }
    }

    private List<String> arguments(List<String> scenario) {
        List<String> arguments = new ArrayList<>(scenario);
        arguments.add("--backend");
        arguments.add(backend);
        return arguments;
    }

    /** A list of all faults would be longer than everything else that is said of a round. */
    private static String shown(List<String> scenario) {
        return scenario.stream()
                .map(word -> word.length() > WORD_MAX ? word.substring(0, WORD_MAX) + "..." : word)
                .collect(Collectors.joining(" "));
    }

    /** Waits for the moment; false when the harness has ended before. */
    private static boolean livesUntil(Victim victim, Moment moment) throws InterruptedException {
        if (moment instanceof Moment.OfProcess process) {
            return lives(victim, process.after());
        }
        if (!victim.awaitRun(RUN_LIMIT)) {
            return lives(victim, Duration.ZERO);
        }
        if (moment instanceof Moment.OfRun run) {
            return lives(victim, run.after());
        }
        double share = ((Moment.InCut) moment).share();
        Optional<Duration> lasting = victim.awaitCut();
        return lives(
                victim,
                lasting.map(length -> Duration.ofNanos((long) (share * length.toNanos())))
                        .orElse(Duration.ofMinutes(1)));
    }

    private static boolean lives(Victim victim, Duration after) throws InterruptedException {
        return !victim.process().waitFor(after.toMillis(), TimeUnit.MILLISECONDS);
    }

    private Round kill(Path folder, Victim victim, String what) throws InterruptedException {
        boolean docker = backend.equals("docker");
        Left left = new Left(victim, docker);
        victim.kill();
        RunClock sinceKill = RunClock.startNow();
        Instant killed = RunClock.wallClock();
        List<Event> events = victim.events();
        List<Pending> pending = Pending.of(events);
        String phase = Victim.phase(events);
        List<String> wrong = new ArrayList<>();
        Watched watched = docker ? watchLinks(phase, left, killed, pending, wrong) : awaitGone(left, sinceKill, wrong);
        new NextStart(backend, folder.resolve("next")).look(left, wrong);
        String line = what
                + (phase.isEmpty() ? ", before its run" : " in phase " + phase)
                + (pending.isEmpty() ? ", no fault in effect" : ", in effect " + pending)
                + "; " + watched.line();
        return Round.killed(line, wrong, pending, watched.silentLinks());
    }

    /** What was seen between the kill and the next start. */
    private record Watched(String line, long silentLinks) {}

    private static Watched awaitGone(Left left, RunClock sinceKill, List<String> wrong) throws InterruptedException {
        List<String> there = left.inUse();
        while (!there.isEmpty() && sinceKill.nanos() < GONE_LIMIT.toNanos()) {
            sinceKill.sleepUntil(sinceKill.nanos() + Duration.ofMillis(20).toNanos());
            there = left.inUse();
        }
        there.forEach(line -> wrong.add("still there " + GONE_LIMIT.toSeconds() + " s after the kill: " + line));
        return new Watched(left.processCount() + " processes gone within " + sinceKill.nanos() / 1_000_000 + " ms", 0);
    }

    private static Watched watchLinks(
            String phase, Left left, Instant killed, List<Pending> pending, List<String> wrong)
            throws InterruptedException {
        Map<NodeId, String> holders = left.holders();
        if (holders.isEmpty()) {
            if (!ON_THE_MOVE.contains(phase)) {
                wrong.add("could not look: no node's network is there, though it was in phase " + phase);
            }
            return new Watched(left.containers().size() + " containers, none of them a node's network", 0);
        }
        Dues dues = dues(pending, holders.keySet(), wrong);
        boolean moving = ON_THE_MOVE.contains(phase);
        Looks looks = new LinkProbe(holders, SYSTEM.ports(), killed.plus(dues.last()))
                .await(node -> moving && !left.holders().containsKey(node));
        wrong.addAll(looks.wrong(killed, dues));
        String opened = looks.lastOpened()
                .map(open -> ", the last of them open "
                        + Duration.between(killed, open).toMillis() + " ms after the kill, planned to end within "
                        + dues.last().toMillis() + " ms")
                .orElse("");
        return new Watched(
                looks.ways().size() + " ways between " + holders.size() + " nodes, " + looks.silentLinks()
                        + " links silent" + opened,
                looks.silentLinks());
    }

    private static Dues dues(List<Pending> pending, Set<NodeId> nodes, List<String> wrong) {
        if (pending.isEmpty()) {
            return new Dues(List.of());
        }
        try {
            return Dues.of(pending, spec(nodes), SYSTEM.masterPort());
        } catch (IllegalArgumentException e) {
            wrong.add("could not tell which links were cut, since these are no whole cluster: " + nodes + ", "
                    + e.getMessage());
            return new Dues(List.of());
        }
    }

    /** The cluster that was left, by its nodes. */
    private static ClusterSpec spec(Set<NodeId> nodes) {
        ClusterSpec plain = new ClusterSpec(
                count(nodes, Role.ENSEMBLE),
                count(nodes, Role.MASTER),
                count(nodes, Role.CLIENT),
                ClusterSpec.DEFAULT.sessionTimeout(),
                ClusterSpec.DEFAULT.tickTime());
        return plain.withObservers(count(nodes, Role.OBSERVER))
                .withSpareServers(count(nodes, Role.SPARE))
                .withAgents(count(nodes, Role.AGENT), count(nodes, Role.FRAMEWORK));
    }

    private static int count(Set<NodeId> nodes, Role role) {
        return (int) nodes.stream().filter(node -> node.role() == role).count();
    }
}
