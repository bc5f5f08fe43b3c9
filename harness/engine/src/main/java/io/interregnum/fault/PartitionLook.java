package io.interregnum.fault;

import io.interregnum.cluster.Addresses;
import io.interregnum.cluster.Cut;
import io.interregnum.cluster.Link;
import io.interregnum.cluster.Network;
import io.interregnum.cluster.Network.Attempt;
import io.interregnum.cluster.NodeId;
import io.interregnum.cluster.Passage;
import io.interregnum.cluster.Reach;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * A look at all links between all nodes while some are to be cut.
 *
 * <p>Each direction is proven by itself: by datagrams, which all arrive unless all packets of a direction are cut, by
 * connection attempts on every port that matters, by what became of connections that existed before, and by the rules' own
 * counters for each direction, which count from the cut. Whatever is not to be cut must be open. Links on which other faults
 * may be felt are left out.
 */
final class PartitionLook {
    private static final int DATAGRAMS = 3;
    private static final Duration ARRIVAL = Duration.ofMillis(100);
    private static final Duration AGAIN = Duration.ofSeconds(2);
    private static final List<Integer> AMONG_SERVERS =
            List.of(Addresses.ZOOKEEPER_QUORUM_PORT, Addresses.ZOOKEEPER_ELECTION_PORT);

    private final Scene scene;
    private final Cut cut;
    private final Set<Link> cutLinks;
    private final Damage others;
    private final Optional<Established> established;

    private final Set<String> asCut = new TreeSet<>();
    private final Set<String> openThoughCut = new TreeSet<>();
    private final Set<String> shutThoughNotCut = new TreeSet<>();
    private final Set<String> unclear = new TreeSet<>();

    /** @param established connections on the cut links from before; empty when there are none to look at */
    PartitionLook(Scene scene, Cut cut, Damage others, Optional<Established> established) {
        this.scene = scene;
        this.cut = cut;
        this.cutLinks = new HashSet<>(cut.links()); // asked for membership only
        this.others = others;
        this.established = established;
    }

    ProofOfFault look() {
        List<Link> all = pairs();
        List<Link> mine = all.stream().filter(cutLinks::contains).toList();
        if (mine.isEmpty()) {
            return new ProofOfFault(ProofOfFault.Condition.UNCLEAR, "another fault covers each of its links");
        }
        lookAtDatagrams(all);
        List<Attempt> attempts = attempts(all);
        List<Reach> found = reach(attempts);
        // After the attempts, so that they are among what was counted.
        boolean counts = network().droppedPackets() >= 0;
        Map<Link, Long> stopped = network().stoppedPackets(cut);
        for (int i = 0; i < attempts.size(); i++) {
            sort(attempts.get(i), found.get(i), stopped);
        }
        List<Link> uncounted = mine.stream()
                .filter(link -> stopped.getOrDefault(link, 0L) == 0)
                .toList();
        return conclude(mine, stopped, counts ? uncounted : List.of(), counts);
    }

    /**
     * A quick look at the links that are to be cut, and at nothing else.
     *
     * @return those of them that are open; empty when none is
     */
    Optional<String> open() {
        List<Link> mine = pairs().stream().filter(cutLinks::contains).toList();
        if (mine.isEmpty()) {
            return Optional.empty();
        }
        List<Link> silent = mine.stream().filter(this::dropsDatagrams).toList();
        if (!silent.isEmpty()) {
            sortDatagrams(silent, network().passages(silent, DATAGRAMS, ARRIVAL));
        }
        List<Attempt> attempts = attempts(mine);
        List<Reach> found = network().reach(attempts, Inspection.TIMEOUT);
        Map<Link, Long> stopped = network().stoppedPackets(cut);
        for (int i = 0; i < attempts.size(); i++) {
            sort(attempts.get(i), found.get(i), stopped);
        }
        return openThoughCut.isEmpty() ? Optional.empty() : Optional.of("open: " + openThoughCut);
    }

    private Network network() {
        return scene.cluster().network();
    }

    private List<Link> pairs() {
        List<NodeId> nodes = scene.cluster().spec().nodes();
        return nodes.stream()
                .flatMap(from -> nodes.stream()
                        .filter(to -> !to.equals(from) && !others.covers(from, to))
                        .map(to -> new Link(from, to)))
                .toList();
    }

    private boolean dropsDatagrams(Link link) {
        return cut.kind() == Cut.Kind.PACKETS && cut.ports().isEmpty() && cutLinks.contains(link);
    }

    /** What is silent and should not be is tried once more, with more time: it may be a busy machine. */
    private List<Reach> reach(List<Attempt> attempts) {
        List<Reach> found = new ArrayList<>(network().reach(attempts, Inspection.TIMEOUT));
        List<Integer> again = IntStream.range(0, found.size())
                .filter(i -> found.get(i) == Reach.SILENT)
                .filter(i -> expected(
                                new Link(attempts.get(i).from(), attempts.get(i).to()),
                                attempts.get(i).port())
                        == Reach.UP)
                .boxed()
                .toList();
        if (!again.isEmpty()) {
            List<Reach> second =
                    network().reach(again.stream().map(attempts::get).toList(), AGAIN);
            for (int i = 0; i < again.size(); i++) {
                found.set(again.get(i), second.get(i));
            }
        }
        return found;
    }

