package io.interregnum.masters;

/** The program: one framework per process. */
public final class FrameworkMain {
    private FrameworkMain() {}

    /** Runs a framework. Exits with 254 for bad flags and with 1 for everything else that ends it. */
    public static void main(String[] arguments) {
        Mains.run(
                FrameworkFlags::parse,
                arguments,
                (flags, events, end) -> new FrameworkProcess(flags, events, end).run());
    }
}
