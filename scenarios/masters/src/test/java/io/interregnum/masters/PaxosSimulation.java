package io.interregnum.masters;

import io.interregnum.masters.PaxosCoordinator.Standing;
import io.interregnum.masters.PaxosMessage.Reply;
import io.interregnum.masters.PaxosMessage.Request;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Replicas and coordinators on a network that drops, delays, repeats and reorders, with crashes that lose what was not
 * durable and disks that are lost, all by chance from one seed. The observer sees everything at once, and keeps the first
 * thing that must not be.
 */
final class PaxosSimulation {

    /** What may go wrong beside the network and crashes. */
    enum Disks {
        KEPT,
        /** Now and then one is lost, but never so many at a time that a quorum of voters is in danger. */
        LOST,
        /** Nothing is durable when the answer leaves, only some time later: the mistake of not calling fsync. */
        LATE
    }

    private record Message(int to, Optional<Request> request, long id, int from, Optional<Reply> reply, int process) {}

    private static final class Node {
        PaxosState memory;

        @Nullable
        PaxosState disk; // null when it is empty

        boolean up = true;
        int process; // counts its starts
        long joinRound;
        final Map<Integer, Reply> joined = new TreeMap<>();

        @Nullable
        PaxosCoordinator coordinator;

        long electedFloor; // what had been acknowledged when the promise was asked for
        long confirmFloor;
        boolean confirming;
        boolean leads;
        int chosenCount;

        Node(PaxosState memory) {
            this.memory = memory;
        }
    }

    private static final int IN_FLIGHT_MAX = 60;
    private static final int CUT_EVENTS = 100; // for which two replicas are cut off from each other, more or less
    private static final int NOBODY = -1;
    private static final long JOIN_ROUNDS = 1L << 40; // apart from the coordinators' own

    private final SplittableRandom chance;
    private final int replicaCount;
    private final int quorum;
    private final Set<Variant> variants;
    private final Disks disks;
    private final List<Node> nodes = new ArrayList<>();
    private final List<Message> network = new ArrayList<>();
    private final Map<Long, Optional<String>> chosen = new HashMap<>();
    private long acknowledged; // the last position whose append was acknowledged
    private int acknowledgedCount;
    private int lostDiskCount;
    private int confirmedCount;
    private int valueCount;
    private Optional<String> violation = Optional.empty();
    private final int rivalry; // of so many chances to stand against a leader one is taken
    private int cut = NOBODY; // this replica and the next one hear nothing of each other
    private double calm; // 0 wild, 1 nothing goes wrong

    PaxosSimulation(long seed, int replicaCount, Set<Variant> variants, Disks disks) {
        this.chance = new SplittableRandom(seed);
        this.replicaCount = replicaCount;
        this.quorum = replicaCount / 2 + 1;
        this.variants = variants;
        this.disks = disks;
        this.rivalry = 1 << chance.nextInt(6);
        for (int i = 0; i < replicaCount; i++) {
            nodes.add(new Node(PaxosState.fresh(variants)));
        }
    }

    /** Runs so many events, then lets the weather clear, and has somebody lead at the end. */
    PaxosSimulation run(int eventCount) {
        startUp();
        for (int i = 0; i < eventCount && violation.isEmpty(); i++) {
            event();
        }
        if (violation.isEmpty()) {
            finish();
        }
        return this;
    }

    Optional<String> violation() {
        return violation;
    }

    int acknowledgedCount() {
        return acknowledgedCount;
    }

    int lostDiskCount() {
        return lostDiskCount;
    }

    int confirmedCount() {
        return confirmedCount;
    }

    private void startUp() {
        calm = chance.nextDouble();
        for (int i = 0; i < 100_000 && !everybodyVotes(); i++) {
            event();
        }
        calm = 0;
    }

    private void finish() {
        calm = 1;
        for (int i = 0; i < replicaCount; i++) {
            Node node = nodes.get(i);
            node.coordinator = null;
            if (!node.up) {
                restart(i);
            }
        }
        for (int i = 0; i < 100_000 && violation.isEmpty(); i++) {
            Node leader = nodes.get(0);
            if (leader.leads && leader.chosenCount > 20) {
                return;
            }
            event();
        }
        violate("nobody could append at the end, with everything whole: "
                + nodes.stream().map(node -> node.memory.status()).toList());
    }

