package io.interregnum.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
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

    @Test
    void removesTheOldestGreenFirstWhateverTheirScenario() throws IOException {
        Path oldest = judged("b", "20260101T000001Z", "VALID");
        Path second = judged("a", "20260101T000002Z", "VALID");
        Path newest = judged("b", "20260101T000003Z", "VALID");

        assertThat(new OldRuns(root).removeAllBut(1)).containsExactly(oldest, second);
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

        assertThat(new OldRuns(root).removeAllBut(4)).containsExactly(green);
        assertThat(new OldRuns(root).removeAllBut(0)).containsExactly(unjudged, invalid, unknown, broken);
    }

    @Test
    void removesNothingWhenThereAreNotMoreThanAreToBeKept() throws IOException {
        judged("a", "20260101T000001Z", "VALID");

        assertThat(new OldRuns(root).removeAllBut(1)).isEmpty();
        assertThat(new OldRuns(root.resolve("absent")).removeAllBut(0)).isEmpty();
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

        assertThat(new OldRuns(root).removeAllBut(0)).containsExactly(run);
        assertThat(outside.resolve("run.json")).exists();
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
