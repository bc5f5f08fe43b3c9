package io.interregnum.history;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How fast histories are read: {@code java -Xmx2g -cp target/classes:target/test-classes:…/jackson-core.jar
 * io.interregnum.history.ReadingBench 1000000}. Writes a history of that many operations in every form, reads each
 * several times, and prints bytes by seconds of each time; the later ones are warm.
 */
final class ReadingBench {
    private static final int TIMES = 8;

    private ReadingBench() {}

    /** Takes the number of operations. */
    public static void main(String[] arguments) throws IOException {
        int operations = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 200_000;
        Path directory = Files.createTempDirectory("reading-bench");
        for (HistoryFormat format : HistoryFormat.values()) {
            Path file = directory.resolve("history." + format.word());
            try (HistoryWriter writer = new HistoryWriter(format, Files.newOutputStream(file))) {
                write(operations, format, writer);
            }
            StringBuilder line = new StringBuilder(
                    String.format(Locale.ROOT, "%-10s %7.1f MB  MB/s:", format.word(), Files.size(file) / 1e6));
            for (int i = 0; i < TIMES; i++) {
                AtomicLong events = new AtomicLong();
                RunClock clock = RunClock.startNow();
                format.read(file, event -> events.addAndGet(event.fields().size() + 1));
                line.append(String.format(Locale.ROOT, " %.0f", Files.size(file) * 1e3 / clock.nanos()));
            }
            System.out.println(line);
            Files.delete(file);
        }
        Files.delete(directory);
    }

    /** Twenty processes, one after the other; reads, writes and compare-and-sets. */
    private static void write(int operations, HistoryFormat format, HistoryWriter to) {
        Random random = new Random(7);
        Map<String, Object> fields = format == HistoryFormat.JSON
                ? Map.of("client", "client-1", "key", "k07", "node", "master-2")
                : Map.of();
        for (int i = 0; i < operations; i++) {
            String process = Integer.toString(i % 20);
            String f = List.of("read", "write", "cas").get(random.nextInt(3));
            Object value = f.equals("cas") ? PlainList.of((long) i, i + 1L) : (Object) (long) i;
            long time = 1_000_000L * i + random.nextInt(1_000_000);
            to.accept(new Event(2L * i, time, Event.Type.INVOKE, process, f, f.equals("read") ? null : value, fields));
            to.accept(new Event(2L * i + 1, time + 500_000, Event.Type.OK, process, f, value, fields));
        }
    }
}
