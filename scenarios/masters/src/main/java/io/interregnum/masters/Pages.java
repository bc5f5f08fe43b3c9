package io.interregnum.masters;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.interregnum.masters.SoftView.AgentState;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * What a master tells about itself, in the fields of Mesos for what Mesos has; {@code epoch} and the names of agents are
 * ours. Agents are called slaves where Mesos does that. Safe for many threads.
 */
final class Pages {
    private final Routes.Sources sources;
    private final Supplier<Long> wallMs;
    private final long startedMs;

    Pages(Routes.Sources sources, Supplier<Long> wallMs) {
        this.sources = sources;
        this.wallMs = wallMs;
        this.startedMs = wallMs.get();
    }

    double startSeconds() {
        return startedMs / 1e3;
    }

    private SoftView view() {
        return sources.members().get().view();
    }

    ObjectNode state(Standing now) {
        MasterInfo self = sources.self();
        SoftView view = view();
        ObjectNode body = Json.object()
                .put("version", self.version())
                .put("start_time", startSeconds())
                .put("id", self.id())
                .put("pid", self.pid())
                .put("hostname", self.hostname())
                .put("activated_slaves", (double)
                        view.agents(AgentState.REGISTERED).size())
                .put("deactivated_slaves", 0.0)
                .put("unreachable_slaves", (double)
                        view.agents(AgentState.UNREACHABLE).size())
                .put("leader", self.pid())
                .put("epoch", now.epoch());
        sources.registry().get().electedMs().ifPresent(ms -> body.put("elected_time", ms / 1e3));
        body.putObject("leader_info")
                .put("id", self.id())
                .put("pid", self.pid())
                .put("port", self.port())
                .put("hostname", self.hostname());
        body.set("flags", flags().path("flags"));
        putSlaves(body.putArray("slaves"), view, AgentState.REGISTERED);
        putSlaves(body.putArray("recovered_slaves"), view, AgentState.RECOVERED);
        putFrameworks(body.putArray("frameworks"), view);
        body.putArray("completed_frameworks");
        ArrayNode orphans = body.putArray("orphan_tasks");
        view.tasks().stream()
                .filter(task ->
                        view.frameworks().stream().noneMatch(each -> each.id().equals(task.framework())))
                .forEach(task -> putTask(orphans.addObject(), task));
        body.putArray("unregistered_frameworks");
        return body;
    }

    ObjectNode summary() {
        MasterInfo self = sources.self();
        SoftView view = view();
        ObjectNode body = Json.object().put("hostname", self.hostname());
        ArrayNode slaves = body.putArray("slaves");
        for (SoftView.Agent agent : view.agents(AgentState.REGISTERED)) {
            ObjectNode slave = slaves.addObject();
            putSlave(slave, view, agent);
            putCounts(slave, view.tasksOn(agent.id()));
            ArrayNode frameworks = slave.putArray("framework_ids");
            view.tasksOn(agent.id()).stream().map(Task::framework).distinct().forEach(frameworks::add);
        }
        ArrayNode frameworks = body.putArray("frameworks");
        for (SoftView.Framework framework : view.frameworks()) {
            ObjectNode node = frameworks.addObject();
            putFramework(node, framework);
            putCounts(node, view.tasksOf(framework.id()));
            ArrayNode agents = node.putArray("slave_ids");
            view.tasksOf(framework.id()).stream().map(Task::agent).distinct().forEach(agents::add);
        }
        return body;
    }

    private static void putCounts(ObjectNode node, List<Task> tasks) {
        for (TaskState state : TaskState.values()) {
            node.put(
                    state.mesosName(),
                    tasks.stream().filter(task -> task.state() == state).count());
        }
    }

    private void putSlaves(ArrayNode array, SoftView view, AgentState state) {
        view.agents(state).forEach(agent -> putSlave(array.addObject(), view, agent));
    }

    private void putSlave(ObjectNode node, SoftView view, SoftView.Agent agent) {
        int colon = agent.authority().lastIndexOf(':');
        node.put("id", agent.id())
                .put("hostname", agent.authority().substring(0, Math.max(0, colon)))
                .put("port", Integer.parseInt("0" + agent.authority().substring(colon + 1)))
                .put("pid", "slave(1)@" + agent.authority())
                .put("node", agent.node());
        node.putObject("attributes");
        if (agent.state() == AgentState.REGISTERED) {
            node.put("registered_time", sources.members().get().wallSeconds(agent.sinceNanos()));
            node.putObject("resources").put("cpus", (double) agent.slotCount());
            node.putObject("used_resources").put("cpus", (double) running(view.tasksOn(agent.id())));
        }
        node.put("active", agent.state() == AgentState.REGISTERED).put("deactivated", false);
        node.put("version", sources.self().version());
    }

    private static long running(List<Task> tasks) {
        return tasks.stream().filter(task -> !task.state().terminal()).count();
    }

    private void putFrameworks(ArrayNode array, SoftView view) {
        for (SoftView.Framework framework : view.frameworks()) {
            ObjectNode node = array.addObject();
            putFramework(node, framework);
            ArrayNode running = node.putArray("tasks");
            ArrayNode unreachable = node.putArray("unreachable_tasks");
            ArrayNode completed = node.putArray("completed_tasks");
            for (Task task : view.tasksOf(framework.id())) {
                ArrayNode place = task.state() == TaskState.UNREACHABLE ? unreachable : running;
                putTask((task.state().terminal() ? completed : place).addObject(), task);
            }
        }
    }

