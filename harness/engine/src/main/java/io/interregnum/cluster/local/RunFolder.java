package io.interregnum.cluster.local;

import io.interregnum.cluster.ClusterException;
import io.interregnum.cluster.Removal;
import io.interregnum.cluster.sidecar.Proc;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The directory that holds a cluster's sockets and scripts while it lives. Its path is short, since the path of a
 * Unix-domain socket has at most 108 bytes, its end included.
 *
 * @param path readable by its owner alone
 */
record RunFolder(Path path) {
    private static final String PREFIX = "ir-";
    private static final String OWNER = "owner";
    private static final String SUPERVISOR = "supervisor";
    /** What sun_path holds without the zero at its end. */
    private static final int SOCKET_PATH_BYTES_MAX = 107;
    /** The longest name of a socket in it. */
    private static final String LONGEST_NAME = "/master-99";

    /**
     * Makes a directory and marks it as owned by this process.
     *
     * @param temporary where, unless that path is too long; then in {@code /tmp}
     */
    static RunFolder create(Path temporary, String label) {
        Path parent = temporary.toAbsolutePath();
        int lengthBytes = parent.resolve(PREFIX + "4194304-99").toString().getBytes(StandardCharsets.UTF_8).length;
        if (lengthBytes + LONGEST_NAME.length() > SOCKET_PATH_BYTES_MAX) {
            parent = Path.of("/tmp");
        }
        try {
            Path path = fresh(parent);
            Files.writeString(path.resolve(OWNER), Owner.self(label).text());
            return new RunFolder(path);
        } catch (IOException e) {
            throw new ClusterException(
                    "cannot make a directory for sockets in " + parent + ": " + e + "; set -Djava.io.tmpdir", e);
        }
    }

    private static Path fresh(Path parent) throws IOException {
        long pid = ProcessHandle.current().pid();
        for (int number = 1; ; number++) {
            try {
                return Files.createDirectory(
                        parent.resolve(PREFIX + pid + "-" + number),
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            } catch (FileAlreadyExistsException e) {
                if (number == 99) {
                    throw e;
                }
            }
        }
    }

    Path file(String name) {
        return path.resolve(name);
    }

    /** Notes the process that holds the namespaces, so that it can be ended if it survives the harness. */
    void supervisor(long pid) throws IOException {
        Files.writeString(file(SUPERVISOR), pid + " " + Proc.startTicks(pid) + "\n");
    }

    /** Removes the directory and all in it; does nothing when it is gone. */
    void delete() throws IOException {
        if (!Files.exists(path)) {
            return;
        }
        try (Stream<Path> all = Files.walk(path)) {
            for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(one);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** Removes the directories of this user's dead runs, and ends what still runs for them. */
    static Removal removeDead(List<Path> parents) {
        List<Removal> removals = new ArrayList<>();
        for (Path parent : parents) {
            try (Stream<Path> entries = Files.list(parent)) {
                for (Path path : entries.sorted().toList()) {
                    if (path.getFileName().toString().startsWith(PREFIX) && Files.isDirectory(path)) {
                        new RunFolder(path).removeIfDead().ifPresent(removals::add);
                    }
                }
            } catch (IOException e) {
                removals.add(Removal.failed("could not look for leftovers in " + parent + ": " + e));
            }
        }
        return Removal.of(removals);
    }

    private Optional<Removal> removeIfDead() {
        try {
            if (!Files.getOwner(path).equals(Files.getOwner(Path.of("/proc/self")))) {
                return Optional.empty();
            }
            // Without a mark it belongs to somebody who is just making it, or to nobody of ours.
            if (!Files.exists(file(OWNER))) {
                return Optional.empty();
            }
            Owner owner = Owner.parse(Files.readString(file(OWNER)));
            if (owner.mayLive()) {
                return Optional.empty();
            }
            String ended = endSupervisor();
            delete();
            return Optional.of(Removal.removed("removed " + path + " of the dead run " + owner.label() + ended));
        } catch (IOException | IllegalArgumentException e) {
            return Optional.of(Removal.failed("could not remove " + path + ": " + e));
        }
    }

    /** A supervisor that outlives its harness must be hung; its pid and start time are its own, so it is the right one. */
    private String endSupervisor() throws IOException {
        if (!Files.exists(file(SUPERVISOR))) {
            return "";
        }
        String[] words = Files.readString(file(SUPERVISOR)).strip().split(" ", -1);
        long pid = Long.parseLong(words[0]);
        long startTicks = Long.parseLong(words[1]);
        if (startTicks == 0 || Proc.startTicks(pid) != startTicks) {
            return "";
        }
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        return ", whose supervisor " + pid + " was still there";
    }

    /**
     * Who made a directory.
     *
     * @param label of its run
     * @param pid of the harness
     * @param startTicks when that began, in ticks since the machine was started
     * @param world the boot and the PID namespace in which these numbers mean something
     */
    record Owner(String label, long pid, long startTicks, String world) {

        static Owner self(String label) throws IOException {
            long pid = ProcessHandle.current().pid();
            return new Owner(label, pid, Proc.startTicks(pid), thisWorld());
        }

        static Owner parse(String text) {
            String[] words = text.strip().split(" ", -1);
            if (words.length != 4) {
                throw new IllegalArgumentException("expected label, pid, start and world in: " + text.strip());
            }
            return new Owner(words[0], Long.parseLong(words[1]), Long.parseLong(words[2]), words[3]);
        }

        String text() {
            return label + " " + pid + " " + startTicks + " " + world + "\n";
        }

        /** Whether it lives, or cannot be seen from here. */
        boolean mayLive() throws IOException {
            String here = thisWorld();
            if (here.equals(world)) {
                return Proc.startTicks(pid) == startTicks;
            }
            String boot = here.substring(0, here.indexOf('/'));
            return world.startsWith(boot + "/");
        }

        private static String thisWorld() throws IOException {
            return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip() + "/"
                    + Files.readSymbolicLink(Path.of("/proc/self/ns/pid"));
        }
    }
}
