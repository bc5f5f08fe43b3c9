package io.interregnum.fault;

import io.interregnum.cluster.Impairment;
import io.interregnum.cluster.Link;
import io.interregnum.cluster.Network;
import io.interregnum.cluster.NodeId;
import io.interregnum.cluster.Passage;
import io.interregnum.history.RunClock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/**
 * A look at links that are to be worse: what becomes of datagrams in each direction, or how long bytes take there and back.
 * Links that are not concerned must carry datagrams as ever.
 */
final class ImpairmentLook {
    /** In one go to one receiver no more than its socket holds. */
    private static final int ROUND = 30;

    private static final int ROUNDS_MAX = 8;
    private static final Duration ARRIVAL = Duration.ofMillis(60);
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final int BURST_BYTES = 32 * 1024;

    private final Scene scene;
    private final List<Link> links;
    private final Damage others;

    /**
     * A look that is yet to be taken.
     *
     * @param links that are to be worse, one at least
     * @param others what other faults may do to other links
     */
    ImpairmentLook(Scene scene, List<Link> links, Damage others) {
        this.scene = scene;
        this.links = links;
        this.others = others;
    }

    ProofOfFault at(Impairment impairment) {
        List<String> shut = shutThoughNotMine();
        ProofOfFault proof;
        if (impairment instanceof Impairment.Delay delay) {
            proof = times(1, between(delay), 3);
        } else if (impairment instanceof Impairment.Rate rate) {
            // What passes at once, and then a fifth of a second's worth.
            int bytes = (int) Math.min(4_000_000, BURST_BYTES + rate.kilobitsPerSecond() * 1000 / 8 / 5);
            Duration least = Duration.ofMillis((bytes - BURST_BYTES) * 8L / rate.kilobitsPerSecond() * 3 / 4);
            proof = times(bytes, link -> least, 1);
        } else if (impairment instanceof Impairment.Loss loss) {
            proof = datagrams(loss.percent(), passage -> passage.sentCount() - passage.arrivedCount(), "lost");
        } else if (impairment instanceof Impairment.Duplicate duplicate) {
            proof = datagrams(duplicate.percent(), Passage::duplicateCount, "doubled");
        } else if (impairment instanceof Impairment.Reorder reorder) {
            proof = datagrams(reorder.percent(), Passage::overtakenCount, "overtaken");
        } else {
            // Changed ones count as lost where checksums are looked at.
            double percent = ((Impairment.Corrupt) impairment).percent();
            proof = datagrams(percent, passage -> passage.sentCount() - passage.arrivedCount(), "changed or lost");
        }
        return shut.isEmpty()
                ? proof
                : new ProofOfFault(
                        ProofOfFault.Condition.UNCLEAR, proof.detail() + "; silent but not to be worse: " + shut);
    }

    private List<String> shutThoughNotMine() {
        Set<Link> mine = new HashSet<>(links); // asked for membership only
        List<NodeId> nodes = scene.cluster().spec().nodes();
        List<Link> rest = nodes.stream()
                .flatMap(from -> nodes.stream()
                        .filter(to -> !to.equals(from) && !others.covers(from, to))
                        .map(to -> new Link(from, to)))
                .filter(link -> !mine.contains(link))
                .toList();
        List<Passage> passages = scene.cluster().network().passages(rest, 3, ARRIVAL);
        List<String> shut = new ArrayList<>();
        for (int i = 0; i < rest.size(); i++) {
            if (!passages.get(i).isOpen()) {
                shut.add(rest.get(i).from() + "->" + rest.get(i).to());
            }
        }
        return shut;
    }

    /** As many datagrams as show ten of what happens to so many percent, within bounds. */
    private ProofOfFault datagrams(double percent, ToIntFunction<Passage> hit, String word) {
        int rounds = (int) Math.max(1, Math.min(ROUNDS_MAX, Math.ceil(1000 / percent / ROUND)));
        int[] hits = new int[links.size()];
        for (int round = 0; round < rounds; round++) {
            List<Passage> passages = scene.cluster().network().passages(links, ROUND, ARRIVAL);
            for (int i = 0; i < hits.length; i++) {
                hits[i] += hit.applyAsInt(passages.get(i));
            }
        }
        int count = (int) Arrays.stream(hits).filter(each -> each > 0).count();
        int sum = Arrays.stream(hits).sum();
        return conclude(
                count,
                String.format(
                        Locale.ROOT,
                        "%d of %d links, %d of %d datagrams %s",
                        count,
                        hits.length,
                        sum,
                        rounds * ROUND * hits.length,
                        word));
    }

