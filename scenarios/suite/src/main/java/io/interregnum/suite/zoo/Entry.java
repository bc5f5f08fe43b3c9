package io.interregnum.suite.zoo;

import io.interregnum.run.Scenario;
import io.interregnum.suite.file.Settings;
import io.interregnum.workload.Workload;

/**
 * A system with a planted bug, or a correct one, and what is done to it.
 *
 * @param name unique in the zoo; of planted bugs that which the command line knows them by
 * @param mistake the class of mistake, a few words
 * @param precedent where it was seen: numbers of issues; empty text of a correct system
 * @param subject what is run
 * @param trigger the scenario that sets it off; its name and question say nothing of the bug, since the judge reads them
 * @param sign what must be seen then
 * @param control what the same system must withstand: the trigger without its fault, or the nearest harmless case
 * @param settings of the cluster, as far as it must differ from the standard
 * @param workload what clients do
 */
public record Entry(
        String name,
        String mistake,
        String precedent,
        Subject subject,
        Scenario trigger,
        Sign sign,
        Scenario control,
        Settings settings,
        Workload workload) {

    /** A planted bug of the reference master, in the standard cluster, that stays unseen without faults. */
    static Entry bug(String variant, String mistake, String precedent, Scenario trigger, Sign sign) {
        return new Entry(
                variant,
                mistake,
                precedent,
                Subject.masters(variant),
                trigger,
                sign,
                Schedules.CALM,
                Settings.NONE,
                Workload.DEFAULT);
    }

    /** The same system without its bug, for which nobody may ring whatever is done to it. */
    Entry correct() {
        String family = subject.family().equals(Subject.MASTERS) ? "" : subject.family() + ":";
        return new Entry(
                "correct:" + family + trigger.name(),
                "none",
                "",
                subject.correct(),
                trigger,
                Sign.nothing(),
                trigger,
                settings,
                workload);
    }

    /** The same with the registry in a log that the masters replicate. */
    Entry withLog() {
        Subject inLog = Subject.mastersWithLog(subject.bugs());
        return new Entry(name, mistake, precedent, inLog, trigger, sign, control, settings, workload);
    }

    /** The same with another control. */
    Entry controlledBy(Scenario other) {
        return new Entry(name, mistake, precedent, subject, trigger, sign, other, settings, workload);
    }

    /** The same with clients that do something else. */
    Entry under(Workload other) {
        return new Entry(name, mistake, precedent, subject, trigger, sign, control, settings, other);
    }

    /** The same in another cluster. */
    Entry in(Settings other) {
        return new Entry(name, mistake, precedent, subject, trigger, sign, control, other, workload);
    }

    /** Whether nothing is wrong with it. */
    public boolean isCorrect() {
        return sign.kind() == Sign.Kind.NOTHING;
    }
}
