package io.interregnum.suite.file;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.interregnum.suite.UsageException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The fields of scenario files, and what people are told when a file has others. What it says of faults, targets and events
 * is added from the catalogue ({@link PublishedSchema}); files that name others are refused where they are read.
 */
final class ScenarioSchema {
    private static final String RESOURCE = "scenario.schema.json";

    private static final JsonNode SCHEMA = JsonMapper.shared().readTree(text());

    private ScenarioSchema() {}

    /** With what the catalogue has, as JSON. */
    static String published() {
        return PublishedSchema.of(SCHEMA);
    }

    private static String text() {
        try (InputStream in = ScenarioSchema.class.getResourceAsStream(RESOURCE)) {
            return new String(Objects.requireNonNull(in, RESOURCE).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @throws UsageException for the first line that does not follow it; the message says what was expected */
    static void check(YamlTree tree) {
        Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(text(), InputFormat.JSON);
        List<Error> errors = new ArrayList<>(schema.validate(tree.root()));
        errors.sort(Comparator.comparingInt(error -> tree.line(pointer(error))));
        if (!errors.isEmpty()) {
            int more = errors.size() - 1;
            Error first = errors.get(0);
            throw tree.wrong(pointer(first), words(first) + (more == 0 ? "" : " (and " + more + " more)"));
        }
    }

    private static String pointer(Error error) {
        String at = error.getInstanceLocation().toString();
        return error.getKeyword().equals("additionalProperties") ? at + "/" + error.getProperty() : at;
    }

    private static String words(Error error) {
        return switch (error.getKeyword()) {
            case "additionalProperties" ->
                "there is no such field; expected one of "
                        + String.join(", ", around(error).path("properties").propertyNames());
            case "required" -> "\"" + error.getProperty() + "\" is missing";
            case "pattern" -> value(error) + " has another form; expected " + expected(error);
            case "enum" -> value(error) + " is not one of " + error.getSchemaNode();
            case "type" -> value(error) + " is of another type; expected " + error.getSchemaNode();
            case "minProperties", "minItems", "minLength" -> "must not be empty";
            case "minimum", "maximum" ->
                value(error) + " is out of bounds: the " + error.getKeyword() + " is " + error.getSchemaNode();
            default -> error.getMessage();
        };
    }

    private static String value(Error error) {
        JsonNode value = error.getInstanceNode();
        return value == null || value.isContainer() ? "this" : value.toString();
    }

    /** What the schema says where the keyword stands. */
    private static JsonNode around(Error error) {
        String at = error.getSchemaLocation().getFragment().toString();
        return SCHEMA.at(JsonPointer.compile(at.substring(0, at.lastIndexOf('/'))));
    }

    private static String expected(Error error) {
        JsonNode around = around(error);
        return around.has("description")
                ? around.get("description").asString()
                : error.getSchemaNode().asString();
    }
}