    private ProofOfFault conclude(int count, String detail) {
        ProofOfFault.Condition condition = count == links.size()
                ? ProofOfFault.Condition.DAMAGED
                : count == 0 ? ProofOfFault.Condition.WHOLE : ProofOfFault.Condition.UNCLEAR;
        return new ProofOfFault(condition, detail);
    }

    /** Bytes go there and come back, so what is late in both directions is late twice. */
    private Function<Link, Duration> between(Impairment.Delay delay) {
        Duration once = delay.mean().minus(delay.jitter());
        Duration least = once.toMillis() < 5 ? Duration.ofMillis(5) : once;
        return link -> links.contains(new Link(link.to(), link.from())) ? least.multipliedBy(2) : least;
    }

    private ProofOfFault times(int bytes, Function<Link, Duration> least, int tries) {
        List<Optional<Duration>> took = SideBySide.each(links, link -> shortest(link, bytes, tries, least.apply(link)));
        int count = 0;
        long shortestMillis = Long.MAX_VALUE;
        long longestMillis = 0;
        List<String> broken = new ArrayList<>();
        for (int i = 0; i < links.size(); i++) {
            Link link = links.get(i);
            if (took.get(i).isEmpty()) {
                broken.add(link.from() + "->" + link.to());
                continue;
            }
            Duration shortest = took.get(i).get();
            count += shortest.compareTo(least.apply(link)) >= 0 ? 1 : 0;
            shortestMillis = Math.min(shortestMillis, shortest.toMillis());
            longestMillis = Math.max(longestMillis, shortest.toMillis());
        }
        String detail = count + " of " + links.size() + " links late";
        if (broken.size() < links.size()) {
            detail += ", " + bytes + " bytes there and back took " + shortestMillis + " to " + longestMillis + " ms";
        }
        // Of a link that carries nothing nobody knows whether it is late: it may be cut.
        return broken.isEmpty()
                ? conclude(count, detail)
                : new ProofOfFault(
                        ProofOfFault.Condition.UNCLEAR,
                        detail + "; not known to be late, since no connection was made or it broke: " + broken);
    }

    /**
     * The shortest of some tries; one that is quick shows that nothing is in the way.
     *
     * @return empty when nobody could be dialled, nothing came back, or the connection ended meanwhile
     */
    private Optional<Duration> shortest(Link link, int bytes, int tries, Duration least) {
        Optional<Duration> shortest = Optional.empty();
        try (SocketChannel channel = scene.cluster().dial(link.from(), link.to(), Network.PROBE_PORT, LIMIT)) {
            for (int i = 0; i < tries; i++) {
                Duration took = thereAndBack(channel, bytes);
                shortest =
                        shortest.filter(before -> before.compareTo(took) <= 0).or(() -> Optional.of(took));
                if (took.compareTo(least) < 0) {
                    break;
                }
            }
        } catch (IOException e) {
            // None was quick before it broke, and a link that breaks may be cut instead of late.
            return Optional.empty();
        }
        return shortest;
    }

    /**
     * How long it took, or the limit when some came back by then, and all of it would have taken longer.
     *
     * @throws IOException when the connection ended, or carried nothing within the limit
     */
    private static Duration thereAndBack(SocketChannel channel, int bytes) throws IOException {
        RunClock clock = RunClock.startNow();
        ByteBuffer out = ByteBuffer.allocate(bytes);
        ByteBuffer back = ByteBuffer.allocate(bytes);
        channel.configureBlocking(false);
        try (Selector selector = Selector.open()) {
            // Both at once, or a small window fills up from both ends and nobody reads.
            SelectionKey key = channel.register(selector, SelectionKey.OP_READ | SelectionKey.OP_WRITE);
            while (back.hasRemaining()) {
                long leftMillis = LIMIT.toMillis() - clock.nanos() / 1_000_000;
                if (leftMillis <= 0 && back.position() > 0) {
                    return LIMIT;
                } else if (leftMillis <= 0) {
                    throw new IOException("nothing came back within " + LIMIT.toMillis() + " ms");
                }
                selector.select(leftMillis);
                selector.selectedKeys().clear();
                if (out.hasRemaining()) {
                    channel.write(out);
                } else {
                    key.interestOps(SelectionKey.OP_READ);
                }
                if (channel.read(back) < 0) {
                    throw new IOException("the connection ended");
                }
            }
        }
        channel.configureBlocking(true);
        return Duration.ofNanos(clock.nanos());
    }
}
