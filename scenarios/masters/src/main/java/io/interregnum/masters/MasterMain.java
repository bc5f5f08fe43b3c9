package io.interregnum.masters;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;

/** The program: one master per process. */
public final class MasterMain {
    private static final int EXIT_SUICIDE = 1;
    private static final int EXIT_BAD_FLAGS = 254;

    private MasterMain() {}

    /**
     * Runs a master until it ends itself. Exits with 254 for bad flags and with 1 for everything else, saying why on
     * standard error or in the event log on standard output.
     */
    public static void main(String[] arguments) {
        System.setProperty(LogSetup.MASTER_PROPERTY, "true");
        System.setProperty("zookeeper.sasl.client", "false");
        System.setProperty("sun.net.httpserver.nodelay", "true"); // Else answers wait 40 ms for an acknowledgement.
        Flags flags;
        try {
            flags = Flags.parse(arguments);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            Runtime.getRuntime().halt(EXIT_BAD_FLAGS);
            return;
        }
        try {
            FileOutputStream events = new FileOutputStream(FileDescriptor.out);
            Master master = new Master(flags, events, () -> Runtime.getRuntime().halt(EXIT_SUICIDE));
            master.start();
        } catch (IOException e) {
            System.err.println("cannot listen on port " + flags.port() + ", or open the log: " + e.getMessage());
            Runtime.getRuntime().halt(EXIT_SUICIDE);
        }
    }
}
