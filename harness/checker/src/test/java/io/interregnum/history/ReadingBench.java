package io.interregnum.history;

import com.sun.management.OperatingSystemMXBean;
import io.interregnum.check.linear.LinearHistory;
import io.interregnum.check.linear.Models;
import java.io.IOException;
import java.lang.management.ManagementFactory;
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
 * several times, into events and into paired operations, and prints bytes by seconds of each time, and in
 * brackets by seconds of the processor, which other programs disturb less. The later ones are warm.
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
            System.out.printf(Locale.ROOT, "%-10s %.1f MB%n", format.word(), Files.size(file) / 1e6);
            print("  events     ", file, () -> {
                AtomicLong fields = new AtomicLong();
                format.read(file, event -> fields.addAndGet(event.fields().size()));
            });
            LinearHistory.Rules rules = LinearHistory.Rules.of(format, Models.CAS_REGISTER);
            print("  operations ", file, () -> {
                LinearHistory history = new LinearHistory(rules);
                format.read(file, history);
                history.parts();
            });
            Files.delete(file);
        }
        Files.delete(directory);
    }

    private static void print(String what, Path file, Runnable reading) throws IOException {
        StringBuilder line = new StringBuilder(what + "MB/s:");
        OperatingSystemMXBean process = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        for (int i = 0; i < TIMES; i++) {
            long usedBefore = process.getProcessCpuTime();
            RunClock clock = RunClock.startNow();
            reading.run();
            double bytes = Files.size(file) * 1e3;
            long usedNanos = process.getProcessCpuTime() - usedBefore;
            line.append(String.format(Locale.ROOT, " %.0f (%.0f)", bytes / clock.nanos(), bytes / usedNanos));
        }
        System.out.println(line);
    }

    /** Twenty processes, one after the other; reads, writes and compare-and-sets. */
    private static void write(int operations, HistoryFormat format, HistoryWriter to) {
        Random random = new Random(7);
        Map<String, Object> fields = format == HistoryFormat.JSON
                ? Map.of("client", "client-1", "key", "k07", "node", "master-2")
                : Map.of();
        for (int i = 0; i < operations; i++) {
            String process = Integer.toString(i % 20);
            boolean store = format == HistoryFormat.KEY_VALUE;
            String f =
                    (store ? List.of("get", "put", "append") : List.of("read", "write", "cas")).get(random.nextInt(3));
            Object value = store
                    ? PlainList.of(Integer.toString(i % 10), "x " + i % 20 + " " + i / 20 + " y")
                    : f.equals("cas") ? PlainList.of((long) i, i + 1L) : (Object) (long) i;
            long time = 1_000_000L * i + random.nextInt(1_000_000);
            to.accept(new Event(2L * i, time, Event.Type.INVOKE, process, f, f.equals("read") ? null : value, fields));
            to.accept(new Event(2L * i + 1, time + 500_000, Event.Type.OK, process, f, value, fields));
        }
    }
}
