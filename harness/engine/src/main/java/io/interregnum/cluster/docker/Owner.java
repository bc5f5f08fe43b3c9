package io.interregnum.cluster.docker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongFunction;

/**
 * The harness that made a container or network: enough to tell later whether it still lives.
 *
 * <p>A process number alone would not do: numbers are used again, after a restart of the machine at once. So it comes
 * with the moment the process started, the boot, and the process-number space in which the number means something.
 *
 * @param host the machine
 * @param boot which boot of it
 * @param pidSpace the PID namespace in which {@code pid} counts
 * @param pid its process number
 * @param start when it started, in clock ticks since that boot
 */
record Owner(String host, String boot, String pidSpace, long pid, String start) {
    /** A run never lasts this long; what is older and cannot be judged is left over. */
    static final Duration OLDEST = Duration.ofHours(24);

    private static final String UNKNOWN = "unknown";

    /** What looking for a harness found. */
    enum Life {
        ALIVE,
        DEAD,
        /** It belongs to another machine or container, whose processes cannot be seen from here. */
        CANNOT_TELL
    }

    /**
     * Where a harness is looked for.
     *
     * @param processStart the start of the process with that number; empty when there is none
     */
    record Machine(String host, String boot, String pidSpace, LongFunction<Optional<String>> processStart) {

        /** This machine. */
        static Machine here() {
            return new Machine(
                    firstLine("/etc/machine-id")
                            .or(() -> firstLine("/proc/sys/kernel/hostname"))
                            .orElse(UNKNOWN),
                    firstLine("/proc/sys/kernel/random/boot_id").orElse(UNKNOWN),
                    pidNamespace(),
                    Machine::startOf);
        }

        private static Optional<String> firstLine(String file) {
            try {
                return Files.readString(Path.of(file))
                        .lines()
                        .findFirst()
                        .map(line -> line.strip().replace('/', '_'))
                        .filter(line -> !line.isEmpty());
            } catch (IOException e) {
                // Not a Linux, or a bare container: the next source of an identity is tried.
                return Optional.empty();
            }
        }

        private static String pidNamespace() {
            try {
                return Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString();
            } catch (IOException | UnsupportedOperationException e) {
                return UNKNOWN;
            }
        }

        private static Optional<String> startOf(long pid) {
            Path stat = Path.of("/proc/" + pid + "/stat");
            try {
                return startIn(Files.readString(stat));
            } catch (IOException e) {
                // No such process, or no /proc on this kind of machine: then the JDK knows.
                return Files.exists(Path.of("/proc/self"))
                        ? Optional.empty()
                        : ProcessHandle.of(pid)
                                .flatMap(process -> process.info().startInstant())
                                .map(Object::toString);
            }
        }

        /** The start in the text of {@code /proc/<pid>/stat}; empty for a process that has ended and waits to be reaped. */
        static Optional<String> startIn(String stat) {
            // The second field is the command in parentheses, which may itself hold blanks and parentheses.
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            return fields[0].equals("Z") || fields[0].equals("X") ? Optional.empty() : Optional.of(fields[19]);
        }
    }

    /** This process. */
    static Owner self() {
        Machine here = Machine.here();
        long pid = ProcessHandle.current().pid();
        return new Owner(
                here.host,
                here.boot,
                here.pidSpace,
                pid,
                here.processStart.apply(pid).orElse(UNKNOWN));
    }

    /** As it stands in the label. */
    String text() {
        return String.join("/", host, boot, pidSpace, Long.toString(pid), start);
    }

    /** Reads the label; empty when it is none of ours. */
    static Optional<Owner> parse(String text) {
        String[] parts = text.split("/", -1);
        if (parts.length != 5 || !parts[3].matches("\\d{1,18}")) {
            return Optional.empty();
        }
        return Optional.of(new Owner(parts[0], parts[1], parts[2], Long.parseLong(parts[3]), parts[4]));
    }

    /** Whether this harness still lives, as seen from {@code machine}. */
    Life life(Machine machine) {
        if (!host.equals(machine.host)) {
            return Life.CANNOT_TELL;
        }
        if (!boot.equals(machine.boot)) {
            return Life.DEAD;
        }
        if (!pidSpace.equals(machine.pidSpace)) {
            return Life.CANNOT_TELL;
        }
        boolean lives = machine.processStart.apply(pid).filter(start::equals).isPresent();
        return lives ? Life.ALIVE : Life.DEAD;
    }

    /**
     * Whether what this harness made may be removed.
     *
     * @param age since it was made
     */
    boolean isGone(Machine machine, Duration age) {
        return switch (life(machine)) {
            case ALIVE -> false;
            case DEAD -> true;
            case CANNOT_TELL -> age.compareTo(OLDEST) > 0;
        };
    }
}
