package io.interregnum.suite.command;

import io.interregnum.cluster.Backend;
import io.interregnum.cluster.ClusterException;
import io.interregnum.cluster.ClusterSpec;
import io.interregnum.cluster.NodeId;
import io.interregnum.cluster.NodeListener;
import io.interregnum.suite.Backends;
import io.interregnum.suite.Home;
import io.interregnum.suite.ReferenceSystem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** The last part of a build: what makes the first start as fast as the later ones. */
@Command(
        name = "prepare",
        hidden = true,
        description = "Makes archives of loaded classes for the local backend; scripts/build calls it.",
        footer = {"", "Example: scripts/interregnum prepare"})
final class PrepareCommand implements Callable<Integer> {

    @Override
    public Integer call() {
        Home home = Home.find();
        try {
            prepare(Backends.choose("local", home), home.mastersClassPath());
        } catch (ClusterException e) {
            return ExitCode.VALID; // the backend can't be used here, so nothing needs to be prepared for it
        }
        return ExitCode.VALID;
    }

    /** Leaves nothing but what it made, whatever happens. */
    static void prepare(Backend backend, List<Path> classPath) {
        try {
            Path nodes = Files.createTempDirectory("interregnum-prepare");
            try {
                backend.prepare(new Backend.Launch(
                        ClusterSpec.DEFAULT,
                        new ReferenceSystem(classPath, "correct"),
                        classPath,
                        "prepare-" + ProcessHandle.current().pid(),
                        nodes,
                        new Unheard()));
            } finally {
                Files.deleteIfExists(nodes);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make or remove a directory for a training run", e);
        }
    }

    /** Nobody wants to know how nodes of a training run begin and end. */
    private static final class Unheard implements NodeListener {
        @Override
        public void starting(NodeId node) {}

        @Override
        public void exited(NodeId node, int exitCode) {}
    }
}
