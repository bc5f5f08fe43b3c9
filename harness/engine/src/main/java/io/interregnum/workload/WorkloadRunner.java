package io.interregnum.workload;

import io.interregnum.cluster.NodeId;
import io.interregnum.history.HistoryRecorder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Sends operations at a fixed rate from every client node until it is stopped. Open loop: an operation is due at a
 * planned time, whatever became of those before it. Start and stop it from one thread.
 */
public final class WorkloadRunner {
    private final List<ClientNode> clients = new ArrayList<>();
    private final Workload workload;
    private final Sets sets = new Sets();

    /**
     * @param clientNodes from where operations are sent, at equal shares of the rate
     * @param masters whom clients may ask
     */
    public WorkloadRunner(
            Workload workload,
            Client client,
            List<NodeId> clientNodes,
            List<NodeId> masters,
            HistoryRecorder recorder,
            Chance chance) {
        this.workload = workload;
        AtomicLong nextValue = new AtomicLong(1); // unique over all keys and clients
        AtomicLong nextProcess = new AtomicLong(); // an id is never used again after nobody knew its outcome
        for (NodeId node : clientNodes) {
            Requests requests = new Requests(workload, chance.purpose("requests of " + node), nextValue, sets);
            View view = new View(masters, chance.purpose("view of " + node), workload.scoutPercent());
            double rate = workload.opsPerSecond() / clientNodes.size();
            clients.add(new ClientNode(node, workload, rate, client, requests, view, recorder, nextProcess));
        }
    }

    /** Begins to send. */
    public void start() {
        clients.forEach(ClientNode::start);
    }

    /**
     * Sends nothing more and waits until what is in flight has ended, for {@code limit} at most.
     *
     * @throws InterruptedException when interrupted; nothing more is sent
     */
    public void stop(Duration limit) throws InterruptedException {
        clients.forEach(ClientNode::stop);
        for (ClientNode client : clients) {
            client.awaitEnd(limit);
        }
    }

    /** The key of a register, counted from 0. */
    public static String key(int number) {
        return Requests.key(number);
    }

    /**
     * Reads every register once more, and every set that was used, after {@link #stop}, from the last client node; recorded
     * like every other operation.
     *
     * @param limit for all of it
     * @return the keys that could not be read in time, in order
     * @throws InterruptedException when interrupted; some keys were not read
     */
    public List<String> readAll(Duration limit) throws InterruptedException {
        List<ClientRequest> reads = new ArrayList<>();
        for (int number = 0; number < workload.keyCount(); number++) {
            reads.add(ClientRequest.read(key(number)));
        }
        if (workload.content() != Workload.Content.REGISTERS) {
            sets.all().forEach(set -> reads.add(ClientRequest.readSet(set)));
        }
        return clients.get(clients.size() - 1).readAll(reads, limit);
    }
}
