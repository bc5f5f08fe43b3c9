package io.interregnum.check;

import io.interregnum.history.History;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Judges whether leaders served only after they had recovered: no effect under an epoch, and no view of a leader that calls
 * itself recovered, was in hand while the registry certainly had not been taken over for that epoch.
 *
 * <p>A leader in Mesos answers state-changing calls with 503 until its registrar has recovered ({@code
 * src/master/master.cpp}, {@code Master::_recover}); one that answers before answers from nothing (MESOS-7008, MESOS-3045).
 * Taking over writes the new epoch into the registry, which is the fence; whoever answers under an epoch that the registry
 * does not hold yet has neither read what is there nor shut out those before. What counts as an effect is said by
 * {@link Effects}. That a recovered leader lacks an agent is for {@link AgentsChecker}.
 *
 * <p>The registry certainly was not taken over until {@link SuccessionChecker#SERVERS_APART_NANOS} before the last look
 * that showed an earlier epoch. What hides: an observer that looks rarely, that margin, faults on ZooKeeper, an epoch that
 * the registry was never seen to hold. What invents: a ZooKeeper server that shows the past for longer, though no fault
 * touched it; a system that applies under an epoch which it stores only later.
 */
final class RecoveryChecker implements Checker {
    static final String NAME = "recovery";
    static final int FINDINGS_MAX = 20;

    private final Expectations expectations;

    RecoveryChecker(Expectations expectations) {
        this.expectations = expectations;
    }

    @Override
    public String name() {
        return NAME;
    }

    /** Something that only a recovered leader does. */
    private record Service(Supplier<String> what, String node, long epoch, long answeredNanos, List<Long> events) {}

    @Override
    public CheckResult check(History history) {
        Disturbances disturbances = new Disturbances(history, expectations);
        LeaderViews views = LeaderViews.of(history, disturbances.endNanos());
        EpochStarts starts = EpochStarts.of(history, views);
        List<Finding> observations = new ArrayList<>();
        if (starts.registryUnseen()) {
            observations.add(Finding.of("recovery was not assessed: no epoch was seen in the registry", List.of()));
            return CheckResult.valid(NAME, observations, Map.of());
        }
        List<Service> services = services(history, views);
        List<Finding> early = new ArrayList<>();
        Map<Long, Long> unseen = new TreeMap<>(); // epoch -> number of services
        for (Service service : services) {
            Optional<EpochStarts.Seen> takenOver = starts.takenOver(service.epoch());
            if (takenOver.isEmpty()) {
                unseen.merge(service.epoch(), 1L, Long::sum);
            } else if (isEarly(service, takenOver.get(), disturbances)) {
                early.add(finding(service, takenOver.get()));
            }
        }
        unseen.forEach((epoch, count) -> observations.add(Finding.of(
                "recovery was not assessed for " + count + " answers under epoch " + epoch
                        + ": the registry was never seen to hold it",
                List.of())));
        if (services.isEmpty()) {
            observations.add(Finding.of("recovery was not assessed: nobody was served under an epoch", List.of()));
        }
        Map<String, Object> measures = new LinkedHashMap<>();
        measures.put("services", (long) services.size());
        measures.put("servedBeforeRecovery", (long) early.size());
        return CheckResult.ofViolations(NAME, early.stream().limit(FINDINGS_MAX).toList(), observations, measures);
    }

    private List<Service> services(History history, LeaderViews views) {
        List<Service> services = new ArrayList<>();
        for (Effect effect : Effects.of(history, expectations.freshReads()).found()) {
            boolean answered = effect.operation()
                    .completion()
                    .filter(effect.shownBy()::equals)
                    .isPresent();
            if (answered && effect.epoch() > 0) {
                services.add(new Service(
                        () -> "carried out " + effect.what() + " (" + effect.when() + ")",
                        effect.node(),
                        effect.epoch(),
                        effect.shownBy().timeNanos(),
                        effect.events()));
            }
        }
        for (LeaderViews.Seen seen : views.recovered()) {
            if (seen.epoch() > 0) {
                services.add(new Service(
                        () -> "said that it had recovered (answered at " + Words.seconds(seen.receivedNanos()) + ")",
                        seen.master(),
                        seen.epoch(),
                        seen.receivedNanos(),
                        seen.events()));
            }
        }
        return services;
    }

    private static boolean isEarly(Service service, EpochStarts.Seen takenOver, Disturbances disturbances) {
        long notBeforeNanos = takenOver.fact().notBeforeNanos();
        return service.answeredNanos() < notBeforeNanos - SuccessionChecker.SERVERS_APART_NANOS
                && !disturbances.touched(List.of(), service.answeredNanos(), notBeforeNanos, 0);
    }

    private static Finding finding(Service service, EpochStarts.Seen takenOver) {
        List<Long> events = new ArrayList<>(service.events());
        events.add(takenOver.event().index());
        long earlierNanos = takenOver.fact().notBeforeNanos() - service.answeredNanos();
        return new Finding(
                Words.leader(service.node(), OptionalLong.of(service.epoch()))
                        + " served before it had recovered: it "
                        + service.what().get() + ", but the registry "
                        + takenOver.fact().path() + " held an earlier epoch until "
                        + Words.seconds(takenOver.fact().notBeforeNanos()) + " at least",
                Optional.empty(),
                List.of(service.node()),
                List.of(service.epoch()),
                events,
                Map.of("earlierNanos", earlierNanos));
    }
}
