package io.interregnum.cluster.local;

import io.interregnum.cluster.Ability;
import io.interregnum.cluster.Need;
import io.interregnum.cluster.link.LinkNeeds;
import java.util.ArrayList;
import java.util.List;

/** What a machine must be able to do to run local nodes, each tried by doing it. */
final class LocalAbilities {
    private static final String INSTALL = "install it, on Debian and Ubuntu: apt-get install ";
    private static final String USER_NAMESPACES =
            "allow user namespaces, on Ubuntu 24.04: sysctl -w kernel.apparmor_restrict_unprivileged_userns=0, elsewhere:"
                    + " sysctl -w user.max_user_namespaces=10000; in a container: start it with more rights, or run as root";

    private LocalAbilities() {}

    /** A program that must be there, and the package that has it. */
    private record Needed(String program, String debianPackage) {}

    private static final List<Needed> NEEDED = List.of(
            new Needed("sh", "dash"),
            new Needed("unshare", "util-linux"),
            new Needed("nsenter", "util-linux"),
            new Needed("setsid", "util-linux"),
            new Needed("mount", "mount"),
            new Needed("ip", "iproute2"));

    /** Whether the operating system is right and the programs are there; starts no process. */
    static List<Ability> ofCommands(Machine machine) {
        if (!machine.osName().equals("Linux")) {
            return List.of(Ability.missing(
                    "Linux",
                    "this is " + machine.osName() + ", which has no namespaces",
                    "install Docker and use --backend docker"));
        }
        List<Ability> abilities = new ArrayList<>(List.of(Ability.works("Linux", "os.name is Linux")));
        for (Needed needed : NEEDED) {
            abilities.add(
                    machine.has(needed.program())
                            ? Ability.works(needed.program(), "found")
                            : Ability.missing(
                                    needed.program(),
                                    "no " + needed.program() + " in PATH",
                                    INSTALL + needed.debianPackage()));
        }
        abilities.add(
                machine.has("nft")
                        ? Ability.works("nft", "found")
                        : Ability.optionalMissing(
                                "nft",
                                "no nft in PATH; cuts are made with ip rule: not all at once, without an end of their"
                                        + " own, and nobody counts dropped packets",
                                INSTALL + "nftables"));
        return abilities;
    }

    /** A kind of namespace, and a command that needs it to work. */
    private record Tried(String name, List<String> unshare, String script, String remedy) {}

    private static final List<Tried> NAMESPACES = List.of(
            new Tried("user namespace", List.of(), "test \"$(id -u)\" = 0", USER_NAMESPACES),
            new Tried("mount namespace", List.of("--mount"), "mount -t tmpfs interregnum /run", USER_NAMESPACES),
            new Tried(
                    "PID namespace",
                    List.of("--mount", "--pid", "--fork", "--mount-proc", "--kill-child"),
                    "test $$ = 1 && test -d /proc/1",
                    "in a container: start it with an unmasked /proc (docker run --security-opt systempaths=unconfined),"
                            + " or run on the machine itself"),
            new Tried(
                    "network namespace",
                    List.of("--net"),
                    "ip link set lo up && echo 1 > /proc/sys/net/ipv4/ip_forward",
                    "in a container: start it with a writable /proc/sys; " + USER_NAMESPACES),
            new Tried(
                    "ip netns",
                    List.of("--net", "--mount"),
                    "mount -t tmpfs interregnum /run && ip netns add one && nsenter --net=/run/netns/one true",
                    INSTALL + "iproute2"),
            new Tried(
                    "veth",
                    List.of("--net"),
                    "ip link add one type veth peer name two",
                    "load the kernel module: modprobe veth"));

    /** Each kind of namespace, tried by doing in it what a start will do. */
    static List<Ability> ofNamespaces(Machine machine) {
        List<Ability> abilities = new ArrayList<>();
        for (Tried tried : NAMESPACES) {
            abilities.add(tryOne(machine, tried));
        }
        return abilities;
    }

    /** Something beyond bare nodes, tried in a network of its own. */
    static Ability ofNeed(Machine machine, Need need, LinkNeeds.Trial trial) {
        return tryOne(machine, new Tried(need.title(), List.of("--net"), trial.script(), trial.remedy()));
    }

    private static Ability tryOne(Machine machine, Tried tried) {
        List<String> command = new ArrayList<>(List.of("unshare", "--user", "--map-root-user"));
        command.addAll(tried.unshare());
        command.addAll(List.of("sh", "-c", tried.script()));
        Machine.Outcome outcome = machine.run(command);
        return outcome.exitCode() == 0
                ? Ability.works(tried.name(), "done")
                : Ability.missing(
                        tried.name(),
                        "exit " + outcome.exitCode() + ": "
                                + outcome.output().lines().findFirst().orElse("(nothing printed)"),
                        tried.remedy());
    }
}
