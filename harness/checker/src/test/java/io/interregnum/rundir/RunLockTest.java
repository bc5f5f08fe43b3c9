package io.interregnum.rundir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunLockTest {
    @TempDir
    private Path root;

    private RunDirectory run;

    @BeforeEach
    void makeRun() {
        run = RunDirectory.create(root, "some-scenario", 42, "20260131T235959Z");
    }

    /** Holds the run whose path it is given, says so, and goes on until it is ended. */
    public static void main(String[] arguments) throws Exception {
        try (RunLock lock = RunLock.hold(new RunDirectory(Path.of(arguments[0])))) {
            System.out.println("holding " + lock);
            System.in.read();
        }
    }

    private Process holder() throws Exception {
        Process holder = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        RunLockTest.class.getName(),
                        run.path().toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        assertThat(holder.inputReader().readLine()).startsWith("holding");
        return holder;
    }

    @Test
    void isHeldUntilItsProcessIsKilled() throws Exception {
        assertThat(RunLock.isHeld(run)).isFalse();
        Process holder = holder();

        boolean asked = RunLock.isHeld(run);
        boolean askedAgain = RunLock.isHeld(run);
        holder.destroyForcibly().waitFor();

        assertThat(asked).isTrue();
        assertThat(askedAgain).isTrue();
        assertThat(RunLock.isHeld(run)).isFalse();
        assertThat(run.path()).isNotEmptyDirectory(); // its file is there still and says nothing
    }

    @Test
    void isHeldUntilItsProcessLetsGo() throws Exception {
        Process holder = holder();

        holder.getOutputStream().close();
        holder.waitFor();

        assertThat(RunLock.isHeld(run)).isFalse();
        assertThat(run.path()).isDirectoryNotContaining("glob:**lock");
    }

    @Test
    void staysHeldWhenItsOwnProcessAsks() {
        RunLock lock = RunLock.hold(run);

        assertThat(RunLock.isHeld(run)).isTrue();
        assertThat(RunLock.isHeld(run)).isTrue();
        assertThatThrownBy(() -> RunLock.hold(run))
                .isInstanceOf(RunDirectoryException.class)
                .hasMessageContaining("cannot lock");

        lock.close();
        lock.close();
        assertThat(RunLock.isHeld(run)).isFalse();
    }
}
