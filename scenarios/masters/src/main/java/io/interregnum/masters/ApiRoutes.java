package io.interregnum.masters;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.interregnum.masters.SoftView.AgentState;
import java.io.IOException;
import java.time.Duration;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;

/**
 * The calls that only a leader that has recovered answers: operators' and schedulers' as in Mesos' v1 API, and agents' in
 * a form of our own. Safe for many threads.
 */
final class ApiRoutes {
    private static final String OPERATOR_PATH = "/api/v1";
    private static final String SCHEDULER_PATH = "/api/v1/scheduler";
    private static final String REGISTER_PATH = "/ref/agent/register";
    private static final String UPDATE_PATH = "/ref/agent/update";

    private final Routes.Sources sources;
    private final Pages pages;
    private final Duration storeTimeout;

    ApiRoutes(Routes.Sources sources, Pages pages, Duration storeTimeout) {
        this.sources = sources;
        this.pages = pages;
        this.storeTimeout = storeTimeout;
    }

    static boolean serves(String path) {
        return path.equals(OPERATOR_PATH)
                || path.equals(SCHEDULER_PATH)
                || path.equals(REGISTER_PATH)
                || path.equals(UPDATE_PATH);
    }

    CompletionStage<Answer> answer(String method, String path, byte[] body, String stream) {
        Standing now = sources.standing().get();
        if (!method.equals("POST")) {
            return Routes.done(Answer.text(405, "Expecting one of { 'POST' }, but received '" + method + "'", now));
        }
        if (!now.leading()) {
            return Routes.done(Routes.elsewhere("/master" + path, now));
        }
        if (!sources.registry().get().recovered()) {
            return Routes.done(Answer.text(503, Routes.NOT_RECOVERED, now));
        }
        try {
            JsonNode call = Json.parse(body);
            return switch (path) {
                case OPERATOR_PATH -> operator(call, now);
                case SCHEDULER_PATH -> scheduler(call, stream, now);
                case REGISTER_PATH ->
                    sources.members()
                            .get()
                            .ask(ticket -> AgentJson.register(ticket, call))
                            .thenApply(this::render);
                default ->
                    sources.members()
                            .get()
                            .ask(ticket -> AgentJson.update(ticket, call))
                            .thenApply(this::render);
            };
        } catch (IOException e) {
            return Routes.done(Answer.text(400, "Failed to parse body into JSON: " + e.getMessage(), now));
        } catch (IllegalArgumentException e) {
            return Routes.done(Answer.text(400, String.valueOf(e.getMessage()), now));
        }
    }

    private Answer render(SoftReply reply) {
        Standing now = sources.standing().get();
        if (reply instanceof SoftReply.Registered registered) {
            return Answer.json(200, AgentJson.registered(sources.members().get().self(), registered), now);
        }
        if (reply instanceof SoftReply.Refused refused) {
            return Answer.text(refused.status(), refused.why(), now);
        }
        return Answer.empty(202, now);
    }

    // ---- schedulers

    private CompletionStage<Answer> scheduler(JsonNode call, String stream, Standing now) {
        String framework = call.path("framework_id").path("value").asText();
        if (call.path("type").asText().equals("SUBSCRIBE")) {
            JsonNode info = call.path("subscribe").path("framework_info");
            if (!info.has("name") || !info.path("id").path("value").asText().equals(framework)) {
                throw new IllegalArgumentException("Failed to validate scheduler::Call: expecting"
                        + " 'subscribe.framework_info' with a name, and an id exactly if 'framework_id' has it");
            }
            Members members = sources.members().get();
            return Routes.done(
                    Answer.stream(members.subscribe(framework, info.path("name").asText()), now));
        }
        SchedulerCall parsed = SchedulerJson.call(call);
        if (stream.isEmpty()) {
            throw new IllegalArgumentException("All non-subscribe calls should include the 'Mesos-Stream-Id' header");
        }
        return sources.members()
                .get()
                .ask(ticket -> new SoftEvent.Call(ticket, stream, framework, parsed))
                .thenApply(this::render);
    }

