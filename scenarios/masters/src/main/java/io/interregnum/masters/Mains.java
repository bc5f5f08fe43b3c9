package io.interregnum.masters;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How every program here begins and ends: 254 for bad flags, 1 for every other end, without closing anything. */
final class Mains {
    private static final int EXIT_SUICIDE = 1;
    private static final int EXIT_BAD_FLAGS = 254;

    private Mains() {}

    /** A program that runs on from here. */
    interface Program<F> {
        /**
         * Begins, and may block until the process ends.
         *
         * @param events standard output
         * @param end ends the process at once
         * @throws IOException if it cannot begin
         */
        void run(F flags, OutputStream events, Runnable end) throws IOException;
    }

    static <F> void run(Function<String[], F> parser, String[] arguments, Program<F> program) {
        System.setProperty(LogSetup.MASTER_PROPERTY, "true");
        System.setProperty("zookeeper.sasl.client", "false");
        System.setProperty("sun.net.httpserver.nodelay", "true"); // Else answers wait 40 ms for an acknowledgement.
        F flags;
        try {
            flags = parser.apply(arguments);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            Runtime.getRuntime().halt(EXIT_BAD_FLAGS);
            return;
        }
        try {
            FileOutputStream events = new FileOutputStream(FileDescriptor.out);
            program.run(flags, events, () -> Runtime.getRuntime().halt(EXIT_SUICIDE));
        } catch (IOException e) {
            System.err.println("cannot start: " + e.getMessage());
            Runtime.getRuntime().halt(EXIT_SUICIDE);
        } catch (RuntimeException | Error e) {
            Logger log = LoggerFactory.getLogger(Mains.class);
            log.error("unexpected failure", e);
            Runtime.getRuntime().halt(EXIT_SUICIDE);
        }
    }
}
