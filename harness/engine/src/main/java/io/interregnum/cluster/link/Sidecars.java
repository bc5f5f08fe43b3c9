package io.interregnum.cluster.link;

import io.interregnum.cluster.Addresses;
import io.interregnum.cluster.ClusterException;
import io.interregnum.cluster.Flow;
import io.interregnum.cluster.Link;
import io.interregnum.cluster.Network.Attempt;
import io.interregnum.cluster.Network.Silence;
import io.interregnum.cluster.NodeId;
import io.interregnum.cluster.Passage;
import io.interregnum.cluster.Reach;
import io.interregnum.cluster.sidecar.SidecarClient;
import io.interregnum.history.RunClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The sidecars of a cluster: what several of them are asked, they are asked at the same time. Safe for many threads. */
public final class Sidecars {
    private static final Duration WATCH_GAP = Duration.ofMillis(1);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(5);
    /** Such as {@code ESTAB 0 0 198.18.4.2:40000 198.18.1.2:2181 timer:(on,5.2sec,6)}. */
    private static final Pattern FLOW = Pattern.compile(
            "^\\S+\\s+\\d+\\s+\\d+\\s+\\S+:(\\d+)\\s+\\[?(?:::ffff:)?([\\d.]+)]?:(\\d+)(?:.*timer:\\((\\w+),([\\w.]+),(\\d+)\\))?");

    private final Addresses addresses;
    private final Map<NodeId, SidecarClient> byNode;
    private final Executor threads;
    private final AtomicLong tokens = new AtomicLong();

    /** @param threads as many as there are nodes work at the same time */
    public Sidecars(Addresses addresses, Map<NodeId, SidecarClient> byNode, Executor threads) {
        this.addresses = addresses;
        this.byNode = new TreeMap<>(byNode);
        this.threads = threads;
    }

    public Addresses addresses() {
        return addresses;
    }

    /**
     * The sidecar of a node.
     *
     * @throws IllegalArgumentException when the cluster has no such node
     */
    public SidecarClient of(NodeId node) {
        SidecarClient sidecar = byNode.get(node);
        if (sidecar == null) {
            throw new IllegalArgumentException("no node " + node + "; there are " + byNode.keySet());
        }
        return sidecar;
    }

