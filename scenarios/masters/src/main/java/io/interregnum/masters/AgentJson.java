package io.interregnum.masters;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The JSON forms of what masters and agents tell each other. Malformed parts come out empty. */
final class AgentJson {
    private AgentJson() {}

    static ObjectNode task(Task task) {
        return Json.object()
                .put("id", task.id())
                .put("work", task.work())
                .put("framework", task.framework())
                .put("agent", task.agent())
                .put("state", task.state().name())
                .put("millis", task.millis());
    }

    /** @throws IllegalArgumentException if it has an unknown state */
    static Task task(JsonNode node) {
        return new Task(
                node.path("id").asText(),
                node.path("work").asText(),
                node.path("framework").asText(),
                node.path("agent").asText(),
                TaskState.valueOf(node.path("state").asText().toUpperCase(Locale.ROOT)),
                node.path("millis").asLong());
    }

    static ArrayNode tasks(List<Task> tasks) {
        ArrayNode array = Json.object().putArray("tasks");
        tasks.forEach(task -> array.add(task(task)));
        return array;
    }

    /** @throws IllegalArgumentException if one has an unknown state */
    static List<Task> tasks(JsonNode array) {
        List<Task> tasks = new ArrayList<>();
        array.forEach(node -> tasks.add(task(node)));
        return tasks;
    }

    /** A message of a master to an agent, without what it is about. */
    static ObjectNode command(Sender sender, SoftAction.Address to) {
        return Json.object()
                .put("master", sender.node())
                .put("masterId", sender.masterId())
                .put("epoch", sender.epoch())
                .put("agent", to.agent())
                .put("registration", to.registration());
    }

    static Sender sender(JsonNode node) {
        return new Sender(
                node.path("master").asText(),
                node.path("masterId").asText(),
                node.path("epoch").asLong());
    }

    static ObjectNode register(AgentAction.Register register, String node, String authority, int slotCount) {
        ObjectNode body = Json.object()
                .put("agent", register.agent())
                .put("incarnation", register.incarnation())
                .put("node", node)
                .put("authority", authority)
                .put("slots", slotCount);
        body.set("tasks", tasks(register.tasks()));
        return body;
    }

    /** @throws IllegalArgumentException if a task has an unknown state */
    static SoftEvent.Register register(long ticket, JsonNode node) {
        return new SoftEvent.Register(
                ticket,
                node.path("agent").asText(),
                node.path("incarnation").asText(),
                node.path("node").asText(),
                node.path("authority").asText(),
                node.path("slots").asInt(),
                tasks(node.path("tasks")));
    }

    static ObjectNode registered(Sender sender, SoftReply.Registered reply) {
        return Json.object()
                .put("master", sender.node())
                .put("masterId", sender.masterId())
                .put("epoch", sender.epoch())
                .put("agent", reply.agent())
                .put("registration", reply.registration())
                .put("totalPingMs", reply.totalPingMs());
    }

    static AgentEvent.Registered registered(long attempt, JsonNode node) {
        return new AgentEvent.Registered(
                attempt,
                sender(node),
                node.path("agent").asText(),
                node.path("registration").asText(),
                node.path("totalPingMs").asInt());
    }

    static ObjectNode update(AgentAction.SendUpdate update) {
        ObjectNode body =
                Json.object().put("registration", update.registration()).put("uuid", update.uuid());
        body.set("task", task(update.task()));
        return body;
    }

    /** @throws IllegalArgumentException if the task has an unknown state */
    static SoftEvent.Update update(long ticket, JsonNode node) {
        return new SoftEvent.Update(
                ticket,
                node.path("registration").asText(),
                task(node.path("task")),
                node.path("uuid").asText());
    }
}
