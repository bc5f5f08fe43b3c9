package io.interregnum.suite.zoo;

import io.interregnum.cluster.ClusterSpec;
import io.interregnum.report.Report;
import io.interregnum.run.Scenario;

/**
 * A line of the matrix: what is run again and again.
 *
 * @param entry of the zoo
 * @param part of it
 * @param spec of the cluster
 */
public record Cell(Entry entry, Part part, ClusterSpec spec) {

    /** What is run of an entry. */
    public enum Part {
        /** A planted bug with what sets it off. */
        BUG,
        /** The same system with what it must withstand. */
        CONTROL,
        /** A correct system. */
        CORRECT
    }

    /** What is done. */
    public Scenario scenario() {
        return part == Part.CONTROL ? entry.control() : entry.trigger();
    }

    /** Holds a run of it against what should be seen. */
    public Sighting look(Report report) {
        return part == Part.BUG ? Sighting.of(report, entry.sign()) : Sighting.ofControl(report);
    }

    /** Such as {@code no-fence} or {@code no-fence, control}. */
    public String text() {
        return entry.name()
                + (part == Part.CONTROL ? ", control " + entry.control().name() : "");
    }

    /** Masters and ZooKeeper servers, such as {@code 3/3}. */
    public String size() {
        return spec.masterCount() + "/" + spec.ensembleCount();
    }
}
