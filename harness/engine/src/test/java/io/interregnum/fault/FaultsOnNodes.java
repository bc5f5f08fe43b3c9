package io.interregnum.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.interregnum.cluster.Ability;
import io.interregnum.cluster.Backend;
import io.interregnum.cluster.Cluster;
import io.interregnum.cluster.ClusterException;
import io.interregnum.cluster.ClusterSpec;
import io.interregnum.cluster.Need;
import io.interregnum.cluster.NeedsCondition;
import io.interregnum.cluster.Network;
import io.interregnum.cluster.NodeId;
import io.interregnum.cluster.NodeState;
import io.interregnum.cluster.Reach;
import io.interregnum.cluster.Role;
import io.interregnum.fault.Footprint.Place;
import io.interregnum.fault.ProofOfFault.Condition;
import io.interregnum.history.RunClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * What every fault promises, with real nodes: one cluster for the whole catalogue. A new fault is covered as soon as it is
 * in {@link Faults#ALL}. One that needs what this machine lacks is noted as not run.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class FaultsOnNodes {
    private static final RunClock CLOCK = RunClock.startNow();
    /** Generous everywhere, for machines on which much else runs: how long things take is printed, not judged. */
    private static final Duration SOON = Duration.ofMinutes(3);

    private static final Duration PLANNED_END = Duration.ofMinutes(10);
    private static final Duration REACH = Duration.ofSeconds(1);
    private static final ClusterSpec SPEC = ClusterSpec.DEFAULT.withAgents(2, 0);

    /** Lists rules that name a node by its address. The frame around them stays, and without addresses stops nobody. */
    static final String ADDRESSED = "nft list ruleset | grep -E '([0-9]+[.]){3}[0-9]+'";

    /** Names of what lies in a server's data directory beside its data, damaged data that was kept, and its number. */
    static final String STRANGE = "grep -vE '^(version-2|set-aside-[0-9]+|myid|NOT-COPIED.txt)$'";

    /** Where a fault of each kind is to be seen while it lasts: a look that sees none of them is no look. */
    private static final Map<String, Place> SEEN_AT = Map.of(
            "isolate-one", Place.MACHINE,
            "lossy-links", Place.MACHINE,
            "slow-links", Place.MACHINE,
            "kill-ensemble-leader", Place.MACHINE,
            "disk-full", Place.FILES,
            "clock-jump", Place.FILES,
            "thread-stop", Place.JVMS,
            "stop-the-world", Place.PIPES,
            "leave-behind", Place.ENSEMBLE,
            "grow-ensemble", Place.ENSEMBLE);

    private final String backendName;
    private final Map<Need, String> missing = new EnumMap<>(Need.class);
    private Cluster cluster;
    private Contenders.Election election;
    private Scene scene;
    private List<NodeId> running;
    private Footprint footprint;
    private Map<Place, List<String>> nothingLeft;

    FaultsOnNodes(String backendName) {
        this.backendName = backendName;
    }

    /** What this backend's clusters leave on the machine. */
    abstract Footprint.Outside outside(Cluster cluster);

    /** What is seen there now. */
    final List<String> left(Place place) {
        return footprint.at(place);
    }

    /** A run's name. */
    final String label() {
        return "faults-" + ProcessHandle.current().pid();
    }

    @BeforeAll
    void start(@TempDir Path nodes) {
        Backend backend = NeedsCondition.backend(backendName);
        Set<Need> asked = EnumSet.noneOf(Need.class);
        Faults.ALL.forEach(fault -> asked.addAll(fault.needs()));
        List<Ability> abilities = backend.tryNeeds(asked);
        for (Need need : asked) {
            abilities.stream()
                    .filter(ability -> ability.name().equals(need.title()))
                    .filter(ability -> ability.status() != Ability.Status.WORKS)
                    .forEach(ability -> missing.put(need, ability.detail()));
        }
        asked.removeAll(missing.keySet());
        cluster = backend.start(Contenders.launch(SPEC, label(), nodes, asked));
        election = new Contenders.Election(cluster);
        scene = new Scene(cluster, new Contenders(), election);
        running = cluster.spec().nodes().stream()
                .filter(node -> node.role() != Role.SPARE)
                .toList();
        awaitWhole();
        footprint = new Footprint(cluster, outside(cluster));
        nothingLeft = footprint.everywhere();
        assertThat(nothingLeft.values()).noneMatch(List::isEmpty);
    }

    @AfterAll
    void stop() {
        if (cluster != null) {
            cluster.close();
        }
    }

    private void awaitWhole() {
        await("the ensemble to be whole").atMost(SOON).until(() -> EnsembleStatus.isWhole(cluster));
        await("every master to contend")
                .atMost(SOON)
                .until(() -> election.isComplete(cluster.spec().nodes(Role.MASTER)));
    }

    @ParameterizedTest
    @FieldSource("io.interregnum.fault.Faults#ALL")
    void takesEffectOnItsTargetsAloneAndLeavesNothing(Fault fault) {
        skipUnlessItsNeedsAreMet(fault);
        awaitWhole();
        Map<NodeId, String> lives = lives();
        List<NodeId> targets = fault.aim().resolve(scene, new Random(1));
        Damage damage = fault.damage(scene, targets);
        List<Network.Attempt> others = attemptsOutside(damage);
        awaitCondition(fault, targets, Condition.WHOLE, "before injection");

        boolean ended;
        long effectNanos;
        scene.begin(fault, targets, damage);
        try {
            effectNanos = injected(fault, targets);
            ended = targets.stream().allMatch(node -> cluster.state(node) == NodeState.ENDED);
            assertUntouched(damage, lives, others);
            assertSeenByTheLookForLeftovers(fault);
        } finally {
            fault.heal(scene, targets);
        }
        long healNanos = awaitWholeAgain(fault, targets);
        assertNothingGoesOn(fault, targets);
        assertUntouched(damage, lives, others);
        System.out.println(String.format(
                Locale.ROOT,
                "MEASURED %s %-28s seen after %6d ms, whole again after %6d ms  %s",
                backendName,
                fault.name(),
                effectNanos / 1_000_000,
                healNanos / 1_000_000,
                targets));
        // Where the fault itself ends every target, that has just been seen.
        if (!ended) {
            healsAlthoughATargetIsDead(fault);
        }
        awaitNothingLeft();
    }

    private void assertSeenByTheLookForLeftovers(Fault fault) {
        Place place = SEEN_AT.get(fault.name());
        if (place != null) {
            assertThat(footprint.at(place)).as(fault.name()).isNotEqualTo(nothingLeft.get(place));
        }
    }

    private void awaitNothingLeft() {
        await("nothing to be left")
                .atMost(SOON)
                .ignoreExceptionsInstanceOf(ClusterException.class)
                .untilAsserted(() -> assertThat(footprint.everywhere()).isEqualTo(nothingLeft));
    }

    @ParameterizedTest
    @FieldSource("io.interregnum.fault.CutOnNodes#SIDE_BY_SIDE")
    void eachWayOfCuttingCutsWhatItSaysAndNothingElse(List<CutOnNodes> cuts) {
        List<Use> uses = cuts.stream()
                .map(cut -> new Use(cut, cut.made(), cut.targets(scene)))
                .toList();
        uses.forEach(use -> skipUnlessItsNeedsAreMet(use.fault()));
        awaitWhole();
        Map<NodeId, String> lives = lives();
        Damage all = uses.stream().map(this::damage).reduce(Damage.NONE, Damage::and);
        List<Network.Attempt> others = attemptsOutside(all);
        Optional<NodeId> dying = uses.stream()
                .map(use -> use.targets().get(0))
                .filter(node -> node.role() == Role.AGENT)
                .findFirst();
        uses.forEach(use -> scene.begin(use.fault(), use.targets(), damage(use)));
        long beganNanos = CLOCK.nanos();
        try {
            uses.forEach(use -> use.fault().inject(scene, use.targets(), PLANNED_END));
            uses.forEach(use -> awaitCondition(use.fault(), use.targets(), Condition.DAMAGED, "after injection"));
            uses.forEach(use -> use.cut().assertWays(scene, use.targets()));
            assertUntouched(all, lives, others);
            dying.ifPresent(cluster::kill);
        } finally {
            uses.forEach(use -> use.fault().heal(scene, use.targets()));
        }
        dying.ifPresent(cluster::start);
        uses.forEach(use -> awaitWholeAgain(use.fault(), use.targets()));
        System.out.printf(
                Locale.ROOT,
                "MEASURED %s %s: seen and healed within %d ms%n",
                backendName,
                uses.stream().map(Use::fault).toList(),
                (CLOCK.nanos() - beganNanos) / 1_000_000);
        uses.forEach(use -> assertNothingGoesOn(use.fault(), use.targets()));
        dying.ifPresent(lives::remove);
        assertUntouched(Damage.NONE, lives, others);
        awaitNothingLeft();
    }

    /** A partition that is in effect beside others. */
    private record Use(CutOnNodes cut, Fault fault, List<NodeId> targets) {}

    private Damage damage(Use use) {
        return use.fault().damage(scene, use.targets());
    }

    @Test
    void aRollingRestartReachesEveryServerAndTheLeaderLast() {
        awaitWhole();
        Fault fault = Faults.named("rolling-restart-ensemble").orElseThrow();
        List<NodeId> targets = fault.aim().resolve(scene, new Random(1));
        NodeId leader = EnsembleStatus.leader(cluster).orElseThrow();
        Lives lives = Lives.of(cluster, targets);
        List<NodeId> seen = new ArrayList<>();

        fault.inject(scene, targets, PLANNED_END);
        await("every server to be another process").atMost(SOON.multipliedBy(2)).until(() -> {
            targets.stream()
                    .filter(node -> !seen.contains(node) && !lives.goesOn(cluster, node))
                    .forEach(seen::add);
            return seen.size() == targets.size()
                    && look(fault, targets).detail().startsWith(targets.size() + " of " + targets.size());
        });
        fault.heal(scene, targets);

        assertThat(seen).last().isEqualTo(leader);
        awaitWholeAgain(fault, targets);
    }

    private void healsAlthoughATargetIsDead(Fault fault) {
        awaitWhole();
        List<NodeId> targets = fault.aim().resolve(scene, new Random(1));
        NodeId dead = targets.stream()
                .filter(node -> node.role() != Role.CLIENT)
                .findFirst()
                .orElseThrow();
        scene.begin(fault, targets, fault.damage(scene, targets));
        try {
            injected(fault, targets);
            cluster.kill(dead);
        } finally {
            fault.heal(scene, targets);
        }
        if (dead.role() != Role.SPARE && cluster.state(dead) == NodeState.ENDED) {
            cluster.start(dead);
        }
        awaitWholeAgain(fault, targets);
        assertNothingGoesOn(fault, targets);
    }

    private void skipUnlessItsNeedsAreMet(Fault fault) {
        fault.needs()
                .forEach(need -> NeedsCondition.note(
                        need.title(), missing.getOrDefault(need, ""), getClass().getSimpleName() + " " + fault.name()));
        Assumptions.assumeTrue(
                fault.needs().stream().noneMatch(missing::containsKey),
                () -> fault.name() + " needs " + fault.needs() + "; missing: " + missing);
    }

    private Map<NodeId, String> lives() {
        Map<NodeId, String> lives = new TreeMap<>();
        running.forEach(node -> lives.put(node, cluster.life(node)));
        return lives;
    }

    /** @return how long it took until the effect was seen, in ns */
    private long injected(Fault fault, List<NodeId> targets) {
        fault.prepare(scene, targets).ifPresent(ready -> scene.keep(fault, targets, ready));
        long beganNanos = CLOCK.nanos();
        fault.inject(scene, targets, PLANNED_END);
        awaitCondition(fault, targets, Condition.DAMAGED, "after injection");
        return CLOCK.nanos() - beganNanos;
    }

    /** @return how long it took, in ns */
    private long awaitWholeAgain(Fault fault, List<NodeId> targets) {
        long beganNanos = CLOCK.nanos();
        awaitCondition(fault, targets, Condition.WHOLE, "after the heal");
        scene.end(fault, targets);
        return CLOCK.nanos() - beganNanos;
    }

    private void awaitCondition(Fault fault, List<NodeId> targets, Condition wanted, String when) {
        await(fault.name() + " on " + targets + " to be " + wanted + " " + when)
                .atMost(SOON)
                .pollInterval(Duration.ofMillis(20))
                .pollDelay(Duration.ZERO)
                .until(() -> look(fault, targets), proof -> proof.condition() == wanted);
    }

    private ProofOfFault look(Fault fault, List<NodeId> targets) {
        try {
            return fault.inspect(scene, targets);
        } catch (ClusterException e) {
            return new ProofOfFault(Condition.UNCLEAR, String.valueOf(e.getMessage()));
        }
    }

    /** Every way between two nodes that the damage does not name. */
    private List<Network.Attempt> attemptsOutside(Damage damage) {
        return running.stream()
                .flatMap(from -> running.stream()
                        .filter(to -> !to.equals(from) && !damage.covers(from, to))
                        .map(to -> new Network.Attempt(from, to, Inspection.servingPort(scene, to))))
                .toList();
    }

    private void assertUntouched(Damage damage, Map<NodeId, String> lives, List<Network.Attempt> others) {
        Map<NodeId, String> now = lives();
        lives.forEach((node, life) -> {
            if (!damage.covers(node)) {
                assertThat(now.get(node))
                        .as("life of %s, which is no target", node)
                        .isEqualTo(life);
                assertThat(cluster.state(node)).as("state of %s", node).isEqualTo(NodeState.RUNNING);
            }
        });
        assertReachable(others);
    }

    /** A connection that a busy machine lost is tried again; one that is cut stays lost. */
    private void assertReachable(List<Network.Attempt> attempts) {
        await("every way outside of the damage to be open").atMost(SOON).untilAsserted(() -> {
            List<Reach> found = cluster.network().reach(attempts, REACH);
            Map<String, Reach> wrong = new LinkedHashMap<>();
            for (int i = 0; i < attempts.size(); i++) {
                Network.Attempt attempt = attempts.get(i);
                Reach expected = attempt.to().role() == Role.CLIENT ? Reach.REFUSED : Reach.UP;
                if (found.get(i) != expected) {
                    wrong.put(attempt.from() + "->" + attempt.to(), found.get(i));
                }
            }
            assertThat(wrong).isEmpty();
        });
    }

    private void assertNothingGoesOn(Fault fault, List<NodeId> targets) {
        assertThat(scene.keeps(fault, targets)).as("something is kept").isFalse();
        assertThat(cluster.spec().nodes()).as("held nodes").noneMatch(scene::isHeld);
        assertThat(Thread.getAllStackTraces().keySet().stream().map(Thread::getName))
                .doesNotContain(fault.name());
        await("every node to run")
                .atMost(SOON)
                .until(() -> running.stream().allMatch(node -> cluster.state(node) == NodeState.RUNNING));
    }
}
