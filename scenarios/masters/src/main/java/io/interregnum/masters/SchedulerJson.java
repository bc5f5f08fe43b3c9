package io.interregnum.masters;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * The scheduler calls and events in the form of Mesos' v1 scheduler API. Two things are ours: events also carry
 * {@code epoch} and {@code master}; and a task's name is its piece of work, its command {@code sleep <seconds>}.
 */
final class SchedulerJson {
    private static final double REFUSE_SECONDS_DEFAULT = 5;

    private SchedulerJson() {}

    /** An event of this master. */
    static ObjectNode event(SchedulerEvent event, Sender sender, MasterInfo info) {
        ObjectNode body = Json.object();
        if (event instanceof SchedulerEvent.Subscribed subscribed) {
            body.put("type", "SUBSCRIBED");
            ObjectNode inner = body.putObject("subscribed");
            value(inner, "framework_id", subscribed.framework());
            inner.put("heartbeat_interval_seconds", EventStream.HEARTBEAT_MILLIS / 1e3);
            inner.set("master_info", Json.masterInfoNode(info));
        } else if (event instanceof SchedulerEvent.Offers offers) {
            body.put("type", "OFFERS");
            ArrayNode array = body.putObject("offers").putArray("offers");
            offers.offers().forEach(offer -> putOffer(array.addObject(), offer));
        } else if (event instanceof SchedulerEvent.Rescind rescind) {
            body.put("type", "RESCIND");
            value(body.putObject("rescind"), "offer_id", rescind.offer());
        } else if (event instanceof SchedulerEvent.Update update) {
            body.put("type", "UPDATE");
            putStatus(body.putObject("update").putObject("status"), update.status());
        } else if (event instanceof SchedulerEvent.Failure failure) {
            body.put("type", "ERROR").putObject("error").put("message", failure.message());
        } else {
            body.put("type", "HEARTBEAT");
        }
        return body.put("master", sender.node()).put("epoch", sender.epoch());
    }

    private static void putOffer(ObjectNode node, SchedulerEvent.Offer offer) {
        value(node, "id", offer.id());
        value(node, "framework_id", offer.framework());
        value(node, "agent_id", offer.agent());
        node.put("hostname", offer.node());
        putResources(node.putArray("resources"), offer.slotCount());
    }

    /** One task takes one CPU. */
    static void putResources(ArrayNode resources, double cpuCount) {
        resources
                .addObject()
                .put("name", "cpus")
                .put("type", "SCALAR")
                .put("role", "*")
                .putObject("scalar")
                .put("value", cpuCount);
    }

    private static void putStatus(ObjectNode node, TaskStatus status) {
        value(node, "task_id", status.task());
        value(node, "agent_id", status.agent());
        node.put("state", status.state().mesosName());
        node.put("source", status.uuid().isEmpty() ? "SOURCE_MASTER" : "SOURCE_AGENT");
        if (!status.uuid().isEmpty()) {
            node.put("uuid", status.uuid());
        }
        ArrayNode labels = node.putObject("labels").putArray("labels");
        labels.addObject().put("key", "work").put("value", status.work());
    }

    /** @throws IllegalArgumentException if this is not an event */
    static SchedulerEvent event(JsonNode node) {
        return switch (node.path("type").asText()) {
            case "SUBSCRIBED" -> new SchedulerEvent.Subscribed(value(node.path("subscribed"), "framework_id"));
            case "OFFERS" -> {
                List<SchedulerEvent.Offer> offers = new ArrayList<>();
                node.path("offers").path("offers").forEach(each -> offers.add(offer(each)));
                yield new SchedulerEvent.Offers(offers);
            }
            case "RESCIND" -> new SchedulerEvent.Rescind(value(node.path("rescind"), "offer_id"));
            case "UPDATE" ->
                new SchedulerEvent.Update(status(node.path("update").path("status")));
            case "ERROR" ->
                new SchedulerEvent.Failure(node.path("error").path("message").asText());
            case "HEARTBEAT" -> new SchedulerEvent.Heartbeat();
            default -> throw new IllegalArgumentException("not a scheduler event: " + node);
        };
    }

    private static SchedulerEvent.Offer offer(JsonNode node) {
        double cpuCount = 0;
        for (JsonNode resource : node.path("resources")) {
            cpuCount += resource.path("name").asText().equals("cpus")
                    ? resource.path("scalar").path("value").asDouble()
                    : 0;
        }
        return new SchedulerEvent.Offer(
                value(node, "id"),
                value(node, "framework_id"),
                value(node, "agent_id"),
                node.path("hostname").asText(),
                (int) cpuCount);
    }

    private static TaskStatus status(JsonNode node) {
        String work = "";
        for (JsonNode label : node.path("labels").path("labels")) {
            work = label.path("key").asText().equals("work")
                    ? label.path("value").asText()
                    : work;
        }
        return new TaskStatus(
                value(node, "task_id"),
                work,
                value(node, "agent_id"),
                taskState(node.path("state").asText()),
                node.path("uuid").asText());
    }

    private static TaskState taskState(String mesosName) {
        if (!mesosName.startsWith("TASK_")) {
            throw new IllegalArgumentException("not a task's state: " + mesosName);
        }
        return TaskState.valueOf(mesosName.substring("TASK_".length()));
    }

