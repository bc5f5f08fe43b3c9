package io.interregnum.history;

/** Names of the processes that are not clients. */
public final class Processes {
    /** Who injects and heals faults. Always writes {@link Event.Type#INFO}. */
    public static final String NEMESIS = "nemesis";
    /** Who watches ZooKeeper's election nodes and the registry's epoch. */
    public static final String OBSERVER = "observer";
    /** Who starts nodes and sees them end. */
    public static final String CLUSTER = "cluster";
    /** Who conducts the run; writes {@code phase} events. */
    public static final String RUNNER = "runner";

    /** The {@code f} of the runner's event that names the keys that nobody could read at the end. */
    public static final String UNREAD_KEYS = "unread-keys";

    /**
     * The {@code f} of the runner's event that says who led when the faults began; value: names under {@code master}
     * and {@code ensemble}, each only where one was known.
     */
    public static final String LEADERS = "leaders";

    /**
     * The {@code f} of the runner's event that says that all was seen whole and serving again after a step's fault was
     * healed; value: the number of the step.
     */
    public static final String RECOVERED = "recovered";

    /**
     * The {@code f} of the runner's event that says that a node's ledger was longer than what is taken into a history;
     * value: its name under {@code node}, and how many of its entries are in the history under {@code taken}.
     */
    public static final String LEDGER_CUT = "ledger-cut";

    /**
     * The {@code f} of the runner's event that says that entries of a node's ledger could not be read; value: its name
     * under {@code node}, and how many under {@code broken}.
     */
    public static final String LEDGER_BROKEN = "ledger-broken";

    private static final String PROBE = "probe:";
    private static final String VIEW = "view-";

    private Processes() {}

    /** The process that asks {@code node} who leads. */
    public static String probeOf(String node) {
        return PROBE + node;
    }

    /** True for a process of {@link #probeOf}. */
    public static boolean isProbe(String process) {
        return process.startsWith(PROBE);
    }

    /**
     * The node that a probe asks.
     *
     * @throws IllegalArgumentException when {@code process} is not a probe
     */
    public static String nodeOfProbe(String process) {
        if (!isProbe(process)) {
            throw new IllegalArgumentException("process=" + process + " is not a probe; expected " + PROBE + "<node>");
        }
        return process.substring(PROBE.length());
    }

    /** The process that asks the master {@code node} what it knows of agents and tasks. */
    public static String viewOf(String node) {
        return VIEW + node;
    }

    /** True for a process of {@link #viewOf}. */
    public static boolean isView(String process) {
        return process.startsWith(VIEW);
    }

    /**
     * The master whose view a process asks for.
     *
     * @throws IllegalArgumentException when {@code process} is not one of {@link #viewOf}
     */
    public static String nodeOfView(String process) {
        if (!isView(process)) {
            throw new IllegalArgumentException("process=" + process + " asks for no view; expected " + VIEW + "<node>");
        }
        return process.substring(VIEW.length());
    }

    /** True for the name of a client's process that is the decimal form of a {@code long}. */
    static boolean isNumber(String process) {
        int length = process.length();
        return length > 0
                && length <= 18
                && (length == 1 || process.charAt(0) != '0')
                && process.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
