package io.interregnum.suite.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.interregnum.cluster.ClusterException;
import io.interregnum.cluster.UnableException;
import io.interregnum.rundir.RunDirectoryException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a run of a candidate tells the search. */
class ShrinkCommandTest {
    private final StringWriter out = new StringWriter();
    private final Console console = new Console(new PrintWriter(out, true));

    @Test
    void goesOnAfterARunInWhichTheHarnessFailedInWhateverWay() {
        List<RuntimeException> failures = List.of(
                new ClusterException("no leader after 60 s"),
                new RunDirectoryException("cannot write history.jsonl", new java.io.IOException("full")),
                new IllegalStateException("a bug"));
        for (RuntimeException failure : failures) {
            assertThat(ShrinkCommand.attempt(console, () -> {
                        throw failure;
                    }))
                    .isFalse();
            assertThat(out.toString()).contains("the harness failed, so it was not shown: " + failure);
        }
    }

    @Test
    void takesWhatARunShowed() {
        assertThat(ShrinkCommand.attempt(console, () -> true)).isTrue();
        assertThat(ShrinkCommand.attempt(console, () -> false)).isFalse();
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void endsWhenThisMachineCannotRunIt() {
        UnableException unable = new UnableException("no namespaces");

        assertThatThrownBy(() -> ShrinkCommand.attempt(console, () -> {
                    throw unable;
                }))
                .isSameAs(unable);
    }
}
