package io.interregnum.masters;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * What a process must not forget, in a file that is replaced as a whole and is on disk when {@link #save} returns, so
 * that a crash at any time leaves the one content or the other. For one thread.
 */
final class CheckpointFile {
    private final Path file;

    CheckpointFile(Path directory, String id) {
        this.file = directory.resolve(id + ".checkpoint.json");
    }

    /** @throws IOException if it cannot be written; then the old content is still there */
    void save(AgentCheckpoint checkpoint) throws IOException {
        ObjectNode body = Json.object().put("agent", checkpoint.agent()).put("highestEpoch", checkpoint.highestEpoch());
        ArrayNode tasks = body.putArray("tasks");
        for (AgentCheckpoint.Held held : checkpoint.tasks()) {
            ObjectNode node = AgentJson.task(held.task());
            ArrayNode news = node.putArray("news");
            held.news()
                    .forEach(each ->
                            news.addObject().put("state", each.state().name()).put("uuid", each.uuid()));
            tasks.add(node);
        }
        write(body);
    }

    /** @throws IOException if there is a file that is not a checkpoint of an agent */
    AgentCheckpoint loadAgent() throws IOException {
        if (!Files.exists(file)) {
            return AgentCheckpoint.NONE;
        }
        try {
            JsonNode body = read();
            List<AgentCheckpoint.Held> tasks = new ArrayList<>();
            for (JsonNode node : body.path("tasks")) {
                List<AgentCheckpoint.News> news = new ArrayList<>();
                for (JsonNode each : node.path("news")) {
                    TaskState state = TaskState.valueOf(each.path("state").asText());
                    news.add(new AgentCheckpoint.News(state, each.path("uuid").asText()));
                }
                tasks.add(new AgentCheckpoint.Held(AgentJson.task(node), news));
            }
            return new AgentCheckpoint(
                    body.path("agent").asText(), body.path("highestEpoch").asLong(), tasks);
        } catch (IllegalArgumentException e) {
            throw new IOException("not a checkpoint: " + file, e);
        }
    }

    /** @throws IOException if it cannot be written; then the old content is still there */
    void save(FrameworkCheckpoint checkpoint) throws IOException {
        ObjectNode body = Json.object()
                .put("framework", checkpoint.framework())
                .put("highestEpoch", checkpoint.highestEpoch())
                .put("lastWork", checkpoint.lastWork());
        ArrayNode works = body.putArray("works");
        for (FrameworkCheckpoint.Work work : checkpoint.works()) {
            works.addObject()
                    .put("name", work.name())
                    .put("lasting", work.lasting())
                    .put("attempt", work.attempt())
                    .put("agent", work.agent());
        }
        write(body);
    }

    /** @throws IOException if there is a file that cannot be read */
    FrameworkCheckpoint loadFramework() throws IOException {
        if (!Files.exists(file)) {
            return FrameworkCheckpoint.NONE;
        }
        JsonNode body = read();
        List<FrameworkCheckpoint.Work> works = new ArrayList<>();
        for (JsonNode node : body.path("works")) {
            works.add(new FrameworkCheckpoint.Work(
                    node.path("name").asText(),
                    node.path("lasting").asBoolean(),
                    node.path("attempt").asInt(),
                    node.path("agent").asText()));
        }
        return new FrameworkCheckpoint(
                body.path("framework").asText(),
                body.path("highestEpoch").asLong(),
                body.path("lastWork").asLong(),
                works);
    }

    private JsonNode read() throws IOException {
        return Json.parse(Files.readAllBytes(file));
    }

    private void write(ObjectNode body) throws IOException {
        Path next = file.resolveSibling(file.getFileName() + ".next");
        try (FileChannel channel = FileChannel.open(
                next, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(Json.bytes(body));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Path directory = file.toAbsolutePath().getParent();
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true); // Else the new name may be forgotten.
        }
    }
}
