package io.interregnum.rundir;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Marks a run as being in progress, so that nobody removes it: a lock on a file in its directory, which the kernel
 * releases when the process ends, however it ends. Safe for many threads.
 */
public final class RunLock implements AutoCloseable {
    /** Must be in place before {@code run.json} is, by which others know a directory as a run. */
    private static final String FILE = "in-progress.lock";

    /**
     * What this process holds. Such locks belong to processes and end when any channel to their file is closed, so the
     * holder itself must not open one to ask.
     */
    private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;

    private RunLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Marks a run that this process has just made.
     *
     * @throws RunDirectoryException when the file system refuses to lock
     */
    public static RunLock hold(RunDirectory run) {
        Path file = run.path().resolve(FILE);
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            channel.lock();
            HELD_HERE.add(file);
            return new RunLock(file, channel);
        } catch (IOException e) {
            throw new RunDirectoryException(
                    "cannot lock " + file + ": " + e + "; choose another directory with --out", e);
        }
    }

    /** True while a process that lives holds the run, or when that cannot be found out. */
    public static boolean isHeld(RunDirectory run) {
        Path file = run.path().resolve(FILE);
        if (HELD_HERE.contains(file)) {
            return true;
        }
        if (!Files.exists(file)) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return channel.tryLock(0, Long.MAX_VALUE, true) == null;
        } catch (IOException e) {
            return Files.exists(file);
        }
    }

    /** Ends the mark and removes its file. A second time does nothing. */
    @Override
    public void close() {
        if (HELD_HERE.remove(file)) {
            try (channel) {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                // The file says nothing without the lock, which ends with this process at the latest.
            }
        }
    }

    @Override
    public String toString() {
        return "lock " + file;
    }
}
