package io.interregnum.clojure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class LimitedCallTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    @Test
    void returnsWhatWasReturned() throws InterruptedException {
        LimitedCall.Outcome outcome =
                LimitedCall.run("called", () -> Thread.currentThread().getName(), LONG);

        assertThat(outcome).isEqualTo(new LimitedCall.Outcome(LimitedCall.End.RETURNED, "called", null));
    }

    @Test
    void tellsWhatWasThrown() throws InterruptedException {
        StackOverflowError thrown = new StackOverflowError();

        LimitedCall.Outcome outcome = LimitedCall.run(
                "called",
                () -> {
                    throw thrown;
                },
                LONG);

        assertThat(outcome).isEqualTo(new LimitedCall.Outcome(LimitedCall.End.THREW, null, thrown));
    }

    @Test
    void cutsOffWhatTakesTooLongAndTheThreadsThatItStarted() throws InterruptedException {
        CompletableFuture<Thread> helper = new CompletableFuture<>();

        LimitedCall.Outcome outcome = LimitedCall.run(
                "called",
                () -> {
                    Thread started = new Thread(LimitedCallTest::waitForEver, "helper");
                    helper.complete(started);
                    started.start();
                    started.join();
                    return null;
                },
                Duration.ofMillis(50));

        assertThat(outcome.end()).isEqualTo(LimitedCall.End.CUT_OFF);
        await("the helper to end").atMost(LONG).until(() -> !helper.join().isAlive());
    }

    @Test
    void saysWhatItHadToLeaveBehind() throws InterruptedException {
        CountDownLatch release = new CountDownLatch(1);
        CompletableFuture<Thread> deaf = new CompletableFuture<>();

        LimitedCall.Outcome outcome = LimitedCall.run(
                "called",
                () -> {
                    deaf.complete(Thread.currentThread());
                    boolean released = false;
                    while (!released) {
                        try {
                            release.await();
                            released = true;
                        } catch (InterruptedException e) {
                            // As some code does.
                        }
                    }
                    return null;
                },
                Duration.ofMillis(50));

        assertThat(outcome.end()).isEqualTo(LimitedCall.End.LEFT_BEHIND);
        assertThat(deaf.join().isDaemon()).isTrue();
        release.countDown();
        await("the deaf thread to end").atMost(LONG).until(() -> !deaf.join().isAlive());
    }

    @Test
    void interruptsTheCallWithItsCaller() {
        CompletableFuture<Thread> called = new CompletableFuture<>();
        Thread caller = Thread.currentThread();

        assertThatThrownBy(() -> LimitedCall.run(
                        "called",
                        () -> {
                            called.complete(Thread.currentThread());
                            caller.interrupt();
                            waitForEver();
                            return null;
                        },
                        LONG))
                .isInstanceOf(InterruptedException.class);

        await("the call to end").atMost(LONG).until(() -> !called.join().isAlive());
    }

    private static void waitForEver() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
