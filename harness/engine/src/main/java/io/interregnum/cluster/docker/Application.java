package io.interregnum.cluster.docker;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.command.WaitContainerResultCallback;
import com.github.dockerjava.api.model.HostConfig;
import io.interregnum.cluster.ClusterException;
import io.interregnum.cluster.NodeId;
import io.interregnum.cluster.NodeListener;
import io.interregnum.cluster.NodeState;
import io.interregnum.cluster.Role;
import io.interregnum.cluster.sidecar.ProcessesBeside;
import io.interregnum.history.RunClock;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The container with a node's program. Shares network and process numbers of its {@link Holder} and nothing else, so that
 * it can end and start again with the same address and the same files. Signals are sent by the holder's sidecar, which
 * sees these processes: the engine takes ten times as long. Safe for many threads: what is asked is done one after the
 * other.
 */
final class Application {
    private static final Logger LOG = LoggerFactory.getLogger(Application.class);
    private static final Duration GONE = Duration.ofSeconds(10);
    private static final Duration COPY = Duration.ofSeconds(15);
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(500);
    private static final long NEVER_SECONDS = TimeUnit.DAYS.toSeconds(365);
    /** As docker's own client says when the engine could not start a container. */
    private static final int NOT_STARTED = 125;

    private final Engine engine;
    private final ProcessesBeside processes;
    private final NodeId node;
    private final String id;
    private final Map<String, String> files;
    private final NodeListener listener;
    private final OutputLog output;
    private CountDownLatch exit = new CountDownLatch(0); // guarded by this
    private volatile boolean removed;

    private Application(
            Run run,
            ProcessesBeside processes,
            NodeId node,
            Map<String, String> files,
            NodeListener listener,
            Path directory) {
        this.engine = run.engine();
        this.processes = processes;
        this.node = node;
        this.id = processes.mark();
        this.files = files;
        this.listener = listener;
        this.output = new OutputLog(engine, id, directory.resolve("output.log"));
    }

    /**
     * Creates the container, with its files in it, and does not start it.
     *
     * @param directory for what is kept of the node
     */
    static Application create(
            Run run, Program program, NodeId node, Holder holder, NodeListener listener, Path directory) {
        Engine engine = run.engine();
        String joined = "container:" + holder.id();
        HostConfig host = new HostConfig()
                .withNetworkMode(joined)
                .withPidMode(joined)
                .withBinds(holder.volumes().binds());
        String id = engine.call("create the container of " + node, () -> {
            CreateContainerCmd create = run.container(program.image(), node, "", host)
                    .withCmd(program.command())
                    .withEnv(program.environment());
            if (!program.entrypoint().isEmpty()) {
                create.withEntrypoint(program.entrypoint());
            }
            return create.exec().getId();
        });
        Application application = new Application(
                run, new ProcessesBeside(holder.sidecar(), id), node, program.files(), listener, directory);
        application.copyFiles();
        return application;
    }

    private void copyFiles() {
        if (!files.isEmpty()) {
            engine.call(
                    "copy files to " + node,
                    () -> engine.client()
                            .copyArchiveToContainerCmd(id)
                            .withRemotePath("/")
                            .withTarInputStream(new ByteArrayInputStream(Tar.of(files)))
                            .exec());
        }
    }

    /**
     * Starts the program.
     *
     * @throws ClusterException when it runs already or cannot be started
     */
    synchronized void start() {
        InspectContainerResponse.ContainerState before = inspect();
        if (Boolean.TRUE.equals(before.getRunning())) {
            throw new ClusterException("cannot start " + node + ": it runs already, "
                    + (state() == NodeState.PAUSED ? "paused; resume it" : "started " + before.getStartedAt()));
        }
        awaitExit();
        if (node.role() == Role.SPARE) {
            copyFiles(); // when it was a member, it wrote its configuration anew, and as one that is removed it joins
            // nobody
        }
        listener.starting(node);
        try {
            engine.call(
                    "start " + node, () -> engine.client().startContainerCmd(id).exec());
        } catch (ClusterException e) {
            // "Failed" may mean "done, but the answer was lost": then its end is still to come.
            if (!state().equals(NodeState.ENDED)) {
                watch();
            } else {
                listener.exited(node, NOT_STARTED);
            }
            throw e;
        }
        watch();
    }

