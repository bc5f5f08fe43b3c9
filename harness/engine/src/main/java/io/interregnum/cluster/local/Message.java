package io.interregnum.cluster.local;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What harness and supervisor say to each other: requests from the harness, answers with the same id, and events of the
 * supervisor with id {@link #EVENT}.
 *
 * <p>On the wire: the length of the rest in bytes, the id, the count of words, then each word as its length and UTF-8.
 * All numbers are big-endian, 32 bit.
 *
 * @param id pairs an answer with its request
 * @param words the first says what it is; never empty
 */
record Message(int id, List<String> words) {
    /** The id of what nobody asked for. */
    static final int EVENT = 0;
    /** No honest message is longer: the longest carries a class path. */
    static final int LENGTH_BYTES_MAX = 1 << 20;

    Message {
        words = List.copyOf(words);
        if (words.isEmpty()) {
            throw new IllegalArgumentException("a message needs a first word");
        }
    }

    /** The first word. */
    String verb() {
        return words.get(0);
    }

    /** A word after the first, or an empty text when there are not so many. */
    String word(int index) {
        return index < words.size() ? words.get(index) : "";
    }

    /**
     * The bytes on the wire.
     *
     * @throws IllegalArgumentException when it is longer than {@link #LENGTH_BYTES_MAX}
     */
    ByteBuffer encoded() {
        List<byte[]> texts = new ArrayList<>();
        int lengthBytes = 8;
        for (String word : words) {
            byte[] text = word.getBytes(StandardCharsets.UTF_8);
            texts.add(text);
            lengthBytes += 4 + text.length;
        }
        if (lengthBytes > LENGTH_BYTES_MAX) {
            throw new IllegalArgumentException(
                    "message " + verb() + " has " + lengthBytes + " bytes, more than " + LENGTH_BYTES_MAX);
        }
        ByteBuffer bytes = ByteBuffer.allocate(4 + lengthBytes);
        bytes.putInt(lengthBytes).putInt(id).putInt(texts.size());
        for (byte[] text : texts) {
            bytes.putInt(text.length).put(text);
        }
        return bytes.flip();
    }

    /**
     * Reads one message; blocks until it is there.
     *
     * @throws EOFException when the other side is gone
     * @throws IOException when reading failed or the bytes are no message
     */
    static Message read(ReadableByteChannel channel) throws IOException {
        int lengthBytes = filled(channel, 4).getInt();
        if (lengthBytes < 8 || lengthBytes > LENGTH_BYTES_MAX) {
            throw new IOException("a message of " + lengthBytes + " bytes; expected 8 to " + LENGTH_BYTES_MAX);
        }
        ByteBuffer bytes = filled(channel, lengthBytes);
        int id = bytes.getInt();
        int count = bytes.getInt();
        List<String> words = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int wordBytes = bytes.remaining() < 4 ? -1 : bytes.getInt();
            if (wordBytes < 0 || wordBytes > bytes.remaining()) {
                throw new IOException("word " + i + " of a message says " + wordBytes + " bytes and "
                        + bytes.remaining() + " are there");
            }
            byte[] text = new byte[wordBytes];
            bytes.get(text);
            words.add(new String(text, StandardCharsets.UTF_8));
        }
        if (words.isEmpty()) {
            throw new IOException("a message without words");
        }
        return new Message(id, words);
    }

    private static ByteBuffer filled(ReadableByteChannel channel, int lengthBytes) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(lengthBytes);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes) < 0) {
                throw new EOFException("the other side is gone");
            }
        }
        return bytes.flip();
    }
}
