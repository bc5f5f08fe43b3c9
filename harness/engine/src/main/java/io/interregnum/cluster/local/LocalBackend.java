package io.interregnum.cluster.local;

import io.interregnum.cluster.Ability;
import io.interregnum.cluster.Backend;
import io.interregnum.cluster.Cluster;
import io.interregnum.cluster.ClusterException;
import io.interregnum.cluster.EnsembleConfig;
import io.interregnum.cluster.JavaProgram;
import io.interregnum.cluster.Need;
import io.interregnum.cluster.NodeId;
import io.interregnum.cluster.Removal;
import io.interregnum.cluster.UnableException;
import io.interregnum.cluster.link.LinkNeeds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Nodes as processes in Linux namespaces; needs neither Docker nor root. Immutable. */
public final class LocalBackend implements Backend {
    private final Machine machine;
    private final Path temporary;
    private final ClassArchives archives;

    /** A backend on this machine, with its sockets in the JVM's directory for temporary files. */
    public LocalBackend() {
        this(new Machine.This(), Path.of(System.getProperty("java.io.tmpdir", "/tmp")), ClassArchives.ofUser());
    }

    LocalBackend(Machine machine, Path temporary, ClassArchives archives) {
        this.machine = machine;
        this.temporary = temporary;
        this.archives = archives;
    }

    @Override
    public String name() {
        return "local";
    }

    @Override
    public List<Ability> tryAbilities() {
        List<Ability> abilities = new ArrayList<>(LocalAbilities.ofCommands(machine));
        if (noneMissing(abilities)) {
            abilities.addAll(LocalAbilities.ofNamespaces(machine));
        }
        if (noneMissing(abilities)) {
            abilities.addAll(Rehearsal.play(temporary, machine));
        }
        return List.copyOf(abilities);
    }

    @Override
    public List<Ability> tryNeeds(Set<Need> needs) {
        refuseIf(LocalAbilities.ofCommands(machine));
        List<Ability> abilities = new ArrayList<>();
        for (Need need : needs.stream().sorted().toList()) {
            Optional<Ability> ofLinks = LinkNeeds.of(need).map(trial -> LocalAbilities.ofNeed(machine, need, trial));
            ofLinks.or(() -> LocalEquipment.tryOne(machine, temporary, need))
                    .ifPresentOrElse(abilities::add, () -> abilities.addAll(Backend.super.tryNeeds(Set.of(need))));
        }
        return List.copyOf(abilities);
    }

    @Override
    public void prepare(Launch launch) {
        refuseIf(LocalAbilities.ofCommands(machine));
        Training.ifWanted(archives, launch, temporary, this::launched);
    }

    @Override
    public Cluster start(Launch launch) {
        refuseIf(LocalAbilities.ofCommands(machine));
        try {
            Training.ifWanted(archives, launch, temporary, this::launched);
            return launched(launch, (node, program) -> NodeCommand.java(program, archives.find(program)));
        } catch (UnableException e) {
            throw e;
        } catch (ClusterException e) {
            // Only now, since trying takes longer than a start: the machine may be the reason.
            refuseIf(tryAbilities());
            throw e;
        }
    }

    private static boolean noneMissing(List<Ability> abilities) {
        return abilities.stream().noneMatch(ability -> ability.status() == Ability.Status.MISSING);
    }

    private static void refuseIf(List<Ability> abilities) {
        List<String> missing = abilities.stream()
                .filter(ability -> ability.status() == Ability.Status.MISSING)
                .map(ability -> ability.name() + ": " + ability.detail() + "; " + ability.remedy())
                .toList();
        if (!missing.isEmpty()) {
            throw new UnableException("this machine cannot run local nodes: " + String.join("; ", missing));
        }
    }

    private LocalCluster launched(Launch asked, NodeCommand.Maker maker) {
        Launch launch = new Launch(
                asked.spec(),
                asked.system(),
                asked.ensembleProgramPath(),
                asked.label(),
                asked.nodesDirectory().toAbsolutePath(),
                asked.listener(),
                asked.needs());
        AddressPlan plan = new AddressPlan(launch.spec().nodes());
        RunFolder folder = RunFolder.create(temporary, launch.label());
        LocalCluster cluster = null;
        try {
            refuseHidden(folder.path());
            refuseHidden(launch.nodesDirectory());
            Files.createDirectories(launch.nodesDirectory());
            writeScripts(folder, plan);
            NodeFiles files = new NodeFiles(folder, launch.nodesDirectory(), launch.needs());
            Map<NodeId, List<String>> commands = prepareNodes(launch, files, plan, maker);
            cluster = new LocalCluster(
                    new LocalCluster.Frame(
                            launch.spec(),
                            launch.label(),
                            plan,
                            commands,
                            files,
                            launch.listener(),
                            launch.system().ports()),
                    machine.has("nft"));
            cluster.buildNetwork();
            cluster.startAll();
            return cluster;
        } catch (IOException e) {
            ClusterException failure =
                    new ClusterException("cannot write the files of cluster " + launch.label() + ": " + e, e);
            undo(cluster, folder, failure);
            throw failure;
        } catch (RuntimeException e) {
            undo(cluster, folder, e);
            throw e;
        }
    }

    private static void undo(@Nullable LocalCluster cluster, RunFolder folder, Exception failure) {
        try {
            if (cluster != null) {
                cluster.close();
            }
            folder.delete();
        } catch (IOException | RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    /** Inside, {@code /run} is an empty place of its own. */
    private static void refuseHidden(Path path) {
        if (path.startsWith("/run") || path.startsWith("/var/run")) {
            throw new ClusterException(
                    path + " is below /run, which nodes cannot see; choose another directory (-Djava.io.tmpdir)");
        }
    }

    static void writeScripts(RunFolder folder, AddressPlan plan) throws IOException {
        Path nameServiceSwitch = Path.of("/etc/nsswitch.conf");
        Map<String, String> files = NetworkScript.files(
                plan,
                Files.readString(Path.of("/proc/sys/kernel/hostname")).strip(),
                Files.exists(nameServiceSwitch) ? Files.readString(nameServiceSwitch) : "");
        for (Map.Entry<String, String> file : files.entrySet()) {
            Files.writeString(folder.file(file.getKey()), file.getValue());
        }
    }

    private static Map<NodeId, List<String>> prepareNodes(
            Launch launch, NodeFiles files, AddressPlan plan, NodeCommand.Maker maker) throws IOException {
        Map<NodeId, List<String>> commands = new TreeMap<>();
        for (NodeId node : plan.nodes()) {
            files.prepare(node);
            if (!node.role().hasProcess()) {
                continue;
            }
            JavaProgram program = node.role().isServer()
                    ? server(launch, files, plan, node)
                    : launch.system().program(node, plan.addresses(), launch.spec());
            List<String> words = maker.words(node, files.equipped(program));
            commands.put(node, files.inEnvironment(node, words));
        }
        return commands;
    }

    private static JavaProgram server(Launch launch, NodeFiles files, AddressPlan plan, NodeId node)
            throws IOException {
        Path config = files.directory(node).resolve(LocalCluster.CONFIG);
        String data = files.data(node).toString();
        Files.writeString(config, EnsembleConfig.text(launch.spec(), plan.addresses(), node, data));
        return EnsembleConfig.program(launch.spec(), launch.ensembleProgramPath(), config.toString(), launch.needs());
    }

    @Override
    public Removal removeLeftovers() {
        return RunFolder.removeDead(
                temporary.toAbsolutePath().equals(Path.of("/tmp"))
                        ? List.of(temporary)
                        : List.of(temporary, Path.of("/tmp")));
    }
}