    private List<Passage> passages(List<Link> all) {
        List<Passage> passages = new ArrayList<>(network().passages(all, DATAGRAMS, ARRIVAL));
        List<Integer> again = IntStream.range(0, passages.size())
                .filter(i -> !passages.get(i).isOpen() && !dropsDatagrams(all.get(i)))
                .boxed()
                .toList();
        if (!again.isEmpty()) {
            List<Passage> second =
                    network().passages(again.stream().map(all::get).toList(), DATAGRAMS, AGAIN);
            for (int i = 0; i < again.size(); i++) {
                passages.set(again.get(i), second.get(i));
            }
        }
        return passages;
    }

    private void lookAtDatagrams(List<Link> all) {
        sortDatagrams(all, passages(all));
    }

    private void sortDatagrams(List<Link> all, List<Passage> passages) {
        for (int i = 0; i < all.size(); i++) {
            Link link = all.get(i);
            boolean open = passages.get(i).isOpen();
            if (dropsDatagrams(link)) {
                (open ? openThoughCut : asCut).add(text(link));
            } else if (!open) {
                shutThoughNotCut.add(text(link) + " datagrams");
            }
        }
    }

    private static String text(Link link) {
        return link.from() + "->" + link.to();
    }

    /**
     * On every pair the serving port and the harness's own, between servers of ZooKeeper also those on which they follow and
     * elect, and on pairs with a cut in between each of its ports.
     */
    private List<Attempt> attempts(List<Link> all) {
        List<Attempt> attempts = new ArrayList<>();
        for (Link link : all) {
            TreeSet<Integer> ports = new TreeSet<>(List.of(Network.PROBE_PORT));
            ports.add(Inspection.servingPort(scene, link.to()));
            if (link.from().role().isServer() && link.to().role().isServer()) {
                ports.addAll(AMONG_SERVERS);
            }
            if (cutLinks.contains(link) || cutLinks.contains(reverse(link))) {
                ports.addAll(cut.ports());
            }
            ports.forEach(port -> attempts.add(new Attempt(link.from(), link.to(), port)));
        }
        return attempts;
    }

    private static Link reverse(Link link) {
        return new Link(link.to(), link.from());
    }

    private void sort(Attempt attempt, Reach found, Map<Link, Long> stopped) {
        Link link = new Link(attempt.from(), attempt.to());
        String text = text(link) + (cut.ports().isEmpty() ? "" : ":" + attempt.port());
        Reach expected = expected(link, attempt.port());
        if (found == Reach.ERROR) {
            unclear.add(text(link) + ":" + attempt.port());
        } else if (expected == Reach.UP) {
            if (found == Reach.SILENT) {
                shutThoughNotCut.add(text(link) + ":" + attempt.port());
            }
        } else if (found == expected && (expected == Reach.SILENT || stopped.getOrDefault(link, 0L) > 0)) {
            asCut.add(text);
        } else if (found == Reach.SILENT) {
            unclear.add(text(link) + ":" + attempt.port() + " silent, not refused");
        } else {
            openThoughCut.add(text);
        }
    }

    /** What an attempt finds when everything is cut as it should be; up stands for anything but silence. */
    private Reach expected(Link link, int port) {
        boolean concerned = cut.ports().isEmpty() || cut.ports().contains(port);
        boolean there = concerned && cutLinks.contains(link);
        boolean back = concerned && cutLinks.contains(reverse(link));
        return switch (cut.kind()) {
            case PACKETS -> there || back ? Reach.SILENT : Reach.UP;
            case CONNECTIONS -> there ? Reach.SILENT : Reach.UP;
            // The answer to the first packet is a packet as well, and is refused where it comes from.
            case REFUSED -> there ? Reach.REFUSED : back ? Reach.SILENT : Reach.UP;
        };
    }

    private ProofOfFault conclude(List<Link> mine, Map<Link, Long> stopped, List<Link> uncounted, boolean counts) {
        long sum =
                mine.stream().mapToLong(link -> stopped.getOrDefault(link, 0L)).sum();
        asCut.removeAll(openThoughCut);
        String detail = asCut.size() + " of " + (asCut.size() + openThoughCut.size()) + " ways cut"
                + (cut.kind() == Cut.Kind.PACKETS
                        ? ""
                        : " for " + cut.kind().name().toLowerCase(java.util.Locale.ROOT))
                + ", " + (counts ? sum + " packets stopped" : "stopped packets not counted here");
        if (!unclear.isEmpty()) {
            return unclear(detail + "; nothing could be told of: " + unclear);
        }
        if (!shutThoughNotCut.isEmpty()) {
            return unclear(detail + "; silent but not to be cut: " + shutThoughNotCut);
        }
        if (openThoughCut.isEmpty()) {
            return uncounted.isEmpty() ? damaged(detail) : unclear(detail + "; none stopped on " + uncounted);
        }
        return asCut.isEmpty()
                ? new ProofOfFault(ProofOfFault.Condition.WHOLE, detail)
                : unclear(detail + "; open: " + openThoughCut);
    }

    private ProofOfFault damaged(String detail) {
        if (established.isEmpty() || established.get().count() == 0) {
            return new ProofOfFault(ProofOfFault.Condition.DAMAGED, detail);
        }
        int all = established.get().count();
        int working = established.get().working().size();
        String seen = detail + ", " + working + " of " + all + " established connections work";
        boolean asItShould = cut.kind() == Cut.Kind.CONNECTIONS ? working == all : working == 0;
        return asItShould ? new ProofOfFault(ProofOfFault.Condition.DAMAGED, seen) : unclear(seen);
    }

    private static ProofOfFault unclear(String detail) {
        return new ProofOfFault(ProofOfFault.Condition.UNCLEAR, detail);
    }
}
