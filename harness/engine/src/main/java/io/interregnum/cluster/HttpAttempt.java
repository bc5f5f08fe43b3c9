package io.interregnum.cluster;

import io.interregnum.history.RunClock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * One HTTP request on a connection of its own: one attempt, no retry, no redirect, no reuse. Written here and not taken
 * from a client library because the outcome depends on whether a byte of the request can have left, which libraries
 * hide.
 *
 * <p>Stateless, safe for many threads.
 */
public final class HttpAttempt {
    private static final int ANSWER_BYTES_MAX = 4 * 1024 * 1024;

    private HttpAttempt() {}

    /** How to connect. */
    @FunctionalInterface
    public interface Dial {
        /**
         * Connects within {@code timeout}.
         *
         * @throws DialException when it could not: nothing was sent
         */
        SocketChannel open(Duration timeout) throws DialException;
    }

    /**
     * What to ask.
     *
     * @param method such as {@code GET}
     * @param path with its query
     * @param body JSON text; empty for none
     */
    public record Request(String method, String path, String body) {

        /** A GET without a body. */
        public static Request get(String path) {
            return new Request("GET", path, "");
        }
    }

    /** What became of it. */
    public sealed interface Outcome {}

    /**
     * It was answered.
     *
     * @param answer the whole answer
     */
    public record Answered(HttpAnswer answer) implements Outcome {}

    /**
     * It was certainly not sent.
     *
     * @param reach how connecting failed
     * @param why for people
     */
    public record NotSent(Reach reach, String why) implements Outcome {}

    /**
     * Nobody knows whether it arrived.
     *
     * @param why for people
     */
    public record Unknown(String why) implements Outcome {}

    /** Sends {@code request}; blocks for about {@code timeout} at most. */
    public static Outcome send(Dial dial, Request request, Duration timeout) {
        RunClock since = RunClock.startNow();
        SocketChannel channel;
        try {
            channel = dial.open(timeout);
        } catch (DialException e) {
            return new NotSent(e.reach(), String.valueOf(e.getMessage()));
        }
        Duration left = timeout.minusNanos(since.nanos());
        try (channel) {
            return Deadline.within(channel, left, open -> {
                ByteBuffer bytes = ByteBuffer.wrap(text(request).getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) {
                    open.write(bytes);
                }
                return new Answered(read(open));
            });
        } catch (NumberFormatException e) {
            return new Unknown("an answer with a length that is no number: " + e.getMessage());
        } catch (IOException e) {
            return new Unknown(
                    e instanceof ClosedChannelException
                            ? "no answer within " + timeout.toMillis() + " ms"
                            : String.valueOf(e.getMessage()));
        }
    }

    private static String text(Request request) {
        StringBuilder text = new StringBuilder();
        text.append(request.method()).append(' ').append(request.path()).append(" HTTP/1.1\r\n");
        text.append("Host: node\r\nConnection: close\r\n");
        if (!request.body().isEmpty()) {
            text.append("Content-Type: application/json\r\nContent-Length: ");
            text.append(request.body().getBytes(StandardCharsets.UTF_8).length).append("\r\n");
        } else if (!request.method().equals("GET")) {
            text.append("Content-Length: 0\r\n");
        }
        return text.append("\r\n").append(request.body()).toString();
    }

    private static HttpAnswer read(SocketChannel channel) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ByteBuffer buffer = ByteBuffer.allocate(8 * 1024);
        int headEnd = -1;
        long bodyBytes = -1;
        boolean chunked = false;
        while (headEnd < 0 || bodyBytes < 0 || bytes.size() < headEnd + bodyBytes) {
            int count = channel.read(buffer);
            if (count < 0) {
                break;
            }
            bytes.write(buffer.array(), 0, count);
            buffer.clear();
            if (bytes.size() > ANSWER_BYTES_MAX) {
                throw new IOException("the answer is longer than " + ANSWER_BYTES_MAX + " bytes");
            }
            if (headEnd < 0) {
                String soFar = bytes.toString(StandardCharsets.ISO_8859_1);
                int blank = soFar.indexOf("\r\n\r\n");
                if (blank >= 0) {
                    headEnd = blank + 4;
                    Map<String, String> headers = headers(soFar.substring(0, blank));
                    chunked = headers.getOrDefault("transfer-encoding", "").equalsIgnoreCase("chunked");
                    bodyBytes = chunked
                            ? -1
                            : Long.parseLong(
                                    headers.getOrDefault("content-length", "-1").strip());
                }
            }
        }
        if (headEnd < 0 || bytes.size() < headEnd + Math.max(0, bodyBytes)) {
            throw new IOException("the connection ended after " + bytes.size() + " bytes, within the answer");
        }
        return parse(bytes.toByteArray(), headEnd, chunked);
    }

    private static HttpAnswer parse(byte[] bytes, int headEnd, boolean chunked) throws IOException {
        String head = new String(bytes, 0, headEnd, StandardCharsets.ISO_8859_1);
        String[] status = head.lines().findFirst().orElse("").split(" ", 3);
        if (status.length < 2 || !status[0].startsWith("HTTP/")) {
            throw new IOException(
                    "not an HTTP answer: " + head.lines().findFirst().orElse(""));
        }
        String body = new String(bytes, headEnd, bytes.length - headEnd, StandardCharsets.UTF_8);
        try {
            return new HttpAnswer(Integer.parseInt(status[1]), headers(head), chunked ? joinChunks(body) : body);
        } catch (NumberFormatException e) {
            throw new IOException("not an HTTP answer: " + String.join(" ", status), e);
        }
    }

    private static Map<String, String> headers(String head) {
        Map<String, String> headers = new TreeMap<>();
        head.lines().skip(1).forEach(line -> {
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
        });
        return headers;
    }

    private static String joinChunks(String body) throws IOException {
        StringBuilder whole = new StringBuilder();
        int at = 0;
        while (true) {
            int lineEnd = body.indexOf("\r\n", at);
            if (lineEnd < 0) {
                throw new IOException("the connection ended within a chunked answer");
            }
            int size = Integer.parseInt(body.substring(at, lineEnd).strip(), 16);
            if (size == 0) {
                return whole.toString();
            }
            at = lineEnd + 2;
            if (at + size > body.length()) {
                throw new IOException("the connection ended within a chunk");
            }
            whole.append(body, at, at + size);
            at += size + 2;
        }
    }
}
