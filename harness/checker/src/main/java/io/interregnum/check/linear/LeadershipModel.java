package io.interregnum.check.linear;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Leadership over nodes that hold it by a session, in epochs, and acts that are obeyed. Immutable.
 *
 * <ul>
 *   <li>{@code elect}: the node leads from now on, in an epoch later than all before. Refused while a leader's session has
 *       not ended and it has not resigned, and to a session that has expired.
 *   <li>{@code expire}: the session has ended. If its node led, it may be succeeded from now on.
 *   <li>{@code resign}: the leader gives up. Refused to who does not lead.
 *   <li>{@code act}: what the node did in its epoch was obeyed. Refused once the epoch is deposed, which it is by the
 *       election of a later one, or by resigning.
 *   <li>{@code look}: who leads, by session; null for nobody.
 * </ul>
 *
 * <p><b>An expiry deposes nobody</b>; it lets another be elected. Until one is, acts of the old leader do no harm, and
 * storage that looks at fences obeys them (Burrows, "The Chubby lock service", OSDI 2006, section 2.4). So take as an
 * {@code elect} the time from the candidate's request until the new epoch was in force wherever acts are obeyed.
 *
 * <p><b>What nobody saw.</b> An expiry that may have happened unseen is a pending {@code expire}, invoked when the session
 * began. Where it does not end a leadership, a pending one is taken not to have happened yet: it may happen later, and a
 * session that has expired can do less. An epoch may be missing. Epochs are whole numbers, so each election needs room
 * for one: {@link Reign#floor} is the least that the latest can be, and the first operation that names the epoch tells
 * it.
 */
final class LeadershipModel implements Model<LeadershipModel.Reign> {
    private static final long UNKNOWN = 0;
    private static final String NODE_AND_EPOCH = "a map with the node and the epoch, from 1";

    /**
     * Who leads.
     *
     * @param node whose acts are obeyed; empty for nobody's
     * @param session by which it keeps others from being elected; empty when it no longer does
     * @param epoch in which its acts are obeyed; 0 where nobody learned it
     * @param floor the least that the latest epoch can be; 0 before the first
     * @param expired sessions that have ended
     */
    record Reign(
            Optional<Object> node,
            Optional<Object> session,
            long epoch,
            long floor,
            HashTrie<Object, Boolean> expired) {

        private Reign inEpoch(long known) {
            return new Reign(node, session, known, Math.max(floor, known), expired);
        }

        private Reign without(Object ended) {
            return new Reign(node, session.filter(s -> !s.equals(ended)), epoch, floor, expired.with(ended, true));
        }

        private Reign resigned() {
            return new Reign(Optional.empty(), Optional.empty(), UNKNOWN, floor, expired);
        }

        private String words() {
            String who = node.map(n -> n + " leads in epoch " + (epoch == UNKNOWN ? "(unknown)" : epoch))
                    .orElse("nobody leads");
            return node.isPresent() && session.isEmpty() ? "the last election was that of " + who : who;
        }
    }

    @Override
    public String name() {
        return "leadership";
    }

    @Override
    public Reign initial() {
        return new Reign(Optional.empty(), Optional.empty(), UNKNOWN, 0, HashTrie.empty());
    }

    @Override
    public Set<String> functions() {
        return Set.of("elect", "expire", "resign", "act", "look");
    }

    @Override
    public Step<Reign> step(Reign reign, LinearOperation operation) {
        return switch (operation.f()) {
            case "elect" -> elect(reign, operation);
            case "expire" -> expire(reign, operation);
            case "resign" -> resign(reign, operation);
            case "act" -> act(reign, operation);
            case "look" -> look(reign, operation);
            default -> throw Form.unknown(operation, this, "elect", "expire", "resign", "act", "look");
        };
    }

    private static Step<Reign> elect(Reign reign, LinearOperation operation) {
        String expected = "a map with the node, its session, and the epoch, from 1, if that is known";
        Map<?, ?> map = map(operation, expected);
        Object node = required(operation, map, "node", expected);
        Object session = required(operation, map, "session", expected);
        long epoch = epoch(operation, map, expected);
        if (reign.session().isPresent()) {
            return Step.refused(reign.words() + " and its session "
                    + reign.session().get() + " has not expired, so " + node + " cannot be elected");
        }
        if (reign.expired().has(session)) {
            return Step.refused("session " + session + " has expired, so " + node + " cannot be elected by it");
        }
        if (epoch != UNKNOWN && epoch <= reign.floor()) {
            return Step.refused("the epoch before was at least " + reign.floor() + ", so " + node
                    + " cannot be elected in epoch " + epoch);
        }
        long floor = epoch == UNKNOWN ? reign.floor() + 1 : epoch;
        return Step.to(new Reign(Optional.of(node), Optional.of(session), epoch, floor, reign.expired()));
    }

    private static Step<Reign> expire(Reign reign, LinearOperation operation) {
        String expected = "a session, or a map with one";
        Object value = Form.something(operation, expected);
        Object session = value instanceof Map<?, ?> map ? required(operation, map, "session", expected) : value;
        boolean matters = !operation.isPending()
                || reign.session().filter(session::equals).isPresent();
        return Step.to(matters ? reign.without(session) : reign);
    }

    private static Step<Reign> resign(Reign reign, LinearOperation operation) {
        Map<?, ?> map = map(operation, NODE_AND_EPOCH);
        Object node = required(operation, map, "node", NODE_AND_EPOCH);
        if (reign.session().isEmpty() || !reign.node().filter(node::equals).isPresent()) {
            return Step.refused(reign.words() + ", so " + node + " cannot resign");
        }
        Step<Reign> known = inEpoch(reign, node, epoch(operation, map, NODE_AND_EPOCH), "resign");
        return known.next().map(reigns -> Step.to(reigns.resigned())).orElse(known);
    }

    private static Step<Reign> act(Reign reign, LinearOperation operation) {
        Map<?, ?> map = map(operation, NODE_AND_EPOCH);
        Object node = required(operation, map, "node", NODE_AND_EPOCH);
        long epoch = epoch(operation, map, NODE_AND_EPOCH);
        if (operation.isPending()) {
            return Step.to(reign); // it need not have happened, and if it did, nothing came of it
        }
        if (!reign.node().filter(node::equals).isPresent()) {
            return Step.refused(
                    reign.words() + ", so " + node + " is not obeyed" + (epoch == UNKNOWN ? "" : " in epoch " + epoch));
        }
        return inEpoch(reign, node, epoch, "be obeyed");
    }

    private static Step<Reign> look(Reign reign, LinearOperation operation) {
        if (operation.isPending()) {
            return Step.to(reign);
        }
        if (operation.value() == null) {
            return reign.session().isEmpty()
                    ? Step.to(reign)
                    : Step.refused(reign.words() + ", so it cannot be seen that nobody does");
        }
        String expected = NODE_AND_EPOCH + ", or null for nobody";
        Map<?, ?> map = map(operation, expected);
        Object node = required(operation, map, "node", expected);
        if (reign.session().isEmpty() || !reign.node().filter(node::equals).isPresent()) {
            return Step.refused(reign.words() + ", so " + node + " cannot be seen to lead");
        }
        return inEpoch(reign, node, epoch(operation, map, expected), "be seen to lead");
    }

    /** What follows from {@code node}, which leads, doing something in {@code epoch}. */
    private static Step<Reign> inEpoch(Reign reign, Object node, long epoch, String what) {
        if (epoch == UNKNOWN || epoch == reign.epoch()) {
            return Step.to(reign);
        }
        if (reign.epoch() == UNKNOWN && epoch >= reign.floor()) {
            return Step.to(reign.inEpoch(epoch));
        }
        return Step.refused((reign.epoch() == UNKNOWN
                        ? node + " leads in an epoch of at least " + reign.floor()
                        : node + " leads in epoch " + reign.epoch())
                + ", so it cannot " + what + " in epoch " + epoch);
    }

    private static Map<?, ?> map(LinearOperation operation, String expected) {
        if (operation.value() instanceof Map<?, ?> map) {
            return map;
        }
        throw Form.wrong(operation, expected);
    }

    private static Object required(LinearOperation operation, Map<?, ?> map, String name, String expected) {
        return Form.field(map, name).orElseThrow(() -> Form.wrong(operation, expected));
    }

    private static long epoch(LinearOperation operation, Map<?, ?> map, String expected) {
        OptionalLong epoch = Form.number(operation, map, "epoch", 1, expected);
        return epoch.orElse(UNKNOWN);
    }

    /** An answered act may tell in which epoch its node leads, which changes what may follow. */
    @Override
    public boolean onlyLooks(LinearOperation operation) {
        boolean looks = operation.f().equals("act") || operation.f().equals("look");
        return looks
                && (operation.isPending()
                        || !(operation.value() instanceof Map<?, ?> map)
                        || Form.field(map, "epoch").isEmpty());
    }

    @Override
    public String words(Reign reign) {
        return reign.words();
    }
}
