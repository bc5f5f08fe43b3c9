package io.interregnum.rundir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.interregnum.check.AgentExpectations;
import io.interregnum.check.Expectations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunDirectoryTest {
    @TempDir
    Path root;

    @Test
    void readsBackWhatItWroteOfARun() {
        RunDirectory directory = create("20260131T235959Z");
        RunInfo withBound = info(Optional.of(Duration.ofMillis(250)));
        RunInfo without = info(Optional.empty()).completed();

        directory.writeInfo(withBound);
        assertThat(RunDirectory.open(directory.path()).info()).isEqualTo(withBound);

        directory.writeInfo(without);
        assertThat(directory.info()).isEqualTo(without);
        assertThat(directory.info().nodes("masters")).containsExactly("master-1", "master-2");
    }

    @Test
    void tellsWhatTheNodesWereMadeFromBesideTheRestOfTheEnvironment() {
        RunDirectory directory = RunDirectory.create(root, "pause-leader", 42, "20260131T235959Z");
        RunInfo info = info(Optional.empty());
        Map<String, Object> images = Map.of("node:1", "sha256:00ff");

        directory.writeInfo(info.withNodes(Map.of("images", images)));

        assertThat(directory.info().environment())
                .containsAllEntriesOf(info.environment())
                .containsEntry("images", images);
        assertThat(info.environment()).doesNotContainKey("images");
        assertThat(info.withNodes(Map.of())).isEqualTo(info);
    }

    @Test
    void refusesAnotherVersionOfTheFormat() throws IOException {
        RunDirectory directory = create("20260131T235959Z");
        directory.writeInfo(info(Optional.empty()));
        Path file = directory.path().resolve("run.json");

        Files.writeString(file, Files.readString(file).replaceFirst("\"format\" : 1", "\"format\" : 2"));

        assertThatThrownBy(directory::info)
                .isInstanceOf(RunDirectoryException.class)
                .hasMessageContaining("format=2; this program reads format 1: use the version that wrote the run");
    }

    @Test
    void namesTheFieldThatIsMissing() throws IOException {
        RunDirectory directory = create("20260131T235959Z");
        directory.writeInfo(info(Optional.empty()));
        Path file = directory.path().resolve("run.json");

        Files.writeString(file, Files.readString(file).replace("liveness-bound-ms", "something-else"));

        assertThatThrownBy(directory::info)
                .isInstanceOf(RunDirectoryException.class)
                .hasMessageContaining("cannot read " + file)
                .hasMessageContaining("expectations.liveness-bound-ms=null; expected a whole number");
    }

    @Test
    void letsTheLatestLinksPointToTheNewestRun() throws IOException {
        RunDirectory first = create("20260131T235958Z");
        RunDirectory second = create("20260131T235959Z");
        RunDirectory other = RunDirectory.create(root, "kill-leader", 1, "20260201T000000Z");

        assertThat(root.resolve("pause-leader/latest").toRealPath())
                .isEqualTo(second.path().toRealPath())
                .isNotEqualTo(first.path().toRealPath());
        assertThat(root.resolve("kill-leader/latest").toRealPath())
                .isEqualTo(other.path().toRealPath());
        assertThat(root.resolve("latest").toRealPath()).isEqualTo(other.path().toRealPath());
        assertThat(Files.readSymbolicLink(root.resolve("latest"))).isRelative();
    }

    @Test
    void opensARunThroughItsLatestLink() throws IOException {
        RunDirectory directory = create("20260131T235959Z");
        directory.writeInfo(info(Optional.empty()));

        assertThat(RunDirectory.open(root.resolve("latest")).path())
                .isEqualTo(directory.path().toRealPath());
    }

    @Test
    void givesTwoRunsOfOneSecondTheirOwnDirectories() {
        assertThat(create("20260131T235959Z").path().getFileName()).hasToString("20260131T235959Z-seed-42");
        assertThat(create("20260131T235959Z").path().getFileName()).hasToString("20260131T235959Z-seed-42-2");
    }

    @Test
    void opensNothingThatIsNoRun() {
        assertThatThrownBy(() -> RunDirectory.open(root))
                .isInstanceOf(RunDirectoryException.class)
                .hasMessageContaining("is not a run directory: it has no run.json");
    }

    @Test
    void replacesAFileInOneStep() throws IOException {
        RunDirectory directory = create("20260131T235959Z");

        directory.write(directory.resultsFile(), "old");
        directory.write(directory.resultsFile(), "new");

        assertThat(directory.resultsFile()).hasContent("new");
        try (var files = Files.list(directory.path())) {
            assertThat(files.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrder("nodes", "results.json");
        }
    }

    private static final AgentExpectations AGENTS = new AgentExpectations(
            List.of("agent-1", "agent-2"), Duration.ofSeconds(9), Duration.ofMillis(2_500), Duration.ofSeconds(15));

    private RunDirectory create(String utcTime) {
        return RunDirectory.create(root, "pause-leader", 42, utcTime);
    }

    private static RunInfo info(Optional<Duration> overlapBound) {
        Expectations expectations = new Expectations(
                List.of("master-1", "master-2"),
                List.of("client-1"),
                true,
                160.5,
                Duration.ofMillis(20),
                overlapBound,
                Duration.ofSeconds(20),
                false);
        return new RunInfo(
                "pause-leader",
                "Does a paused leader wake up harmless?",
                42,
                "local",
                "20260131T235959Z",
                "scripts/run pause-leader --seed 42",
                overlapBound.isPresent() ? expectations.withAgents(AGENTS) : expectations,
                Map.of("masters", List.of("master-1", "master-2"), "tick-ms", 200L),
                Map.of("kernel", "6.18"),
                Map.of("total", 2_100L),
                false);
    }
}
