package io.interregnum.masters;

/** The program: one agent per process. */
public final class AgentMain {
    private AgentMain() {}

    /** Runs an agent. Exits with 254 for bad flags and with 1 for everything else that ends it. */
    public static void main(String[] arguments) {
        Mains.run(AgentFlags::parse, arguments, (flags, events, end) -> new AgentProcess(flags, events, end).run());
    }
}
