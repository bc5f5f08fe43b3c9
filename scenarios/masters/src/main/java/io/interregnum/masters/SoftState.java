package io.interregnum.masters;

import io.interregnum.masters.AdmittedAgent.Presence;
import io.interregnum.masters.SoftAction.Address;
import io.interregnum.masters.SoftView.AgentState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What a leader knows and does not store: agents, frameworks, tasks and offers. Starts empty but for the agents that the
 * registry admitted, and is rebuilt from what agents and frameworks say when they register again. Events in, actions
 * out; time comes with the events, in nanoseconds on any monotonic clock. For one thread.
 *
 * <p>Of agents the registry is told first; memory, messages and answers follow once it has stored that.
 *
 * <p>A task is lost only if its agent says that it has none such, or cannot say anything ever again. Of a task on an
 * agent that was admitted and has not registered here yet, nothing is known, so nothing is said.
 */
final class SoftState {
    static final String REMOVAL_LIMIT = "Post-recovery agent removal limit exceeded!";

    /** An agent, from the moment it is admitted. */
    private static final class Member {
        AdmittedAgent agent;
        AgentState state;
        String incarnation = "";
        String registration = "";
        int slotCount;
        boolean changing; // its mark in the registry is
        boolean answered; // the last ping
        int missedPings;
        long nextPingNanos;
        long sinceNanos;
        final Set<String> ended = new HashSet<>(); // keys of tasks whose end is settled, since it registered

        Member(AdmittedAgent agent, AgentState state) {
            this.agent = agent;
            this.state = state;
        }

        Address address() {
            return new Address(agent.id(), agent.authority(), registration);
        }

        boolean usable() {
            return state == AgentState.REGISTERED && !changing;
        }
    }

    private final String masterId;
    private final AgentPolicy policy;
    private final Set<Variant> variants;
    private final Map<String, Member> members = new LinkedHashMap<>();
    private final Map<String, Task> tasks = new LinkedHashMap<>(); // by key
    private final Set<String> undelivered = new HashSet<>(); // keys of tasks that no agent has confirmed
    private final Frameworks frameworks = new Frameworks();
    private final Map<Long, LongConsumer> onceStored = new HashMap<>();
    private final Map<Long, Runnable> ifRefused = new HashMap<>();
    private final Set<String> admitting = new HashSet<>(); // incarnations
    private final Map<String, Integer> counters = new HashMap<>();
    private final List<SoftAction> actions = new ArrayList<>();
    private long storeNumber;
    private OptionalLong reregisterDeadlineNanos = OptionalLong.empty();
    private OptionalLong lastEventNanos = OptionalLong.empty();

    /** @param masterId unique per process start, so that ids that are made from it are */
    SoftState(String masterId, AgentPolicy policy, Set<Variant> variants) {
        this.masterId = masterId;
        this.policy = policy;
        this.variants = Set.copyOf(variants);
    }

    /** What to do about this event, in order; empty if nothing. */
    List<SoftAction> on(long nowNanos, SoftEvent event) {
        actions.clear();
        forgiveOwnSilence(nowNanos);
        lastEventNanos = OptionalLong.of(nowNanos);
        handle(nowNanos, event);
        pingWhoIsDue(nowNanos);
        giveUpOnRecovered(nowNanos);
        allocate(nowNanos);
        return List.copyOf(actions);
    }

    /** Whether nothing can become due: no {@link SoftEvent.Tick} is needed until another event came. */
    boolean idle() {
        return !frameworks.anyConnected()
                && members.values().stream()
                        .noneMatch(each -> each.state == AgentState.REGISTERED || each.state == AgentState.RECOVERED);
    }

    SoftView view() {
        List<SoftView.Agent> agents = new ArrayList<>();
        members.values()
                .forEach(each -> agents.add(new SoftView.Agent(
                        each.agent.id(),
                        each.agent.node(),
                        each.agent.authority(),
                        each.state,
                        each.slotCount,
                        each.sinceNanos)));
        return new SoftView(agents, new ArrayList<>(tasks.values()), frameworks.view(), frameworks.offerCount());
    }

