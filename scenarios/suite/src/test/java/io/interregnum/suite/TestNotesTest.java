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
        return TestNotes.read(directory, list);
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
        TestNotes notes = TestNotes.read(directory.resolve("absent"), directory.resolve("absent"));

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