    private void watch() {
        output.follow();
        CountDownLatch thisExit = new CountDownLatch(1);
        exit = thisExit;
        Thread watcher = new Thread(() -> reportExit(thisExit), "exit-" + node);
        watcher.setDaemon(true);
        watcher.start();
    }

    /** Waits for the end of one start, however long that takes. */
    private void reportExit(CountDownLatch thisExit) {
        RunClock clock = RunClock.startNow();
        try {
            while (!removed) {
                try (WaitContainerResultCallback wait = new WaitContainerResultCallback()) {
                    int code = engine.client()
                            .waitContainerCmd(id)
                            .exec(wait)
                            .awaitStatusCode(NEVER_SECONDS, TimeUnit.SECONDS);
                    listener.exited(node, code);
                    return;
                } catch (java.io.IOException | RuntimeException e) {
                    LOG.debug("wait ended node={} why={}", node, e.toString());
                    clock.sleepUntil(clock.nanos() + BETWEEN_TRIES.toNanos());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            thisExit.countDown();
        }
    }

    private synchronized void awaitExit() {
        try {
            if (!exit.await(GONE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new ClusterException("the engine says that " + node + " has ended, but after " + GONE.toSeconds()
                        + " s not with which exit code");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClusterException("interrupted while waiting for the end of " + node, e);
        }
    }

    /** Ends the program at once and waits until it is gone and its end was reported. */
    synchronized void kill() {
        try {
            processes.signal("KILL");
        } catch (ClusterException e) {
            // Whatever became of the sidecar, the engine can end a container as well; it only takes longer.
            LOG.debug("killed by the engine node={} why={}", node, e.getMessage());
            killByEngine();
        }
        awaitExit();
    }

    private void killByEngine() {
        try {
            engine.call(
                    "kill " + node,
                    () -> engine.client()
                            .killContainerCmd(id)
                            .withSignal("KILL")
                            .exec());
        } catch (EngineException e) {
            if (Boolean.TRUE.equals(inspect().getRunning())) {
                throw e;
            }
        }
    }

    /** Asks the program to end; does not wait. */
    void terminate() {
        processes.signal("TERM");
    }

    /** Freezes the program; nothing to do when it is frozen already. */
    synchronized void pause() {
        if (!processes.signal("STOP")) {
            throw new ClusterException("cannot pause " + node
                    + ": it is not running; was it killed by an earlier fault?" + " its output is in " + output.file());
        }
    }

    /** Lets the program go on; nothing to do when it is not frozen. */
    synchronized void resume() {
        processes.signal("CONT");
    }

    /** As the kernel shows it: at once, where the engine would still have to hear of it. */
    NodeState state() {
        return processes.state();
    }

    /** What names the program's present life; empty text when it has ended. */
    String life() {
        return processes.life();
    }

    private InspectContainerResponse.ContainerState inspect() {
        return engine.call(
                "inspect " + node,
                () -> engine.client().inspectContainerCmd(id).exec().getState());
    }

    /** Copies the rest of the output. The program must have ended. */
    void keepOutput() {
        output.finish();
    }

    /** Copies a directory of the container, so that it can be looked at when the container is gone. */
    void keep(String directoryInContainer, Path target) {
        Engine.within(COPY, "copy " + directoryInContainer + " of " + node, () -> {
            try (InputStream archive = engine.client()
                    .copyArchiveFromContainerCmd(id, directoryInContainer)
                    .exec()) {
                Tar.extract(archive, target);
            }
            return target;
        });
    }

    /** The watcher of a container that is about to be removed gives up. */
    void forget() {
        removed = true;
    }
}
