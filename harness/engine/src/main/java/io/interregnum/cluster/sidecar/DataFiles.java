package io.interregnum.cluster.sidecar;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;
import java.util.stream.Stream;

/**
 * The data directory of a ZooKeeper server or a master, and what can happen to it. Nothing is ever deleted but the filler: what is
 * lost or damaged lies in {@code set-aside-N} beside the rest. One thread.
 *
 * @param directory of a server holds {@code myid} and {@code version-2}; of a master what it likes, or does not exist
 */
record DataFiles(Path directory) {
    private static final String VERSION = "version-2";
    private static final String SET_ASIDE = "set-aside-";
    private static final String FILLER = "filler";
    private static final String PROBE = "probe";
    private static final Set<String> OURS =
            Set.of("myid", FILLER, PROBE, "NOT-COPIED.txt"); // asked for membership only
    private static final int PAGE_BYTES = 4096;
    private static final int CHUNK_BYTES = 16 * PAGE_BYTES;
    /** Nobody makes a small disk as large as this, and the disk of a machine is larger. */
    private static final long SMALL_BYTES_MAX = 1L << 30;

    /** Free space and size of its file system, in KiB. */
    String space() throws IOException {
        FileStore store = Files.getFileStore(directory);
        return store.getUsableSpace() / 1024 + " " + store.getTotalSpace() / 1024;
    }

    /**
     * Fills the file system up.
     *
     * @param freeKib how much is to be left
     * @throws IOException when it is not a small one of its own; nothing was written then
     */
    String fill(long freeKib) throws IOException {
        FileStore store = Files.getFileStore(directory);
        if (!store.type().equals("tmpfs") || store.getTotalSpace() > SMALL_BYTES_MAX) {
            throw new IOException(directory + " is on " + store.type() + " of " + store.getTotalSpace() / 1024
                    + " KiB, which is not a small disk of its own; it is left alone");
        }
        try (FileChannel filler =
                FileChannel.open(directory.resolve(FILLER), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            while (store.getUsableSpace() > freeKib * 1024) {
                long left = store.getUsableSpace() - freeKib * 1024;
                ByteBuffer zeros = ByteBuffer.allocate(left >= CHUNK_BYTES ? CHUNK_BYTES : PAGE_BYTES);
                filler.write(zeros);
            }
        } catch (IOException e) {
            // The server writes too, and may have taken the last page.
            if (store.getUsableSpace() >= PAGE_BYTES + freeKib * 1024) {
                throw e;
            }
        }
        return space();
    }

    /** Removes the filler; does nothing when there is none. */
    String clear() throws IOException {
        Files.deleteIfExists(directory.resolve(FILLER));
        return space();
    }

    /** Writes two pages, as a server might: {@code written}, or {@code refused} and why. */
    String tryWrite() throws IOException {
        Path probe = directory.resolve(PROBE);
        try {
            Files.write(probe, new byte[2 * PAGE_BYTES]);
            return "written";
        } catch (IOException e) {
            return "refused " + e.getMessage();
        } finally {
            Files.deleteIfExists(probe);
        }
    }

    /**
     * Moves what the node has written aside, as if the disk had been replaced by an empty one. {@code myid} stays. The
     * node's program must not run.
     *
     * @return where it is now, with spaces between; empty text when there was nothing
     */
    String setAside() throws IOException {
        List<Path> lost = written();
        if (lost.isEmpty()) {
            return "";
        }
        Path aside = freshAside();
        StringJoiner places = new StringJoiner(" ");
        for (Path each : lost) {
            places.add(Files.move(each, aside.resolve(each.getFileName())).toString());
        }
        return places.toString();
    }

    /** Whether there is anything that the node has written: {@code empty}, or the count of files. */
    String look() throws IOException {
        List<Path> all = written();
        if (all.isEmpty()) {
            return "empty";
        }
        long count = 0;
        for (Path each : all) {
            try (Stream<Path> files = Files.walk(each)) {
                count += files.filter(Files::isRegularFile).count();
            }
        }
        return String.valueOf(count);
    }

    /** What lies in the directory and was put there neither by us nor before the start, in the order of names. */
    private List<Path> written() throws IOException {
        if (!Files.exists(directory)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(directory)) {
            return all.filter(each -> !OURS.contains(each.getFileName().toString()))
                    .filter(each -> !each.getFileName().toString().startsWith(SET_ASIDE))
                    .sorted()
                    .toList();
        }
    }

    /**
     * Cuts the newest log that has transactions off in the middle of one of them. The server must not run.
     *
     * @return name of the log, length before and after in bytes, and how many transactions are gone
     */
    String truncate(long draw) throws IOException {
        TransactionLog log = newest();
        TransactionLog.Transaction first = log.drawn(draw);
        long before = Files.size(log.path());
        long after = first.offset() + first.lengthBytes() / 2;
        keepCopy(log.path());
        try (FileChannel file = FileChannel.open(log.path(), StandardOpenOption.WRITE)) {
            file.truncate(after);
        }
        int gone = log.transactions().size() - log.transactions().indexOf(first);
        return log.path().getFileName() + " " + before + " " + after + " " + gone;
    }

    /**
     * Turns one bit over within a transaction of the newest log that has some. The server must not run.
     *
     * @return name of the log, offset of the byte, its value before and after
     */
    String flip(long draw) throws IOException {
        TransactionLog log = newest();
        TransactionLog.Transaction hit = log.drawn(draw);
        long offset = hit.offset() + Math.floorMod(draw / 8, hit.lengthBytes());
        keepCopy(log.path());
        try (RandomAccessFile file = new RandomAccessFile(log.path().toFile(), "rw")) {
            file.seek(offset);
            int before = file.read();
            int after = before ^ 1 << Math.floorMod(draw, 8);
            file.seek(offset);
            file.write(after);
            return log.path().getFileName() + " " + offset + " " + before + " " + after;
        }
    }

    /** How a log looks now: {@code GONE}, or what its last good transaction is followed by, and how many are good. */
    String lookAt(String name) throws IOException {
        Path path = directory.resolve(VERSION).resolve(name);
        if (!Files.exists(path)) {
            return "GONE 0";
        }
        TransactionLog log = TransactionLog.read(path);
        return log.end() + " " + log.transactions().size();
    }

    private TransactionLog newest() throws IOException {
        List<Path> logs;
        try (Stream<Path> files = Files.list(directory.resolve(VERSION))) {
            logs = files.filter(file -> file.getFileName().toString().startsWith("log."))
                    .sorted(Comparator.comparingLong(DataFiles::zxid).reversed())
                    .toList();
        }
        for (Path path : logs) {
            TransactionLog log = TransactionLog.read(path);
            if (!log.transactions().isEmpty()) {
                return log;
            }
        }
        throw new IOException("none of " + logs.size() + " logs in " + directory + " has a transaction");
    }

    private static long zxid(Path log) {
        return Long.parseLong(log.getFileName().toString().substring("log.".length()), 16);
    }

    private void keepCopy(Path file) throws IOException {
        Files.copy(file, freshAside().resolve(file.getFileName()));
    }

    private Path freshAside() throws IOException {
        for (int number = 1; ; number++) {
            Path aside = directory.resolve(SET_ASIDE + number);
            if (!Files.exists(aside)) {
                return Files.createDirectory(aside);
            }
        }
    }
}
