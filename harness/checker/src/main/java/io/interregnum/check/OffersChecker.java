package io.interregnum.check;

import io.interregnum.history.History;
import io.interregnum.history.LedgerEntry;
import io.interregnum.history.LedgerEntry.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Judges offers by the ledgers of frameworks and agents (I5 of a Mesos-like system: ids are given once; and its rule that
 * offers end with the leader that made them).
 *
 * <ul>
 *   <li><em>Given twice</em>: one id stood for two offers, of two agents or under two epochs (MESOS-3351). The same offer of the
 *       same agent told again under the same epoch is no other one.
 *   <li><em>Outlived its leader</em>: a task was launched under another epoch than that under which the offer had been made for
 *       which its framework asked for it.
 * </ul>
 *
 * <p>What hides: offers that no framework was told, launches that no agent noted, a damaged line (of offers made before it in the
 * same ledger nothing is concluded for tasks after it). What invents: a framework that notes an offer under another epoch
 * than that of the leader who made it.
 */
final class OffersChecker implements Checker {
    static final String NAME = "offers";
    static final int FINDINGS_MAX = 20;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public CheckResult check(History history) {
        Ledgers ledgers = Ledgers.of(history);
        Book book = new Book();
        ledgers.frameworks().forEach(framework -> ledgers.of(framework).forEach(book::read));
        List<Finding> outlived = new ArrayList<>();
        ledgers.agents()
                .forEach(agent -> ledgers.of(agent).stream()
                        .filter(line -> line.is(Kind.TASK_LAUNCHED))
                        .forEach(line ->
                                book.outlived(line.entry().orElseThrow()).ifPresent(outlived::add)));
        List<Finding> observations = new ArrayList<>(ledgers.damaged(ledgers.frameworks(), FINDINGS_MAX));
        if (book.count == 0) {
            observations.add(Finding.of("offers were not assessed: no framework noted one", List.of()));
            return CheckResult.valid(NAME, observations, Map.of());
        }
        List<Finding> violations = Stream.of(book.givenTwice, outlived)
                .flatMap(kind -> kind.stream().limit(FINDINGS_MAX))
                .toList();
        Map<String, Object> measures = new LinkedHashMap<>();
        measures.put("offers", book.count);
        measures.put("givenTwice", (long) book.givenTwice.size());
        measures.put("outlivedTheirLeader", (long) outlived.size());
        return CheckResult.ofViolations(NAME, violations, observations, measures);
    }

    /** The offers of all frameworks, and for which of them tasks were asked for. */
    private static final class Book {
        private final Map<String, List<LedgerEntry>> byId = new HashMap<>(); // those that differ; order is never read
        private final Map<String, LedgerEntry> open = new HashMap<>(); // what an id stands for now
        private final Map<String, LedgerEntry> ofTask = new HashMap<>();
        private final List<Finding> givenTwice = new ArrayList<>();
        private long count;

        void read(Ledgers.Line line) {
            if (line.entry().isEmpty()) {
                open.clear(); // it may have been an offer under any of these ids
            } else if (line.is(Kind.OFFERED)) {
                offered(line.entry().get());
            } else if (line.is(Kind.TASK_INTENDED)) {
                intended(line.entry().get());
            }
        }

        private void offered(LedgerEntry entry) {
            count++;
            open.put(entry.text("offer"), entry);
            List<LedgerEntry> before = byId.computeIfAbsent(entry.text("offer"), id -> new ArrayList<>());
            if (before.stream().anyMatch(other -> isSame(other, entry))) {
                return;
            }
            if (!before.isEmpty()) {
                givenTwice.add(twice(before.get(before.size() - 1), entry));
            }
            before.add(entry);
        }

        private static boolean isSame(LedgerEntry one, LedgerEntry other) {
            return one.text("agent").equals(other.text("agent")) && one.epoch().equals(other.epoch());
        }

        private void intended(LedgerEntry entry) {
            LedgerEntry offer = open.get(entry.text("offer"));
            if (offer != null) {
                ofTask.put(entry.text("task"), offer);
            }
        }

        private static Finding twice(LedgerEntry first, LedgerEntry second) {
            return new Finding(
                    "offer " + first.text("offer") + " stood for two: " + words(first) + ", and " + words(second),
                    Optional.empty(),
                    List.of(first.text("master"), second.text("master"), second.node()),
                    List.of(Registrations.epoch(first), Registrations.epoch(second)),
                    List.of(first.event().index(), second.event().index()),
                    Map.of("offer", first.text("offer")));
        }

        private static String words(LedgerEntry offer) {
            return "of agent " + offer.text("agent") + " by " + Registrations.leader(offer) + Registrations.at(offer);
        }

        /** The finding for a task that was launched for an offer of another epoch; empty when it was not. */
        Optional<Finding> outlived(LedgerEntry launched) {
            LedgerEntry offer = ofTask.get(launched.text("task"));
            if (offer == null || offer.epoch().equals(launched.epoch())) {
                return Optional.empty();
            }
            return Optional.of(new Finding(
                    "task " + launched.text("task") + " was launched on " + launched.node() + " by "
                            + Registrations.leader(launched) + Registrations.at(launched) + " for offer "
                            + offer.text("offer") + ", " + words(offer),
                    Optional.empty(),
                    List.of(launched.text("master"), offer.text("master"), launched.node(), offer.node()),
                    List.of(Registrations.epoch(launched), Registrations.epoch(offer)),
                    List.of(offer.event().index(), launched.event().index()),
                    Map.of("offer", offer.text("offer"), "task", launched.text("task"))));
        }
    }
}
