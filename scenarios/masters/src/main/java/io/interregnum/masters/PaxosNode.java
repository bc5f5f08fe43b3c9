package io.interregnum.masters;

import io.interregnum.masters.PaxosCoordinator.Send;
import io.interregnum.masters.PaxosCoordinator.Standing;
import io.interregnum.masters.PaxosMessage.Reply;
import io.interregnum.masters.PaxosMessage.Request;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One replica of the log in a master, and the coordinator while the master leads: joins the pure parts to disk, network
 * and clock. The thread {@code log} does everything; others hand it tasks. A disk that fails ends the process.
 */
final class PaxosNode {

    /**
     * Where this replica is.
     *
     * @param replicas all addresses, in the same order everywhere
     * @param self index of its own
     * @param quorum how many must agree
     * @param workDir holds its file
     */
    record Place(List<InetSocketAddress> replicas, int self, int quorum, Path workDir) {
        Place {
            replicas = List.copyOf(replicas);
        }
    }

    /** How the log ends: the last position that was chosen, 0 for none, and the last value, null for none. */
    record End(long position, @Nullable String value) {}

    /** Another coordinator has been promised obedience: this one will never write again. */
    static final class Deposed extends Exception {
        private static final long serialVersionUID = 1L;

        Deposed(String message) {
            super(message);
        }
    }

    private enum Kind {
        ELECT,
        APPEND,
        CONFIRM
    }

    private record Wish(Kind kind, String value, CompletableFuture<End> done) {}

    /**
     * One leadership of this process. What it wishes for before its election, or after the election of another one, is
     * refused: it would be carried out on a log that it does not know. Safe for many threads.
     */
    final class Leadership {
        private Leadership() {}

        /** Begins; whatever an earlier leadership still wants is given up. */
        CompletableFuture<End> elect() {
            return wish(this, Kind.ELECT, "");
        }

        /** Appends a value. The future completes once it is chosen, or exceptionally with {@link Deposed}. */
        CompletableFuture<End> append(String value) {
            return wish(this, Kind.APPEND, value);
        }

        /** Confirms that nobody else had been elected when this was called; else as above. */
        CompletableFuture<End> confirm() {
            return wish(this, Kind.CONFIRM, "");
        }
    }

    private static final String SUPERSEDED = "another leadership of this process has begun";
    private static final long TICK_MILLIS = 50;
    private static final long JOIN_MILLIS = 200;
    private static final long RESEND_MILLIS = 300;

    private final PaxosReplica rules;
    private final int self;
    private final Set<Variant> variants;
    private final EventLog log;
    private final Exit exit;
    private final PaxosDisk disk;
    private final PaxosNetwork network;
    private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
    private final SplittableRandom chance = new SplittableRandom();

    // All of the following by the thread "log" only.
    private PaxosState state;
    private @Nullable PaxosCoordinator coordinator;
    private @Nullable Leadership current;
    private final Deque<Wish> wishes = new ArrayDeque<>();
    private @Nullable Wish underWay;
    private int chosenBefore;
    private final Map<Integer, Reply> joined = new HashMap<>();
    private long joinRound;
    private long joinAtNanos = System.nanoTime();
    private long resendAtNanos = System.nanoTime();

    /**
     * Opens the disk and binds the port, and does nothing yet.
     *
     * @throws IOException if either fails
     */
    PaxosNode(Place place, Set<Variant> variants, EventLog log, Exit exit) throws IOException {
        this.self = place.self();
        this.variants = Set.copyOf(variants);
        this.rules = new PaxosReplica(place.self(), place.replicas().size(), place.quorum());
        this.log = log;
        this.exit = exit;
        PaxosDisk.Opened opened = PaxosDisk.open(place.workDir());
        this.disk = opened.disk();
        this.state = opened.state().orElseGet(() -> PaxosState.fresh(variants));
        this.network = new PaxosNetwork(place.replicas(), place.self(), this::ask);
    }

