package io.interregnum.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each complaint with notes that must raise it, and nearly the same notes that must not. */
class TestNotesTest {
    @TempDir
    private Path directory;

    private TestNotes notes(String noted, String cannotRun) throws IOException {
        Files.writeString(directory.resolve("notes.tsv"), noted.replace('|', '\t'));
        Path list = Files.writeString(directory.resolve("cannot-run.txt"), cannotRun.replace('|', '\t'));
        return TestNotes.read(directory, list, SkippedTests.below(directory));
    }

    /** What Surefire writes of a class whose tests were left out. */
    private void report(String reports, String testClass, int skippedCount) throws IOException {
        Path module = Files.createDirectories(directory.resolve("harness/engine"));
        Files.writeString(module.resolve("pom.xml"), "<project/>");
        Path target = Files.createDirectories(module.resolve("target").resolve(reports));
        Files.writeString(
                target.resolve("TEST-" + testClass + ".xml"),
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuite name=\"" + testClass
                        + "\" tests=\"5\" errors=\"0\" skipped=\"" + skippedCount
                        + "\" failures=\"0\">\n  <properties/>\n</testsuite>\n");
    }

    @Test
    void complainsOfTestsThatWereLeftOutWithoutANote() throws IOException {
        report("surefire-reports", "io.interregnum.check.DisabledTest", 2);
        report("failsafe-reports", "io.interregnum.cluster.AIT", 0);

        TestNotes notes = notes("ran|local|AIT|\n", "");

        assertThat(notes.complaints())
                .containsExactly("failure: 2 of DisabledTest were left out, and no note says which ability is missing");
        assertThat(notes.table())
                .containsExactly(
                        "not run, and never counted as passed:",
                        "  DisabledTest                 2 without a note of what is missing");
        report("surefire-reports", "io.interregnum.check.DisabledTest", 0);
        assertThat(notes("ran|local|AIT|\n", "").complaints()).isEmpty();
    }

    @Test
    void listsWhatWasLeftOutForItsLengthAndDoesNotComplain() throws IOException {
        TestNotes notes = notes("ran|local|AIT|\nnot-run|long|AIT runs|minutes\n", "");

        assertThat(notes.complaints()).isEmpty();
        assertThat(notes.table())
                .containsExactly(
                        "not run, and never counted as passed:",
                        "  AIT runs                     needs long       minutes");
        assertThat(notes("ran|local|AIT|\nnot-run|longer|AIT runs|minutes\n", "")
                        .complaints())
                .hasSize(1);
    }

    @Test
    void countsWhatAClassNotedAgainstWhatItLeftOut() throws IOException {
        report("failsafe-reports", "io.interregnum.fault.FaultsIT", 3);
        String list = "netem|not in this kernel\n";
        String two = "not-run|netem|FaultsIT reorder|no module\nnot-run|netem|FaultsIT corrupt|no module\n";

        assertThat(notes(two, list).complaints())
                .containsExactly("failure: 1 of FaultsIT were left out, and no note says which ability is missing");
        assertThat(notes(two + "not-run|netem|FaultsIT duplicate|no module\n", list)
                        .complaints())
                .isEmpty();
    }

    @Test
    void aNoteOfAClassIsForAllItsTests() throws IOException {
        report("failsafe-reports", "io.interregnum.cluster.BIT", 4);
        String list = "docker|no engine\n";

        assertThat(notes("not-run|docker|BIT|no socket\n", list).complaints()).isEmpty();
        assertThat(notes("not-run|docker|BIT one|no socket\n", list).complaints())
                .containsExactly("failure: 3 of BIT were left out, and no note says which ability is missing");
    }

    @Test
    void refusesAReportThatIsNone() throws IOException {
        report("surefire-reports", "io.interregnum.ATest", 0);
        Files.writeString(directory.resolve("harness/engine/target/surefire-reports/TEST-io.B.xml"), "<testsuite");

        assertThatThrownBy(() -> notes("", ""))
                .hasMessageContaining("TEST-io.B.xml")
                .hasMessageContaining("is no report of tests");
    }

    @Test
    void listsWhatWasNotRunAndWhy() throws IOException {
        TestNotes notes = notes("ran|local|AIT|\nnot-run|docker|BIT|docker engine: no socket\n", "");

        assertThat(notes.table())
                .containsExactly(
                        "not run, and never counted as passed:",
                        "  BIT                          needs docker     docker engine: no socket");
        assertThat(notes("ran|local|AIT|\n", "").table()).containsExactly("every test was run");
    }

    @Test
    void doesNotSayThatEveryTestWasRunWhenNoneWas() {
        TestNotes notes =
                TestNotes.read(directory.resolve("absent"), directory.resolve("absent"), SkippedTests.below(directory));

        assertThat(notes.table()).containsExactly("no test with real nodes was run");
        assertThat(notes.complaints())
                .containsExactly("failure: no test with real nodes was run, or none could note it");
    }

    @Test
    void complainsOfATestThatWasNotRunUnlessItsAbilityMayBeMissing() throws IOException {
        String noted = "ran|local|AIT|\nnot-run|docker|BIT|no socket\n";

        assertThat(notes(noted, "").complaints())
                .containsExactly(
                        "failure: BIT was not run, since docker can't be used here, and the list of what may be"
                                + " missing does not have it");
        assertThat(notes(noted, "# comment\n\ndocker|no engine on this machine\n")
                        .complaints())
                .isEmpty();
    }

    @Test
    void complainsOfEachAbilityThatATestMisses() throws IOException {
        String noted = "not-run|docker|BIT|no socket\nnot-run|netem|BIT|no module\n";

        assertThat(notes(noted, "netem|not in this kernel\n").complaints())
                .singleElement()
                .asString()
                .contains("BIT")
                .contains("docker");
        assertThat(notes(noted, "netem|not in this kernel\ndocker|no engine\n").complaints())
                .isEmpty();
    }

    @Test
    void complainsOfAnEntryWithoutAReason() throws IOException {
        String noted = "not-run|docker|BIT|no socket\n";

        assertThat(notes(noted, "docker\n").complaints())
                .containsExactly("failure: docker may be missing, but the list gives no reason");
        assertThat(notes(noted, "docker| \n").complaints()).hasSize(1);
        assertThat(notes(noted, "docker|no engine\n").complaints()).isEmpty();
    }

    @Test
    void complainsOfAnEntryThatWorks() throws IOException {
        assertThat(notes("ran|local|AIT|\n", "local|no namespaces\n").complaints())
                .containsExactly("failure: local works here, so it must go from the list of what may be missing");
        assertThat(notes("ran|local|AIT|\nnot-run|docker|BIT|no socket\n", "docker|no engine\n")
                        .complaints())
                .isEmpty();
    }

    @Test
    void complainsOfAnEntryThatNoTestAskedFor() throws IOException {
        String noted = "ran|local|AIT|\nnot-run|docker|BIT|no socket\n";

        assertThat(notes(noted, "docker|no engine\nnettem|not in this kernel\n").complaints())
                .containsExactly(
                        "failure: nettem may be missing, but no test asked for it, so nobody knows whether it" + " is");
        assertThat(notes(noted, "docker|no engine\n").complaints()).isEmpty();
    }

    @Test
    void refusesANoteThatItDoesNotUnderstand() {
        assertThatThrownBy(() -> notes("not-run|docker\n", ""))
                .hasMessageContaining("notes.tsv")
                .hasMessageContaining("expected ran or not-run, ability, test and reason");
    }
}
