package io.interregnum.suite.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class DeadThreadsTest {
    private final StringWriter printed = new StringWriter();
    private final DeadThreads dead = new DeadThreads(new PrintWriter(printed));

    private void die(String thread, String why) throws InterruptedException {
        Thread dying = new Thread(
                () -> {
                    throw new IllegalStateException(why);
                },
                thread);
        dying.setUncaughtExceptionHandler(dead);
        dying.start();
        dying.join();
    }

    @Test
    void saysEachCauseOnceInOneLine() throws InterruptedException {
        die("client-1-worker-1", "No space left on device");
        die("client-1-worker-2", "No space left on device");
        die("probe-master-1", "something else");

        assertThat(printed.toString().lines())
                .containsExactly(
                        "thread client-1-worker-1 of the harness ended: No space left on device",
                        "thread probe-master-1 of the harness ended: something else");
    }

    @Test
    void hasNothingToTellWhileAllThreadsEndAsTheyShould() throws InterruptedException {
        Thread well = new Thread(() -> {}, "well");
        well.setUncaughtExceptionHandler(dead);
        well.start();
        well.join();

        assertThat(dead.take()).isEmpty();
    }

    @Test
    void tellsWhatWasNotToldBefore() throws InterruptedException {
        die("a", "first");
        die("b", "second");

        assertThat(dead.take()).hasValueSatisfying(failure -> {
            assertThat(failure).hasMessage("threads of it ended: first; second");
            assertThat(failure.getSuppressed())
                    .extracting(Throwable::getMessage)
                    .containsExactly("first", "second");
        });
        assertThat(dead.take()).isEmpty();
        die("c", "third");
        assertThat(dead.take())
                .hasValueSatisfying(failure -> assertThat(failure).hasMessage("threads of it ended: third"));
    }
}