    private void handle(long nowNanos, SoftEvent event) {
        if (event instanceof SoftEvent.Recovered recovered) {
            onRecovered(nowNanos, recovered);
        } else if (event instanceof SoftEvent.Register register) {
            onRegister(register);
        } else if (event instanceof SoftEvent.Stored stored) {
            onStored(nowNanos, stored);
        } else if (event instanceof SoftEvent.Ponged pong) {
            onPonged(pong);
        } else if (event instanceof SoftEvent.Delivered delivered) {
            undelivered.remove(delivered.taskKey());
        } else if (event instanceof SoftEvent.Update update) {
            onUpdate(update);
        } else if (event instanceof SoftEvent.Subscribe subscribe) {
            onSubscribe(nowNanos, subscribe);
        } else if (event instanceof SoftEvent.StreamClosed closed) {
            frameworks.disconnect(closed.stream());
        } else if (event instanceof SoftEvent.Call call) {
            onCall(nowNanos, call);
        } else if (event instanceof SoftEvent.MarkGone gone) {
            onMarkGone(gone);
        }
    }

    // ---- agents

    private void onRecovered(long nowNanos, SoftEvent.Recovered recovered) {
        if (has(Variant.FORGET_RECOVERED)) {
            return; // The mistake: who has not spoken yet is taken for unknown.
        }
        for (AdmittedAgent agent : recovered.agents()) {
            members.putIfAbsent(
                    agent.id(),
                    new Member(
                            agent,
                            switch (agent.presence()) {
                                case REACHABLE -> AgentState.RECOVERED;
                                case UNREACHABLE -> AgentState.UNREACHABLE;
                                case GONE -> AgentState.GONE;
                            }));
        }
        reregisterDeadlineNanos = OptionalLong.of(nowNanos + reregisterNanos());
        report("agents-recovered", inState(AgentState.RECOVERED).size() + " admitted agents");
    }

    /** With {@code mark-all-unreachable} nobody gets the time to come over from the leader before. */
    private long reregisterNanos() {
        return has(Variant.MARK_ALL_UNREACHABLE) ? 0 : policy.reregisterMs() * 1_000_000L;
    }

    /** A leader that was frozen could not be spoken to, so it holds its own silence against nobody. */
    private void forgiveOwnSilence(long nowNanos) {
        long silenceNanos = lastEventNanos.isPresent() ? nowNanos - lastEventNanos.getAsLong() : 0;
        if (silenceNanos < 2 * pingNanos()) {
            return;
        }
        if (reregisterDeadlineNanos.isPresent()) {
            reregisterDeadlineNanos = OptionalLong.of(reregisterDeadlineNanos.getAsLong() + silenceNanos);
        }
        members.values().forEach(each -> each.answered = true);
    }

    private void giveUpOnRecovered(long nowNanos) {
        if (reregisterDeadlineNanos.isEmpty() || nowNanos - reregisterDeadlineNanos.getAsLong() < 0) {
            return;
        }
        reregisterDeadlineNanos = OptionalLong.empty();
        List<Member> missing = inState(AgentState.RECOVERED);
        int admittedCount = missing.size() + inState(AgentState.REGISTERED).size();
        if (missing.size() * 100 > admittedCount * policy.removalLimitPercent()) {
            actions.add(new SoftAction.Die(REMOVAL_LIMIT + " " + missing.size() + " of " + admittedCount
                    + " admitted agents did not re-register, the limit is " + policy.removalLimitPercent() + "%"));
            return;
        }
        missing.forEach(each -> mark(each, Presence.UNREACHABLE, OptionalLong.empty()));
    }

    private void onRegister(SoftEvent.Register register) {
        if (register.agent().isEmpty()) {
            onNewAgent(register);
            return;
        }
        Member member = members.get(register.agent());
        if (member != null && member.changing) {
            refuse(register.ticket(), 503, "agent " + register.agent() + " is being marked");
        } else if (member != null && member.state == AgentState.GONE) {
            refuse(register.ticket(), 410, "agent " + register.agent() + " is gone");
        } else if (member == null || member.state == AgentState.UNREACHABLE || hasMoved(member, register)) {
            readmit(register);
        } else {
            registered(lastEventNanos.orElse(0), member, register);
        }
    }

    private static boolean hasMoved(Member member, SoftEvent.Register register) {
        return !member.agent.authority().equals(register.authority())
                || !member.agent.node().equals(register.node());
    }

