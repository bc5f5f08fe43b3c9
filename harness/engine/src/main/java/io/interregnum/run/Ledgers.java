package io.interregnum.run;

import io.interregnum.cluster.Cluster;
import io.interregnum.cluster.ClusterException;
import io.interregnum.cluster.NodeId;
import io.interregnum.history.Event;
import io.interregnum.history.HistoryRecorder;
import io.interregnum.history.Processes;
import io.interregnum.history.RunClock;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What agents and frameworks wrote down of what they saw, taken from their output into the history when their nodes have
 * stopped. The order within one node's ledger is that of its file; nothing is said of the order between nodes. One thread.
 */
final class Ledgers {
    /** A ledger that runs away must not take the history with it. */
    static final int ENTRIES_MAX = 200_000;

    private static final Logger LOG = LoggerFactory.getLogger(Ledgers.class);

    private final HistoryRecorder recorder;
    private final List<NodeId> nodes;
    private final int entriesMax;
    private final Set<NodeId> onThisClock = new TreeSet<>();

    /** @param all nodes of the cluster */
    Ledgers(List<NodeId> all, HistoryRecorder recorder) {
        this(all, recorder, ENTRIES_MAX);
    }

    /** @param entriesMax taken of each node */
    Ledgers(List<NodeId> all, HistoryRecorder recorder, int entriesMax) {
        this.recorder = recorder;
        this.nodes = all.stream().filter(node -> node.role().keepsLedger()).toList();
        this.entriesMax = entriesMax;
    }

    /** Finds out, while the nodes run, whose stamps are of this machine's clock. */
    void compareClocks(Cluster cluster) {
        nodes.stream().filter(node -> sharesClock(cluster, node)).forEach(onThisClock::add);
    }

    /** It does when what it reads lies between what is read here before and after: another clock was started elsewhere. */
    private boolean sharesClock(Cluster cluster, NodeId node) {
        RunClock clock = recorder.clock();
        try {
            long beforeNanos = clock.nanos();
            long thereNanos = clock.of(Long.parseLong(cluster.errand(node, List.of("nanos"))));
            return beforeNanos <= thereNanos && thereNanos <= clock.nanos();
        } catch (ClusterException | NumberFormatException e) {
            LOG.warn("clock not compared, stamps in its ledger are not placed node={} cause={}", node, e.getMessage());
            return false;
        }
    }

    /**
     * Appends the ledgers, node by node.
     *
     * @param nodesDirectory has a directory for each node, with its output
     * @throws ClusterException when an output cannot be read; what was read until then is in the history
     */
    void append(Path nodesDirectory) {
        for (NodeId node : nodes) {
            Path output = nodesDirectory.resolve(node.name()).resolve("output.log");
            if (Files.exists(output)) {
                try (InputStream in = new BufferedInputStream(Files.newInputStream(output))) {
                    append(node, new BoundedLines(in));
                } catch (IOException e) {
                    throw new ClusterException("cannot read the ledger of " + node + " in " + output + ": " + e, e);
                }
            }
        }
    }

    private void append(NodeId node, BoundedLines lines) throws IOException {
        long broken = 0;
        long taken = 0;
        boolean cut = false;
        while (!cut && lines.next()) {
            List<LedgerEntry> entries = new ArrayList<>();
            broken += LedgerEntry.read(lines.text(), lines.isWhole(), node.name(), entries);
            for (LedgerEntry entry : entries) {
                cut = taken == entriesMax;
                if (!cut) {
                    record(node, entry);
                    taken++;
                }
            }
        }
        if (cut) {
            tell(Processes.LEDGER_CUT, Map.of("node", node.name(), "taken", taken));
        }
        if (broken > 0) {
            tell(Processes.LEDGER_BROKEN, Map.of("node", node.name(), "broken", broken));
        }
    }

    private void record(NodeId node, LedgerEntry entry) {
        Map<String, Object> value = onThisClock.contains(node) ? entry.placed(recorder.clock()) : entry.fields();
        recorder.record(Event.Type.INFO, node.name(), entry.kind(), value);
    }

    private void tell(String f, Map<String, Object> value) {
        recorder.record(Event.Type.INFO, Processes.RUNNER, f, value);
    }
}