    /** Serves other replicas, and what is wished, until this thread is interrupted. */
    void run() {
        network.start();
        logStatus();
        try {
            while (true) {
                Runnable task = tasks.poll(TICK_MILLIS, TimeUnit.MILLISECONDS);
                if (task != null) {
                    task.run();
                }
                tick(System.nanoTime());
            }
        } catch (UncheckedIOException e) {
            exit.die("Failed to write to the replicated log's disk: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A leadership that begins with its {@link Leadership#elect}. */
    Leadership leadership() {
        return new Leadership();
    }

    private CompletableFuture<End> wish(Leadership from, Kind kind, String value) {
        Wish wish = new Wish(kind, value, new CompletableFuture<>());
        tasks.add(() -> {
            if (kind == Kind.ELECT) {
                begin(from);
            }
            if (from == current) {
                wishes.add(wish);
            } else {
                wish.done().completeExceptionally(new Deposed(SUPERSEDED));
            }
        });
        return wish.done();
    }

    private void begin(Leadership next) {
        current = next;
        fail(SUPERSEDED);
        wishes.forEach(wish -> wish.done().completeExceptionally(new Deposed(SUPERSEDED)));
        wishes.clear();
    }

    /** Another replica's request: answered by the thread "log". */
    private CompletableFuture<Reply> ask(Request request) {
        CompletableFuture<Reply> answer = new CompletableFuture<>();
        tasks.add(() -> answer.complete(handle(request)));
        return answer;
    }

    private Reply handle(Request request) {
        PaxosReplica.Step step = PaxosReplica.handle(state, request);
        become(step.next(), step.durably());
        return step.reply();
    }

    private void become(PaxosState next, boolean durably) {
        if (durably) {
            try {
                disk.write(next);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        state = next;
    }

    private void logStatus() {
        log.write(
                "log-replica",
                OptionalLong.empty(),
                Map.of("status", state.status(), "incarnation", state.incarnation(), "promised", state.promised()));
    }

    private void tick(long now) {
        if (!state.votes() && now - joinAtNanos >= 0) {
            join(now);
        }
        PaxosCoordinator leader = coordinator;
        if (leader != null && !leader.idle() && now - resendAtNanos >= 0) {
            send(leader, leader.resend(), now);
        }
        grant(now);
    }

    private void join(long now) {
        joinAtNanos = now + TimeUnit.MILLISECONDS.toNanos(JOIN_MILLIS);
        joined.clear();
        long round = ++joinRound;
        Request question = rules.question(state);
        for (int other = 0; other < rules.replicaCount(); other++) {
            if (other != self) {
                int index = other;
                network.send(other, question, reply -> tasks.add(() -> joined(round, index, reply)));
            }
        }
        advance();
    }

    private void joined(long round, int from, Reply reply) {
        if (round == joinRound) {
            joined.put(from, reply);
            advance();
        }
    }

    private void advance() {
        Optional<PaxosState> next = rules.advanced(state, joined);
        if (next.isPresent()) {
            become(next.get(), true);
            joinRound++; // What others answered was to another question.
            joinAtNanos = System.nanoTime();
            logStatus();
        }
    }

    private void send(PaxosCoordinator leader, List<Send> sends, long now) {
        if (sends.isEmpty()) {
            return;
        }
        resendAtNanos = now + TimeUnit.MILLISECONDS.toNanos(RESEND_MILLIS + chance.nextLong(RESEND_MILLIS));
        for (Send send : sends) {
            if (send.to() != self) {
                network.send(
                        send.to(),
                        send.request(),
                        reply -> tasks.add(() -> receive(leader, send.to(), send.round(), reply)));
            }
        }
        // Last, because it waits for the disk.
        for (Send send : sends) {
            if (send.to() == self) {
                receive(leader, self, send.round(), handle(send.request()));
            }
        }
    }

    private void receive(PaxosCoordinator leader, int from, long round, Reply reply) {
        if (leader != coordinator) {
            return;
        }
        List<Send> sends = leader.receive(from, round, reply);
        settle(leader);
        send(leader, sends, System.nanoTime());
    }

    /** Begins the next wish if nothing is under way. */
    private void grant(long now) {
        while (underWay == null && !wishes.isEmpty()) {
            PaxosCoordinator leader = coordinator;
            boolean elects = wishes.getFirst().kind() == Kind.ELECT;
            if (!elects && leader != null && !leader.idle()) {
                return; // It still throws away what lies before the last append.
            }
            Wish wish = wishes.removeFirst();
            underWay = wish;
            if (elects) {
                leader = new PaxosCoordinator(rules.replicaCount(), rules.quorum(), variants);
                coordinator = leader;
                send(leader, leader.elect(state.promised()), now);
            } else if (leader == null || leader.standing() == Standing.DEPOSED) {
                fail("this coordinator has been deposed");
            } else {
                chosenBefore = leader.chosenCount();
                send(leader, wish.kind() == Kind.APPEND ? leader.append(wish.value()) : leader.confirm(), now);
            }
        }
    }

    /** Tells who waits, if there is something to tell. */
    private void settle(PaxosCoordinator leader) {
        Wish wish = underWay;
        if (wish == null) {
            return;
        }
        if (leader.standing() == Standing.DEPOSED) {
            fail("a replica has promised to obey a later coordinator than " + leader.number());
            return;
        }
        boolean done = switch (wish.kind()) {
            case ELECT -> leader.standing() == Standing.LEADING;
            case APPEND -> leader.chosenCount() > chosenBefore;
            case CONFIRM -> leader.idle();
        };
        if (done) {
            underWay = null;
            wish.done().complete(new End(leader.position(), leader.value()));
        }
    }

    private void fail(String why) {
        Wish wish = underWay;
        underWay = null;
        if (wish != null) {
            wish.done().completeExceptionally(new Deposed(why));
        }
    }
}