    private void onNewAgent(SoftEvent.Register register) {
        for (Member member : members.values()) {
            // It did not get our answer; it does not get a second id.
            if (member.usable() && member.incarnation.equals(register.incarnation())) {
                registered(lastEventNanos.orElse(0), member, register);
                return;
            }
        }
        if (!admitting.add(register.incarnation())) {
            refuse(register.ticket(), 503, "the agent is being admitted");
            return;
        }
        AdmittedAgent agent = new AdmittedAgent(newId("S"), register.node(), register.authority(), Presence.REACHABLE);
        store(
                new Operation.AdmitAgent(agent),
                nowNanos -> {
                    admitting.remove(register.incarnation());
                    Member member = new Member(agent, AgentState.REGISTERED);
                    members.put(agent.id(), member);
                    registered(nowNanos, member, register);
                },
                () -> {
                    admitting.remove(register.incarnation());
                    refuse(register.ticket(), 503, "the registry refused the admission");
                });
    }

    private void readmit(SoftEvent.Register register) {
        AdmittedAgent agent =
                new AdmittedAgent(register.agent(), register.node(), register.authority(), Presence.REACHABLE);
        Member member = members.computeIfAbsent(agent.id(), id -> new Member(agent, AgentState.UNREACHABLE));
        member.changing = true;
        frameworks.rescindOn(agent.id(), actions);
        store(
                new Operation.MarkReachable(agent),
                nowNanos -> {
                    member.changing = false;
                    member.agent = agent;
                    registered(nowNanos, member, register);
                },
                () -> {
                    member.changing = false;
                    refuse(register.ticket(), 410, "agent " + agent.id() + " is gone");
                });
    }

    private void registered(long nowNanos, Member member, SoftEvent.Register register) {
        member.state = AgentState.REGISTERED;
        member.incarnation = register.incarnation();
        member.registration = newId("R");
        member.ended.clear();
        member.slotCount = register.slotCount();
        member.answered = true;
        member.missedPings = 0;
        member.nextPingNanos = nowNanos;
        member.sinceNanos = nowNanos;
        frameworks.rescindOn(member.agent.id(), actions);
        report("agent-registered", member.agent.node() + " as " + member.agent.id());
        actions.add(new SoftAction.Respond(
                register.ticket(),
                new SoftReply.Registered(member.agent.id(), member.registration, policy.totalPingMs())));
        learnTasks(member.agent.id(), register.tasks());
    }

    /** An agent knows best what runs on it. */
    private void learnTasks(String agent, List<Task> told) {
        Set<String> toldKeys = new HashSet<>();
        told.forEach(task -> toldKeys.add(task.key()));
        for (Task known : tasksOn(agent)) {
            if (!toldKeys.contains(known.key())) {
                forget(known.with(TaskState.LOST));
            }
        }
        for (Task task : told) {
            Task here = new Task(task.id(), task.work(), task.framework(), agent, task.state(), task.millis());
            tasks.put(here.key(), here);
            undelivered.remove(here.key());
            if (!here.state().terminal()) {
                tell(here); // The end of a task comes with an update of its own.
            }
        }
    }

    /** Tells the framework of the end of a task that nobody will speak of any more. */
    private void forget(Task ended) {
        tasks.remove(ended.key());
        undelivered.remove(ended.key());
        tell(ended);
    }

    private void onPonged(SoftEvent.Ponged pong) {
        Member member = members.get(pong.agent());
        if (member != null && member.registration.equals(pong.registration())) {
            member.answered = true;
        }
    }

    private void pingWhoIsDue(long nowNanos) {
        for (Member member : List.copyOf(members.values())) {
            if (member.usable() && nowNanos - member.nextPingNanos >= 0) {
                ping(nowNanos, member);
            }
        }
    }

    private void ping(long nowNanos, Member member) {
        member.missedPings = member.answered ? 0 : member.missedPings + 1;
        if (member.missedPings >= policy.missedPingsMax()) {
            mark(member, Presence.UNREACHABLE, OptionalLong.empty());
            return;
        }
        member.answered = false;
        member.nextPingNanos = nowNanos + pingNanos();
        actions.add(new SoftAction.Ping(member.address()));
        for (Task task : tasksOn(member.agent.id())) {
            if (undelivered.contains(task.key())) {
                actions.add(new SoftAction.Run(member.address(), task)); // The first message may not have arrived.
            }
        }
    }

    private void onMarkGone(SoftEvent.MarkGone gone) {
        Member member = members.get(gone.agent());
        if (member == null || member.state == AgentState.GONE) {
            refuse(gone.ticket(), 404, "no agent " + gone.agent() + " to be marked gone");
        } else if (member.changing) {
            refuse(gone.ticket(), 503, "agent " + gone.agent() + " is being marked");
        } else {
            mark(member, Presence.GONE, OptionalLong.of(gone.ticket()));
        }
    }