    private boolean everybodyVotes() {
        return nodes.stream().allMatch(node -> node.memory.votes());
    }

    private void event() {
        int dice = chance.nextInt(1000);
        int index = chance.nextInt(replicaCount);
        Node node = nodes.get(index);
        boolean wild = chance.nextDouble() >= calm;
        if (chance.nextInt(CUT_EVENTS) == 0) {
            cut = wild ? chance.nextInt(replicaCount + 1) : NOBODY;
        }
        if (dice < 820) {
            deliver(wild);
        } else if (dice < 850) {
            tick(index, node);
        } else if (dice < 940) {
            lead(calm == 1 ? 0 : index, calm == 1 ? nodes.get(0) : node);
        } else if (dice < 960 && wild) {
            deposit(node);
        } else if (dice < 975 && wild && calm == 0) {
            crash(node);
            restartSoon(index);
        } else if (dice < 980 && wild && calm == 0) {
            loseDisk(node);
            restartSoon(index);
        } else if (!node.up) {
            restart(index);
        }
    }

    /** A late disk catches up. */
    private void deposit(Node node) {
        if (node.up && disks == Disks.LATE) {
            node.disk = node.memory;
        }
    }

    private void crash(Node node) {
        node.up = false;
        node.coordinator = null;
    }

    private void restartSoon(int index) {
        if (!nodes.get(index).up && chance.nextBoolean()) {
            restart(index);
        }
    }

    private void loseDisk(Node node) {
        long voters = nodes.stream()
                .filter(other -> other != node)
                .filter(other -> (other.up ? other.memory : fromDisk(other)).votes())
                .filter(other -> other.disk != null && other.disk.votes())
                .count();
        if (disks == Disks.LOST && voters >= quorum) {
            crash(node);
            node.disk = null;
            lostDiskCount++;
        }
    }

    private PaxosState fromDisk(Node node) {
        return node.disk == null ? PaxosState.fresh(variants) : node.disk;
    }

    private void restart(int index) {
        Node node = nodes.get(index);
        node.memory = fromDisk(node);
        node.up = true;
        node.process++;
        node.leads = false;
        node.coordinator = null;
        ask(index, node);
    }

    private void tick(int index, Node node) {
        if (!node.up) {
            return;
        }
        if (!node.memory.votes()) {
            ask(index, node);
        }
        if (node.coordinator != null) {
            send(index, node, node.coordinator.resend());
        }
    }

    private void ask(int index, Node node) {
        node.joined.clear();
        node.joinRound++;
        Request question = new PaxosReplica(index, replicaCount, quorum).question(node.memory);
        for (int other = 0; other < replicaCount; other++) {
            if (other != index) {
                post(new Message(
                        other,
                        Optional.of(question),
                        JOIN_ROUNDS + node.joinRound,
                        index,
                        Optional.empty(),
                        node.process));
            }
        }
    }

    /** Has a node without a coordinator stand for election, and one with an idle one do something. */
    private void lead(int index, Node node) {
        PaxosCoordinator coordinator = node.coordinator;
        if (!node.up) {
            return;
        }
        if (coordinator == null || coordinator.standing() == Standing.DEPOSED) {
            boolean somebody = nodes.stream().anyMatch(other -> other.leads && other.coordinator != null);
            if (!somebody || chance.nextInt(rivalry) == 0) {
                node.coordinator = new PaxosCoordinator(replicaCount, quorum, variants);
                node.leads = false;
                node.chosenCount = 0;
                node.process++; // so that answers to the one before are nobody's
                node.electedFloor = acknowledged;
                send(index, node, node.coordinator.elect(node.memory.promised()));
            }
        } else if (coordinator.standing() == Standing.LEADING && coordinator.idle()) {
            node.confirming = chance.nextInt(3) == 0;
            node.confirmFloor = acknowledged;
            send(index, node, node.confirming ? coordinator.confirm() : coordinator.append("v" + ++valueCount));
        }
    }

    private void send(int index, Node node, List<PaxosCoordinator.Send> sends) {
        for (PaxosCoordinator.Send send : sends) {
            post(new Message(
                    send.to(), Optional.of(send.request()), send.round(), index, Optional.empty(), node.process));
        }
    }

    private void post(Message message) {
        network.add(message);
        if (network.size() > IN_FLIGHT_MAX) {
            network.remove(chance.nextInt(network.size()));
        }
    }

