package io.interregnum.cluster.sidecar;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What {@code /proc} says of the processes in the PID namespace that it shows. */
public final class Proc {
    private static final File ROOT = new File("/proc");

    private Proc() {}

    /** The living processes of a process group, zombies left out, in no order. */
    public static List<Long> group(long group) {
        List<Long> members = new ArrayList<>();
        for (long pid : all()) {
            if (isIn(pid, group)) {
                members.add(pid);
            }
        }
        return members;
    }

    /** Whether a process lives and belongs to a process group. */
    public static boolean isIn(long pid, long group) {
        String[] fields = fields(Path.of("/proc", String.valueOf(pid), "stat"));
        return fields.length > 2 && !dead(fields[0]) && fields[2].equals(String.valueOf(group));
    }

    /**
     * The living processes whose control group's name contains a text, zombies left out, in no order.
     *
     * @param mark such as a container's id, which every engine puts into that name
     */
    static List<Long> marked(String mark) {
        List<Long> members = new ArrayList<>();
        for (long pid : all()) {
            String[] fields = fields(Path.of("/proc", String.valueOf(pid), "stat"));
            if (fields.length > 0 && !dead(fields[0]) && cgroup(pid).contains(mark)) {
                members.add(pid);
            }
        }
        return members;
    }

    private static String cgroup(long pid) {
        try {
            return Files.readString(Path.of("/proc", String.valueOf(pid), "cgroup"));
        } catch (IOException e) {
            return ""; // it is gone
        }
    }

    private static List<Long> all() {
        List<Long> pids = new ArrayList<>();
        for (String name : names(ROOT)) {
            if (!name.isEmpty() && Character.isDigit(name.charAt(0))) {
                pids.add(Long.valueOf(name));
            }
        }
        return pids;
    }

    /** Whether no thread of a process is scheduled: all are stopped, or it is gone. */
    public static boolean stopped(long pid) {
        Path tasks = Path.of("/proc", String.valueOf(pid), "task");
        for (String task : names(tasks.toFile())) {
            String[] fields = fields(tasks.resolve(task).resolve("stat"));
            if (fields.length > 0 && !fields[0].equals("T") && !dead(fields[0])) {
                return false;
            }
        }
        return true;
    }

    /**
     * When a process began, in clock ticks since the machine was started; with the pid, that names a process for ever.
     *
     * @return 0 when there is no such process
     */
    public static long startTicks(long pid) {
        String[] fields = fields(Path.of("/proc", String.valueOf(pid), "stat"));
        return fields.length > 19 ? Long.parseLong(fields[19]) : 0;
    }

    private static boolean dead(String state) {
        return state.equals("Z") || state.equals("X");
    }

    private static String[] names(File directory) {
        String[] names = directory.list();
        return names == null ? new String[0] : names;
    }

    /**
     * The fields of a stat file from the third one, the state, on; none when it is gone.
     *
     * <p>The second one, the program's name, can hold anything, spaces and brackets too; it ends at the last bracket.
     */
    private static String[] fields(Path stat) {
        try {
            String text = Files.readString(stat);
            return text.substring(text.lastIndexOf(')') + 2).split(" ", -1);
        } catch (IOException e) {
            return new String[0];
        }
    }
}
