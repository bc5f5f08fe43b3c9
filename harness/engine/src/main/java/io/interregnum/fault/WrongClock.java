package io.interregnum.fault;

import io.interregnum.cluster.ClusterSpec;
import io.interregnum.cluster.Need;
import io.interregnum.cluster.NodeId;
import io.interregnum.cluster.Role;
import io.interregnum.history.FaultEvent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes the wall clock of a master's JVM wrong; its monotonic clock stays right, and so do all other nodes. Proven by the
 * {@code Date} that the master itself puts into its HTTP answers. Restarts do not set it right.
 */
final class WrongClock implements Fault {
    private static final Parameter SECONDS =
            new Parameter("seconds", "by how much it jumps, -100000000 to 100000000 s, negative for back", "3600");
    private static final Parameter FACTOR =
            new Parameter("factor", "how fast it goes, 0 to 100, of a right one's speed", "1.5");
    /** What one look can be wrong by, on a machine with more to do than it has processors. */
    private static final long ERROR_MILLIS = 250;

    private final String name;
    private final Values values;

    private WrongClock(String name, Values values) {
        this.name = name;
        this.values = values;
        if (offsetMillis() == 0 && factor() == 1) {
            throw new IllegalArgumentException("a clock with " + values.set() + " is right");
        }
    }

    static Fault jump() {
        return new WrongClock("clock-jump", Values.standard(SECONDS));
    }

    static Fault drift() {
        return new WrongClock("clock-drift", Values.standard(FACTOR));
    }

    private boolean jumps() {
        return values.parameters().contains(SECONDS);
    }

    private long offsetMillis() {
        return jumps() ? (long) (1000 * values.decimal(SECONDS.name(), -1e8, 1e8)) : 0;
    }

    private double factor() {
        return jumps() ? 1 : values.decimal(FACTOR.name(), 0, 100);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String description() {
        return jumps()
                ? "The wall clock of a master jumps, within a second of being told so."
                : "The wall clock of a master goes at another speed, in steps of a second.";
    }

    @Override
    public String victimSees() {
        return "Times of day that nobody else has; waits and elapsed times stay right.";
    }

    @Override
    public Set<Need> needs() {
        return Set.of(Need.FAKE_CLOCK);
    }

    @Override
    public List<Parameter> parameters() {
        return values.parameters();
    }

    @Override
    public Fault with(Map<String, String> set) {
        return new WrongClock(name, values.with(this, set));
    }

    @Override
    public Map<String, String> values() {
        return values.set();
    }

    @Override
    public FaultEvent.Harm harm() {
        return FaultEvent.Harm.OTHER;
    }

    @Override
    public Target aim() {
        return Targets.LEADER;
    }

    @Override
    public Optional<String> unfit(Target target, ClusterSpec spec) {
        return Fit.only(Set.of(Role.MASTER), target, spec);
    }

    @Override
    public Damage damage(Scene scene, List<NodeId> nodes) {
        return Damage.ofNodes(nodes);
    }

    @Override
    public void inject(Scene scene, List<NodeId> nodes, Duration plannedEnd) {
        List<String> words = List.of(
                "clock-set",
                String.valueOf(offsetMillis()),
                String.valueOf(factor()),
                String.valueOf(plannedEnd.toMillis()));
        OnEach.target(nodes, node -> scene.cluster().errand(node, words));
    }

    @Override
    public void heal(Scene scene, List<NodeId> nodes) {
        OnEach.target(nodes, node -> scene.cluster().errand(node, List.of("clock-reset")));
    }

    @Override
    public ProofOfFault inspect(Scene scene, List<NodeId> nodes) {
        return Inspection.ofEach(nodes, node -> {
            long aheadMillis = HttpDate.aheadMillis(scene, node);
            String seen = "the Date of " + node + " is " + aheadMillis + " ms ahead of the right time";
            long leastMillis = jumps() ? Math.abs(offsetMillis()) - ERROR_MILLIS : ERROR_MILLIS;
            boolean rightWay = Long.signum(aheadMillis) == (jumps() ? Long.signum(offsetMillis()) : sign(factor() - 1));
            if (rightWay && Math.abs(aheadMillis) >= leastMillis) {
                return new ProofOfFault(ProofOfFault.Condition.DAMAGED, seen);
            }
            return new ProofOfFault(
                    Math.abs(aheadMillis) < ERROR_MILLIS
                            ? ProofOfFault.Condition.WHOLE
                            : ProofOfFault.Condition.UNCLEAR,
                    seen);
        });
    }

    private static int sign(double value) {
        return (int) Math.signum(value);
    }
}
