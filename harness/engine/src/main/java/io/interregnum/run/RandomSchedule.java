package io.interregnum.run;

import io.interregnum.cluster.ClusterSpec;
import io.interregnum.cluster.Need;
import io.interregnum.cluster.Role;
import io.interregnum.fault.Fault;
import io.interregnum.fault.FaultModel;
import io.interregnum.fault.Heal;
import io.interregnum.fault.Occurrence;
import io.interregnum.fault.Occurrence.Kind;
import io.interregnum.fault.Parameter;
import io.interregnum.fault.Step;
import io.interregnum.fault.Target;
import io.interregnum.fault.Targets;
import io.interregnum.fault.Trigger;
import io.interregnum.fault.Until;
import io.interregnum.fault.Until.Happens.Since;
import io.interregnum.fault.Weight;
import io.interregnum.history.FaultEvent.Harm;
import io.interregnum.workload.Chance;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Draws whole schedules from seeds: the same seed and wishes give the same schedule. For one schedule and one thread.
 *
 * <p>Swarm style (Groce et al., "Swarm Testing", ISSTA 2012): the seed first draws which kinds of faults take part, how
 * dense they come, how long they last and how many lanes there are side by side, and then the faults from that; a
 * schedule with few kinds goes to places that one with all of them hardly ever reaches.
 */
public final class RandomSchedule {
    /** So often a step is drawn again that does not fit. */
    private static final int TRIES = 40;

    private static final int SHORT_MIN_MILLIS = 300;
    private static final int SHORT_MAX_MILLIS = 3_000;
    /** How much longer than ZooKeeper's patience a long fault lasts. */
    private static final int LONGER_MIN_MILLIS = 300;

    private static final int LONGER_MAX_MILLIS = 3_000;
    private static final int EVENT_DELAY_MAX_MILLIS = 500;
    /** About ten seconds of writes. */
    private static final int WRITES_MAX = 1_000;

    /** What happens when a leader falls and is followed by another. */
    private static final List<Occurrence> OF_A_FALL = List.of(
            Occurrence.first(Kind.LEADER_ELECTED),
            Occurrence.first(Kind.ELECTION_NODE_DELETED),
            Occurrence.first(Kind.ELECTION_NODE_CREATED),
            Occurrence.first(Kind.EPOCH_CHANGED),
            Occurrence.first(Kind.CLIENT_SERVED));
    /** A leader is stopped and goes on leading. */
    private static final List<String> LEADERS_OUTLIVE = List.of("stutter");

    private final Wishes wishes;
    private final RandomGenerator chance;
    private final RandomStyle style;
    private final Map<String, List<Target>> aims = new TreeMap<>(); // to draw from, by the name of the fault
    private final List<Step> steps = new ArrayList<>();
    /** The number of the first step of the lane that is drawn now. */
    private int laneBegin;

    /** What bounds a schedule. */
    public enum Bounds {
        /** It stays inside the declared fault model, see {@link FaultModel}. */
        WITHIN_MODEL,
        /** It may take away whatever it likes. */
        BEYOND_MODEL
    }

    /**
     * From what is drawn.
     *
     * @param spec of the cluster on which it will run
     * @param kinds faults that may take part; those whose weight is undeclared never do, nor those
     *     that are not possible on the cluster
     * @param faults how many, 1 to 100; empty for 3 to 10
     * @param bounds of the whole
     * @param lack what cannot be had
     */
    public record Wishes(ClusterSpec spec, List<Fault> kinds, OptionalInt faults, Bounds bounds, Lack lack) {
        public Wishes {
            kinds = kinds.stream()
                    .filter(fault -> fault.weight() != Weight.UNDECLARED && fault.isPossible(spec))
                    .toList();
            if (kinds.isEmpty()) {
                throw new IllegalArgumentException("there is no kind of fault to draw from");
            }
            if (faults.isPresent() && (faults.getAsInt() < 1 || faults.getAsInt() > 100)) {
                throw new IllegalArgumentException("faults=" + faults.getAsInt() + " must be from 1 to 100");
            }
        }

        /** Where nothing is lacking. */
        public Wishes(ClusterSpec spec, List<Fault> kinds, OptionalInt faults, Bounds bounds) {
            this(spec, kinds, faults, bounds, Lack.OF_NOTHING);
        }
    }