    private void deliver(boolean wild) {
        if (network.isEmpty()) {
            return;
        }
        int pick = chance.nextInt(wild ? network.size() : Math.min(network.size(), 4));
        Message message = network.get(pick);
        if (!wild || chance.nextInt(50) != 0) { // else it arrives once more
            network.remove(pick);
        }
        if (wild && (chance.nextInt(12) == 0 || isCut(message.from(), message.to()))) {
            return; // lost
        }
        Node node = nodes.get(message.to());
        if (!node.up) {
            return;
        }
        if (message.request().isPresent()) {
            answer(node, message, message.request().get());
        } else if (message.process() == node.process) {
            accept(message.to(), node, message, message.reply().orElseThrow());
        }
    }

    private boolean isCut(int from, int to) {
        boolean neighbours = Math.min(from, to) == cut && Math.max(from, to) == cut + 1;
        boolean ends = cut == replicaCount - 1 && from + to == replicaCount - 1 && from * to == 0;
        return neighbours || ends;
    }

    private void answer(Node node, Message message, Request request) {
        PaxosReplica.Step step = PaxosReplica.handle(node.memory, request);
        node.memory = step.next();
        if (step.durably() && disks != Disks.LATE) {
            node.disk = step.next();
        }
        post(new Message(
                message.from(),
                Optional.empty(),
                message.id(),
                message.to(),
                Optional.of(step.reply()),
                message.process()));
    }

    private void accept(int index, Node node, Message message, Reply reply) {
        if (message.id() > JOIN_ROUNDS) {
            join(index, node, message, reply);
        } else if (node.coordinator != null) {
            coordinate(index, node, node.coordinator, message, reply);
        }
    }

    private void join(int index, Node node, Message message, Reply reply) {
        if (message.id() != JOIN_ROUNDS + node.joinRound || node.memory.votes()) {
            return;
        }
        node.joined.put(message.from(), reply);
        Optional<PaxosState> next = new PaxosReplica(index, replicaCount, quorum).advanced(node.memory, node.joined);
        if (next.isPresent()) {
            node.memory = next.get();
            node.disk = next.get();
            ask(index, node);
        }
    }

    private void coordinate(int index, Node node, PaxosCoordinator coordinator, Message message, Reply reply) {
        boolean wasIdle = coordinator.idle();
        Standing before = coordinator.standing();
        List<PaxosCoordinator.Send> sends = coordinator.receive(message.from(), message.id(), reply);
        if (coordinator.chosenCount() > node.chosenCount) {
            node.chosenCount = coordinator.chosenCount();
            chosen(coordinator, before == Standing.LEADING);
        }
        if (before == Standing.ELECTING && coordinator.standing() == Standing.LEADING) {
            node.leads = true;
            mustKnow(index, coordinator, node.electedFloor, "was elected");
        }
        if (!wasIdle && coordinator.idle() && coordinator.standing() == Standing.LEADING && node.confirming) {
            node.confirming = false;
            confirmedCount++;
            mustKnow(index, coordinator, node.confirmFloor, "was confirmed");
        }
        send(index, node, sends);
    }

    private void chosen(PaxosCoordinator coordinator, boolean append) {
        Optional<String> value = Optional.ofNullable(coordinator.value());
        Optional<String> other = chosen.putIfAbsent(coordinator.position(), value);
        if (other != null && !other.equals(value)) {
            violate("two values for position " + coordinator.position() + ": " + other + " and " + value);
        }
        if (append) {
            acknowledgedCount++;
            acknowledged = Math.max(acknowledged, coordinator.position());
        }
    }

    private void mustKnow(int index, PaxosCoordinator coordinator, long floor, String what) {
        Optional<String> value = Objects.requireNonNullElse(
                chosen.get(coordinator.position()), Optional.ofNullable(coordinator.value()));
        if (coordinator.position() < floor) {
            violate("replica " + index + " " + what + " and knows nothing after position " + coordinator.position()
                    + ", but " + floor + " had been acknowledged before");
        } else if (!value.equals(Optional.ofNullable(coordinator.value()))) {
            violate("replica " + index + " " + what + " and reads " + coordinator.value() + " at position "
                    + coordinator.position() + ", where " + value + " was chosen");
        }
    }

    private void violate(String what) {
        if (violation.isEmpty()) {
            violation = Optional.of(what);
        }
    }
}
