package io.interregnum.suite.survive;

import io.interregnum.cluster.Addresses;
import io.interregnum.cluster.ClusterException;
import io.interregnum.cluster.Network;
import io.interregnum.cluster.NodeId;
import io.interregnum.cluster.Role;
import io.interregnum.history.RunClock;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Watches from inside the nodes' networks, by a shell in each, which ways between them are open. For nodes of the docker
 * backend, which are there still when their harness is dead. For one thread.
 */
final class LinkProbe {
    /** In which a shell that was told to end then must have ended. */
    private static final Duration GRACE = Duration.ofSeconds(60);
    /** For the start of a shell in each network, on a busy machine. */
    private static final Duration START = Duration.ofSeconds(5);

    /**
     * Each way is tried until it is open, and again at {@code until}: then several times, since one packet may be lost.
     * What listens is asked of the kernel, for a connection that nobody takes says nothing of the link.
     */
    private static final String LOOKS = """
            now() { t=${EPOCHREALTIME/[.,]/}; t=${t%???}; }
            rest() { now; left=$((until - t)); if [ $left -gt 0 ]; then sleep $((left / 1000)).$(printf %03d $((left % 1000))); fi; }
            try() { timeout 0.5 bash -c "exec 3<>/dev/tcp/$1/$2" 2>/dev/null; }
            way() {
              now; first=$t; open=-; try $1 $2; was=$?; code=$was; now
              while [ $code -ne 0 ] && [ $t -lt $until ]; do
                if [ $code -eq 124 ]; then sleep 0.02; else sleep 0.3; fi
                try $1 $2; code=$?; now
              done
              if [ $code -eq 0 ]; then open=$t; fi
              rest
              for again in 1 2 3 4 5; do try $1 $2; code=$?; if [ $code -eq 0 ]; then break; fi; sleep 0.2; done
              now; echo way $1 $2 $first $was $open $t $code
            }
            listening() {
              before=none
              while :; do
                now; ports=
                while read -r state queued most address any; do
                  if [ $queued -lt $most ]; then ports="$ports ${address##*:}"; fi
                done < <(ss -Hltn)
                if [ "$ports" != "$before" ]; then echo listening $t$ports; before=$ports; fi
                sleep 0.4
              done
            }
            left() {
              if ! tables=$(nft list tables 2>&1); then echo unseen nft list tables: $tables; return; fi
              while read -r word family name; do
                case "$name" in interregnum*)
                  nft list table $family $name | grep -E '([0-9]+[.]){3}[0-9]+' | sed 's/^[[:space:]]*/left /' ;;
                esac
              done <<< "$tables"
              tc class show dev eth0 | sed 's/^/left /'
            }
            listening & pid=$!; disown $pid
            ways=
            for peer in $peers; do way ${peer%%:*} ${peer#*:} & ways="$ways $!"; done
            if [ -n "$ways" ]; then wait $ways; fi
            rest; sleep 1; kill $pid; left; echo done
            """;

    private final Map<Role, Integer> ports;
    private final Map<NodeId, Process> shells = new TreeMap<>();
    private final Instant until;

    /**
     * Begins to look.
     *
     * @param holders names of the containers that hold the nodes' networks, by node
     * @param ports on which nodes of each role of the system serve
     * @param lastEnd when the last planned end is over
     */
    LinkProbe(Map<NodeId, String> holders, Map<Role, Integer> ports, Instant lastEnd) {
        this.ports = Map.copyOf(ports); // asked for single roles only
        Instant soonest = RunClock.wallClock().plus(START);
        this.until = (lastEnd.isAfter(soonest) ? lastEnd : soonest).plus(Looks.ALLOWED);
        new TreeMap<>(holders).forEach((node, holder) -> shells.put(node, start(holder, script(node, holders))));
    }

    private String script(NodeId node, Map<NodeId, String> holders) {
        List<String> peers = new ArrayList<>();
        for (NodeId peer : new TreeMap<>(holders).keySet()) {
            if (!peer.equals(node)) {
                portsOf(peer).forEach(port -> peers.add(peer.name() + ":" + port));
            }
        }
        return "until=" + until.toEpochMilli() + "; peers='" + String.join(" ", peers) + "'\n" + LOOKS;
    }