    /**
     * What machine and system do not have.
     *
     * @param needs values of parameters that need them are not drawn
     * @param events nothing waits for them
     */
    public record Lack(Set<Need> needs, Set<Kind> events) {
        /** All can be had. */
        public static final Lack OF_NOTHING = new Lack(Set.of(), Set.of());

        public Lack {
            needs = Set.copyOf(needs); // asked for membership only
            events = Set.copyOf(events); // likewise
        }
    }

    private RandomSchedule(long seed, Wishes wishes) {
        this.wishes = wishes;
        this.chance = new Chance(seed).purpose("random schedule");
        this.style = RandomStyle.draw(wishes, chance);
    }

    /**
     * The schedule of a seed.
     *
     * @return as many steps as are wished for, fewer where the model leaves no room for any fault, one at least
     * @throws IllegalArgumentException when it leaves no room for a single one
     */
    public static List<Step> draw(long seed, Wishes wishes) {
        RandomSchedule drawn = new RandomSchedule(seed, wishes);
        drawn.fill();
        if (drawn.steps.isEmpty()) {
            throw new IllegalArgumentException("none of "
                    + wishes.kinds().stream().map(Fault::name).toList() + " fits into the fault model with "
                    + wishes.spec().ensembleCount() + " ZooKeeper servers");
        }
        return List.copyOf(drawn.steps);
    }

    private void fill() {
        for (int lane = 0; lane < style.lanes(); lane++) {
            lane(style.faults() * (lane + 1) / style.lanes());
        }
        boolean fits = true;
        // What found no room beside others comes when they are over.
        while (steps.size() < style.faults() && fits) {
            fits = add(style.kinds(), Place.LAST) || add(wishes.kinds(), Place.LAST);
        }
    }

    /** A sequence beside those before it, until there are {@code count} steps in all or nothing more fits. */
    private void lane(int count) {
        boolean first = true;
        laneBegin = steps.size();
        while (steps.size() < count) {
            if (!add(style.kinds(), first ? Place.BESIDE : Place.NEXT)) {
                return;
            }
            first = false;
        }
    }

    /** Where a step stands in relation to those before it. */
    private enum Place {
        /** At the begin of a lane: it waits for nobody. */
        BESIDE,
        /** After the step before it. */
        NEXT,
        /** After all steps. */
        LAST
    }

    /** Draws until a step fits; false when none did. */
    private boolean add(List<Fault> kinds, Place place) {
        for (int i = 0; i < TRIES; i++) {
            steps.add(step(RandomStyle.oneOf(kinds, chance), place));
            boolean fits = wishes.bounds() == Bounds.BEYOND_MODEL
                    || FaultModel.excess(steps, wishes.spec()).isEmpty();
            if (fits && !RandomAim.isHidden(steps, wishes.spec())) {
                return true;
            }
            steps.remove(steps.size() - 1);
        }
        return false;
    }

    private Step step(Fault kind, Place place) {
        Fault fault = varied(kind);
        Target target =
                RandomStyle.oneOf(aims.computeIfAbsent(kind.name(), name -> RandomAim.of(kind, wishes.spec())), chance);
        return new Step(
                fault,
                target.equals(fault.aim()) ? Optional.empty() : Optional.of(target),
                trigger(place),
                until(fault, target, place),
                percent(style.freshPercent()) ? Heal.FRESH : Heal.PLAIN);
    }

    /** The same fault with some parameters at other values than their standard, none that needs what is lacking. */
    private Fault varied(Fault kind) {
        if (!percent(style.variedPercent())) {
            return kind;
        }
        Fault fault = kind;
        for (Parameter parameter : kind.parameters()) {
            if (!parameter.drawn().isEmpty() && chance.nextBoolean()) {
                Fault other = fault.with(Map.of(parameter.name(), RandomStyle.oneOf(parameter.drawn(), chance)));
                fault = Collections.disjoint(other.needs(), wishes.lack().needs()) ? other : fault;
            }
        }
        return fault;
    }

