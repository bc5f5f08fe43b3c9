package io.interregnum.masters;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.zookeeper.data.Stat;

/**
 * The JSON forms of what is stored in ZooKeeper. Trees only, no binding to classes, because reflection costs start-up
 * time. Safe for many threads.
 */
final class Json {
    private static final ObjectMapper MAPPER =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private Json() {}

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    static byte[] bytes(JsonNode node) {
        try {
            return MAPPER.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(JsonNode node) {
        return new String(bytes(node), StandardCharsets.UTF_8);
    }

    /** @throws IOException if these bytes are not exactly one JSON value */
    static JsonNode parse(byte[] bytes) throws IOException {
        return MAPPER.readTree(bytes);
    }

    static byte[] masterInfo(MasterInfo info) {
        return bytes(masterInfoNode(info));
    }

    static ObjectNode masterInfoNode(MasterInfo info) {
        ObjectNode node = object();
        node.putObject("address")
                .put("hostname", info.hostname())
                .put("ip", info.ip())
                .put("port", info.port());
        node.putArray("capabilities");
        node.put("hostname", info.hostname());
        node.put("id", info.id());
        node.put("ip", networkOrder(info.ip()));
        node.put("pid", info.pid());
        node.put("port", info.port());
        return node.put("version", info.version());
    }

    /**
     * A candidate from its znode's payload; an unreadable payload gives a candidate without id and address, which can
     * lead but be neither us nor followed.
     */
    static CandidateNode candidate(String name, Stat stat, byte[] payload) {
        JsonNode node;
        try {
            node = parse(payload);
        } catch (IOException e) {
            node = object();
        }
        JsonNode address = node.path("address");
        String authority = address.has("ip")
                ? address.path("ip").asText() + ":" + address.path("port").asInt()
                : "";
        String id = node.path("id").asText();
        return new CandidateNode(name, stat.getCzxid(), stat.getEphemeralOwner(), id, authority, stat.getCtime());
    }

    static byte[] registry(RegistryState state) {
        ObjectNode node = object().put("epoch", state.epoch()).put("version", state.version());
        ObjectNode entries = node.putObject("registry");
        for (Map.Entry<String, RegistryState.Entry> entry : state.entries().entrySet()) {
            entries.putObject(entry.getKey())
                    .put("value", entry.getValue().value())
                    .put("epoch", entry.getValue().epoch());
        }
        putUnlessEmpty(node, "sets", sets(state));
        putUnlessEmpty(node, "agents", agents(state));
        ObjectNode weights = object();
        state.weights().forEach(weights::put);
        putUnlessEmpty(node, "weights", weights);
        return bytes(node);
    }

    private static void putUnlessEmpty(ObjectNode node, String name, ObjectNode part) {
        if (!part.isEmpty()) {
            node.set(name, part);
        }
    }

    private static ObjectNode sets(RegistryState state) {
        ObjectNode sets = object();
        state.sets().forEach((name, values) -> {
            ArrayNode elements = sets.putArray(name);
            values.forEach(elements::add);
        });
        return sets;
    }

    private static ObjectNode agents(RegistryState state) {
        ObjectNode agents = object();
        state.agents()
                .forEach((id, agent) -> agents.putObject(id)
                        .put("node", agent.node())
                        .put("authority", agent.authority())
                        .put("presence", agent.presence().name()));
        return agents;
    }

    /** @throws IOException if these bytes are not a registry */
    static RegistryState registry(byte[] bytes) throws IOException {
        JsonNode node = parse(bytes);
        if (!node.path("epoch").canConvertToLong()
                || !node.path("version").canConvertToLong()
                || !node.path("registry").isObject()) {
            throw new IOException("not a registry: expected {\"epoch\":E,\"version\":N,\"registry\":{...}}");
        }
        SortedMap<String, RegistryState.Entry> entries = new TreeMap<>();
        node.path("registry")
                .properties()
                .forEach(entry -> entries.put(
                        entry.getKey(),
                        new RegistryState.Entry(
                                entry.getValue().path("value").asLong(),
                                entry.getValue().path("epoch").asLong())));
        SortedMap<String, List<Long>> sets = new TreeMap<>();
        node.path("sets").properties().forEach(set -> sets.put(set.getKey(), numbers(set.getValue())));
        SortedMap<String, AdmittedAgent> agents = new TreeMap<>();
        node.path("agents").properties().forEach(agent -> agents.put(agent.getKey(), admitted(agent)));
        SortedMap<String, Double> weights = new TreeMap<>();
        node.path("weights")
                .properties()
                .forEach(
                        weight -> weights.put(weight.getKey(), weight.getValue().asDouble()));
        return new RegistryState(
                node.path("epoch").asLong(), node.path("version").asLong(), entries, sets, agents, weights);
    }

    private static List<Long> numbers(JsonNode array) {
        List<Long> numbers = new ArrayList<>(array.size());
        array.forEach(number -> numbers.add(number.asLong()));
        return numbers;
    }

    private static AdmittedAgent admitted(Map.Entry<String, JsonNode> entry) {
        JsonNode agent = entry.getValue();
        return new AdmittedAgent(
                entry.getKey(),
                agent.path("node").asText(),
                agent.path("authority").asText(),
                AdmittedAgent.Presence.valueOf(agent.path("presence").asText()));
    }

    /** The address as an unsigned number whose lowest byte is the first of the four, as Mesos writes it. */
    private static long networkOrder(String ip) {
        long number = 0;
        String[] parts = ip.split("\\.", -1);
        for (int i = parts.length - 1; i >= 0; i--) {
            number = number * 256 + Integer.parseInt(parts[i]);
        }
        return number;
    }
}