    private void putFramework(ObjectNode node, SoftView.Framework framework) {
        node.put("id", framework.id())
                .put("name", framework.name())
                .put("active", framework.connected())
                .put("connected", framework.connected())
                .put("recovered", false)
                .put("registered_time", sources.members().get().wallSeconds(framework.sinceNanos()));
    }

    private static void putTask(ObjectNode node, Task task) {
        node.put("id", task.id())
                .put("name", task.work())
                .put("framework_id", task.framework())
                .put("executor_id", "")
                .put("slave_id", task.agent())
                .put("state", task.state().mesosName());
    }

    ObjectNode flags() {
        ObjectNode body = Json.object();
        ObjectNode flags = body.putObject("flags");
        sources.flags().forEach(flags::put);
        return body;
    }

    ObjectNode version() {
        return Json.object().put("version", sources.self().version());
    }

    ObjectNode metrics(Standing now) {
        Registry current = sources.registry().get();
        Registry.Metrics figures = current.metrics();
        ObjectNode body = Json.object()
                .put("master/elected", now.leading() ? 1.0 : 0.0)
                .put("master/uptime_secs", (wallMs.get() - startedMs) / 1e3)
                .put("registrar/queued_operations", (double) figures.queuedOperations())
                .put("registrar/log/recovered", current.recovered() ? 1.0 : 0.0);
        figures.stateFetchMs().ifPresent(ms -> body.put("registrar/state_fetch_ms", ms));
        figures.stateStoreMs().ifPresent(ms -> body.put("registrar/state_store_ms", ms));
        putMemberMetrics(body);
        return body;
    }

    private void putMemberMetrics(ObjectNode body) {
        SoftView view = view();
        double active = view.agents(AgentState.REGISTERED).size();
        double connected =
                view.frameworks().stream().filter(SoftView.Framework::connected).count();
        body.put("master/dropped_messages", (double) sources.members().get().droppedCount())
                .put("master/slaves_active", active)
                .put("master/slaves_connected", active)
                .put("master/slaves_disconnected", 0.0)
                .put("master/slaves_inactive", 0.0)
                .put("master/slaves_unreachable", (double)
                        view.agents(AgentState.UNREACHABLE).size())
                .put("master/frameworks_active", connected)
                .put("master/frameworks_connected", connected)
                .put("master/frameworks_disconnected", view.frameworks().size() - connected)
                .put("master/frameworks_inactive", view.frameworks().size() - connected)
                .put("master/outstanding_offers", (double) view.offerCount());
        for (TaskState state : List.of(TaskState.STAGING, TaskState.RUNNING, TaskState.UNREACHABLE)) {
            body.put("master/tasks_" + state.name().toLowerCase(Locale.ROOT), (double)
                    view.tasks().stream().filter(task -> task.state() == state).count());
        }
    }

    /** The registry as it was last read or written here, in the shape of Mesos; {@code {}} on a standby. */
    ObjectNode registry() {
        RegistryState content = sources.registry().get().content();
        ObjectNode body = Json.object();
        if (content.version() == 0) {
            return body;
        }
        body.putObject("master").set("info", Json.masterInfoNode(sources.self()));
        ArrayNode slaves = body.putObject("slaves").putArray("slaves");
        ArrayNode unreachable = body.putObject("unreachable").putArray("slaves");
        ArrayNode gone = body.putObject("gone").putArray("slaves");
        for (AdmittedAgent agent : content.agents().values()) {
            switch (agent.presence()) {
                case REACHABLE -> {
                    ObjectNode info =
                            slaves.addObject().put("deactivated", false).putObject("info");
                    info.put("hostname", agent.authority().split(":", -1)[0]);
                    info.putObject("id").put("value", agent.id());
                }
                case UNREACHABLE -> unreachable.addObject().putObject("id").put("value", agent.id());
                case GONE -> gone.addObject().putObject("id").put("value", agent.id());
            }
        }
        ArrayNode weights = body.putArray("weights");
        content.weights()
                .forEach((role, weight) ->
                        weights.addObject().putObject("info").put("role", role).put("weight", weight));
        return body.put("epoch", content.epoch()).put("version", content.version());
    }

    /** Everything that is known of agents, tasks and frameworks, in one piece. */
    ObjectNode refAgents(Standing now) {
        // Asked first: whoever sees "recovered" must see at least what was recovered.
        boolean recovered = sources.registry().get().recovered();
        SoftView view = view();
        ObjectNode body = Json.object().put("recovered", recovered).put("epoch", now.epoch());
        ArrayNode agents = body.putArray("agents");
        for (SoftView.Agent agent : view.agents()) {
            agents.addObject()
                    .put("id", agent.id())
                    .put("node", agent.node())
                    .put("state", agent.state().name().toLowerCase(Locale.ROOT));
        }
        ArrayNode tasks = body.putArray("tasks");
        for (Task task : view.tasks()) {
            tasks.addObject()
                    .put("id", task.id())
                    .put("work", task.work())
                    .put("agent", task.agent())
                    .put("state", task.state().name());
        }
        ArrayNode frameworks = body.putArray("frameworks");
        for (SoftView.Framework framework : view.frameworks()) {
            frameworks.addObject().put("id", framework.id()).put("connected", framework.connected());
        }
        return body;
    }
}