    private void mark(Member member, Presence presence, OptionalLong ticket) {
        String id = member.agent.id();
        boolean gone = presence == Presence.GONE;
        member.changing = true;
        frameworks.rescindOn(id, actions);
        store(
                gone ? new Operation.MarkGone(id) : new Operation.MarkUnreachable(id),
                nowNanos -> {
                    member.changing = false;
                    member.state = gone ? AgentState.GONE : AgentState.UNREACHABLE;
                    report(gone ? "agent-gone" : "agent-unreachable", member.agent.node() + " as " + id);
                    ticket.ifPresent(number -> actions.add(new SoftAction.Respond(number, new SoftReply.Accepted())));
                    abandonTasks(id, gone);
                },
                () -> {
                    member.changing = false;
                    ticket.ifPresent(number -> refuse(number, 503, "the registry refused the mark"));
                });
    }

    private void abandonTasks(String agent, boolean gone) {
        for (Task task : tasksOn(agent)) {
            if (gone) {
                forget(task.with(TaskState.LOST));
            } else if (!task.state().terminal()) {
                undelivered.remove(task.key());
                tasks.put(task.key(), task.with(TaskState.UNREACHABLE));
                tell(task.with(TaskState.UNREACHABLE));
            }
        }
    }

    // ---- tasks

    private void onUpdate(SoftEvent.Update update) {
        Task task = update.task();
        Member member = members.get(task.agent());
        if (member == null || !member.usable() || !member.registration.equals(update.registration())) {
            refuse(update.ticket(), 409, "agent " + task.agent() + " is not registered like that");
            return;
        }
        if (member.ended.contains(task.key()) && !task.state().terminal()) {
            refuse(update.ticket(), 409, "task " + task.key() + " has ended"); // This news was long under way.
            return;
        }
        tasks.put(task.key(), task);
        undelivered.remove(task.key());
        if (task.state().terminal()) {
            member.ended.add(task.key());
        }
        actions.add(new SoftAction.Respond(update.ticket(), new SoftReply.Accepted()));
        TaskStatus status = new TaskStatus(task.id(), task.work(), task.agent(), task.state(), update.uuid());
        frameworks.tell(task.framework(), new SchedulerEvent.Update(status), actions);
    }

    private void tell(Task task) {
        frameworks.tell(task.framework(), new SchedulerEvent.Update(TaskStatus.of(task)), actions);
    }

    private List<Task> tasksOn(String agent) {
        return tasks.values().stream()
                .filter(task -> task.agent().equals(agent))
                .toList();
    }

    // ---- frameworks

    private void onSubscribe(long nowNanos, SoftEvent.Subscribe subscribe) {
        String id = subscribe.framework().isEmpty() ? newId("") : subscribe.framework();
        frameworks.subscribe(nowNanos, id, subscribe.name(), subscribe.stream(), actions);
        report("framework-subscribed", subscribe.name() + " as " + id);
    }

    private void onCall(long nowNanos, SoftEvent.Call event) {
        if (!frameworks.speaksFor(event.stream(), event.framework())) {
            refuse(event.ticket(), 403, "Framework is not subscribed");
            return;
        }
        actions.add(new SoftAction.Respond(event.ticket(), new SoftReply.Accepted()));
        SchedulerCall call = event.call();
        String framework = event.framework();
        if (call instanceof SchedulerCall.Accept accept) {
            launch(nowNanos, framework, accept);
        } else if (call instanceof SchedulerCall.Decline decline) {
            frameworks.take(framework, decline.offers(), nowNanos + decline.refuseNanos());
        } else if (call instanceof SchedulerCall.Revive) {
            frameworks.revive(framework);
        } else if (call instanceof SchedulerCall.Kill kill) {
            kill(framework, kill);
        } else if (call instanceof SchedulerCall.Reconcile reconcile) {
            reconcile(framework, reconcile);
        } else if (call instanceof SchedulerCall.Acknowledge acknowledge) {
            acknowledge(framework, acknowledge);
        }
    }

    private void launch(long nowNanos, String framework, SchedulerCall.Accept accept) {
        Set<String> agents = frameworks.take(framework, accept.offers(), nowNanos + accept.refuseNanos());
        Member member = agents.size() == 1 ? members.get(agents.iterator().next()) : null;
        for (Task wanted : accept.tasks()) {
            Task task =
                    new Task(wanted.id(), wanted.work(), framework, wanted.agent(), TaskState.STAGING, wanted.millis());
            if (tasks.containsKey(task.key())) {
                report("task-ignored", task.key() + " exists");
            } else if (member == null
                    || !member.usable()
                    || !member.agent.id().equals(task.agent())
                    || freeSlots(member) == 0) {
                tell(task.with(TaskState.LOST));
            } else {
                tasks.put(task.key(), task);
                undelivered.add(task.key());
                actions.add(new SoftAction.Run(member.address(), task));
            }
        }
    }

