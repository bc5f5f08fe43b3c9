package io.interregnum.suite.file;

import io.interregnum.fault.TimeText;
import io.interregnum.run.Scenario;
import io.interregnum.suite.UsageException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;

/** Makes a scenario of a file that follows the schema. For one use. */
final class ScenarioReader {
    private final YamlTree tree;
    private final FaultList faults;

    ScenarioReader(YamlTree tree, long seed) {
        this.tree = tree;
        this.faults = new FaultList(tree, new Draw(tree, seed));
    }

    /** @throws UsageException when a field has a value that cannot be */
    ScenarioFile read() {
        JsonNode root = tree.root();
        Scenario scenario = new Scenario(
                root.get("name").asString(),
                root.get("question").asString(),
                faults.steps(root.get("faults"), "/faults"),
                root.path("failover-planned").asBoolean(false),
                duration("overlap-bound"));
        return new ScenarioFile(scenario, settings(), faults.places());
    }

    private Settings settings() {
        return new Settings(
                text("variant"),
                text("registry"),
                number("ensemble"),
                number("masters"),
                number("clients"),
                number("agents"),
                number("frameworks"),
                duration("session-timeout"),
                duration("tick"));
    }

    private Optional<String> text(String field) {
        JsonNode node = tree.root().get(field);
        return node == null ? Optional.empty() : Optional.of(node.asString());
    }

    private OptionalInt number(String field) {
        JsonNode node = tree.root().path("cluster").get(field);
        return node == null ? OptionalInt.empty() : OptionalInt.of(node.asInt());
    }

    private Optional<Duration> duration(String field) {
        return text(field).map(TimeText::parse);
    }
}
