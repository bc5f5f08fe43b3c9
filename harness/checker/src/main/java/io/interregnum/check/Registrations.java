package io.interregnum.check;

import io.interregnum.history.LedgerEntry;
import io.interregnum.history.LedgerEntry.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which registrations agents accepted, in the order of each ledger, and what is wrong with them by themselves.
 *
 * @param byNode accepted registrations of each agent's node, in order
 * @param wentBack one for each registration under an epoch lower than one that the same process had accepted
 * @param wentBackOverRestart one for each that is lower than one of an earlier process of the node only
 * @param sharedIds one for each node beside the first that was registered under one id
 */
record Registrations(
        Map<String, List<LedgerEntry>> byNode,
        List<Finding> wentBack,
        List<Finding> wentBackOverRestart,
        List<Finding> sharedIds) {

    static Registrations of(Ledgers ledgers) {
        Map<String, List<LedgerEntry>> byNode = new TreeMap<>();
        List<Finding> wentBack = new ArrayList<>();
        List<Finding> overRestart = new ArrayList<>();
        List<Finding> shared = new ArrayList<>();
        Map<String, LedgerEntry> firstOfId = new LinkedHashMap<>();
        for (String node : ledgers.agents()) {
            LedgerEntry highest = null;
            LedgerEntry highestInLife = null;
            for (Ledgers.Line line : ledgers.of(node)) {
                if (line.begins()) {
                    highestInLife = null;
                }
                if (!line.is(Kind.REGISTERED)) {
                    continue;
                }
                LedgerEntry entry = line.entry().orElseThrow();
                byNode.computeIfAbsent(node, name -> new ArrayList<>()).add(entry);
                if (isLower(entry, highestInLife)) {
                    wentBack.add(back(node, entry, highestInLife, ", in one life of its process"));
                } else if (isLower(entry, highest)) {
                    overRestart.add(back(node, entry, highest, ", having been started again between"));
                }
                highest = isLower(entry, highest) ? highest : entry;
                highestInLife = isLower(entry, highestInLife) ? highestInLife : entry;
                LedgerEntry first = firstOfId.putIfAbsent(entry.text("agent"), entry);
                if (first != null && !first.node().equals(node)) {
                    shared.add(shared(first, entry));
                    firstOfId.put(entry.text("agent"), entry);
                }
            }
        }
        return new Registrations(byNode, wentBack, overRestart, shared);
    }

    static long epoch(LedgerEntry entry) {
        return entry.epoch().orElse(0);
    }

    private static boolean isLower(LedgerEntry entry, @Nullable LedgerEntry than) {
        return than != null && epoch(entry) < epoch(than);
    }

    private static Finding back(String node, LedgerEntry entry, @Nullable LedgerEntry before, String when) {
        LedgerEntry higher = before == null ? entry : before;
        return new Finding(
                node + " accepted to be registered by " + leader(higher) + at(higher) + " and then by " + leader(entry)
                        + at(entry) + when,
                Optional.of(Grade.EPOCH_BROKEN),
                List.of(node, higher.text("master"), entry.text("master")),
                List.of(epoch(higher), epoch(entry)),
                List.of(higher.event().index(), entry.event().index()),
                Map.of());
    }

    private static Finding shared(LedgerEntry first, LedgerEntry other) {
        return new Finding(
                first.node() + " and " + other.node() + " were both registered as agent " + first.text("agent")
                        + ", by " + leader(first) + " and by " + leader(other),
                Optional.empty(),
                List.of(first.node(), other.node(), first.text("master"), other.text("master")),
                List.of(epoch(first), epoch(other)),
                List.of(first.event().index(), other.event().index()),
                Map.of("agent", first.text("agent")));
    }

    /** Who registered it, such as {@code master-1 (epoch 4)}. */
    static String leader(LedgerEntry entry) {
        return Words.leader(entry.text("master"), entry.epoch());
    }

    /** When it was written, such as {@code " at 1.200 s"}; empty text where nobody knows. */
    static String at(LedgerEntry entry) {
        OptionalLong at = entry.atNanos();
        return at.isPresent() ? " at " + Words.seconds(at.getAsLong()) : "";
    }

    long count() {
        return byNode.values().stream().mapToLong(List::size).sum();
    }

    /** For each id the registration under it of the lowest epoch, in the order of nodes. */
    Map<String, LedgerEntry> admitted() {
        Map<String, LedgerEntry> admitted = new LinkedHashMap<>();
        byNode.values()
                .forEach(entries -> entries.forEach(entry -> admitted.merge(
                        entry.text("agent"), entry, (first, other) -> isLower(other, first) ? other : first)));
        return admitted;
    }
}