    private int freeSlots(Member member) {
        long taken = tasksOn(member.agent.id()).stream()
                .filter(task -> !task.state().terminal())
                .count();
        return (int) Math.max(0, member.slotCount - taken);
    }

    private void kill(String framework, SchedulerCall.Kill kill) {
        Task asked = new Task(kill.task(), "", framework, kill.agent(), TaskState.STAGING, 0);
        Task task = tasks.get(asked.key());
        Member member = task == null ? null : members.get(task.agent());
        if (task == null || task.state().terminal()) {
            reconcile(asked);
        } else if (member != null && member.usable()) {
            actions.add(new SoftAction.Kill(member.address(), task));
        }
    }

    private void acknowledge(String framework, SchedulerCall.Acknowledge acknowledge) {
        Member member = members.get(acknowledge.agent());
        if (member == null || !member.usable()) {
            return; // It will send the news again.
        }
        actions.add(new SoftAction.Acknowledge(member.address(), framework, acknowledge.task(), acknowledge.uuid()));
        String key = framework + "/" + acknowledge.task();
        Task task = tasks.get(key);
        if (task != null && task.state().terminal()) {
            tasks.remove(key);
        }
    }

    private void reconcile(String framework, SchedulerCall.Reconcile reconcile) {
        if (reconcile.tasks().isEmpty()) {
            tasks.values().stream()
                    .filter(task -> task.framework().equals(framework))
                    .forEach(this::tell);
        }
        for (Task task : reconcile.tasks()) {
            reconcile(new Task(task.id(), task.work(), framework, task.agent(), TaskState.STAGING, 0));
        }
    }

    private void reconcile(Task asked) {
        Task known = tasks.get(asked.key());
        if (known != null) {
            tell(known);
            return;
        }
        Member member = members.get(asked.agent());
        boolean mayComeBack = asked.agent().isEmpty()
                ? !inState(AgentState.RECOVERED).isEmpty()
                : member != null && (member.changing || member.state == AgentState.RECOVERED);
        if (mayComeBack) {
            return; // Nobody knows yet, so nothing is said.
        }
        boolean unreachable = member != null && member.state == AgentState.UNREACHABLE;
        tell(asked.with(unreachable ? TaskState.UNREACHABLE : TaskState.LOST));
    }

    private void allocate(long nowNanos) {
        if (!frameworks.anyConnected()) {
            return;
        }
        for (Member member : members.values()) {
            int free = member.usable() ? freeSlots(member) : 0;
            if (free > 0) {
                frameworks.offer(nowNanos, member.agent, free, () -> newId("O"));
            }
        }
        frameworks.sendOffers(actions);
    }

    // ---- the registry, and the rest

    private void store(Operation operation, LongConsumer then, Runnable otherwise) {
        long number = ++storeNumber;
        onceStored.put(number, then);
        ifRefused.put(number, otherwise);
        actions.add(new SoftAction.Store(number, operation));
    }

    private void onStored(long nowNanos, SoftEvent.Stored stored) {
        @Nullable LongConsumer then = onceStored.remove(stored.number());
        @Nullable Runnable otherwise = ifRefused.remove(stored.number());
        if (stored.done() && then != null) {
            then.accept(nowNanos);
        } else if (otherwise != null) {
            otherwise.run();
        }
    }

    /** An id that no other leader gives, since no other process has our id; except with {@code id-reuse}. */
    private String newId(String kind) {
        int number = counters.merge(kind, 1, Integer::sum) - 1;
        String owner = has(Variant.ID_REUSE) ? "cluster" : masterId;
        return owner + "-" + kind + number;
    }

    private List<Member> inState(AgentState state) {
        return members.values().stream()
                .filter(each -> each.state == state && !each.changing)
                .toList();
    }

    private long pingNanos() {
        return policy.pingMs() * 1_000_000L;
    }

    private void refuse(long ticket, int status, String why) {
        actions.add(new SoftAction.Respond(ticket, new SoftReply.Refused(status, why)));
    }

    private void report(String what, String details) {
        actions.add(new SoftAction.Report(what, details));
    }

    private boolean has(Variant variant) {
        return variants.contains(variant);
    }
}
