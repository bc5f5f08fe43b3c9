package io.interregnum.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.interregnum.cluster.Removal;
import io.interregnum.rundir.RunDirectory;
import io.interregnum.rundir.RunLock;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OldRunsTest {
    @TempDir
    private Path root;

    private Path run(String scenario, String startedAt) throws IOException {
        Path run = Files.createDirectories(root.resolve(scenario).resolve(startedAt + "-seed-1"));
        Files.writeString(run.resolve("run.json"), "{\"started-at\":\"" + startedAt + "\"}");
        Files.createDirectories(run.resolve("nodes/zk-1"));
        Files.writeString(run.resolve("nodes/zk-1/output.log"), "");
        return run;
    }

    private Path judged(String scenario, String startedAt, String verdict) throws IOException {
        Path run = run(scenario, startedAt);
        Files.writeString(run.resolve("results.json"), "{\"verdict\":\"" + verdict + "\"}");
        return run;
    }

    private static List<Path> removed(Removal removal) {
        assertThat(removal.failures()).isEmpty();
        return removal.removed().stream()
                .map(line -> Path.of(line.substring("removed ".length())))
                .toList();
    }

    @Test
    void leavesARunInProgressAloneAndDoesNotCountIt() throws IOException {
        Path running = judged("a", "20260101T000001Z", "VALID");
        Path older = judged("a", "20260101T000002Z", "VALID");
        Path newer = judged("a", "20260101T000003Z", "VALID");

        try (RunLock lock = RunLock.hold(new RunDirectory(running))) {
            assertThat(removed(new OldRuns(root).removeAllBut(1)))
                    .as("while there is %s", lock)
                    .containsExactly(older);
            assertThat(running.resolve("nodes/zk-1/output.log")).exists();
        }

        assertThat(removed(new OldRuns(root).removeAllBut(1))).containsExactly(running);
        assertThat(newer).exists();
    }

    @Test
    void aRunThatCouldNotBeRemovedIsAFailureAndTheOthersAreRemoved() throws IOException {
        Path stubborn = judged("a", "20260101T000001Z", "VALID");
        Path other = judged("a", "20260101T000002Z", "VALID");

        Removal removal = new OldRuns(root).removeAllBut(0, run -> {
            if (run.equals(stubborn)) {
                throw new AccessDeniedException(run.resolve("nodes/zk-1/data").toString());
            }
        });

        assertThat(removal.removed()).containsExactly("removed " + other);
        assertThat(removal.failures())
                .containsExactly("could not remove " + stubborn + ": java.nio.file.AccessDeniedException: " + stubborn
                        + "/nodes/zk-1/data");
    }

    @Test
    void removesTheOldestGreenFirstWhateverTheirScenario() throws IOException {
        Path oldest = judged("b", "20260101T000001Z", "VALID");
        Path second = judged("a", "20260101T000002Z", "VALID");
        Path newest = judged("b", "20260101T000003Z", "VALID");

        assertThat(removed(new OldRuns(root).removeAllBut(1))).containsExactly(oldest, second);
        assertThat(oldest).doesNotExist();
        assertThat(newest.resolve("nodes/zk-1/output.log")).exists();
    }

    @Test
    void removesRunsThatAreRedOrWereNeverJudgedLastAndTheOlderOfThemFirst() throws IOException {
        Path unjudged = run("a", "20260101T000001Z");
        Path invalid = judged("a", "20260101T000002Z", "INVALID");
        Path unknown = judged("a", "20260101T000003Z", "UNKNOWN");
        Path broken = run("a", "20260101T000004Z");
        Files.writeString(broken.resolve("results.json"), "{\"verdict\":");
        Path green = judged("a", "20260101T000005Z", "VALID");

        assertThat(removed(new OldRuns(root).removeAllBut(4))).containsExactly(green);
        assertThat(removed(new OldRuns(root).removeAllBut(0))).containsExactly(unjudged, invalid, unknown, broken);
    }

    @Test
    void removesNothingWhenThereAreNotMoreThanAreToBeKept() throws IOException {
        judged("a", "20260101T000001Z", "VALID");

        assertThat(removed(new OldRuns(root).removeAllBut(1))).isEmpty();
        assertThat(removed(new OldRuns(root.resolve("absent")).removeAllBut(0))).isEmpty();
    }

    @Test
    void neverTouchesADirectoryWithoutARunJson() throws IOException {
        judged("a", "20260101T000001Z", "VALID");
        Path precious = Files.createDirectories(root.resolve("a/precious"));
        Files.writeString(precious.resolve("thesis.txt"), "do not lose");
        Files.writeString(root.resolve("a/run.json"), "{}"); // a file at the wrong height makes no run of a scenario

        new OldRuns(root).removeAllBut(0);

        assertThat(precious.resolve("thesis.txt")).exists();
        assertThat(root.resolve("a/run.json")).exists();
    }

    @Test
    void doesNotFollowLinksOutOfTheRoot(@TempDir Path outside) throws IOException {
        Files.writeString(outside.resolve("run.json"), "{\"started-at\":\"20260101T000000Z\"}");
        Path run = judged("a", "20260101T000001Z", "VALID");
        Files.createSymbolicLink(root.resolve("a/linked"), outside);
        Files.createSymbolicLink(run.resolve("nodes/linked"), outside);

        assertThat(removed(new OldRuns(root).removeAllBut(0))).containsExactly(run);
        assertThat(outside.resolve("run.json")).exists();
    }

    private void suite(Path... runs) throws IOException {
        String rows = Stream.of(runs)
                .map(run -> "{\"page\":\"./" + root.relativize(run) + "/index.html\"}")
                .collect(Collectors.joining(","));
        Files.writeString(root.resolve("suite.json"), "{\"runs\":[" + rows + "]}");
        for (String file : List.of("index.html", "junit.xml", "summary.md")) {
            Files.writeString(root.resolve(file), "");
        }
        for (Path run : runs) {
            Files.writeString(run.resolve("index.html"), "");
        }
    }

    @Test
    void removesTheReportOfASuiteWithTheFirstOfItsRuns() throws IOException {
        judged("a", "20260101T000001Z", "VALID");
        Path older = judged("a", "20260101T000002Z", "VALID");
        Path newer = judged("b", "20260101T000003Z", "VALID");
        suite(older, newer);

        new OldRuns(root).removeAllBut(2);
        assertThat(root).isDirectoryContaining("glob:**/{suite.json,index.html,junit.xml,summary.md}");

        Removal removal = new OldRuns(root).removeAllBut(1);
        assertThat(removal.removed())
                .containsExactly(
                        "removed " + older,
                        "removed " + root.resolve("index.html")
                                + " and what belongs to it: a run that it shows is gone");
        assertThat(root).isDirectoryNotContaining("glob:**/{suite.json,index.html,junit.xml,summary.md}");
        assertThat(newer.resolve("index.html")).exists();
    }

    @Test
    void leavesAPageAloneThatIsNoReportOfASuite() throws IOException {
        judged("a", "20260101T000001Z", "VALID");
        Files.writeString(root.resolve("index.html"), "somebody's own");

        new OldRuns(root).removeAllBut(0);
        Files.writeString(root.resolve("suite.json"), "{\"mine\":true}");
        new OldRuns(root).removeAllBut(0);

        assertThat(root.resolve("index.html")).exists();
        assertThat(root.resolve("suite.json")).exists();
    }

    @Test
    void removesLatestLinksThatLeadNowhereAndLeavesTheOthers() throws IOException {
        Path gone = judged("a", "20260101T000001Z", "VALID");
        Path kept = judged("b", "20260101T000002Z", "VALID");
        Files.createSymbolicLink(root.resolve("a/latest"), gone.getFileName());
        Files.createSymbolicLink(root.resolve("b/latest"), kept.getFileName());
        Files.createSymbolicLink(root.resolve("latest"), Path.of("a").resolve(gone.getFileName()));

        new OldRuns(root).removeAllBut(1);

        assertThat(Files.exists(root.resolve("a/latest"), LinkOption.NOFOLLOW_LINKS))
                .isFalse();
        assertThat(Files.exists(root.resolve("latest"), LinkOption.NOFOLLOW_LINKS))
                .isFalse();
        assertThat(root.resolve("b/latest/run.json")).exists();
    }
}
