package io.interregnum.run;

import io.interregnum.cluster.Addresses;
import io.interregnum.cluster.AgentsView;
import io.interregnum.cluster.HttpAnswer;
import io.interregnum.cluster.NodeId;
import io.interregnum.cluster.SystemUnderTest;
import io.interregnum.history.ProbeAnswer;
import io.interregnum.history.Processes;
import java.util.Optional;

/** What is asked of a master again and again, and what its answers are in a history. Safe for many threads. */
interface Question {

    /** Who asks that master, in the history. */
    String process(NodeId master);

    /** What is asked, in the history. */
    String f();

    /** The path that is asked for. */
    String path();

    /** What an answer says, plain JSON data; empty when it does not answer the question. */
    Optional<Object> read(NodeId master, HttpAnswer answer);

    /** Whether an answer that does not answer the question is a refusal, not something unforeseen. */
    default boolean isRefusal(HttpAnswer answer) {
        return false;
    }

    /** Whether a master leads. */
    record WhoLeads(SystemUnderTest system, Addresses addresses) implements Question {
        @Override
        public String process(NodeId master) {
            return Processes.probeOf(master.name());
        }

        @Override
        public String f() {
            return ProbeAnswer.F;
        }

        @Override
        public String path() {
            return system.probePath();
        }

        @Override
        public Optional<Object> read(NodeId master, HttpAnswer answer) {
            return system.readProbe(master, answer, addresses).map(ProbeAnswer::toValue);
        }
    }

    /**
     * Which agents, tasks and frameworks a master knows.
     *
     * @param path under which the system tells it
     * @param board is told of every answer
     */
    record WhichAgents(SystemUnderTest system, String path, AgentsBoard board) implements Question {
        private static final String AGENTS = "agents";

        @Override
        public String process(NodeId master) {
            return Processes.viewOf(master.name());
        }

        @Override
        public String f() {
            return AGENTS;
        }

        @Override
        public Optional<Object> read(NodeId master, HttpAnswer answer) {
            Optional<AgentsView> view = system.readAgents(answer);
            view.ifPresent(told -> board.told(master, told));
            return view.map(AgentsView::said);
        }

        @Override
        public boolean isRefusal(HttpAnswer answer) {
            return answer.status() == 307 || answer.status() == 503;
        }
    }
}
