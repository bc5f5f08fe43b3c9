package io.interregnum.check;

import io.interregnum.history.ElectionFact.Kind;
import io.interregnum.history.FaultEvent.Harm;
import io.interregnum.history.HistoryBuilder;
import io.interregnum.history.ProbeAnswer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A small correct cluster in steps of 20 ms, for 60 s: masters that follow each other, agents that are cut and killed, a
 * framework that starts lost work again, a set. Everything random comes from the seed. It can be told to make one mistake.
 */
final class RandomCluster {
    enum Mistake {
        NONE,
        /** New leaders do not know an agent that was admitted before. */
        FORGETS_AN_AGENT,
        /** Leaders leave a task out of what agents tell them. */
        FORGETS_A_TASK,
        /** Agents launch what deposed masters command. */
        OBEYS_A_DEPOSED_MASTER,
        /** Leaders tell the framework at once that tasks of agents that have not come back are lost. */
        LOSES_TASKS_AT_ONCE,
        /** A new leader has not read the last additions to the set. */
        LOSES_ADDITIONS
    }

    static final List<String> AGENTS = List.of("agent-1", "agent-2", "agent-3");
    private static final int STEP_MS = 20;
    private static final int END_MS = 60_000;
    private static final int PING_TIMEOUT_MS = 2_000;

    private final Random random;
    private final Mistake mistake;
    private final boolean stamped;
    private final HistoryBuilder history = new HistoryBuilder();
    private final List<Agent> agents = AGENTS.stream().map(Agent::new).toList();
    private final Map<String, String> told = new TreeMap<>(); // task -> state the framework knows
    private final List<Long> set = new ArrayList<>();
    private int now;
    private int leader = 1; // 0: nobody
    private int fallen;
    private long epoch = 3;
    private int electedMs;
    private int fallsMs = 10_000;
    private long nextElement;
    private int nextWork;
    private int nextFault;

    private static final class Agent {
        final String name;
        final TreeSet<String> tasks = new TreeSet<>();
        long acceptedEpoch; // in this life
        long registeredEpoch; // 0: with nobody
        boolean admitted;
        boolean unreachable; // as the registry says
        boolean alive = true;
        int hurtFromMs = -1; // cut or dead since then
        int hurtToMs;
        int backMs; // not registered again before that

        Agent(String name) {
            this.name = name;
        }

        boolean isHurt() {
            return hurtFromMs >= 0;
        }
    }

    private RandomCluster(long seed, Mistake mistake) {
        this.random = new Random(seed);
        this.mistake = mistake;
        this.stamped = mistake != Mistake.NONE || random.nextInt(4) > 0;
    }

    static HistoryBuilder history(long seed, Mistake mistake) {
        return new RandomCluster(seed, mistake).run();
    }

    private HistoryBuilder run() {
        history.electionNode(1, Kind.ELECTION_NODE_CREATED, epoch, "master-1", 0)
                .registry(2, epoch, 0);
        agents.forEach(agent -> {
            history.starting(0, agent.name).started(agent.name, at());
            agent.backMs = 100 + random.nextInt(500);
        });
        for (now = 100; now < END_MS; now += STEP_MS) {
            elections();
            agents.forEach(this::hurt);
            agents.forEach(this::register);
            if (leader > 0 && now > electedMs + 100) {
                agents.forEach(this::ping);
                work();
                clients();
                if (now % 200 == 0) {
                    view();
                }
            }
            if (now % 40 == 0) { // no more seldom, or nobody is known to have gone on claiming
                probes();
            }
        }
        return history.phase(END_MS, "stop");
    }

    private int at() {
        return stamped ? now : -1;
    }

    private String master() {
        return "master-" + leader;
    }

    private boolean isQuiet() {
        return now < 40_000; // faults come until then
    }

    private void elections() {
        if (leader > 0 && now > fallsMs && isQuiet()) {
            history.fault(nextFault++, Harm.DEAD, master(), now, now + 900);
            history.electionNode(now + 1, Kind.ELECTION_NODE_DELETED, epoch, master(), now);
            electedMs = now + 1_000 + random.nextInt(800);
            fallen = leader;
            leader = 0;
        } else if (leader == 0 && now >= electedMs) {
            leader = 1 + fallen % 3;
            epoch += 1 + random.nextInt(3);
            fallsMs = now + 3_000 + random.nextInt(12_000);
            history.electionNode(now - 900, Kind.ELECTION_NODE_CREATED, epoch, master(), now - 910);
            history.registry(now + 20, epoch, now + 10);
            if (mistake == Mistake.LOSES_ADDITIONS && set.size() > 2) {
                set.remove(set.size() - 1);
            }
            if (mistake == Mistake.OBEYS_A_DEPOSED_MASTER) {
                electedMs = now;
            }
        }
    }

    private void hurt(Agent agent) {
        if (!agent.isHurt() && isQuiet() && agent.admitted && random.nextInt(600) == 0) {
            boolean kill = random.nextBoolean();
            agent.hurtFromMs = now;
            agent.hurtToMs = now + 500 + random.nextInt(6_000);
            agent.registeredEpoch = 0;
            history.fault(nextFault++, kill ? Harm.DEAD : Harm.CUT, agent.name, now, agent.hurtToMs);
            if (kill) {
                agent.alive = false;
                history.exited(now + 5, agent.name).starting(agent.hurtToMs, agent.name);
            } else {
                history.ledger(agent.name, "disconnected", at(), "master", "");
            }
        } else if (agent.isHurt() && now > agent.hurtToMs) {
            agent.hurtFromMs = -1;
            agent.backMs = now + random.nextInt(1_500);
            if (!agent.alive) {
                agent.alive = true;
                agent.acceptedEpoch = 0;
                history.started(agent.name, at());
                agent.tasks.forEach(task -> history.ended(agent.name, at(), task, "FAILED"));
                List<String> dead = List.copyOf(agent.tasks);
                agent.tasks.clear();
                dead.forEach(task -> told.putIfAbsent(task, "dead"));
            }
        }
    }

