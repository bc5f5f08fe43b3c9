package io.interregnum.cluster.sidecar;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.Adler32;

/**
 * A transaction log of ZooKeeper 3.x as it lies on the disk: a header of 16 bytes, then for each transaction its checksum
 * (Adler-32, 8 bytes), its length (4 bytes), that many bytes, and the byte 0x42. Zeros follow, since logs are made longer
 * ahead of time.
 *
 * @param path of the file
 * @param transactions where they are, in order; without the first bad one and what follows it
 * @param end what the last of them is followed by
 */
record TransactionLog(Path path, List<Transaction> transactions, End end) {
    private static final int HEADER_BYTES = 16;
    private static final int FRAME_BYTES = 12;
    private static final int LENGTH_BYTES_MAX = 64 << 20;
    private static final byte END_OF_RECORD = 0x42;

    /** What follows the last good transaction. */
    enum End {
        /** Zeros, or the end of the file. */
        WHOLE,
        /** The file ends within a transaction. */
        TORN,
        /** A transaction does not have its checksum. */
        BROKEN
    }

    /**
     * Where a transaction is.
     *
     * @param offset of its first byte behind checksum and length
     * @param lengthBytes how many there are
     */
    record Transaction(long offset, int lengthBytes) {}

    TransactionLog {
        transactions = List.copyOf(transactions);
    }

    /** Reads a log, which may grow meanwhile: then its end can look torn. */
    static TransactionLog read(Path path) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(path));
        List<Transaction> found = new ArrayList<>();
        if (bytes.limit() < HEADER_BYTES) {
            return new TransactionLog(path, found, bytes.limit() == 0 ? End.WHOLE : End.TORN);
        }
        bytes.position(HEADER_BYTES);
        while (bytes.remaining() >= FRAME_BYTES) {
            long checksum = bytes.getLong();
            int lengthBytes = bytes.getInt();
            if (lengthBytes == 0 && checksum == 0) {
                return new TransactionLog(path, found, End.WHOLE);
            }
            if (lengthBytes <= 0 || lengthBytes > LENGTH_BYTES_MAX) {
                return new TransactionLog(path, found, End.BROKEN);
            }
            if (lengthBytes >= bytes.remaining()) {
                return new TransactionLog(path, found, End.TORN);
            }
            Adler32 actual = new Adler32();
            actual.update(bytes.array(), bytes.position(), lengthBytes);
            Transaction transaction = new Transaction(bytes.position(), lengthBytes);
            bytes.position(bytes.position() + lengthBytes);
            if (actual.getValue() != checksum || bytes.get() != END_OF_RECORD) {
                return new TransactionLog(path, found, End.BROKEN);
            }
            found.add(transaction);
        }
        return new TransactionLog(path, found, bytes.hasRemaining() ? End.TORN : End.WHOLE);
    }

    /** One of the later half of its transactions, chosen by a number. */
    Transaction drawn(long draw) {
        int half = transactions.size() / 2;
        return transactions.get(half + Math.floorMod(draw, transactions.size() - half));
    }
}
