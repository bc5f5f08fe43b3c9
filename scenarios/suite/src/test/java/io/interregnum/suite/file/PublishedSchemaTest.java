package io.interregnum.suite.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.interregnum.fault.Fault;
import io.interregnum.fault.Occurrence;
import io.interregnum.fault.Targets;
import io.interregnum.run.Scenario;
import io.interregnum.suite.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The schema for editors accepts what the reader accepts, and refuses what it refuses, as far as a schema can. */
class PublishedSchemaTest {
    private static final Schema SCHEMA = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(ScenarioFile.schema(), InputFormat.JSON);

    @TempDir
    private Path directory;

    private Path file(String text) throws IOException {
        return Files.writeString(directory.resolve("some.yaml"), text);
    }

    private static String scenario(String faults) {
        return "name: some\nquestion: Does it?\nfaults:\n" + faults + "\n";
    }

    private static boolean accepts(Path file) {
        return SCHEMA.validate(YamlTree.read(file).root()).isEmpty();
    }

    @ParameterizedTest
    @FieldSource("io.interregnum.suite.scenario.Scenarios#ALL")
    void acceptsEachScenarioOfTheCatalogue(Scenario scenario) throws IOException {
        assertThat(accepts(file(ScenarioFile.yaml(scenario)))).isTrue();
    }

    @ParameterizedTest
    @FieldSource("io.interregnum.fault.Faults#ALL")
    void acceptsEveryFaultWithEachOfItsParametersAndNoOther(Fault fault) throws IOException {
        String with = fault.parameters().stream()
                .map(parameter -> parameter.name() + ": \"" + parameter.standard() + "\"")
                .collect(Collectors.joining(", "));
        String item = "  - {fault: " + fault.name() + ", for: 1s, with: {" + with;

        assertThat(accepts(file(scenario(item + "}}")))).isTrue();
        assertThat(accepts(file(scenario(item + (with.isEmpty() ? "" : ", ") + "colour: red}}"))))
                .isFalse();
    }

    @ParameterizedTest
    @FieldSource("io.interregnum.fault.Faults#ALL")
    void namesEveryFault(Fault fault) {
        assertThat(ScenarioFile.schema()).contains("\"" + fault.name() + "\"");
    }

    @Test
    void acceptsEveryTargetAndEveryEvent() throws IOException {
        for (Targets target : Targets.values()) {
            assertThat(accepts(file(scenario("  - {fault: kill, for: 1s, target: " + target.text() + "}"))))
                    .as(target.text())
                    .isTrue();
        }
        for (Occurrence.Kind kind : Occurrence.Kind.values()) {
            String event = kind.text() + (kind.speaksOfAStep() ? " of 0" : " number 2");
            assertThat(accepts(file(scenario(
                            "  - {fault: kill, when: on " + event + " plus 20ms, until: " + event + " at most 5s}"))))
                    .as(event)
                    .isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{fault: kill, for: 1s}",
                "{fault: [kill, pause], for: 1s to 2s, target: [leader, zk-1], when: after 1s to 3s}",
                "{fault: kill, for: detection plus 2500ms, heal: fresh, target: 'zk-1, master-2'}",
                "{fault: kill, for: detection}",
                "{fault: lossy-links, for: 1s, with: {percent: 5 to 40, peers: ensemble}}",
                "{fault: kill, for: 1s, when: at 10s}",
                "{fault: kill, for: 1s, when: after 2s of 0}",
                "{sequence: [{fault: kill, for: 1s}]}",
                "{parallel: [{fault: kill, for: 1s}, {random-of: [{fault: pause, for: 1s}]}]}",
                "{repeat: {times: 2 to 3, faults: [{fault: kill, for: 1s}]}}"
            })
    void acceptsWhatTheReaderAccepts(String item) throws IOException {
        Path file = file(scenario("  - {fault: kill, for: 1s}\n  - " + item));

        assertThat(ScenarioFile.read(file, 1).steps()).hasSizeGreaterThan(1);
        assertThat(accepts(file)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{fault: kil, for: 1s}",
                "{fault: [kill, paus], for: 1s}",
                "{fault: kill}",
                "{fault: kill, for: 1s, until: leader-elected at most 5s}",
                "{fault: kill, for: 1s, target: everybody}",
                "{fault: kill, for: 1s, target: 'zk-1,zk'}",
                "{fault: kill, for: 1s, with: {speed: 3}}",
                "{fault: kill, for: soon}",
                "{fault: kill, for: detection plus x}",
                "{fault: kill, for: 1s, when: on tuesday}",
                "{fault: kill, for: 1s, when: after noon}",
                "{fault: kill, until: noon at most 5s}",
                "{fault: kill, until: leader-elected}",
                "{fault: kill, for: 1s, sequence: [{fault: kill, for: 1s}]}",
                "{target: leader, sequence: [{fault: kill, for: 1s}]}",
                "{sequence: [{fault: kill, for: 1s}], parallel: [{fault: kill, for: 1s}]}",
                "{for: 1s}",
                "{repeat: {times: often, faults: [{fault: kill, for: 1s}]}}"
            })
    void refusesWhatTheReaderRefuses(String item) throws IOException {
        Path file = file(scenario("  - {fault: kill, for: 1s}\n  - " + item));

        assertThatThrownBy(() -> ScenarioFile.read(file, 1)).isInstanceOf(UsageException.class);
        assertThat(accepts(file)).isFalse();
    }
}