    /** A call of this framework. */
    static ObjectNode call(SchedulerCall call, String framework) {
        ObjectNode body = Json.object();
        value(body, "framework_id", framework);
        if (call instanceof SchedulerCall.Accept accept) {
            ObjectNode inner = body.put("type", "ACCEPT").putObject("accept");
            putOfferIds(inner, accept.offers(), accept.refuseNanos());
            ArrayNode tasks = inner.putArray("operations")
                    .addObject()
                    .put("type", "LAUNCH")
                    .putObject("launch")
                    .putArray("task_infos");
            accept.tasks().forEach(task -> putTask(tasks.addObject(), task));
        } else if (call instanceof SchedulerCall.Decline decline) {
            putOfferIds(body.put("type", "DECLINE").putObject("decline"), decline.offers(), decline.refuseNanos());
        } else if (call instanceof SchedulerCall.Kill kill) {
            ObjectNode inner = body.put("type", "KILL").putObject("kill");
            value(inner, "task_id", kill.task());
            value(inner, "agent_id", kill.agent());
        } else if (call instanceof SchedulerCall.Reconcile reconcile) {
            ArrayNode tasks =
                    body.put("type", "RECONCILE").putObject("reconcile").putArray("tasks");
            for (Task task : reconcile.tasks()) {
                ObjectNode inner = tasks.addObject();
                value(inner, "task_id", task.id());
                value(inner, "agent_id", task.agent());
            }
        } else if (call instanceof SchedulerCall.Acknowledge acknowledge) {
            ObjectNode inner = body.put("type", "ACKNOWLEDGE").putObject("acknowledge");
            value(inner, "task_id", acknowledge.task());
            value(inner, "agent_id", acknowledge.agent());
            inner.put("uuid", acknowledge.uuid());
        } else {
            body.put("type", "REVIVE");
        }
        return body;
    }

    private static void putOfferIds(ObjectNode node, List<String> offers, long refuseNanos) {
        ArrayNode ids = node.putArray("offer_ids");
        offers.forEach(id -> ids.addObject().put("value", id));
        node.putObject("filters").put("refuse_seconds", refuseNanos / 1e9);
    }

    private static void putTask(ObjectNode node, Task task) {
        node.put("name", task.work());
        value(node, "task_id", task.id());
        value(node, "agent_id", task.agent());
        putResources(node.putArray("resources"), 1);
        node.putObject("command").put("shell", true).put("value", "sleep " + task.millis() / 1e3);
    }

    /** @throws IllegalArgumentException if this is not a call, or a call that is not known here; the message says which */
    static SchedulerCall call(JsonNode node) {
        String type = node.path("type").asText();
        JsonNode inner = node.path(type.toLowerCase(java.util.Locale.ROOT));
        return switch (type) {
            case "ACCEPT" -> new SchedulerCall.Accept(offerIds(inner), launched(inner), refuseNanos(inner));
            case "DECLINE" -> new SchedulerCall.Decline(offerIds(inner), refuseNanos(inner));
            case "REVIVE" -> new SchedulerCall.Revive();
            case "KILL" -> new SchedulerCall.Kill(value(inner, "task_id"), value(inner, "agent_id"));
            case "RECONCILE" -> {
                List<Task> tasks = new ArrayList<>();
                inner.path("tasks").forEach(each -> tasks.add(reconciled(each)));
                yield new SchedulerCall.Reconcile(tasks);
            }
            case "ACKNOWLEDGE" ->
                new SchedulerCall.Acknowledge(
                        value(inner, "task_id"),
                        value(inner, "agent_id"),
                        inner.path("uuid").asText());
            default ->
                throw new IllegalArgumentException("Failed to validate scheduler::Call: unknown type \"" + type + "\"");
        };
    }

    private static List<String> offerIds(JsonNode node) {
        List<String> ids = new ArrayList<>();
        node.path("offer_ids").forEach(id -> ids.add(id.path("value").asText()));
        return ids;
    }

    private static long refuseNanos(JsonNode node) {
        double seconds = node.path("filters").path("refuse_seconds").asDouble(REFUSE_SECONDS_DEFAULT);
        return (long) (Math.max(0, Math.min(seconds, 3_600)) * 1e9);
    }

    private static List<Task> launched(JsonNode accept) {
        List<Task> tasks = new ArrayList<>();
        for (JsonNode operation : accept.path("operations")) {
            if (!operation.path("type").asText().equals("LAUNCH")) {
                throw new IllegalArgumentException("Failed to validate scheduler::Call: only LAUNCH is supported");
            }
            operation.path("launch").path("task_infos").forEach(each -> tasks.add(task(each)));
        }
        return tasks;
    }

    private static Task task(JsonNode node) {
        String command = node.path("command").path("value").asText();
        if (!command.matches("sleep [0-9]{1,9}(\\.[0-9]{1,9})?(E[0-9])?")) {
            throw new IllegalArgumentException(
                    "Failed to validate scheduler::Call: command \"" + command + "\" is not \"sleep <seconds>\"");
        }
        long millis = (long) (Double.parseDouble(command.substring("sleep ".length())) * 1e3);
        String id = value(node, "task_id");
        return new Task(id, node.path("name").asText(), "", value(node, "agent_id"), TaskState.STAGING, millis);
    }

    private static Task reconciled(JsonNode node) {
        return new Task(value(node, "task_id"), "", "", value(node, "agent_id"), TaskState.STAGING, 0);
    }

    private static void value(ObjectNode node, String name, String value) {
        node.putObject(name).put("value", value);
    }

    private static String value(JsonNode node, String name) {
        return node.path(name).path("value").asText();
    }
}
