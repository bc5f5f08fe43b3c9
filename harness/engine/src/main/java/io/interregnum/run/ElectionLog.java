package io.interregnum.run;

import io.interregnum.cluster.NodeId;
import io.interregnum.history.ElectionFact;
import io.interregnum.history.ElectionFact.Kind;
import io.interregnum.history.Event;
import io.interregnum.history.HistoryRecorder;
import io.interregnum.history.Processes;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Joins what several watchers, one for each ZooKeeper server, see of the election nodes and of the registry into one
 * sequence of facts. Safe for many threads.
 *
 * <p>Servers lag behind each other, so a fact is taken from the first server that shows it, and a server that has not
 * yet seen a node created does not count as having seen it deleted. The registry's states are ordered by their zxid.
 */
final class ElectionLog {
    private final HistoryRecorder recorder;
    private final Map<String, ElectionFact> present = new TreeMap<>(); // guarded by this
    private final Set<String> gone = new HashSet<>(); // guarded by this; asked for membership only
    private final Set<String> watched = new HashSet<>(); // guarded by this; asked for membership only
    private long registryZxid = -1; // guarded by this
    private long registryEpoch = -1; // guarded by this

    ElectionLog(HistoryRecorder recorder) {
        this.recorder = recorder;
    }

    /** A server showed what it holds. */
    synchronized void watched(NodeId server) {
        if (watched.add(server.name())) {
            recorder.record(Event.Type.INFO, Processes.OBSERVER, ElectionFact.OBSERVER_CONNECTED, server.name());
        }
    }

    /** A server could not be asked. Says so once, and nothing of a server that never showed anything. */
    synchronized void unwatched(NodeId server) {
        if (watched.remove(server.name())) {
            recorder.record(Event.Type.INFO, Processes.OBSERVER, ElectionFact.OBSERVER_LOST, server.name());
        }
    }

    /** True when nobody has reported this node as created. */
    synchronized boolean isNew(String path) {
        return !present.containsKey(path) && !gone.contains(path);
    }

    /** A server shows an election node. */
    synchronized void created(String path, long czxid, long sessionId, String node, long notBeforeNanos) {
        if (isNew(path)) {
            ElectionFact fact =
                    new ElectionFact(Kind.ELECTION_NODE_CREATED, path, czxid, sessionId, node, 0, notBeforeNanos);
            present.put(path, fact);
            record(fact);
        }
    }

    /** A server that has shown an election node before shows it no more. */
    synchronized void deleted(String path, long notBeforeNanos) {
        ElectionFact fact = present.remove(path);
        if (fact != null) {
            gone.add(path);
            record(new ElectionFact(
                    Kind.ELECTION_NODE_DELETED, path, fact.epoch(), fact.sessionId(), fact.node(), 0, notBeforeNanos));
        }
    }

    /** A server shows the registry in the state that transaction {@code mzxid} made. */
    synchronized void registry(String path, long mzxid, long epoch, long version, long notBeforeNanos) {
        if (mzxid <= registryZxid) {
            return; // a server that lags behind
        }
        registryZxid = mzxid;
        if (epoch != registryEpoch) {
            registryEpoch = epoch;
            record(new ElectionFact(Kind.REGISTRY_EPOCH, path, epoch, 0, "", version, notBeforeNanos));
        }
    }

    private void record(ElectionFact fact) {
        recorder.record(Event.Type.INFO, Processes.OBSERVER, fact.kind().f(), fact.toValue());
    }
}
