package io.interregnum.suite.survive;

import io.interregnum.cluster.ClusterException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Watches from inside the nodes' networks, by a shell in each, from when on every server can be reached from every node.
 * For nodes of the docker backend, which are there still when their harness is dead. For one thread.
 */
final class LinkProbe {
    /** One attempt; longer than a busy machine needs to answer. */
    private static final String ATTEMPT_SECONDS = "0.5";

    private static final String LOOKS = """
            watch() {
              first=1
              while :; do
                timeout $seconds bash -c "exec 3<>/dev/tcp/$1/$2" 2>/dev/null
                code=$?
                now=$(date +%s%3N)
                if [ $code -ne 124 ]; then echo "$1 open $now $first"; return; fi
                if [ $now -gt $until ]; then echo "$1 silent $now 0"; return; fi
                first=0
                sleep 0.02
              done
            }
            for peer in $peers; do watch ${peer%%:*} ${peer#*:} & done
            wait
            """;

    private final Map<String, Process> watching = new LinkedHashMap<>();

    /**
     * A link that was silent at the first look.
     *
     * @param open when it was found open; null when it was not until the end
     */
    record Silent(String link, @Nullable Instant open) {}

    /**
     * Begins to look.
     *
     * @param containers names of the holders of the nodes' networks
     * @param until when to give a silent link up
     */
    LinkProbe(String label, List<String> containers, Instant until) {
        List<String> nodes = containers.stream()
                .filter(name -> name.endsWith("-net"))
                .map(name -> name.substring(("interregnum-" + label + "-").length(), name.length() - "-net".length()))
                .sorted()
                .toList();
        for (String node : nodes) {
            StringBuilder peers = new StringBuilder();
            for (String peer : nodes) {
                if (!peer.equals(node) && !peer.startsWith("client-")) {
                    peers.append(peer).append(peer.startsWith("zk-") ? ":2181 " : ":5050 ");
                }
            }
            watching.put(node, start("interregnum-" + label + "-" + node + "-net", script(until, peers.toString())));
        }
    }

    private static String script(Instant until, String peers) {
        return "seconds=" + ATTEMPT_SECONDS + "; until=" + until.toEpochMilli() + "; peers='" + peers.strip() + "'\n"
                + LOOKS;
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

    /** Links that were silent at first, in the order of their nodes' names. Blocks until the last look. */
    List<Silent> await() throws InterruptedException {
        List<Silent> silent = new ArrayList<>();
        for (Map.Entry<String, Process> one : watching.entrySet()) {
            List<String> lines = Shell.output(one.getValue());
            if (one.getValue().waitFor() != 0) {
                // A holder that was being made or removed when the harness was killed; nothing goes through it.
                continue;
            }
            for (String line : lines.stream().sorted().toList()) {
                String[] words = line.split(" ", -1);
                if (words.length == 4 && words[3].equals("0")) {
                    String link = one.getKey() + "->" + words[0];
                    Instant when = Instant.ofEpochMilli(Long.parseLong(words[2]));
                    silent.add(new Silent(link, words[1].equals("open") ? when : null));
                }
            }
        }
        return silent;
    }
}
