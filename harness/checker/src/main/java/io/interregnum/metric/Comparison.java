package io.interregnum.metric;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What differs between two sets of trials, for the whole latency and for each phase.
 *
 * <p>How likely a difference of medians is by chance is told by exchanging trials between the two sets at random (Fisher's
 * permutation test, here with {@value #PERMUTATIONS} exchanges: Good, "Permutation, parametric and bootstrap tests of
 * hypotheses", 2005). What it refutes is that both come from the same distribution, whatever that is; systems of equal medians and
 * unequal spread may seem to differ a little more often. Since several differences are looked at, each is corrected
 * (Holm, "A simple sequentially rejective multiple test procedure", Scandinavian Journal of Statistics 6, 1979), which
 * holds however they depend on each other: of comparisons of equal systems at most one in twenty shows any difference.
 * Trials are taken to be independent; a machine that becomes slower from one measurement to the next looks like a system
 * that did, so measure the two by turns.
 *
 * @param differences latency first, then the phases in their order
 */
public record Comparison(List<Difference> differences) {
    static final int PERMUTATIONS = 9_999;

    public Comparison {
        differences = List.copyOf(differences);
    }

    /**
     * Compares two sets.
     *
     * @param seed from which exchanges and resamples are drawn: the same gives the same
     */
    public static Comparison of(TrialSet a, TrialSet b, long seed) {
        List<Difference> all = new ArrayList<>();
        all.add(difference("latency", a.latency(), b.latency(), seed));
        for (Failover.Phase phase : Failover.Phase.values()) {
            all.add(difference(
                    phase.name().toLowerCase(Locale.ROOT), a.phase(phase), b.phase(phase), seed + all.size()));
        }
        return new Comparison(corrected(all));
    }

    private static Difference difference(String name, Sample a, Sample b, long seed) {
        Optional<Interval> interval = Bootstrap.ofDifference(a, b, Bootstrap::median, 31 * seed + 1);
        return new Difference(
                name,
                a,
                b,
                interval.map(known -> new Difference.Judged(
                        Bootstrap.median(a.sorted()), Bootstrap.median(b.sorted()), known, chance(a, b, seed), 1)));
    }

    /** How many of all exchanges, the one that was measured among them, give such a difference of medians. */
    private static double chance(Sample a, Sample b, long seed) {
        long[] all = new long[a.count() + b.count()];
        System.arraycopy(a.sorted(), 0, all, 0, a.count());
        System.arraycopy(b.sorted(), 0, all, a.count(), b.count());
        long seen = Math.abs(Bootstrap.median(b.sorted()) - Bootstrap.median(a.sorted()));
        RandomGenerator random = new SplittableRandom(seed);
        int asGreat = 0;
        for (int i = 0; i < PERMUTATIONS; i++) {
            shuffle(all, random);
            long first = medianOf(all, 0, a.count());
            asGreat += Math.abs(medianOf(all, a.count(), all.length) - first) >= seen ? 1 : 0;
        }
        return (asGreat + 1.0) / (PERMUTATIONS + 1.0);
    }

    private static long medianOf(long[] all, int from, int to) {
        long[] part = Arrays.copyOfRange(all, from, to);
        Arrays.sort(part);
        return Bootstrap.median(part);
    }

    private static void shuffle(long[] values, RandomGenerator random) {
        for (int i = values.length - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            long value = values[i];
            values[i] = values[other];
            values[other] = value;
        }
    }

    /** Holm: the smallest is multiplied by their number, the next by one less, and none is below one before it. */
    private static List<Difference> corrected(List<Difference> all) {
        List<Integer> ascending = IntStream.range(0, all.size())
                .boxed()
                .filter(i -> all.get(i).judged().isPresent())
                .sorted(Comparator.comparingDouble(
                        i -> all.get(i).judged().orElseThrow().chance()))
                .toList();
        List<Difference> corrected = new ArrayList<>(all);
        double before = 0;
        for (int rank = 0; rank < ascending.size(); rank++) {
            Difference each = all.get(ascending.get(rank));
            Difference.Judged judged = each.judged().orElseThrow();
            before = Math.max(before, Math.min(1, judged.chance() * (ascending.size() - rank)));
            corrected.set(
                    ascending.get(rank),
                    new Difference(each.name(), each.a(), each.b(), Optional.of(judged.withCorrected(before))));
        }
        return corrected;
    }

    /** Whether the latency could be told: whatever is known of a phase, without it nothing is known of the whole. */
    public boolean isJudged() {
        return differences.get(0).judged().isPresent();
    }

    /** Whether the latency or a phase of the second set certainly differs. */
    public boolean differs() {
        return differences.stream().anyMatch(Difference::differs);
    }

    /** Whether the latency or a phase of the second set is certainly slower, by more than {@code share} of the first. */
    public boolean isRegression(double share) {
        return differences.stream().anyMatch(each -> each.isRegression(share));
    }

    /**
     * A sentence for people, such as {@code recovery is slower by 410 ms [350, 480]; latency, detection, election and
     * rediscovery do not differ}.
     */
    public String sentence() {
        List<String> parts = new ArrayList<>();
        differences.stream().filter(Difference::differs).map(Difference::words).forEach(parts::add);
        add(parts, names(each -> each.judged().isPresent() && !each.differs()), " does not differ", " do not differ");
        add(
                parts,
                names(each -> each.judged().isEmpty()),
                " was seen too seldom to tell",
                " were seen too seldom to tell");
        return String.join("; ", parts);
    }

    private List<String> names(Predicate<Difference> which) {
        return differences.stream().filter(which).map(Difference::name).toList();
    }

    private static void add(List<String> parts, List<String> names, String ofOne, String ofSeveral) {
        if (names.isEmpty()) {
            return;
        }
        String last = names.get(names.size() - 1);
        parts.add(
                names.size() == 1
                        ? last + ofOne
                        : names.stream().limit(names.size() - 1L).collect(Collectors.joining(", ")) + " and " + last
                                + ofSeveral);
    }
}
