package io.interregnum.suite.survive;

import io.interregnum.cluster.ClusterException;
import io.interregnum.cluster.NodeId;
import io.interregnum.cluster.UnableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a killed harness has left on this machine. Looks with the machine's own means; changes nothing. */
final class Left {
    private static final Path PROC = Path.of("/proc");
    /** What the kernel counts a process's start in, for every program ({@code proc(5)}: USER_HZ). */
    private static final int TICKS_PER_SECOND = 100;
    /** The start of a process among the words of {@code stat} that follow its name. */
    private static final int START_AFTER_NAME = 19;

    private static final Pattern HOLDER = Pattern.compile("interregnum-run-\\d+-\\d+-([a-z]+-\\d+)-net");

    private static final List<String> NAMESPACES = List.of("net", "mnt", "pid", "user");

    private final Victim victim;
    private final List<ProcessHandle> descendants;
    private final Set<String> namespaces;
    private final Set<String> bridges;
    private final boolean docker;
    private final long notedTicks;

    /** Notes what it has while it lives; to be called just before it is killed. */
    Left(Victim victim, boolean docker) throws InterruptedException {
        this.victim = victim;
        this.docker = docker;
        this.descendants = victim.process().toHandle().descendants().toList();
        this.namespaces = new LinkedHashSet<>();
        Set<String> own = namespacesOf("self");
        for (ProcessHandle process : descendants) {
            namespaces.addAll(namespacesOf(Long.toString(process.pid())));
        }
        namespaces.removeAll(own);
        this.bridges = new TreeSet<>();
        if (docker) {
            for (String id : labelled("network", "ls", "--format", "{{.ID}} {{.Labels}}")) {
                bridges.add("br-" + id.split(" ", -1)[0]);
            }
        }
        this.notedTicks = Math.round(TICKS_PER_SECOND
                * Double.parseDouble(read(PROC.resolve("uptime")).split(" ", -1)[0]));
    }

    int processCount() {
        return descendants.size();
    }

    /** Processes that it started and that live. A zombie does not: its parent is late, and not one of ours. */
    List<String> processes() {
        List<String> left = new ArrayList<>();
        descendants.stream().filter(Left::lives).forEach(process -> left.add("process " + process.pid()));
        for (Path process : numbered()) {
            String command = read(process.resolve("cmdline")).replace('\0', ' ');
            boolean self = process.getFileName()
                    .toString()
                    .equals(Long.toString(ProcessHandle.current().pid()));
            if (!self && (command.contains(victim.labels()) || command.contains(victim.runs() + "/"))) {
                left.add("process " + process.getFileName() + ": " + command.strip());
            }
        }
        return left;
    }

    private static boolean lives(ProcessHandle process) {
        return process.isAlive() && !hasEnded(statAfterName(PROC.resolve(Long.toString(process.pid()))));
    }

    /** What of it the kernel still runs: processes, and namespaces with somebody in them. */
    List<String> inUse() {
        List<String> left = new ArrayList<>(processes());
        left.addAll(namespacesInUse());
        return left;
    }

    /** Containers of its runs, in any state. */
    List<String> containers() throws InterruptedException {
        return docker
                ? labelled("ps", "-a", "--format", "{{.Names}} {{.Labels}}").stream()
                        .map(line -> line.split(" ", -1)[0])
                        .toList()
                : List.of();
    }

    /** Names of the containers that hold nodes' networks and run, by node. */
    Map<NodeId, String> holders() throws InterruptedException {
        Map<NodeId, String> holders = new TreeMap<>();
        if (docker) {
            for (String line : labelled("ps", "--format", "{{.Names}} {{.Labels}}")) {
                Matcher holder = HOLDER.matcher(line.split(" ", -1)[0]);
                if (holder.matches()) {
                    holders.put(NodeId.parse(holder.group(1)), holder.group());
                }
            }
        }
        return holders;
    }

