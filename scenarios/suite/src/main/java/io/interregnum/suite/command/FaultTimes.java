package io.interregnum.suite.command;

import io.interregnum.cluster.Cluster;
import io.interregnum.cluster.ClusterException;
import io.interregnum.cluster.Cut;
import io.interregnum.cluster.Link;
import io.interregnum.cluster.Network.Silence;
import io.interregnum.cluster.NodeId;
import io.interregnum.cluster.NodeState;
import io.interregnum.cluster.Role;
import io.interregnum.cluster.SystemUnderTest;
import io.interregnum.fault.NodeNames;
import io.interregnum.fault.Occurrence;
import io.interregnum.fault.Scene;
import io.interregnum.fault.Until;
import io.interregnum.history.FaultEvent.Stage;
import io.interregnum.history.RunClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

/**
 * Measures on a cluster how exact faults are that wait for an event. Each is carried out as in a run, by a step that the
 * nemesis arms, fires and heals; when it takes effect is seen from outside of that. For one thread.
 */
final class FaultTimes {
    /** One each millisecond. */
    private static final int DATAGRAMS = 1_000;

    private static final Duration BEFORE = Duration.ofMillis(150);
    private static final Duration PAUSE_LASTING = Duration.ofMillis(300);
    /** A link that is open again before the last datagram was sent would seem to have died later. */
    private static final Duration CUT_LASTING = Duration.ofMillis(DATAGRAMS + 200);

    private static final Duration START_LIMIT = Duration.ofSeconds(30);
    /** What has no effect by then counts as late as that. */
    private static final Duration EFFECT_LIMIT = Duration.ofSeconds(5);
    /** Shortest and longest time for which a step waits, so that events come at any moment of what it does meanwhile. */
    private static final int WAIT_MIN_MILLIS = 300;

    private static final int WAIT_MAX_MILLIS = 1_800;
    /** The first of each are not counted: classes are loaded then, and the nodes are still starting. */
    private static final int UNCOUNTED = 3;

    private static final NodeId VICTIM = new NodeId(Role.MASTER, 2);
    private static final List<NodeId> SIDE =
            List.of(new NodeId(Role.ENSEMBLE, 1), new NodeId(Role.MASTER, 1), new NodeId(Role.CLIENT, 1));

    private final Cluster cluster;
    private final Scene scene;
    private final RandomGenerator chance;
    private final RunClock clock = RunClock.startNow();
    private final Map<Exactness, List<Long>> measured = new EnumMap<>(Exactness.class);

    /** @param chance from which the moments of events are drawn */
    FaultTimes(Cluster cluster, SystemUnderTest system, RandomGenerator chance) {
        this.cluster = cluster;
        this.scene = new Scene(cluster, system, Optional::empty);
        this.chance = chance;
    }

    /**
     * Measures all that there is to be measured, so many times each.
     *
     * @throws ClusterException when a fault could not be healed, or nodes not be watched
     */
    Map<Exactness, Series> measure(int times) throws InterruptedException {
        for (int i = -UNCOUNTED; i < times; i++) {
            if (i == 0) {
                measured.clear();
            }
            cut();
            pause();
            killAndStart();
        }
        Map<Exactness, Series> series = new EnumMap<>(Exactness.class);
        measured.forEach((what, nanos) -> series.put(what, new Series(nanos)));
        return series;
    }

    private void add(Exactness what, long nanos) {
        measured.computeIfAbsent(what, any -> new ArrayList<>()).add(nanos);
    }

    private void await(int least, int most) throws InterruptedException {
        clock.sleepUntil(
                clock.nanos() + Duration.ofMillis(chance.nextInt(least, most)).toNanos());
    }