    private Trigger trigger(Place place) {
        Duration gap = millis(0, style.gapMaxMillis());
        boolean onEvent = percent(style.eventPercent());
        Duration plus = millis(0, EVENT_DELAY_MAX_MILLIS);
        if (onEvent && place != Place.LAST) {
            return new Trigger.On(oneOf(begins()), plus);
        }
        if (place == Place.LAST && !steps.isEmpty()) {
            boolean rest = steps.stream().anyMatch(step -> step.fault().weight() == Weight.DISK);
            return new Trigger.AfterAll(
                    IntStream.range(0, steps.size()).boxed().toList(),
                    rest ? gap.plus(FaultModel.RESYNCHRONISED) : gap);
        }
        return place == Place.NEXT || steps.isEmpty() ? new Trigger.After(gap) : new Trigger.At(gap);
    }

    /** What will happen, if what was drawn so far goes as it should: waiting in vain shows nothing. */
    private List<Occurrence> begins() {
        List<Occurrence> events = new ArrayList<>();
        events.add(Occurrence.nth(Kind.WRITE_ACKNOWLEDGED, chance.nextInt(1, WRITES_MAX)));
        if (!steps.isEmpty()) {
            events.add(Occurrence.ofStep(Kind.FAULT_EFFECTIVE, chance.nextInt(steps.size())));
            events.add(Occurrence.ofStep(Kind.FAULT_HEALED, chance.nextInt(steps.size())));
        }
        if (steps.stream().anyMatch(RandomSchedule::fellsTheLeader)) {
            events.addAll(OF_A_FALL);
        }
        return events;
    }

    /** What may happen while a step lasts; if it does not, the step ends all the same. */
    private List<Occurrence> ends(Place place) {
        List<Occurrence> events = new ArrayList<>(OF_A_FALL);
        events.add(Occurrence.nth(Kind.WRITE_ACKNOWLEDGED, chance.nextInt(1, WRITES_MAX)));
        if (place != Place.LAST && laneBegin > 0) {
            int beside = chance.nextInt(laneBegin);
            events.add(Occurrence.ofStep(Kind.FAULT_EFFECTIVE, beside));
            events.add(Occurrence.ofStep(Kind.FAULT_HEALED, beside));
        }
        return events;
    }

    private Occurrence oneOf(List<Occurrence> events) {
        return RandomStyle.oneOf(
                events.stream()
                        .filter(event -> !wishes.lack().events().contains(event.kind()))
                        .toList(),
                chance);
    }

    private static boolean fellsTheLeader(Step step) {
        Harm harm = step.fault().harm();
        return (harm == Harm.DEAD || harm == Harm.FROZEN)
                && !LEADERS_OUTLIVE.contains(step.fault().name())
                && step.aim() == Targets.LEADER
                && step.until() instanceof Until.Detection;
    }

    private Until until(Fault fault, Target target, Place place) {
        Until length = longEnough(
                fault,
                target,
                percent(style.detectionPercent())
                        ? new Until.Detection(millis(LONGER_MIN_MILLIS, LONGER_MAX_MILLIS))
                        : new Until.For(millis(SHORT_MIN_MILLIS, SHORT_MAX_MILLIS)));
        boolean onEvent = percent(style.endOnEventPercent());
        // What needs some time comes to nothing when it ends at the next best event.
        return onEvent && fault.shortest(1).isZero()
                ? ending(oneOf(ends(place)), length.atMost(wishes.spec()))
                : length;
    }

    /** The next one after the step began, unless it speaks of a step. */
    private static Until ending(Occurrence event, Duration limit) {
        return new Until.Happens(event, limit, event.step().isPresent() ? Since.FAULTS_BEGAN : Since.STEP_BEGAN);
    }

    /** A fault that needs some time is given that at least. */
    private Until longEnough(Fault fault, Target target, Until drawn) {
        int targets = Stream.of(Role.values())
                .filter(Role::hasProcess)
                .mapToInt(role -> target.atMost(role, wishes.spec()))
                .sum();
        Duration shortest = fault.shortest(targets);
        return drawn.atMost(wishes.spec()).compareTo(shortest) < 0 ? new Until.For(shortest) : drawn;
    }

    private boolean percent(int percent) {
        return chance.nextInt(100) < percent;
    }

    /** Both bounds are included. */
    private Duration millis(int least, int most) {
        return Duration.ofMillis(chance.nextInt(least, most + 1));
    }
}