    /** Everything that is there still, one line each, in a fixed order. */
    List<String> everything() throws InterruptedException {
        List<String> left = new ArrayList<>(processes());
        containers().forEach(name -> left.add("container " + name));
        if (docker) {
            labelled("network", "ls", "--format", "{{.Name}} {{.Labels}}")
                    .forEach(line -> left.add("network " + line.split(" ", -1)[0]));
            labelled("volume", "ls", "--format", "{{.Name}} {{.Labels}}")
                    .forEach(line -> left.add("volume " + line.split(" ", -1)[0]));
        }
        bridges.stream()
                .filter(bridge -> Files.exists(Path.of("/sys/class/net", bridge)))
                .forEach(bridge -> left.add("bridge " + bridge));
        left.addAll(namespacesInUse());
        left.addAll(rules(
                () -> Shell.lines("nft", "list", "tables"),
                System.getProperty("user.name", "").equals("root")));
        left.addAll(mounts());
        left.addAll(folders());
        if (victim.holdsLock()) {
            left.add("the lock of its run is held");
        }
        return left;
    }

    private List<String> labelled(String... command) throws InterruptedException {
        List<String> all = new ArrayList<>(List.of("docker"));
        all.addAll(List.of(command));
        return Shell.lines(all.toArray(String[]::new)).stream()
                .filter(line -> line.contains("io.interregnum.run=" + victim.labels()))
                .toList();
    }

    /**
     * The kernel gives the number of a namespace that is gone to the next one at once, so a process that began later says
     * nothing: whoever is in a namespace of the dead has been there before, or was begun by one who has.
     */
    List<String> namespacesInUse() {
        Set<String> used = new TreeSet<>();
        for (Path process : numbered()) {
            if (saysNothing(process)) {
                continue;
            }
            for (String namespace : namespacesOf(process.getFileName().toString())) {
                if (namespaces.contains(namespace)) {
                    used.add("namespace " + namespace + " of process " + process.getFileName());
                }
            }
        }
        return List.copyOf(used);
    }

    /** Whether it began later, or has ended and still shows its user's namespace until somebody asks how. */
    private boolean saysNothing(Path process) {
        List<String> stat = statAfterName(process);
        return stat.size() <= START_AFTER_NAME
                || hasEnded(stat)
                || Long.parseLong(stat.get(START_AFTER_NAME)) > notedTicks;
    }

    /** The words of {@code stat}; the name, which comes second, may hold anything, but not what follows its last bracket. */
    private static List<String> statAfterName(Path process) {
        String stat = read(process.resolve("stat"));
        return List.of(stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", -1));
    }

    private static boolean hasEnded(List<String> stat) {
        return stat.get(0).equals("Z");
    }

    private static Set<String> namespacesOf(String process) {
        Set<String> namespaces = new TreeSet<>();
        for (String kind : NAMESPACES) {
            try {
                namespaces.add(Files.readSymbolicLink(
                                PROC.resolve(process).resolve("ns").resolve(kind))
                        .toString());
            } catch (IOException e) {
                // It has ended, or is somebody else's.
            }
        }
        return namespaces;
    }

    /** A command that lists something. */
    @FunctionalInterface
    interface Listing {
        List<String> lines() throws InterruptedException;
    }

    /**
     * Rules in the machine's own network; those in nodes' networks go with them.
     *
     * @param tables lists them all
     * @param mayMakeRules whether this user could have made some
     */
    static List<String> rules(Listing tables, boolean mayMakeRules) throws InterruptedException {
        try {
            return tables.lines().stream()
                    .filter(line -> line.contains("interregnum"))
                    .map(line -> "nft " + line)
                    .toList();
        } catch (UnableException e) {
            return List.of(); // without nft there are no rules
        } catch (ClusterException e) {
            // Whoever may not list rules cannot have made some; whoever may has not looked.
            return mayMakeRules ? List.of("rules, as nobody could look: " + e.getMessage()) : List.of();
        }
    }

    private List<String> mounts() {
        return read(PROC.resolve("self/mountinfo"))
                .lines()
                .filter(line -> line.contains(victim.labels()) || line.contains(folderPrefix()))
                .map(line -> "mount " + line)
                .toList();
    }

    private String folderPrefix() {
        return "ir-" + victim.process().pid() + "-";
    }

    private List<String> folders() {
        return list(Path.of("/tmp"), folderPrefix() + "*").stream()
                .map(folder -> "folder " + folder)
                .toList();
    }

    private static List<Path> numbered() {
        return list(PROC, "[0-9]*");
    }

    private static List<Path> list(Path directory, String pattern) {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, pattern)) {
            entries.forEach(found::add);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + directory, e);
        }
        found.sort(null);
        return found;
    }

    private static String read(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return ""; // gone while looking
        }
    }
}
