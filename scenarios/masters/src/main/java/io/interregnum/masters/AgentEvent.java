package io.interregnum.masters;

import java.util.Optional;

/** What can happen to an agent. Everything that {@link Agent} knows of the world comes in as one of these. */
sealed interface AgentEvent {

    /** The detector believes this. */
    record Detected(Optional<Leader> leader) implements AgentEvent {}

    /**
     * A master accepted the registration.
     *
     * @param attempt of {@link AgentAction.Register}
     * @param totalPingMs without a ping for so long the master is to be taken for lost, in ms
     */
    record Registered(long attempt, Sender sender, String agent, String registration, int totalPingMs)
            implements AgentEvent {}

    /**
     * A master did not, or did not answer.
     *
     * @param gone it never will under the id that we have
     */
    record NotRegistered(long attempt, boolean gone) implements AgentEvent {}

    /** A message of a master. */
    sealed interface Command extends AgentEvent {
        /** To answer under. */
        long ticket();

        Sender sender();

        /** The registration that the master means. */
        String registration();

        /** Its name in the ledger. */
        String what();

        /** The task that it is about; empty if none. */
        String task();
    }

    record Ping(long ticket, Sender sender, String registration) implements Command {
        @Override
        public String what() {
            return "ping";
        }

        @Override
        public String task() {
            return "";
        }
    }

    record Run(long ticket, Sender sender, String registration, Task launch) implements Command {
        @Override
        public String what() {
            return "run";
        }

        @Override
        public String task() {
            return launch.id();
        }
    }

    record Kill(long ticket, Sender sender, String registration, String framework, String task) implements Command {
        @Override
        public String what() {
            return "kill";
        }
    }

    record Acknowledge(long ticket, Sender sender, String registration, String framework, String task, String uuid)
            implements Command {
        @Override
        public String what() {
            return "acknowledge";
        }
    }

    /** Time passed. */
    record Tick() implements AgentEvent {}
}
