package io.interregnum.cluster.sidecar;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What the sidecar does to its node beside dialling: to the files of a ZooKeeper server or a master, to the clock that its program
 * sees, and to a pipe.
 *
 * <pre>
 * nanos                          -> the kernel's monotonic clock
 * wall                           -> milliseconds of the right wall clock since 1970
 * disk-space                     -> free and all KiB of the data's file system
 * disk-fill free-KiB end-ms      -> the same, after filling it up; the filler goes by itself after end-ms
 * disk-clear                     -> the same, after removing the filler
 * disk-write                     -> written, or refused and why
 * data-look                      -> empty, or the count of files that the node has written
 * data-set-aside                 -> where they are now
 * log-truncate draw              -> name, bytes before, bytes after, transactions gone
 * log-flip draw                  -> name, offset, byte before, byte after
 * log-look                       -> of the log that was damaged last: WHOLE, TORN, BROKEN or GONE, and the count of good
 *                                   transactions; NONE when none was since the data were set aside
 * clock-set offset-ms factor end-ms, clock-reset
 * pipe-fill end-ms               -> path of the pipe, which takes nothing until it is drained
 * pipe-look                      -> full or open
 * pipe-drain
 * rule-on key end-ms rule, rule-off key
 * rule-look key                  -> NONE, or how often it was met and how many threads it holds now
 * rule-list                      -> names of all rules in the JVM, with commas between
 * </pre>
 *
 * <p>One errand at a time, except those with rules, which wait for the node's JVM. What ends by itself does so although the harness is gone.
 */
final class Errands {
    private final @Nullable DataFiles data;
    private final @Nullable WallClockFile clock;
    private final @Nullable FullPipe pipe;
    private final AgentClient agent = new AgentClient();
    private @Nullable ScheduledFuture<?> clearing; // guarded by this
    private String damagedLog = ""; // guarded by this

    /**
     * @param data directory of a ZooKeeper server or a master; empty text when there is none
     * @param shared directory that the node's program sees under the same path; empty text when there is none
     */
    Errands(String data, String shared) {
        this.data = data.isEmpty() ? null : new DataFiles(Path.of(data));
        this.clock = shared.isEmpty() ? null : new WallClockFile(Path.of(shared, SharedFiles.CLOCK));
        this.pipe = shared.isEmpty() ? null : new FullPipe(Path.of(shared, SharedFiles.PIPE));
    }

    String done(List<String> words) throws IOException, InterruptedException {
        return switch (words.get(0)) {
            case "rule-on" -> {
                agent.on(words.get(1), number(words, 2), words.get(3));
                yield "";
            }
            case "rule-off" -> {
                agent.off(words.get(1));
                yield "";
            }
            case "rule-look" -> agent.look(words.get(1));
            case "rule-list" -> agent.list();
            default -> doneAlone(words);
        };
    }

    private synchronized String doneAlone(List<String> words) throws IOException, InterruptedException {
        return switch (words.get(0)) {
            case "nanos" -> String.valueOf(System.nanoTime());
            case "wall" -> String.valueOf(System.currentTimeMillis());
            case "disk-space" -> data().space();
            case "disk-fill" -> fill(number(words, 1), number(words, 2));
            case "disk-clear" -> clear();
            case "disk-write" -> data().tryWrite();
            case "data-look" -> data().look();
            case "data-set-aside" -> {
                damagedLog = "";
                yield data().setAside();
            }
            case "log-truncate" -> damaged(data().truncate(number(words, 1)));
            case "log-flip" -> damaged(data().flip(number(words, 1)));
            case "log-look" -> damagedLog.isEmpty() ? "NONE 0" : data().lookAt(damagedLog);
            case "clock-set" -> {
                there(clock, "clock").set(number(words, 1), Double.parseDouble(words.get(2)), number(words, 3));
                yield "";
            }
            case "clock-reset" -> {
                there(clock, "clock").reset();
                yield "";
            }
            case "pipe-fill" -> there(pipe, "pipe").fill(number(words, 1));
            case "pipe-look" -> there(pipe, "pipe").look();
            case "pipe-drain" -> {
                there(pipe, "pipe").drain();
                yield "";
            }
            default -> throw new IOException("unknown errand " + words.get(0));
        };
    }

    private String damaged(String what) {
        damagedLog = what.substring(0, what.indexOf(' '));
        return what;
    }

    private String fill(long freeKib, long endMillis) throws IOException {
        stopClearing();
        clearing = Sidecar.TIMER.schedule(this::clearOrSay, endMillis, TimeUnit.MILLISECONDS);
        return data().fill(freeKib);
    }

    private String clear() throws IOException {
        stopClearing();
        return data().clear();
    }

    private void stopClearing() {
        if (clearing != null) {
            clearing.cancel(false);
        }
    }

    private synchronized void clearOrSay() {
        try {
            data().clear();
        } catch (IOException e) {
            System.err.println("cannot remove the filler: " + e);
        }
    }

    private DataFiles data() throws IOException {
        return there(data, "data");
    }

    private static <T> T there(@Nullable T thing, String what) throws IOException {
        if (thing == null) {
            throw new IOException("this node has no " + what + "; was it asked for at the start?");
        }
        return thing;
    }

    private static long number(List<String> words, int index) {
        return Long.parseLong(words.get(index));
    }
}
