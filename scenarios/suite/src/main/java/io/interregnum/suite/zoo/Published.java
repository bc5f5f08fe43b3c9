package io.interregnum.suite.zoo;

import io.interregnum.run.Scenario;
import io.interregnum.suite.MasterElection;
import io.interregnum.suite.ReferenceSystem;
import io.interregnum.suite.file.Settings;
import io.interregnum.suite.library.CuratorLibrary;
import io.interregnum.workload.Workload;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A bug of Apache Curator as it was published: masters leave their election to Curator, in a version that has the bug and
 * in one that has it no more. Nothing is planted in the election of either.
 *
 * @param name number of the issue
 * @param mistake the class of mistake, a few words
 * @param versions the last one that has it, and the first one that has it no more
 * @param election how masters use Curator, without a version
 * @param bugs what is wrong with the masters beside, so that the harm shows; {@code correct} for nothing
 * @param trigger the scenario that sets it off
 * @param sign what must be seen then
 * @param sessionTimeout of the masters
 */
public record Published(
        String name,
        String mistake,
        Versions versions,
        MasterElection election,
        String bugs,
        Scenario trigger,
        Sign sign,
        Duration sessionTimeout) {

    private static final MasterElection LATCH = new MasterElection("latch", "standard", Optional.empty());
    private static final MasterElection PATIENT_LATCH = new MasterElection("latch", "session", Optional.empty());

    /**
     * Where it was mended.
     *
     * @param lastBad last version that has it
     * @param firstFixed first version that has it no more
     */
    public record Versions(String lastBad, String firstFixed) {}

    /** All that are in the zoo. */
    public static final List<Published> ALL = List.of(
            new Published(
                    "CURATOR-696",
                    "leads through a node of a session that is over",
                    new Versions("5.6.0", "5.7.0"),
                    LATCH,
                    "no-fence",
                    Schedules.ENSEMBLE_AWAY,
                    Sign.effectOverlap(Culprit.ANY),
                    Duration.ofSeconds(2)),
            new Published(
                    "CURATOR-444",
                    "two lead after servers lost sight of each other",
                    new Versions("5.6.0", "5.7.0"),
                    LATCH,
                    "no-fence",
                    Schedules.ENSEMBLE_CUT_INTERNALLY,
                    Sign.effectOverlap(Culprit.ANY),
                    Duration.ofSeconds(2)),
            new Published(
                    "CURATOR-460",
                    "waits a full session time-out after the disconnection, whatever it was told",
                    new Versions("4.0.1", "4.1.0"),
                    PATIENT_LATCH,
                    "correct",
                    Schedules.CUT_LEADER_FOR_LONG,
                    Sign.claimsBeyondBound(Culprit.HIT),
                    Duration.ofSeconds(4)));

    /** The one with that number. */
    public static Optional<Published> named(String name) {
        return ALL.stream().filter(bug -> bug.name().equals(name)).findFirst();
    }

    /** It with its two versions: the bug must be found in the first, and nothing may ring for the second. */
    public List<Entry> entries() {
        return entries(List.of(versions.lastBad(), versions.firstFixed()));
    }

    /**
     * It on these versions of Curator, each with or without the bug, as its number says.
     *
     * @throws io.interregnum.suite.UsageException when one can't be a version on which masters run
     */
    public List<Entry> entries(List<String> curators) {
        return curators.stream().distinct().map(this::on).toList();
    }

    private Entry on(String curator) {
        Subject subject = subject(curator);
        boolean fixed = CuratorLibrary.compare(curator, versions.firstFixed()) >= 0;
        return new Entry(
                name + "@" + curator,
                mistake,
                name,
                subject,
                trigger,
                fixed ? Sign.nothing() : sign,
                Schedules.CALM,
                settings(),
                Workload.DEFAULT);
    }

    private Subject subject(String curator) {
        MasterElection on = election.withCurator(curator);
        return new Subject(
                "Curator " + curator,
                bugs,
                (home, planted) ->
                        new ReferenceSystem(on.classPath(home), planted, on, ReferenceSystem.USUAL_REGISTRY));
    }

    private Settings settings() {
        return Settings.NONE.withSessionTimeout(sessionTimeout);
    }
}
