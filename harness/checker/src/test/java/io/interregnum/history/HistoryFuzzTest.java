package io.interregnum.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a file holds, reading it ends soon, with events or with one {@link HistoryException}. */
class HistoryFuzzTest {
    private static final int INPUTS = 1_000;
    private static final Duration TIME_MAX = Duration.ofSeconds(5);

    private static final List<String> NASTY = List.of(
            "[".repeat(2_000),
            "{\"a\":".repeat(2_000),
            "#_".repeat(2_000),
            "#a ".repeat(300),
            "{:a ".repeat(300),
            "9".repeat(500),
            "-",
            "1e99999",
            "9".repeat(30),
            "0x",
            "1/2",
            "\"",
            "\\",
            "\\u12",
            "\\\"",
            "#",
            "##",
            "#{",
            "#:",
            "^",
            ";",
            "\n",
            "\r",
            "\0",
            "\ufeff",
            "\u0085",
            "{",
            "}",
            "[",
            "]",
            "(",
            ")",
            ":",
            ":type",
            ":invoke",
            "nil",
            "null",
            "\"index\":",
            "-1",
            ",,,,",
            "jepsen.util - ",
            "jepsen.util - 1 :ok ",
            "#inst",
            "#\"",
            "\ud800");

    private static final String EXOTIC = """
            ; comment
            [{:process 0, :type :invoke, :f :read, :value nil, :index 0, :time 12}
             #jepsen.history.Op{:process 0 :type :ok :f :read :value #{1 2 [3]} :error #error {:cause "x" :via [{:type E}]}}
             {:process :nemesis, :type :info, :f :start, :value #inst "2020-01-01", :o #object[a.B 0x1f "a.B@1f"]}
             [3 :invoke :cas [nil 1.5M]] #_{:a #{} \\newline "\\u00fc\\101"} (3 :fail :cas [1/3 99999999999999999999])
             {:process 7, :type :invoke, :f :append, :key "0", :value "x 1 2 y"} #:a{:process 1}]
            """;

    @TempDir
    private Path directory;

    @Test
    @Timeout(120)
    void endsWithEventsOrWithOneKindOfException() throws IOException {
        Random random = new Random(11);
        List<byte[]> sound = sound();
        Path file = directory.resolve("fuzzed");
        int refused = 0;
        for (int i = 0; i < INPUTS; i++) {
            byte[] input = mutated(sound.get(i % sound.size()), random);
            Files.write(file, input);
            for (HistoryFormat format : HistoryFormat.values()) {
                refused += refuses(format, file) ? 1 : 0;
            }
        }
        assertThat(refused).isBetween(INPUTS, 4 * INPUTS);
    }

    @Test
    @Timeout(120)
    void endsOnEveryTruncation() throws IOException {
        Path file = directory.resolve("truncated");
        for (byte[] whole : sound()) {
            for (int length = 0; length < Math.min(whole.length, 350); length++) {
                Files.write(file, Arrays.copyOf(whole, length));
                for (HistoryFormat format : HistoryFormat.values()) {
                    refuses(format, file);
                }
            }
        }
    }

    private static boolean refuses(HistoryFormat format, Path file) throws IOException {
        RunClock clock = RunClock.startNow();
        boolean refused = false;
        try {
            HistoryFormat.detect(file);
            format.read(file, event -> assertThatCode(event::hashCode).doesNotThrowAnyException());
        } catch (HistoryException e) {
            refused = true;
            assertThat(e.getMessage()).contains(file.toString()).hasSizeLessThan(1_000);
        } catch (RuntimeException | StackOverflowError e) {
            throw new AssertionError(
                    format + " of " + new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1), e);
        }
        assertThat(clock.nanos()).as("%s took", format).isLessThan(TIME_MAX.toNanos());
        return refused;
    }

    private List<byte[]> sound() throws IOException {
        List<byte[]> files = new ArrayList<>();
        for (HistoryFormat format : HistoryFormat.values()) {
            Path file = directory.resolve("sound");
            try (HistoryWriter writer = new HistoryWriter(format, Files.newOutputStream(file))) {
                new RandomEvents(3).events(12).forEach(writer);
            }
            files.add(Files.readAllBytes(file));
        }
        files.add(EXOTIC.getBytes(StandardCharsets.UTF_8));
        return files;
    }

    private static byte[] mutated(byte[] sound, Random random) {
        byte[] bytes = sound;
        for (int left = 1 + random.nextInt(4); left > 0 && bytes.length > 1; left--) {
            int at = random.nextInt(bytes.length);
            int length = Math.min(bytes.length - at, 1 + random.nextInt(20));
            byte[] part = Arrays.copyOfRange(bytes, at, at + length);
            bytes = switch (random.nextInt(6)) {
                case 0 -> with(bytes, at, 1, new byte[] {(byte) random.nextInt(256)});
                case 1 -> with(bytes, at, length, new byte[0]);
                case 2 -> with(bytes, random.nextInt(bytes.length), 0, part);
                case 3 -> Arrays.copyOf(bytes, at);
                default ->
                    with(
                            bytes,
                            at,
                            random.nextInt(2),
                            NASTY.get(random.nextInt(NASTY.size())).getBytes(StandardCharsets.UTF_8));
            };
        }
        return bytes;
    }

    private static byte[] with(byte[] bytes, int at, int removed, byte[] inserted) {
        byte[] result = new byte[bytes.length - removed + inserted.length];
        System.arraycopy(bytes, 0, result, 0, at);
        System.arraycopy(inserted, 0, result, at, inserted.length);
        System.arraycopy(bytes, at + removed, result, at + inserted.length, bytes.length - at - removed);
        return result;
    }
}
