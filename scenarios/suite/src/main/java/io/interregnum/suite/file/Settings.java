package io.interregnum.suite.file;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * On what a scenario file is to be run, as far as it says; the command line wins.
 *
 * @param variant planted bugs of the reference master
 * @param registry where it keeps its registry
 * @param ensemble ZooKeeper servers
 * @param masters contenders
 * @param clients client nodes
 * @param agents workers that follow the leading master
 * @param frameworks clients that have tasks run on agents
 * @param sessionTimeout when ZooKeeper gives a silent master up
 * @param tick ZooKeeper's unit of time
 */
public record Settings(
        Optional<String> variant,
        Optional<String> registry,
        OptionalInt ensemble,
        OptionalInt masters,
        OptionalInt clients,
        OptionalInt agents,
        OptionalInt frameworks,
        Optional<Duration> sessionTimeout,
        Optional<Duration> tick) {

    /** Says nothing. */
    public static final Settings NONE = new Settings(
            Optional.empty(),
            Optional.empty(),
            OptionalInt.empty(),
            OptionalInt.empty(),
            OptionalInt.empty(),
            OptionalInt.empty(),
            OptionalInt.empty(),
            Optional.empty(),
            Optional.empty());

    /** The same with a session time-out. */
    public Settings withSessionTimeout(Duration timeout) {
        return new Settings(
                variant, registry, ensemble, masters, clients, agents, frameworks, Optional.of(timeout), tick);
    }

    /** The same with so many agents, and a framework for them to work for. */
    public Settings withAgents(int count) {
        return new Settings(
                variant,
                registry,
                ensemble,
                masters,
                clients,
                OptionalInt.of(count),
                OptionalInt.of(1),
                sessionTimeout,
                tick);
    }
}
