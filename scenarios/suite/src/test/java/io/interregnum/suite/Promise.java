package io.interregnum.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

/**
 * How long something may take at most, on two processors that have nothing else to do.
 *
 * @param promised the time itself
 * @param toTheLetter whether that is judged; else only that it is not {@link #FORGIVEN} times as long, so that a test is red for a
 *     program that has become slow and not for a machine that is busy
 */
record Promise(Duration promised, boolean toTheLetter) {
    static final int FORGIVEN = 3;

    private static Promise of(Duration promised) {
        return new Promise(promised, Boolean.getBoolean("interregnum.timed"));
    }

    /** For so many of the six scenarios of the default suite, without the build. */
    static Promise ofSuite(String backend, int scenarioCount) {
        Duration six = backend.equals("docker") ? Duration.ofMinutes(8) : Duration.ofMinutes(4);
        return of(six.multipliedBy(scenarioCount).dividedBy(6));
    }

    /** From the program's main to a leader that serves, three servers and three masters. */
    static Promise ofStart(String backend) {
        return of(backend.equals("docker") ? Duration.ofSeconds(15) : Duration.ofSeconds(5));
    }

    /** After this nobody needs to wait any longer. */
    Duration longest() {
        return promised.multipliedBy(FORGIVEN);
    }

    void assertKept(String what, long tookNanos) {
        assertThat(Duration.ofNanos(tookNanos)).as(what).isLessThanOrEqualTo(toTheLetter ? promised : longest());
    }
}
