package io.interregnum.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.interregnum.history.Json;
import io.interregnum.metric.Failover;
import io.interregnum.metric.Milestone;
import io.interregnum.metric.TrialSet;
import io.interregnum.rundir.RunDirectoryException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrialsFileTest {
    @TempDir
    Path root;

    private Path written(TrialSet trials) {
        Reports.renderTrials(TrialRuns.one(root, trials));
        return root.resolve("trials/trials.json");
    }

    private Path file(String text) throws IOException {
        return Files.writeString(root.resolve("trials.json"), text);
    }

    private static TrialSet partlySeen() {
        List<Failover> trials = new ArrayList<>();
        for (int seen = 0; seen < 32; seen++) {
            List<Optional<Milestone>> milestones = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                milestones.add(
                        (seen >> i & 1) == 1
                                ? Optional.of(new Milestone(1000L * i, 1000L * i + 999))
                                : Optional.empty());
            }
            trials.add(new Failover(
                    seen % 2 == 0 ? Optional.empty() : Optional.of("kill-node"),
                    seen % 3 == 0 ? "" : "master-1",
                    seen % 3 == 0 ? OptionalLong.empty() : OptionalLong.of(Long.MAX_VALUE - seen),
                    "master-2",
                    Long.MAX_VALUE,
                    milestones.get(0),
                    milestones.get(1),
                    milestones.get(2),
                    milestones.get(3),
                    milestones.get(4)));
        }
        return TrialSet.of(trials);
    }

    @Test
    void readsBackWhatWasWritten() {
        TrialSet trials = TrialRuns.trials(30, 1);

        assertThat(TrialsFile.read(written(trials)))
                .containsExactly(new TrialsFile.NamedTrials("3 masters, session 2 s", trials));
    }

    @Test
    void readsBackEveryWayInWhichMilestonesCanBeMissing() {
        TrialSet trials = partlySeen();

        assertThat(TrialsFile.read(written(trials)).get(0).trials()).isEqualTo(trials);
    }

    @Test
    void readsBackAllConfigurationsInTheirOrder() {
        TrialReport report = TrialRuns.two(root);
        Reports.renderTrials(report);

        assertThat(TrialsFile.read(root.resolve("trials/trials.json")))
                .containsExactlyElementsOf(report.configurations().stream()
                        .map(each -> new TrialsFile.NamedTrials(each.name(), each.trials()))
                        .toList());
    }

    @Test
    void readsBackNoTrialsAndNoConfigurations() {
        assertThat(TrialsFile.read(written(TrialSet.of(List.of())))
                        .get(0)
                        .trials()
                        .count())
                .isZero();
        Reports.renderTrials(TrialRuns.of(root, List.of()));
        assertThat(TrialsFile.read(root.resolve("trials/trials.json"))).isEmpty();
    }

    @Test
    void leavesAsideWhatIsOnlyComputed() throws IOException {
        TrialSet trials = TrialRuns.trials(3, 1);
        String text = Files.readString(written(trials));

        Path without = file(text.replace("\"phases\"", "\"other\"").replace("\"measures\"", "\"others\""));

        assertThat(TrialsFile.read(without).get(0).trials()).isEqualTo(trials);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "``; not JSON: empty; expected JSON",
                "{; not JSON: ; expected JSON",
                "null; the file is null; expected an object with \"format\"",
                "[]; the file is a list; expected an object with \"format\"",
                "{}; the file.format is missing; expected it",
                "{\"format\": 2}; the file.format is 2; expected 1",
                "{\"format\": \"1\"}; the file.format is \"1\"; expected a whole number",
                "{\"format\": 1.0}; the file.format is 1.0; expected a whole number",
                "{\"format\": 99999999999999999999}; not JSON: ; expected JSON",
                "{\"format\": 1}; the file.configurations is missing; expected it",
                "{\"format\": 1, \"configurations\": {}}; the file.configurations is an object; expected a list",
                "{\"format\": 1, \"configurations\": [7]}; the file.configurations[0] is 7; expected an object with \"trials\"",
                "{\"format\": 1, \"configurations\": [{\"trials\": [], \"without-failover\": 0, \"name\": null}]}; configurations[0].name is null; expected a text",
                "{\"format\": 1, \"configurations\": [{\"trials\": [true]}]}; trials[0] is true; expected an object",
            })
    void saysWhatIsWrongWithAFile(String text, String observed, String expected) throws IOException {
        Path file = file(text);

        assertThatThrownBy(() -> TrialsFile.read(file))
                .isInstanceOf(RunDirectoryException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(observed)
                .hasMessageContaining(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "5000; 4000; is 5000; expected at most latest-ns, 4000",
                "-1; 4000; is -1; expected a whole number from 0 on",
                "0; 999; is 999; expected a whole number from 1000 on",
                "0; \"x\"; is \"x\"; expected a whole number",
                "null; 4000; is null; expected a whole number",
            })
    void refusesMilestonesThatCannotBe(String earliest, String latest, String observed, String expected)
            throws IOException {
        String trial = "{\"milestones\": {\"fault-effective\": {\"earliest-ns\": 0, \"latest-ns\": 1000},"
                + " \"election-node-gone\": {\"earliest-ns\": " + earliest + ", \"latest-ns\": " + latest + "},"
                + " \"new-leader-claims\": null, \"registry-accepted\": null, \"client-served\": null}}";
        Path file = file("{\"format\": 1, \"configurations\": [{\"name\": \"a\", \"without-failover\": 0, \"trials\": ["
                + trial + "]}]}");

        assertThatThrownBy(() -> TrialsFile.read(file))
                .isInstanceOf(RunDirectoryException.class)
                .hasMessageContaining("configurations[0].trials[0].milestones.election-node-gone.")
                .hasMessageContaining(observed)
                .hasMessageContaining(expected);
    }

    @Test
    void refusesAFileThatWasCutAnywhere() throws IOException {
        String text = Files.readString(written(TrialRuns.trials(1, 1))).strip();

        for (int length = 0; length < text.length(); length += 7) {
            Path cut = file(text.substring(0, length));
            assertThatThrownBy(() -> TrialsFile.read(cut)).isInstanceOf(RunDirectoryException.class);
        }
    }

    /** Every value of a file is replaced in turn by one of every other type. */
    @Test
    void neverThrowsAnythingElse() throws IOException {
        Object json = Json.read(Files.readString(written(TrialRuns.trials(1, 1))));
        List<Object> others =
                Arrays.asList(null, "x", -1L, Long.MIN_VALUE, 1.5, true, List.of(), Map.of(), List.of(1L));
        int refused = 0;
        for (Object other : others) {
            for (Object broken : replaced(json, other)) {
                Path file = file(Json.write(broken));
                try {
                    TrialsFile.read(file);
                } catch (RunDirectoryException e) {
                    assertThat(e).hasMessageContaining(file.toString()).hasMessageContaining("expected");
                    refused++;
                }
            }
        }
        assertThat(refused).isGreaterThan(100);
    }

    /** The value with each of its parts, itself among them, replaced by another. */
    private static List<@Nullable Object> replaced(@Nullable Object json, @Nullable Object other) {
        List<@Nullable Object> all = new ArrayList<>();
        all.add(other);
        if (json instanceof Map<?, ?> map) {
            map.forEach((name, value) -> replaced(value, other).forEach(part -> {
                Map<Object, @Nullable Object> copy = new LinkedHashMap<>(map);
                copy.put(name, part);
                all.add(copy);
            }));
        } else if (json instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                for (Object part : replaced(list.get(i), other)) {
                    List<@Nullable Object> copy = new ArrayList<>(list);
                    copy.set(i, part);
                    all.add(copy);
                }
            }
        }
        return all;
    }

    @Test
    void refusesHostileFiles() throws IOException {
        Path deep = Files.writeString(root.resolve("deep"), "[".repeat(200_000));
        Path bytes = Files.write(root.resolve("bytes"), new byte[] {(byte) 0xC3, 0x28, 0, 1});
        Path large = root.resolve("large");
        try (RandomAccessFile sparse = new RandomAccessFile(large.toFile(), "rw")) {
            sparse.setLength(1L << 33);
        }
        Path digits = Files.writeString(root.resolve("digits"), "{\"format\": " + "9".repeat(1_000_000) + "}");

        for (Path file : List.of(deep, bytes, large, digits, root, root.resolve("none"))) {
            assertThatThrownBy(() -> TrialsFile.read(file))
                    .isInstanceOf(RunDirectoryException.class)
                    .hasMessageContaining(file.toString())
                    .hasMessageContaining("expected");
        }
        assertThatThrownBy(() -> TrialsFile.read(large)).hasMessageContaining("expected at most");
        assertThatThrownBy(() -> TrialsFile.read(root.resolve("none"))).hasMessageContaining("does not exist");
    }

    @Test
    void saysHostileTextVisiblyAndShort() throws IOException {
        String text = "\\u001b[31m" + "x".repeat(5000);
        Path file = Files.write(root.resolve("f"), ("{\"format\": \"" + text + "\"}").getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> TrialsFile.read(file))
                .isInstanceOf(RunDirectoryException.class)
                .message()
                .contains("\u241b[31m")
                .doesNotContain("\u001b")
                .hasSizeLessThan(1000);
    }
}