    /**
     * Asks the sidecars of some nodes, all at the same time, every one even after another failed.
     *
     * @throws ClusterException when some failed, with further ones as suppressed
     */
    public <T> void onEach(Map<NodeId, T> things, BiConsumer<NodeId, T> body) {
        things.keySet().forEach(this::of);
        List<CompletableFuture<Void>> asked = new ArrayList<>();
        things.forEach((node, thing) -> asked.add(CompletableFuture.runAsync(() -> body.accept(node, thing), threads)));
        ClusterException first = null;
        for (CompletableFuture<Void> each : asked) {
            try {
                each.join();
            } catch (CompletionException e) {
                if (!(e.getCause() instanceof ClusterException failure)) {
                    throw e;
                }
                if (first == null) {
                    first = failure;
                } else {
                    first.addSuppressed(failure);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }

    /** As {@link io.interregnum.cluster.Network#reach}. */
    public List<Reach> reach(List<Attempt> attempts, Duration timeout) {
        Map<NodeId, List<Integer>> indexes = new TreeMap<>();
        for (int i = 0; i < attempts.size(); i++) {
            indexes.computeIfAbsent(attempts.get(i).from(), node -> new ArrayList<>())
                    .add(i);
        }
        Reach[] found = new Reach[attempts.size()];
        onEach(indexes, (node, mine) -> {
            List<String> targets = mine.stream()
                    .map(attempts::get)
                    .map(attempt -> addresses.of(attempt.to()) + ":" + attempt.port())
                    .toList();
            List<Reach> answers = of(node).reach(targets, timeout);
            for (int i = 0; i < answers.size(); i++) {
                found[mine.get(i)] = answers.get(i);
            }
        });
        return List.copyOf(Arrays.asList(found));
    }

    /** As {@link io.interregnum.cluster.Network#passages}. */
    public List<Passage> passages(List<Link> links, int count, Duration timeout) {
        if (count < 1 || count > 1000) {
            throw new IllegalArgumentException("count=" + count + " must be from 1 to 1000");
        }
        long token = tokens.incrementAndGet();
        Map<NodeId, List<String>> receivers = new TreeMap<>();
        Map<NodeId, List<Integer>> indexes = new TreeMap<>();
        for (int i = 0; i < links.size(); i++) {
            Link link = links.get(i);
            receivers.computeIfAbsent(link.from(), node -> new ArrayList<>()).add(addresses.of(link.to()));
            indexes.computeIfAbsent(link.to(), node -> new ArrayList<>()).add(i);
        }
        Passage[] found = new Passage[links.size()];
        RunClock clock = RunClock.startNow();
        onEach(receivers, (node, hosts) -> of(node).send(token, count, List.copyOf(new TreeSet<>(hosts))));
        long untilNanos = clock.nanos() + timeout.toNanos();
        onEach(indexes, (node, mine) -> {
            boolean complete = false;
            while (!complete) {
                boolean isLast = clock.nanos() >= untilNanos;
                Map<String, Passage> heard = of(node).heard(token, count);
                for (int i : mine) {
                    found[i] = heard.getOrDefault(addresses.of(links.get(i).from()), new Passage(count, 0, 0, 0, 0));
                }
                complete = isLast || mine.stream().allMatch(i -> found[i].arrivedCount() == count);
                if (!complete) {
                    sleep(clock);
                }
            }
        });
        return List.copyOf(Arrays.asList(found));
    }

    /** As {@link io.interregnum.cluster.Network#watch}. */
    public List<Silence> watch(List<Link> links, RunClock clock, int count) {
        long token = tokens.incrementAndGet();
        Map<NodeId, TreeSet<String>> receivers = new TreeMap<>();
        Map<NodeId, TreeSet<String>> senders = new TreeMap<>();
        for (Link link : links) {
            receivers.computeIfAbsent(link.from(), node -> new TreeSet<>()).add(addresses.of(link.to()));
            senders.computeIfAbsent(link.to(), node -> new TreeSet<>()).add(addresses.of(link.from()));
        }
        Map<NodeId, long[]> sent = new ConcurrentHashMap<>();
        onEach(
                receivers,
                (node, hosts) -> sent.put(node, of(node).pace(clock, token, count, WATCH_GAP, List.copyOf(hosts))));
        Map<NodeId, Map<String, Integer>> highest = new ConcurrentHashMap<>();
        onEach(senders, (node, hosts) -> highest.put(node, of(node).highest(token)));
        return links.stream()
                .map(link -> silence(
                        sent.getOrDefault(link.from(), new long[0]),
                        highest.getOrDefault(link.to(), Map.of()).getOrDefault(addresses.of(link.from()), -1)))
                .toList();
    }

    private static Silence silence(long[] sent, int highest) {
        return new Silence(
                highest < 0 ? -1 : sent[highest],
                highest + 1 < sent.length ? OptionalLong.of(sent[highest + 1]) : OptionalLong.empty());
    }

    private static void sleep(RunClock clock) {
        try {
            clock.sleepUntil(clock.nanos() + BETWEEN_LOOKS.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClusterException("interrupted while waiting for datagrams", e);
        }
    }

    /** As {@link io.interregnum.cluster.Network#endFlows}. */
    public void endFlows(Collection<Link> links) {
        Map<NodeId, TreeSet<String>> hosts = new TreeMap<>();
        for (Link link : links) {
            hosts.computeIfAbsent(link.from(), node -> new TreeSet<>()).add(addresses.of(link.to()));
            hosts.computeIfAbsent(link.to(), node -> new TreeSet<>()).add(addresses.of(link.from()));
        }
        onEach(hosts, (node, peers) -> of(node).endFlows(List.copyOf(peers)));
    }

    /** As {@link io.interregnum.cluster.Network#flows}; by sender, in no other order. */
    public List<Flow> flows(Collection<Link> links) {
        Map<NodeId, Map<String, NodeId>> peers = new TreeMap<>();
        for (Link link : links) {
            peers.computeIfAbsent(link.from(), node -> new TreeMap<>()).put(addresses.of(link.to()), link.to());
        }
        Map<NodeId, List<Flow>> found = new TreeMap<>();
        peers.keySet().forEach(node -> found.put(node, new ArrayList<>()));
        onEach(
                peers,
                (node, byAddress) -> of(node).flows(List.copyOf(byAddress.keySet()))
                        .lines()
                        .map(line -> flow(node, byAddress, line))
                        .forEach(flows -> found.getOrDefault(node, List.of()).addAll(flows)));
        return found.values().stream().flatMap(List::stream).toList();
    }

    /** One line of ss; none when it is about something else. */
    static List<Flow> flow(NodeId at, Map<String, NodeId> peers, String line) {
        Matcher matcher = FLOW.matcher(line);
        if (!matcher.find()) {
            return List.of();
        }
        NodeId peer = peers.get(matcher.group(2));
        if (peer == null) {
            return List.of();
        }
        boolean waits = "on".equals(matcher.group(4));
        return List.of(new Flow(
                at,
                peer,
                Integer.parseInt(matcher.group(1)),
                Integer.parseInt(matcher.group(3)),
                waits ? Integer.parseInt(matcher.group(6)) : 0,
                waits ? millis(matcher.group(5)) : 0));
    }

    /** A time as ss writes it: {@code 200ms}, {@code 5.2sec} or {@code 1min30sec}. */
    private static long millis(String text) {
        Matcher parts = Pattern.compile("([\\d.]+)(min|sec|ms)").matcher(text);
        double millis = 0;
        while (parts.find()) {
            double unit = parts.group(2).equals("min") ? 60_000 : parts.group(2).equals("sec") ? 1000 : 1;
            String number = parts.group(1);
            millis += unit * Double.parseDouble(number.endsWith(".") ? number + "0" : number);
        }
        return Math.round(millis);
    }
}