    private void register(Agent agent) {
        if (leader == 0 || agent.isHurt() || agent.registeredEpoch == epoch || now < electedMs + 100) {
            if (leader == 0 && agent.registeredEpoch != 0) {
                agent.registeredEpoch = 0;
                history.ledger(agent.name, "disconnected", at(), "master", "");
                agent.backMs = electedMs + 150 + random.nextInt(1_500);
            }
            return;
        }
        if (now >= agent.backMs) {
            long before = agent.acceptedEpoch;
            history.registered(agent.name, at(), master(), epoch, agent.tasks.toArray(String[]::new));
            agent.admitted = true;
            agent.unreachable = false;
            agent.registeredEpoch = epoch;
            agent.acceptedEpoch = epoch;
            if (mistake == Mistake.OBEYS_A_DEPOSED_MASTER && before > 0 && before < epoch) {
                launch(agent, "w" + nextWork++, "master-9", before);
            }
        }
    }

    /** The leader misses pings of an agent that it has registered, or waits for one that it has not. */
    private void ping(Agent agent) {
        boolean silent = agent.isHurt() && now - Math.max(agent.hurtFromMs, electedMs + 8_000) > PING_TIMEOUT_MS;
        boolean atOnce = mistake == Mistake.LOSES_TASKS_AT_ONCE && agent.admitted && agent.registeredEpoch != epoch;
        if ((silent || atOnce) && !agent.unreachable) {
            agent.unreachable = silent;
            for (String task : List.copyOf(agent.tasks)) {
                if (told.getOrDefault(task, "").equals("RUNNING")) {
                    tell(task, "LOST", agent);
                    history.givenUp("framework-1", at(), task);
                    again(task);
                }
            }
        }
    }

    private void again(String task) {
        List<Agent> ready = ready();
        if (!ready.isEmpty()) {
            int dot = task.indexOf('.');
            String work = dot < 0 ? task : task.substring(0, dot);
            int attempt = dot < 0 ? 2 : Integer.parseInt(task.substring(dot + 1)) + 1;
            launch(ready.get(random.nextInt(ready.size())), work + "." + attempt, master(), epoch);
        }
    }

    private List<Agent> ready() {
        return agents.stream()
                .filter(agent -> agent.registeredEpoch == epoch && !agent.isHurt())
                .toList();
    }

    private void launch(Agent agent, String task, String master, long commanded) {
        agent.tasks.add(task);
        history.launched(agent.name, at(), task, master, commanded);
        tell(task, "RUNNING", agent);
    }

    private void tell(String task, String state, Agent agent) {
        told.put(task, state);
        history.told("framework-1", at(), task, state, agent.name, leader > 0 ? master() : "master-1", epoch);
    }

    private void work() {
        for (Agent agent : ready()) {
            if (random.nextInt(60) == 0 && agent.tasks.size() < 4) {
                launch(agent, "w" + nextWork++, master(), epoch);
            }
            if (!agent.tasks.isEmpty() && random.nextInt(150) == 0) {
                String task = agent.tasks.first();
                agent.tasks.remove(task);
                boolean kill = random.nextBoolean();
                if (kill) {
                    history.killed(agent.name, at(), task, master(), epoch);
                } else {
                    history.ended(agent.name, at(), task, "FINISHED");
                }
                tell(task, kill ? "KILLED" : "FINISHED", agent);
            }
        }
    }

    private void view() {
        List<String> shown = new ArrayList<>();
        List<String> tasks = new ArrayList<>();
        for (Agent agent : agents) {
            boolean registered = agent.registeredEpoch == epoch;
            boolean forgotten = mistake == Mistake.FORGETS_AN_AGENT && !registered && agent == agents.get(0);
            if (agent.admitted && !forgotten) {
                // A leader goes on showing as registered whom it has not yet missed.
                String state = agent.unreachable ? "unreachable" : registered ? "registered" : "recovered";
                shown.add(agent.name + "=" + state);
            }
            if (registered) {
                agent.tasks.stream()
                        .skip(mistake == Mistake.FORGETS_A_TASK ? 1 : 0)
                        .forEach(task -> tasks.add(task + "@" + agent.name));
            }
        }
        history.view(now + 2, master(), epoch, shown, tasks.toArray(String[]::new));
    }

    private void clients() {
        if (random.nextInt(10) == 0) {
            long element = nextElement++;
            HistoryBuilder.Op add =
                    history.add("s", element).on(master()).epoch(epoch).asked(now);
            switch (random.nextInt(6)) {
                case 0 -> add.refused(now + 3);
                case 1 -> {
                    add.unknown(now + 3);
                    if (random.nextBoolean()) {
                        set.add(element);
                    }
                }
                default -> {
                    add.ok(now + 3);
                    set.add(element);
                }
            }
        } else if (random.nextInt(20) == 0) {
            history.readSet("s").on(master()).epoch(epoch).asked(now + 5).shows(now + 8, List.copyOf(set));
        }
    }

    private void probes() {
        for (int number = 1; number <= 3; number++) {
            String node = "master-" + number;
            if (number == leader && now > electedMs) {
                history.yes(node, epoch, node + "-" + epoch, now, now + 2);
            } else {
                String named = leader > 0 && now > electedMs + 200 ? master() : "";
                history.probe(node, new ProbeAnswer(false, OptionalLong.empty(), node, named), now, now + 2);
            }
        }
    }
}