    // ---- operators

    private CompletionStage<Answer> operator(JsonNode call, Standing now) {
        String type = call.path("type").asText();
        return switch (type) {
            case "UPDATE_WEIGHTS" -> updateWeights(call);
            case "GET_WEIGHTS" -> getWeights();
            case "MARK_AGENT_GONE" -> markGone(call);
            case "GET_HEALTH" -> get(type, Json.object().put("healthy", true), now);
            case "GET_VERSION" -> {
                ObjectNode inner = Json.object();
                inner.set("version_info", pages.version());
                yield get(type, inner, now);
            }
            case "GET_FLAGS" -> get(type, flags(), now);
            case "GET_MASTER" -> get(type, master(), now);
            case "GET_AGENTS" -> get(type, agents(view()), now);
            case "GET_TASKS" -> get(type, tasks(view()), now);
            case "GET_FRAMEWORKS" -> get(type, frameworks(view()), now);
            case "GET_STATE" -> get(type, state(view()), now);
            default ->
                throw new IllegalArgumentException("Failed to validate master::Call: unknown type \"" + type + "\"");
        };
    }

    private SoftView view() {
        return sources.members().get().view();
    }

    private static CompletionStage<Answer> get(String type, ObjectNode inner, Standing now) {
        ObjectNode body = Json.object().put("type", type);
        body.set(type.toLowerCase(java.util.Locale.ROOT), inner);
        return Routes.done(Answer.json(200, body, now));
    }

    private CompletionStage<Answer> updateWeights(JsonNode call) {
        SortedMap<String, Double> weights = new TreeMap<>();
        for (JsonNode info : call.path("update_weights").path("weight_infos")) {
            double weight = info.path("weight").asDouble();
            if (!info.path("role").asText().matches("[A-Za-z0-9_.*/-]{1,200}") || weight <= 0) {
                throw new IllegalArgumentException(
                        "Failed to validate master::Call: a weight needs a role and must be above 0");
            }
            weights.put(info.path("role").asText(), weight);
        }
        if (weights.isEmpty()) {
            throw new IllegalArgumentException(
                    "Failed to validate master::Call: Expecting 'update_weights' to be present");
        }
        return submit(new Operation.UpdateWeights(weights));
    }

    /** Read through the registrar, so that the answer is not older than the question. */
    private CompletionStage<Answer> getWeights() {
        return submit(new Operation.ReadWeights());
    }

    private CompletionStage<Answer> submit(Operation operation) {
        return OperationRoutes.submit(sources.registry().get(), operation, storeTimeout)
                .thenApply(reply -> weights(reply, sources.standing().get()));
    }

    private static Answer weights(Reply reply, Standing now) {
        if (reply instanceof Reply.Applied) {
            return Answer.empty(200, now);
        }
        if (reply instanceof Reply.Weights weights) {
            ObjectNode body = Json.object().put("type", "GET_WEIGHTS");
            ArrayNode infos = body.putObject("get_weights").putArray("weight_infos");
            weights.weights()
                    .forEach((role, weight) ->
                            infos.addObject().put("weight", weight).put("role", role));
            return Answer.json(200, body, now);
        }
        return reply instanceof Reply.Refused refused
                ? Answer.text(503, refused.error(), now)
                : Answer.text(500, "unknown outcome: " + reply, now);
    }

    private CompletionStage<Answer> markGone(JsonNode call) {
        String agent =
                call.path("mark_agent_gone").path("agent_id").path("value").asText();
        if (agent.isEmpty()) {
            throw new IllegalArgumentException("Failed to validate master::Call: Expecting 'agent_id' to be present");
        }
        return sources.members()
                .get()
                .ask(ticket -> new SoftEvent.MarkGone(ticket, agent))
                .thenApply(reply -> {
                    Answer answer = render(reply);
                    return answer.status() == 202 ? Answer.empty(200, answer.standing()) : answer;
                });
    }

