package io.interregnum.masters;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The file in which a replica keeps its state: frames one after the other, each a whole state, of which the last one
 * counts. A frame is its length in bytes and its CRC-32C, four bytes each, and JSON. When the file has grown it is replaced
 * by one with a single frame. For one thread.
 */
final class PaxosDisk {
    private static final String NAME = "replica.log";
    private static final int HEADER_BYTES = 8;
    private static final long FILE_BYTES_MAX = 1L << 20;

    private final Path directory;
    private FileChannel file;

    private PaxosDisk(Path directory, FileChannel file) {
        this.directory = directory;
        this.file = file;
    }

    /** A disk with what was found on it; no state if there was none. */
    record Opened(PaxosDisk disk, Optional<PaxosState> state) {}

    /**
     * Opens the file in this directory; both are created if they do not exist. What follows the last whole frame was
     * being written when the process ended, was never answered for, and is cut off.
     *
     * @throws IOException if it cannot be read or written, or a whole frame is damaged
     */
    static Opened open(Path directory) throws IOException {
        Files.createDirectories(directory);
        Path path = directory.resolve(NAME);
        byte[] content;
        try {
            content = Files.readAllBytes(path);
        } catch (NoSuchFileException e) {
            content = new byte[0];
        }
        int end = 0;
        Optional<PaxosState> state = Optional.empty();
        while (true) {
            Optional<byte[]> frame = frame(content, end, path);
            if (frame.isEmpty()) {
                break;
            }
            state = Optional.of(PaxosJson.state(frame.get()));
            end += HEADER_BYTES + frame.get().length;
        }
        FileChannel file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        file.truncate(end);
        file.position(end);
        file.force(true);
        forceDirectory(directory);
        return new Opened(new PaxosDisk(directory, file), state);
    }

    /** The frame that begins here; empty if it is not whole and the last one. */
    private static Optional<byte[]> frame(byte[] content, int start, Path path) throws IOException {
        if (content.length - start < HEADER_BYTES) {
            return Optional.empty();
        }
        ByteBuffer header = ByteBuffer.wrap(content, start, HEADER_BYTES);
        int length = header.getInt();
        int sum = header.getInt();
        int bodyStart = start + HEADER_BYTES;
        if (length <= 0 || length > content.length - bodyStart) {
            return Optional.empty();
        }
        byte[] body = Arrays.copyOfRange(content, bodyStart, bodyStart + length);
        if (sum(body) == sum) {
            return Optional.of(body);
        }
        if (bodyStart + length == content.length) {
            return Optional.empty();
        }
        throw new IOException(path + " is damaged: the frame at byte " + start + " has another checksum than it says");
    }

    private static int sum(byte[] body) {
        CRC32C sum = new CRC32C();
        sum.update(body);
        return (int) sum.getValue();
    }

    /**
     * Writes a state. When this returns it is on the disk.
     *
     * @throws IOException if nobody knows whether it is; this must then not be used any more
     */
    void write(PaxosState state) throws IOException {
        byte[] body = PaxosJson.bytes(state);
        ByteBuffer frame = ByteBuffer.allocate(HEADER_BYTES + body.length)
                .putInt(body.length)
                .putInt(sum(body))
                .put(body)
                .flip();
        if (file.position() + frame.limit() > FILE_BYTES_MAX) {
            replace(frame);
            return;
        }
        writeAll(file, frame);
    }

    private static void writeAll(FileChannel file, ByteBuffer frame) throws IOException {
        while (frame.hasRemaining()) {
            file.write(frame);
        }
        file.force(true);
    }

    private void replace(ByteBuffer frame) throws IOException {
        Path next = directory.resolve(NAME + ".next");
        FileChannel fresh = FileChannel.open(
                next, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
        writeAll(fresh, frame);
        Files.move(next, directory.resolve(NAME), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        forceDirectory(directory);
        file.close();
        file = fresh;
    }

    private static void forceDirectory(Path directory) throws IOException {
        try (FileChannel entries = FileChannel.open(directory, StandardOpenOption.READ)) {
            entries.force(true);
        }
    }
}
