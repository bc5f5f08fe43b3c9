package io.interregnum.cluster.local;

import io.interregnum.cluster.Ability;
import io.interregnum.cluster.FakeClock;
import io.interregnum.cluster.InjectionAgent;
import io.interregnum.cluster.JavaProgram;
import io.interregnum.cluster.Need;
import io.interregnum.cluster.sidecar.Rehearsed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What nodes can be equipped with on this machine, each tried by doing it. */
final class LocalEquipment {
    private static final String SMALL_DISK = """
            mount -t tmpfs -o size=256k interregnum "$1" || exit 1
            if dd if=/dev/zero of="$1/filler" bs=4k count=128 2>/dev/null; then
                echo "a file system of 256 KiB took 512 KiB"
                exit 1
            fi
            rm "$1/filler" && dd if=/dev/zero of="$1/filler" bs=4k count=16 2>/dev/null
            """;

    private LocalEquipment() {}

    /** One of them; empty when it is none of those that this class knows. */
    static Optional<Ability> tryOne(Machine machine, Path temporary, Need need) {
        return switch (need) {
            case SMALL_DISKS -> Optional.of(attempt(need, temporary, folder -> smallDisk(machine, folder)));
            case INJECTION_AGENT -> Optional.of(attempt(need, temporary, folder -> agent(machine, folder)));
            case FAKE_CLOCK -> Optional.of(attempt(need, temporary, folder -> clock(machine, folder)));
            default -> Optional.empty();
        };
    }

    /** Does it in a directory of its own. */
    private interface Trial {
        Ability in(Path folder) throws IOException;
    }

    private static Ability attempt(Need need, Path temporary, Trial trial) {
        try {
            RunFolder folder = RunFolder.create(temporary, "equipment");
            try {
                return trial.in(folder.path());
            } finally {
                folder.delete();
            }
        } catch (IOException e) {
            return Ability.missing(need.title(), String.valueOf(e), "make room in " + temporary);
        }
    }

    private static Ability smallDisk(Machine machine, Path folder) {
        List<String> command = List.of(
                "unshare", "--user", "--map-root-user", "--mount", "sh", "-c", SMALL_DISK, "sh", folder.toString());
        Machine.Outcome outcome = machine.run(command);
        return outcome.exitCode() == 0
                ? Ability.works(
                        Need.SMALL_DISKS.title(),
                        "a file system of 256 KiB was filled, refused more, and took more" + " when it was emptied")
                : missing(
                        Need.SMALL_DISKS,
                        outcome,
                        "allow tmpfs in user namespaces (Linux 3.8 or later), or run as root");
    }

    private static Ability agent(Machine machine, Path folder) throws IOException {
        Path rule = Files.writeString(folder.resolve("rule.btm"), Rehearsed.RULE);
        JavaProgram program = NodeCommand.own(Rehearsed.class, List.of("method"))
                .with(List.of(InjectionAgent.jar()), "-javaagent:" + InjectionAgent.jar() + "=script:" + rule);
        Machine.Outcome outcome = machine.run(NodeCommand.java(program, Optional.empty()));
        return outcome.exitCode() == 0 && outcome.output().endsWith(Rehearsed.CHANGED)
                ? Ability.works(Need.INJECTION_AGENT.title(), "a rule changed what a method returns")
                : missing(Need.INJECTION_AGENT, outcome, "use a HotSpot JVM (OpenJDK 17 or later) that loads agents");
    }

    private static Ability clock(Machine machine, Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("clock"), Rehearsed.CLOCK);
        List<String> words = new ArrayList<>(List.of("env"));
        FakeClock.environment(file.toString()).forEach((name, value) -> words.add(name + "=" + value));
        words.addAll(NodeCommand.java(
                NodeCommand.own(
                        Rehearsed.class,
                        List.of(
                                "clock",
                                String.valueOf(System.currentTimeMillis()),
                                String.valueOf(System.nanoTime()))),
                Optional.empty()));
        Machine.Outcome outcome = machine.run(words);
        return outcome.exitCode() == 0
                ? Ability.works(Need.FAKE_CLOCK.title(), outcome.output())
                : missing(Need.FAKE_CLOCK, outcome, FakeClock.REMEDY);
    }

    private static Ability missing(Need need, Machine.Outcome outcome, String remedy) {
        return Ability.missing(
                need.title(),
                "exit " + outcome.exitCode() + ": "
                        + outcome.output().lines().reduce((first, last) -> last).orElse("(nothing printed)"),
                remedy);
    }
}
