package io.interregnum.suite.zoo;

import io.interregnum.fault.Fault;
import io.interregnum.fault.Faults;
import io.interregnum.fault.Heal;
import io.interregnum.fault.Step;
import io.interregnum.fault.Targets;
import io.interregnum.fault.Trigger;
import io.interregnum.fault.Until;
import io.interregnum.run.Scenario;
import io.interregnum.suite.scenario.Scenarios;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is done to the inhabitants of the zoo, beside the scenarios of the default suite. Steps are written as in scenario
 * files. Names and questions speak of what is done, never of the bug that it sets off: the judge reads them.
 */
final class Schedules {

    /** No fault at all. */
    static final Scenario CALM = scenario("calm", "Does nothing happen where nothing is done?");

    static final Scenario KILL_LEADER = named("kill-leader");
    static final Scenario CUT_LEADER = named("cut-leader-from-ensemble");
    static final Scenario ISOLATE_LEADER = named("isolate-leader");

    /** For those that lead too long. Nobody who is correct leads for a moment too long, if the machine keeps up. */
    static final Scenario CUT_LEADER_BOUNDED = CUT_LEADER.withOverlapBound(Duration.ofMillis(500));

    private Schedules() {}

    private static Scenario named(String name) {
        return Scenarios.named(name).orElseThrow();
    }

    static Scenario scenario(String name, String question, Step... steps) {
        return new Scenario(name, question, List.of(steps), false, Optional.empty());
    }

    static Step step(String fault, Map<String, String> with, String target, String when, String lasting) {
        Fault made = Faults.named(fault).orElseThrow().with(with);
        return new Step(
                made, Optional.of(Targets.parse(target)), Trigger.parse(when), Until.parse(lasting), Heal.PLAIN);
    }

    static Step step(String fault, String target, String when, String lasting) {
        return step(fault, Map.of(), target, when, lasting);
    }

