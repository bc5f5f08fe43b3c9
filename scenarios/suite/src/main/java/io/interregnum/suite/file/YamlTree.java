package io.interregnum.suite.file;

import io.interregnum.suite.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * A file of YAML 1.2 with the line of each of its values.
 *
 * @param file where it was read
 * @param root its content
 * @param lines by JSON pointer, from 1
 */
record YamlTree(Path file, JsonNode root, Map<String, Integer> lines) {
    /** Larger than any scenario that a person could read; beyond it the file is taken for something else. */
    static final long BYTES_MAX = 1_000_000;

    private static final YAMLMapper MAPPER = YAMLMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    YamlTree {
        lines = Map.copyOf(lines); // asked by pointer only
    }

    /** @throws UsageException when it is not there, too large, or no YAML; the message has the line */
    static YamlTree read(Path file) {
        String text;
        try {
            if (Files.size(file) > BYTES_MAX) {
                throw new UsageException(file + ": larger than " + BYTES_MAX + " bytes, so it is no scenario");
            }
            text = Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new UsageException("cannot read " + file + ": there is no such file");
        } catch (IOException e) {
            throw new UsageException("cannot read " + file + ": " + e.getMessage());
        }
        try {
            JsonNode root = MAPPER.readTree(text);
            return new YamlTree(file, root, lines(text));
        } catch (JacksonException e) {
            int line = e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getLineNr());
            String first =
                    String.valueOf(e.getOriginalMessage()).lines().findFirst().orElse("");
            throw new UsageException(file + ":" + line + ": no YAML: " + first);
        }
    }

    private static Map<String, Integer> lines(String text) {
        Map<String, Integer> lines = new HashMap<>();
        try (JsonParser parser = MAPPER.createParser(text)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                String pointer = parser.streamReadContext().pathAsPointer().toString();
                lines.putIfAbsent(pointer, parser.currentTokenLocation().getLineNr());
            }
        }
        return lines;
    }

    /** The line of a value, else of what it stands in, else 1. */
    int line(String pointer) {
        for (String at = pointer; !at.isEmpty(); at = at.substring(0, at.lastIndexOf('/'))) {
            Integer line = lines.get(at);
            if (line != null) {
                return line;
            }
        }
        return 1;
    }

    /** What is wrong with a value, with file, line and field. */
    UsageException wrong(String pointer, String what) {
        return new UsageException(file + ":" + line(pointer) + ": " + field(pointer) + what);
    }

    /** As people write it: {@code faults[2].when: }; empty for the whole. */
    private static String field(String pointer) {
        String field = pointer.replaceAll("/(\\d+)", "[$1]").replace('/', '.');
        return field.isEmpty() ? "" : field.substring(1) + ": ";
    }
}