    /** The harness's own, on which the holder itself listens whatever becomes of the program, and those of the program. */
    private List<Integer> portsOf(NodeId node) {
        Stream<Integer> own = node.role().isServer()
                ? Stream.of(
                        Addresses.ZOOKEEPER_CLIENT_PORT,
                        Addresses.ZOOKEEPER_QUORUM_PORT,
                        Addresses.ZOOKEEPER_ELECTION_PORT)
                : Optional.ofNullable(ports.get(node.role())).stream();
        return Stream.concat(Stream.of(Network.PROBE_PORT), own).toList();
    }

    private static Process start(String container, String script) {
        try {
            return new ProcessBuilder("docker", "exec", container, "bash", "-c", script)
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            throw new ClusterException("cannot look from " + container + ": " + e, e);
        }
    }

    /**
     * What was seen, in the order of the nodes. Blocks until the last look; a shell that does not end then is ended.
     *
     * @param excused whether nobody wonders that a node's network is no longer there
     */
    Looks await(Excuse excused) throws InterruptedException {
        Report report = new Report();
        for (Map.Entry<NodeId, Process> one : shells.entrySet()) {
            Process shell = one.getValue();
            List<String> lines = report.lines(shell, until.plus(GRACE));
            boolean whole = shell.waitFor() == 0 && lines.contains("done");
            if (whole) {
                report.take(one.getKey(), lines);
            } else if (!excused.isGone(one.getKey())) {
                report.unseen.add("could not look from " + one.getKey() + ": its shell ended with " + shell.exitValue()
                        + (lines.isEmpty() ? "" : ", " + lines.get(lines.size() - 1)));
            }
        }
        return report.looks();
    }

    /** Tells of a node's network that could not be looked at whether it is gone, as it may be. */
    @FunctionalInterface
    interface Excuse {
        boolean isGone(NodeId node) throws InterruptedException;
    }

    /** What shells print, line by line. */
    static final class Report {
        private final List<Looks.Tried> ways = new ArrayList<>();
        private final Map<NodeId, List<Looks.Listening>> listening = new TreeMap<>();
        private final List<String> left = new ArrayList<>();
        private final List<String> unseen = new ArrayList<>();

        /** All that it prints until it ends. */
        private List<String> lines(Process shell, Instant limit) throws InterruptedException {
            Thread guard = new Thread(() -> end(shell, limit), "link-probe-guard");
            guard.setDaemon(true);
            guard.start();
            return Shell.output(shell);
        }

        private static void end(Process shell, Instant limit) {
            try {
                long millis = Duration.between(RunClock.wallClock(), limit).toMillis();
                if (!shell.waitFor(Math.max(0, millis), TimeUnit.MILLISECONDS)) {
                    shell.destroyForcibly();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        /** Takes what the shell of one node printed. A line that is none of its own is something that it could not do. */
        void take(NodeId node, List<String> lines) {
            listening.computeIfAbsent(node, any -> new ArrayList<>());
            for (String line : lines) {
                String[] words = line.split(" ", -1);
                switch (words[0]) {
                    case "way" -> ways.add(tried(node, words));
                    case "listening" ->
                        listening
                                .get(node)
                                .add(new Looks.Listening(
                                        instant(words[1]),
                                        Stream.of(words)
                                                .skip(2)
                                                .map(Integer::valueOf)
                                                .toList()));
                    case "left" -> left.add(node + " " + line);
                    case "done" -> {} // all was printed
                    default -> unseen.add("on " + node + ": " + line);
                }
            }
        }

        private static Looks.Tried tried(NodeId from, String[] words) {
            return new Looks.Tried(
                    new Way(from, NodeId.parse(words[1]), Integer.parseInt(words[2])),
                    instant(words[3]),
                    words[4].equals("0"),
                    words[4].equals("124"),
                    words[5].equals("-") ? Optional.empty() : Optional.of(instant(words[5])),
                    instant(words[6]),
                    words[7].equals("0"));
        }

        private static Instant instant(String millis) {
            return Instant.ofEpochMilli(Long.parseLong(millis));
        }

        Looks looks() {
            return new Looks(ways, listening, left, unseen);
        }
    }
}
