package io.interregnum.history;

import io.interregnum.history.FaultEvent.Harm;
import io.interregnum.history.FaultEvent.Stage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes histories by hand: events in any order, times in milliseconds; {@link #build} sorts them by time (equal times in
 * the order of writing) and gives out the indexes. Every operation gets a process of its own unless {@link Op#by} says
 * otherwise, so that what is written carelessly is still sound. For one thread.
 */
public final class HistoryBuilder {
    private static final long MILLI = 1_000_000;
    /** Later than anything else. */
    private static final long LEDGERS_MS = 10_000_000;

    private final List<Event> drafts = new ArrayList<>(); // with index 0
    private int nextProcess;

    /** Any event. */
    public HistoryBuilder event(
            long ms, Event.Type type, String process, String f, @Nullable Object value, Map<String, Object> fields) {
        drafts.add(new Event(0, ms * MILLI, type, process, f, value, fields));
        return this;
    }

    public HistoryBuilder phase(long ms, String name) {
        return event(ms, Event.Type.INFO, Processes.RUNNER, "phase", name, Map.of());
    }

    public HistoryBuilder starting(long ms, String node) {
        return event(ms, Event.Type.INFO, Processes.CLUSTER, NodeEvent.STARTING, node, Map.of());
    }

    public HistoryBuilder exited(long ms, String node) {
        return event(ms, Event.Type.INFO, Processes.CLUSTER, NodeEvent.EXITED, node, NodeEvent.exitCode(137));
    }

    /** One stage of a fault that is called by its harm. */
    public HistoryBuilder stage(long ms, int step, Stage stage, Harm harm, String... targets) {
        FaultEvent fault = new FaultEvent(step, stage, harm, List.of(targets), "");
        String name = harm.name().toLowerCase(java.util.Locale.ROOT);
        return event(ms, Event.Type.INFO, Processes.NEMESIS, name, fault.toValue(), Map.of());
    }

    /** A whole fault: proven 10 ms after its request, its heal asked for 10 ms before it was seen. */
    public HistoryBuilder fault(int step, Harm harm, String target, long requestedMs, long healedMs) {
        return stage(requestedMs, step, Stage.REQUESTED, harm, target)
                .stage(requestedMs + 10, step, Stage.EFFECTIVE, harm, target)
                .stage(healedMs - 10, step, Stage.HEAL_REQUESTED, harm, target)
                .stage(healedMs, step, Stage.HEALED, harm, target);
    }

    /** A probe answered with a claim. */
    public HistoryBuilder yes(String node, long epoch, String life, long sentMs, long receivedMs) {
        return probe(node, new ProbeAnswer(true, OptionalLong.of(epoch), life, node), sentMs, receivedMs);
    }

    /** Claims at every probe, one every 20 ms, each answered after 2 ms; sent from the one time to the other. */
    public HistoryBuilder yesFrom(String node, long epoch, String life, long fromMs, long toMs) {
        for (long ms = fromMs; ms <= toMs; ms += 20) {
            yes(node, epoch, life, ms, ms + 2);
        }
        return this;
    }

    /** A probe answered without a claim. */
    public HistoryBuilder no(String node, String life, long sentMs, long receivedMs) {
        return probe(node, new ProbeAnswer(false, OptionalLong.empty(), life, ""), sentMs, receivedMs);
    }

    /** Claims nothing at every probe, one every 20 ms, each answered after 2 ms; sent from the one time to the other. */
    public HistoryBuilder noFrom(String node, String life, long fromMs, long toMs) {
        for (long ms = fromMs; ms <= toMs; ms += 20) {
            no(node, life, ms, ms + 2);
        }
        return this;
    }

    public HistoryBuilder probe(String node, ProbeAnswer answer, long sentMs, long receivedMs) {
        return probeSent(node, sentMs)
                .event(receivedMs, Event.Type.OK, Processes.probeOf(node), ProbeAnswer.F, answer.toValue(), Map.of());
    }

    /** A probe that found nobody listening. */
    public HistoryBuilder refused(String node, long sentMs, long receivedMs) {
        return probeSent(node, sentMs)
                .event(receivedMs, Event.Type.FAIL, Processes.probeOf(node), ProbeAnswer.F, null, Map.of());
    }

    /** A probe that was given up. */
    public HistoryBuilder unanswered(String node, long sentMs, long givenUpMs) {
        return probeSent(node, sentMs)
                .event(givenUpMs, Event.Type.INFO, Processes.probeOf(node), ProbeAnswer.F, null, Map.of());
    }

    private HistoryBuilder probeSent(String node, long ms) {
        return event(ms, Event.Type.INVOKE, Processes.probeOf(node), ProbeAnswer.F, null, Map.of());
    }

    /** The observer sees something of an election node. */
    public HistoryBuilder electionNode(long ms, ElectionFact.Kind kind, long epoch, String node, long notBeforeMs) {
        return fact(ms, new ElectionFact(kind, "/ref/" + epoch, epoch, 1, node, 0, notBeforeMs * MILLI));
    }

    /** The observer sees another epoch in the registry. */
    public HistoryBuilder registry(long ms, long epoch, long notBeforeMs) {
        return fact(
                ms,
                new ElectionFact(
                        ElectionFact.Kind.REGISTRY_EPOCH, "/ref/registry", epoch, 0, "", 1, notBeforeMs * MILLI));
    }

    /** The observer watches a ZooKeeper server from now on. */
    public HistoryBuilder watched(long ms, String server) {
        return event(ms, Event.Type.INFO, Processes.OBSERVER, ElectionFact.OBSERVER_CONNECTED, server, Map.of());
    }

    /** The observer watches that server no more. */
    public HistoryBuilder unwatched(long ms, String server) {
        return event(ms, Event.Type.INFO, Processes.OBSERVER, ElectionFact.OBSERVER_LOST, server, Map.of());
    }

    private HistoryBuilder fact(long ms, ElectionFact fact) {
        return event(ms, Event.Type.INFO, Processes.OBSERVER, fact.kind().f(), fact.toValue(), Map.of());
    }

    public Op write(String key, long value) {
        return new Op(ClientFields.WRITE, key, value);
    }

    public Op cas(String key, long expected, long value) {
        return new Op(ClientFields.CAS, key, Arrays.asList(expected, value));
    }

    public Op read(String key) {
        return new Op(ClientFields.READ, key, null);
    }

    /** An addition to a set. */
    public Op add(String key, long element) {
        return new Op(ClientFields.ADD, key, element);
    }

    public Op readSet(String key) {
        return new Op(ClientFields.READ_SET, key, null);
    }

    /**
     * A line of a node's ledger, which is taken over at the end, in the order of writing.
     *
     * @param atMs when it was written; less than 0 where the node's clock is not known
     * @param fields names and values by turns
     */
    public HistoryBuilder ledger(String node, String kind, long atMs, Object... fields) {
        Map<String, Object> value = new TreeMap<>();
        for (int i = 0; i < fields.length; i += 2) {
            value.put((String) fields[i], fields[i + 1]);
        }
        if (atMs >= 0) {
            value.put("atNanos", atMs * MILLI);
        }
        return event(LEDGERS_MS, Event.Type.INFO, node, kind, value, Map.of());
    }

    public HistoryBuilder started(String node, long atMs) {
        return ledger(node, "started", atMs, "incarnation", node + "-" + atMs);
    }

    /** A registration that the agent accepted; its id is that of its node with an A before. */
    public HistoryBuilder registered(String node, long atMs, String master, long epoch, String... tasks) {
        return ledger(
                node,
                "registered",
                atMs,
                "agent",
                "A-" + node,
                "master",
                master,
                "epoch",
                epoch,
                "again",
                epoch > 1,
                "tasks",
                List.of(tasks));
    }

    /** The work of a task is what stands before the dot in its name. */
    public HistoryBuilder launched(String node, long atMs, String task, String master, long epoch) {
        return ledger(
                node,
                "task-launched",
                atMs,
                "task",
                task,
                "work",
                work(task),
                "framework",
                "F",
                "master",
                master,
                "epoch",
                epoch);
    }

    public HistoryBuilder ended(String node, long atMs, String task, String state) {
        return ledger(node, "task-ended", atMs, "task", task, "work", work(task), "state", state);
    }

    /** A task that was killed on a master's command. */
    public HistoryBuilder killed(String node, long atMs, String task, String master, long epoch) {
        return ledger(
                node,
                "task-ended",
                atMs,
                "task",
                task,
                "work",
                work(task),
                "state",
                "KILLED",
                "master",
                master,
                "epoch",
                epoch);
    }

    /** What a framework was told of a task on an agent's node. */
    public HistoryBuilder told(
            String framework, long atMs, String task, String state, String node, String master, long epoch) {
        return ledger(
                framework,
                "task-told",
                atMs,
                "task",
                task,
                "work",
                work(task),
                "state",
                state,
                "agent",
                "A-" + node,
                "master",
                master,
                "epoch",
                epoch);
    }

    /** A master offers the framework a node's agent. */
    public HistoryBuilder offered(String framework, long atMs, String offer, String node, String master, long epoch) {
        return ledger(
                framework, "offered", atMs, "offer", offer, "agent", "A-" + node, "master", master, "epoch", epoch);
    }

    /** The framework is about to ask for a task on a node's agent. */
    public HistoryBuilder intended(String framework, long atMs, String task, String node, String offer) {
        return ledger(
                framework,
                "task-intended",
                atMs,
                "task",
                task,
                "work",
                work(task),
                "agent",
                "A-" + node,
                "offer",
                offer);
    }

    public HistoryBuilder givenUp(String framework, long atMs, String task) {
        return ledger(framework, "task-given-up", atMs, "task", task, "work", work(task));
    }

    private static String work(String task) {
        return task.substring(0, task.indexOf('.') < 0 ? task.length() : task.indexOf('.'));
    }

    /**
     * A view of a recovered leader, asked for 4 ms before.
     *
     * @param agents such as {@code agent-1=registered}, with nodes, of which the ids are as in {@link #registered}
     * @param tasks such as {@code w1@agent-1}
     */
    public HistoryBuilder view(long ms, String master, long epoch, List<String> agents, String... tasks) {
        List<Map<String, Object>> shown = new ArrayList<>();
        for (String text : agents) {
            int at = text.indexOf('=');
            String node = text.substring(0, at);
            shown.add(Map.of("id", "A-" + node, "node", node, "state", text.substring(at + 1)));
        }
        List<Map<String, Object>> running = new ArrayList<>();
        for (String text : tasks) {
            int at = text.indexOf('@');
            running.add(
                    Map.of("id", text.substring(0, at), "agent", "A-" + text.substring(at + 1), "state", "RUNNING"));
        }
        return view(
                ms,
                master,
                Map.of("recovered", true, "epoch", epoch, "agents", shown, "tasks", running, "frameworks", List.of()));
    }

    /** Any answer to the question for a view. */
    public HistoryBuilder view(long ms, String master, Object value) {
        String process = Processes.viewOf(master);
        return event(ms - 4, Event.Type.INVOKE, process, LeaderView.F, null, Map.of())
                .event(ms, Event.Type.OK, process, LeaderView.F, value, Map.of());
    }

    /** The history so far. */
    public History build() {
        List<Event> sorted = new ArrayList<>(drafts);
        sorted.sort((left, right) -> Long.compare(left.timeNanos(), right.timeNanos()));
        List<Event> events = new ArrayList<>();
        for (Event draft : sorted) {
            events.add(new Event(
                    events.size(),
                    draft.timeNanos(),
                    draft.type(),
                    draft.process(),
                    draft.f(),
                    draft.value(),
                    draft.fields()));
        }
        return new History(events);
    }

    /** One operation of a client; ends with what became of it. */
    public final class Op {
        private final String f;
        private final @Nullable Object value;
        private final Map<String, Object> names = new TreeMap<>();
        private final Map<String, Object> answered = new TreeMap<>();
        private Optional<String> process = Optional.empty();
        private long askedMs;
        private long intendedMs = -1;

        private Op(String f, String key, @Nullable Object value) {
            this.f = f;
            this.value = value;
            names.put(ClientFields.KEY, key);
            names.put(ClientFields.CLIENT, "client-1");
        }

        public Op on(String node) {
            names.put(ClientFields.NODE, node);
            return this;
        }

        public Op from(String client) {
            names.put(ClientFields.CLIENT, client);
            return this;
        }

        public Op by(int number) {
            process = Optional.of(Integer.toString(number));
            return this;
        }

        public Op epoch(long epoch) {
            answered.put(ClientFields.EPOCH, epoch);
            return this;
        }

        public Op valueEpoch(long epoch) {
            answered.put(ClientFields.VALUE_EPOCH, epoch);
            return this;
        }

        /** When it was due; without this, when it was asked. */
        public Op intended(long ms) {
            intendedMs = ms;
            return this;
        }

        public Op asked(long ms) {
            askedMs = ms;
            return this;
        }

        public HistoryBuilder ok(long ms) {
            return end(ms, Event.Type.OK, value);
        }

        /** The answer to a read. */
        public HistoryBuilder ok(long ms, @Nullable Long seen) {
            return end(ms, Event.Type.OK, seen);
        }

        /** The answer to a read of a set. */
        public HistoryBuilder shows(long ms, List<Long> seen) {
            return end(ms, Event.Type.OK, seen);
        }

        public HistoryBuilder mismatch(long ms, long actual) {
            answered.put(ClientFields.ERROR, ClientFields.MISMATCH);
            answered.put(ClientFields.ACTUAL, actual);
            return end(ms, Event.Type.FAIL, value);
        }

        public HistoryBuilder refused(long ms) {
            answered.put(ClientFields.ERROR, "redirected");
            return end(ms, Event.Type.FAIL, value);
        }

        public HistoryBuilder unknown(long ms) {
            answered.clear();
            answered.put(ClientFields.ERROR, "timeout");
            return end(ms, Event.Type.INFO, value);
        }

        private HistoryBuilder end(long ms, Event.Type type, @Nullable Object answer) {
            String who = invoke();
            answered.putAll(names);
            return event(ms, type, who, f, answer, answered);
        }

        /** Leaves it open for ever. */
        public HistoryBuilder never() {
            invoke();
            return HistoryBuilder.this;
        }

        private String invoke() {
            String who = process.orElseGet(() -> Integer.toString(1_000 + nextProcess++));
            Map<String, Object> asked = new TreeMap<>(names);
            asked.put(ClientFields.INTENDED, (intendedMs < 0 ? askedMs : intendedMs) * MILLI);
            event(askedMs, Event.Type.INVOKE, who, f, value, asked);
            return who;
        }
    }
}