    /** Both directions between a minority with a master and a client, and everybody else: each node drops something. */
    private void cut() throws InterruptedException {
        List<NodeId> rest = cluster.spec().nodes().stream()
                .filter(node -> !SIDE.contains(node))
                .toList();
        List<Link> links = Cut.packets(Link.between(SIDE, rest)).links();
        try (TriggeredStep step = step("split-halves", SIDE, new Until.For(CUT_LASTING))) {
            await(WAIT_MIN_MILLIS, WAIT_MAX_MILLIS);
            List<Link> watched = oneForEachReceiver(links);
            CompletableFuture<List<Silence>> watching =
                    CompletableFuture.supplyAsync(() -> cluster.network().watch(watched, clock, DATAGRAMS));
            clock.sleepUntil(clock.nanos() + BEFORE.toNanos());
            long eventNanos = step.happen();
            CutBegin begin = CutBegin.of(watching.join(), DATAGRAMS);
            add(Exactness.CUT_SPREAD, begin.spreadNanos());
            add(Exactness.CUT, begin.lastDeadNanos() - eventNanos);
            add(Exactness.CUT_ASKED, begin.lastDeadNanos() - step.await(Stage.REQUESTED));
            step.awaitHealed();
        } catch (CompletionException e) {
            throw new ClusterException("cannot watch links: " + e.getCause(), e);
        }
    }

    /**
     * All links of a receiver die in one transaction. Datagrams on each of thirty took half of two cores and doubled the times
     * that they were to measure.
     */
    static List<Link> oneForEachReceiver(List<Link> links) {
        Map<NodeId, Link> firsts = new TreeMap<>();
        links.forEach(link -> firsts.putIfAbsent(link.to(), link));
        return List.copyOf(firsts.values());
    }

    private void pause() throws InterruptedException {
        try (TriggeredStep step = step("pause", List.of(VICTIM), new Until.For(PAUSE_LASTING))) {
            await(WAIT_MIN_MILLIS, WAIT_MAX_MILLIS);
            BooleanSupplier paused = () -> cluster.state(VICTIM) == NodeState.PAUSED;
            time(step, Stage.REQUESTED, paused, Exactness.PAUSE, Exactness.PAUSE_ASKED);
            step.awaitHealed();
        }
    }

    private void killAndStart() throws InterruptedException {
        Until second = new Until.Happens(Occurrence.nth(TriggeredStep.EVENT, 2), START_LIMIT);
        try (TriggeredStep step = step("kill", List.of(VICTIM), second)) {
            await(WAIT_MIN_MILLIS, WAIT_MAX_MILLIS);
            BooleanSupplier gone = () -> cluster.state(VICTIM) == NodeState.ENDED;
            time(step, Stage.REQUESTED, gone, Exactness.KILL, Exactness.KILL_ASKED);

            step.awaitEffect();
            await(0, WAIT_MIN_MILLIS);
            BooleanSupplier runs = () -> !cluster.life(VICTIM).isEmpty();
            time(step, Stage.HEAL_REQUESTED, runs, Exactness.START, Exactness.START_ASKED);
            step.awaitHealed();
        }
    }

    /** Lets the event happen, and adds how long it takes from then, and from the record of {@code asked}, until it shows. */
    private void time(TriggeredStep step, Stage asked, BooleanSupplier shows, Exactness whole, Exactness part)
            throws InterruptedException {
        long eventNanos = step.happen();
        long askedNanos = step.await(asked);
        long seenNanos = firstSeen(shows);
        add(whole, seenNanos - eventNanos);
        add(part, seenNanos - askedNanos);
    }

    private TriggeredStep step(String fault, List<NodeId> targets, Until until) {
        return TriggeredStep.begin(scene, clock, fault, new NodeNames(targets), until);
    }

    /** When the answer of the first look came that showed it: later than it was so, never earlier. */
    private long firstSeen(BooleanSupplier shows) throws InterruptedException {
        long limitNanos = clock.nanos() + EFFECT_LIMIT.toNanos();
        while (!shows.getAsBoolean() && clock.nanos() < limitNanos) {
            clock.sleepUntil(clock.nanos() + 500_000);
        }
        return clock.nanos();
    }
}
