package io.interregnum.cluster.sidecar;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Sends rules to the injection agent in the JVM of this node's program, which listens on the loopback device, and takes
 * them back. A JVM that has ended has no rules any more. Safe for many threads.
 */
final class AgentClient {
    private static final int PORT = 9091;
    private static final int CONNECT_MILLIS = 500;
    private static final int ANSWER_MILLIS = 6_000;

    private final Map<String, String> rules = new ConcurrentHashMap<>();

    /** Loads a rule; it is on until {@code endMillis} from now, on the kernel's monotonic clock. */
    void on(String key, long endMillis, String rule) throws IOException {
        rules.put(key, rule);
        long untilNanos = System.nanoTime() + endMillis * 1_000_000;
        set(Map.of(".until", String.valueOf(untilNanos), ".fired", "", ".held", ""), key);
        checked(exchange("LOAD\n" + script(key, rule) + "ENDLOAD\n"));
    }

    /** Takes a rule back; does nothing when it was never sent, or when the JVM has ended. */
    void off(String key) throws IOException {
        String rule = rules.get(key);
        if (rule == null) {
            return;
        }
        try {
            // Threads that it holds look here.
            set(Map.of(".until", ""), key);
            checked(exchange("DELETE\n" + script(key, rule) + "ENDDELETE\n"));
        } catch (ConnectException e) {
            System.err.println("nobody to take a rule back from: " + e.getMessage());
        }
        rules.remove(key);
    }

    /** {@code NONE} when a rule is not on, else how often it was met and how many threads it holds. */
    String look(String key) throws IOException {
        Map<String, String> properties;
        try {
            properties = exchange("LISTSYSPROPS\n").stream()
                    .filter(line -> line.startsWith(Injected.PREFIX + key + ".") && line.contains("="))
                    .collect(Collectors.toMap(
                            line -> line.substring(0, line.indexOf('=')),
                            line -> line.substring(line.indexOf('=') + 1)));
        } catch (ConnectException e) {
            return "NONE";
        }
        String until = properties.get(Injected.PREFIX + key + ".until");
        if (until == null || System.nanoTime() - Long.parseLong(until) >= 0) {
            return "NONE";
        }
        return properties.getOrDefault(Injected.PREFIX + key + ".fired", "0") + " "
                + properties.getOrDefault(Injected.PREFIX + key + ".held", "0");
    }

    /** The names of all rules in the JVM, on or not, in their order; none when there is no JVM. */
    String list() throws IOException {
        try {
            return exchange("LIST\n").stream()
                    .filter(line -> line.startsWith("RULE "))
                    .map(line -> line.substring("RULE ".length()).strip())
                    .sorted()
                    .collect(Collectors.joining(", "));
        } catch (ConnectException e) {
            return "";
        }
    }

    private static void set(Map<String, String> values, String key) throws IOException {
        StringBuilder request = new StringBuilder("SETSYSPROPS\n");
        values.forEach((name, value) -> request.append(Injected.PREFIX)
                .append(key)
                .append(name)
                .append('=')
                .append(value)
                .append('\n'));
        checked(exchange(request.append("ENDSETSYSPROPS\n").toString()));
    }

    private static String script(String key, String rule) {
        return "SCRIPT " + key + ".btm\n" + rule + "\nENDSCRIPT\n";
    }

    private static void checked(List<String> answer) throws IOException {
        for (String line : answer) {
            if (line.startsWith("ERROR") || line.startsWith("EXCEPTION")) {
                throw new IOException("the injection agent refused: " + String.join(" | ", answer));
            }
        }
    }

    /** The lines of the answer before {@code OK}. */
    private static List<String> exchange(String request) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), PORT), CONNECT_MILLIS);
            socket.setSoTimeout(ANSWER_MILLIS);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().flush();
            BufferedReader in =
                    new BufferedReader(new java.io.InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            List<String> lines = new java.util.ArrayList<>();
            for (String line = in.readLine(); line != null && !line.equals("OK"); line = in.readLine()) {
                lines.add(line);
            }
            return lines;
        }
    }
}
