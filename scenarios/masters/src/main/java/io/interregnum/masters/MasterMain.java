package io.interregnum.masters;

/** The program: one master per process. */
public final class MasterMain {
    private MasterMain() {}

    /**
     * Runs a master until it ends itself. Exits with 254 for bad flags and with 1 for everything else, saying why on
     * standard error or in the event log on standard output.
     */
    public static void main(String[] arguments) {
        Mains.run(Flags::parse, arguments, (flags, events, end) -> new Master(flags, events, end).start());
    }
}