    private static Scenario repeated(int times, String name, String question, Step step) {
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            steps.add(step);
        }
        return scenario(name, question, steps.toArray(Step[]::new));
    }

    /** A backup is there again after the others have been there for several session time-outs. */
    static final Scenario RESTART_A_FOLLOWER = scenario(
            "restart-a-follower",
            "Does a leader stay when a backup is started again?",
            step("restart", "a-follower", "after 3s", "for 3s"));

    /**
     * For sessions of 10 s: a leader learns of the cut some seconds after it, at a phase of its pings that nobody knows, and
     * may lead for the rest of the 10 s by its clock, which goes slowly from the cut on, so the phase does not matter; that
     * takes up to two seconds to be told, hence the long session. The clock is right again before the cut ends, since a node
     * that is known to be wrong proves nothing about its links.
     */
    static final Scenario CUT_AND_SLOW_CLOCK = scenario(
                    "cut-and-slow-clock",
                    "Does a leader that lost ZooKeeper stop in time, whatever its wall clock says?",
                    step("cut-leader-from-ensemble", "leader", "after 0ms", "for detection plus 6s"),
                    step("clock-drift", Map.of("factor", "0.1"), "leader", "on fault-effective of 0", "for 14s"))
            .withOverlapBound(Duration.ofMillis(500));

    /** It sleeps until another one leads, and when it wakes up ZooKeeper is silent for a while. */
    static final Scenario PAUSE_LEADER_THEN_ENSEMBLE = scenario(
            "pause-leader-then-ensemble",
            "Is a leader that slept through its deposition obeyed while nobody can tell it?",
            step("pause-leader", "leader", "after 0ms", "until fault-effective of 1 at most 20s"),
            step("pause", "ensemble", "on leader-elected plus 1s", "for 1200ms"));

    /** The ensemble is out of reach for longer than a session, and forgets no session meanwhile. */
    static final Scenario ENSEMBLE_AWAY = scenario(
            "ensemble-away",
            "Is there one leader only after the whole ensemble was away?",
            step("kill", "ensemble", "after 0ms", "for 3s"),
            step("cut-leader-from-clients", "a-follower", "after 3s", "for 500ms"));

    /** Connections break for so short that every session lives on. */
    static final Scenario MASTERS_RESET = scenario(
            "masters-reset",
            "Is there a leader after every master's connection broke for a moment?",
            step("cut-leader-from-ensemble", Map.of("kind", "refused"), "all-masters", "after 0ms", "for 400ms"));

    /** Connections of the leader break again and again, so shortly that its session lives on. */
    static final Scenario LEADER_RESET = repeated(
            5,
            "leader-reset",
            "Is everything that was said to have happened true when the leader's connection breaks for a moment?",
            step("cut-leader-from-ensemble", Map.of("kind", "refused"), "leader", "after 300ms", "for 100ms"));

    /** Sessions of backups end one after the other. */
    static final Scenario EXPIRE_FOLLOWERS = repeated(
            6,
            "expire-followers",
            "Does a leader stay alone when backups lose their sessions?",
            step("expire-session", "a-follower", "after 200ms", "for 300ms"));

    /** Sessions of all backups end, then the leader dies. */
    static final Scenario EXPIRE_BACKUPS_KILL_LEADER = scenario(
            "expire-backups-kill-leader",
            "Does a backup that has lost a session, and has a new one, take over?",
            step("expire-session", "followers", "after 0ms", "for 300ms"),
            step("kill-leader", "leader", "after 500ms", "for detection plus 1s"));

    /** A backup has time to go on telling clients of a leader that is dead. */
    static final Scenario KILL_LEADER_FOR_LONG = scenario(
            "kill-leader-for-long",
            "Does everybody learn who leads after the leader died?",
            step("kill-leader", "leader", "after 0ms", "for detection plus 7s"));

    /**
     * The leader loses ZooKeeper, and its successor the agents, for longer than it is patient with them. The first one stays
     * away until they are long overdue.
     */
    static final Scenario CUT_TWO_LEADERS = scenario(
            "cut-two-leaders",
            "Do agents come back to a leader that could not reach them?",
            step("cut-leader-from-ensemble", "leader", "after 0ms", "for 36s"),
            step("cut-leader-from-agents", "leader", "on leader-elected plus 1s", "for 6s"));

    /** All backups lose their sessions, then the leader dies and stays dead for a while. */
    static final Scenario CUT_BACKUPS_KILL_LEADER = scenario(
            "cut-backups-kill-leader",
            "Does a backup that has lost a session take over from a leader that dies?",
            step("cut-leader-from-ensemble", "followers", "after 0ms", "for detection plus 500ms")
                    .healed(Heal.FRESH),
            step("kill-leader", "leader", "after 2s", "for 8s"));

    /** The servers lose sight of each other for longer than a session, and then find a leader of their own again. */
    static final Scenario ENSEMBLE_CUT_INTERNALLY = scenario(
            "ensemble-cut-internally",
            "Is there one leader only after ZooKeeper's servers did not see each other for a while?",
            step("cut-ensemble-internally", "ensemble", "after 1s", "for 5s"),
            step("cut-leader-from-clients", "a-follower", "after 7s", "for 500ms"));

    /**
     * The first leader misses what the second acknowledges, the second comes back with an empty disk, and the third, which
     * has it all, is down by then.
     */
    static final Scenario DISK_LOST_WHILE_ANOTHER_LAGS = scenario(
            "disk-lost-while-another-lags",
            "Is a write lost when a master loses its disk while another one lags behind and the third is down?",
            step("kill-leader", "leader", "after 0ms", "for 12s"),
            step("data-lost", "leader", "at 5s", "for 5s"),
            step("kill-leader", "leader", "at 8500ms", "for 9s"));

    /** Long enough for a leader that waits for another session time-out before it steps down. */
    static final Scenario CUT_LEADER_FOR_LONG = scenario(
                    "cut-leader-for-long",
                    "Does a leader that lost ZooKeeper stop in time?",
                    step("cut-leader-from-ensemble", "leader", "after 1s", "for 9s"))
            .withOverlapBound(Duration.ofMillis(500));
}