    private ObjectNode flags() {
        ObjectNode inner = Json.object();
        ArrayNode flags = inner.putArray("flags");
        sources.flags()
                .forEach((name, value) -> flags.addObject().put("name", name).put("value", value));
        return inner;
    }

    private ObjectNode master() {
        ObjectNode inner = Json.object();
        inner.set("master_info", Json.masterInfoNode(sources.self()));
        inner.put("start_time", pages.startSeconds());
        sources.registry().get().electedMs().ifPresent(ms -> inner.put("elected_time", ms / 1e3));
        return inner;
    }

    private ObjectNode state(SoftView view) {
        ObjectNode inner = Json.object();
        inner.set("get_tasks", tasks(view));
        inner.putObject("get_executors").putArray("executors");
        inner.set("get_frameworks", frameworks(view));
        inner.set("get_agents", agents(view));
        return inner;
    }

    private ObjectNode agents(SoftView view) {
        ObjectNode inner = Json.object();
        ArrayNode agents = inner.putArray("agents");
        for (SoftView.Agent agent : view.agents(AgentState.REGISTERED)) {
            ObjectNode node = agents.addObject();
            putAgentInfo(node.putObject("agent_info"), agent);
            node.put("active", true)
                    .put("deactivated", false)
                    .put("version", sources.self().version())
                    .put("pid", "slave(1)@" + agent.authority());
            node.putObject("registered_time").put("nanoseconds", nanoseconds(agent.sinceNanos()));
            SchedulerJson.putResources(node.putArray("total_resources"), agent.slotCount());
        }
        ArrayNode recovered = inner.putArray("recovered_agents");
        view.agents(AgentState.RECOVERED).forEach(agent -> putAgentInfo(recovered.addObject(), agent));
        return inner;
    }

    private static void putAgentInfo(ObjectNode node, SoftView.Agent agent) {
        int colon = agent.authority().lastIndexOf(':');
        node.put("hostname", agent.authority().substring(0, Math.max(0, colon)))
                .put("port", Integer.parseInt("0" + agent.authority().substring(colon + 1)));
        node.putObject("id").put("value", agent.id());
        node.put("checkpoint", true);
    }

    private long nanoseconds(long nanos) {
        return (long) (sources.members().get().wallSeconds(nanos) * 1e9);
    }

    private static ObjectNode tasks(SoftView view) {
        ObjectNode inner = Json.object();
        ArrayNode running = inner.putArray("tasks");
        ArrayNode unreachable = inner.putArray("unreachable_tasks");
        ArrayNode completed = inner.putArray("completed_tasks");
        for (Task task : view.tasks()) {
            ArrayNode place = task.state() == TaskState.UNREACHABLE ? unreachable : running;
            ObjectNode node = (task.state().terminal() ? completed : place).addObject();
            node.put("name", task.work());
            node.putObject("task_id").put("value", task.id());
            node.putObject("framework_id").put("value", task.framework());
            node.putObject("agent_id").put("value", task.agent());
            node.put("state", task.state().mesosName());
        }
        return inner;
    }

    private ObjectNode frameworks(SoftView view) {
        ObjectNode inner = Json.object();
        ArrayNode frameworks = inner.putArray("frameworks");
        for (SoftView.Framework framework : view.frameworks()) {
            ObjectNode node = frameworks.addObject();
            ObjectNode info = node.putObject("framework_info").put("name", framework.name());
            info.putObject("id").put("value", framework.id());
            node.put("active", framework.connected())
                    .put("connected", framework.connected())
                    .put("recovered", false);
            node.putObject("registered_time").put("nanoseconds", nanoseconds(framework.sinceNanos()));
        }
        inner.putArray("completed_frameworks");
        return inner;
    }
}
