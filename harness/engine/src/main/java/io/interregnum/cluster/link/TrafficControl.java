package io.interregnum.cluster.link;

import io.interregnum.cluster.Impairment;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Commands of {@code tc} at a node's own device: a class for each impaired receiver, and everything else untouched. A rate is
 * the class's own; the rest is netem within it.
 */
final class TrafficControl {
    private static final String DEVICE = "dev eth0 ";
    private static final String UNLIMITED = "10gbit";

    private TrafficControl() {}

    /** Makes the place for classes; an error when it is there. */
    static String root() {
        return "qdisc add " + DEVICE + "root handle 1: htb default 0 direct_qlen 1000\n";
    }

    /** Takes the place for classes away, and all that is in it; an error when it is not there. */
    static String unroot() {
        return "qdisc del " + DEVICE + "root\n";
    }

    /**
     * Impairs what goes to one address.
     *
     * @param number of the receiver, from 1
     */
    static String shape(int number, String address, List<Impairment> impairments) {
        String rate = UNLIMITED;
        StringBuilder netem = new StringBuilder();
        for (Impairment impairment : impairments) {
            if (impairment instanceof Impairment.Rate limit) {
                rate = limit.kilobitsPerSecond() + "kbit";
            } else {
                netem.append(netem(impairment));
            }
        }
        return "class replace " + DEVICE + "parent 1: classid 1:" + number + " htb rate " + rate
                + " burst 16k cburst 16k\n"
                + "filter replace " + DEVICE + "parent 1: protocol ip prio " + number + " u32 match ip dst " + address
                + "/32 flowid 1:" + number + "\n"
                + (netem.isEmpty()
                        ? ""
                        : "qdisc replace " + DEVICE + "parent 1:" + number + " handle 1" + number
                                + ": netem limit 10000" + netem + "\n");
    }

    private static String netem(Impairment impairment) {
        if (impairment instanceof Impairment.Delay delay) {
            return " delay " + micros(delay.mean()) + " " + micros(delay.jitter());
        } else if (impairment instanceof Impairment.Duplicate duplicate) {
            return " duplicate " + percent(duplicate.percent());
        } else if (impairment instanceof Impairment.Corrupt corrupt) {
            return " corrupt " + percent(corrupt.percent());
        } else if (impairment instanceof Impairment.Reorder reorder) {
            return " delay " + micros(reorder.by()) + " reorder " + percent(reorder.percent());
        }
        throw new IllegalArgumentException("no traffic control for " + impairment);
    }

    private static String micros(java.time.Duration duration) {
        return duration.toNanos() / 1000 + "us";
    }

    private static String percent(double percent) {
        return String.format(Locale.ROOT, "%.1f%%", percent);
    }

    /** Takes away what {@link #shape} made; an error when it is not there. */
    static String undo(int number) {
        return "filter del " + DEVICE + "parent 1: prio " + number + "\n" + "class del " + DEVICE + "classid 1:"
                + number + "\n";
    }

    /** What was refused though it should not, in what {@code tc -force} printed of {@link #root}, {@link #unroot} and {@link #undo}. */
    static Optional<String> refusal(String printed) {
        String errors = printed.lines()
                .filter(line -> line.contains("Error") || line.contains("RTNETLINK") || line.contains("annot"))
                .filter(line -> !line.contains("Exclusivity flag on") && !line.contains("File exists"))
                .filter(line -> !line.contains("not found") && !line.contains("No such file"))
                .filter(line -> !line.contains("Parent Qdisc doesn't exists") && !line.contains("Cannot find"))
                .filter(line -> !line.contains("doesn't exist") && !line.contains("handle of zero"))
                .collect(Collectors.joining("; "));
        return errors.isBlank() ? Optional.empty() : Optional.of(errors);
    }
}
