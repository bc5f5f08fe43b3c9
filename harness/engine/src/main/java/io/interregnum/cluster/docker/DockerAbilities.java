package io.interregnum.cluster.docker;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Info;
import com.github.dockerjava.api.model.Network;
import com.github.dockerjava.api.model.Version;
import io.interregnum.cluster.Ability;
import io.interregnum.cluster.Addresses;
import io.interregnum.cluster.ClusterException;
import io.interregnum.cluster.Cut;
import io.interregnum.cluster.Link;
import io.interregnum.cluster.Need;
import io.interregnum.cluster.NodeId;
import io.interregnum.cluster.Role;
import io.interregnum.cluster.link.CutTable;
import io.interregnum.cluster.link.LinkNeeds;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries what a run needs, on one small container that is removed at the end.
 *
 * @param engine that was found
 * @param bases where images would come from
 */
record DockerAbilities(Engine engine, BaseImages bases) {
    private static final Logger LOG = LoggerFactory.getLogger(DockerAbilities.class);
    private static final long MEMORY_MIN_BYTES = 2_000_000_000L;
    private static final NodeId NODE = new NodeId(Role.CLIENT, 1);
    private static final Duration CUT = Duration.ofSeconds(30);

    /** All of them, in the order in which a run needs them; gets the base image first where there is none. */
    List<Ability> tryAll() {
        List<Ability> abilities = new ArrayList<>();
        abilities.add(attempt("Docker engine", "start it, or set DOCKER_HOST", this::version));
        abilities.add(attempt("memory for containers", "give the engine 2 GB or more", this::memory));
        String[] image = {""};
        abilities.add(attempt("image for nodes", BaseImages.remedy(), () -> image[0] = bases.resolve()));
        if (!image[0].isEmpty()) {
            abilities.addAll(tryContainer(image[0]));
        }
        return List.copyOf(abilities);
    }

    /**
     * What faults need of links, tried in one container without network; builds the base image where there is none.
     *
     * @param otherwise answers for what is not about links
     */
    List<Ability> tryNeeds(Set<Need> needs, Function<Need, List<Ability>> otherwise) {
        List<Ability> abilities = new ArrayList<>();
        String id = needs.stream().anyMatch(need -> LinkNeeds.of(need).isPresent()) ? loneContainer() : "";
        try {
            for (Need need : needs.stream().sorted().toList()) {
                abilities.addAll(LinkNeeds.of(need)
                        .map(trial -> List.of(attempt(need.title(), trial.remedy(), () -> {
                            String printed = execute(id, "sh -c \"$0\" 2>&1 && echo done", trial.script());
                            if (!printed.contains("done")) {
                                throw new ClusterException(
                                        printed.lines().findFirst().orElse("nothing printed"));
                            }
                            return "done";
                        })))
                        .orElseGet(() -> otherwise.apply(need)));
            }
            return List.copyOf(abilities);
        } finally {
            if (!id.isEmpty()) {
                engine.call(
                        "remove a container",
                        () -> engine.client()
                                .removeContainerCmd(id)
                                .withForce(true)
                                .exec());
            }
        }
    }

    private String loneContainer() {
        String image = bases.here().orElseGet(bases::resolve);
        Run run = new Run(
                engine,
                "needs-" + ProcessHandle.current().pid(),
                Owner.self().text(),
                Subnet.candidate("needs", 0).addresses(List.of(NODE)));
        HostConfig host = new HostConfig().withNetworkMode("none").withCapAdd(Capability.NET_ADMIN);
        String id = engine.call(
                "create a container",
                () -> run.container(image, NODE, "-net", host)
                        .withEntrypoint("sleep")
                        .withCmd("60")
                        .exec()
                        .getId());
        engine.call(
                "start a container", () -> engine.client().startContainerCmd(id).exec());
        return id;
    }

    private List<Ability> tryContainer(String image) {
        String label = "doctor-" + ProcessHandle.current().pid();
        List<Ability> abilities = new ArrayList<>();
        try {
            abilities.add(attempt(
                    "bridge network with fixed addresses",
                    "another network may use 198.19.0.0/17; \"docker network ls\" shows them",
                    () -> network(label)));
            Run run = new Run(
                    engine,
                    label,
                    Owner.self().text(),
                    Subnet.candidate(label, 0).addresses(List.of(NODE)));
            String[] id = {""};
            abilities.add(attempt(
                    "container with NET_ADMIN",
                    "allow the engine to grant NET_ADMIN (no user-namespace remapping)",
                    () -> {
                        id[0] = container(run, image);
                        return "started from " + image;
                    }));
            if (id[0].isEmpty()) {
                return abilities;
            }
            abilities.add(attempt(
                    "nftables set with timers in a container",
                    "load the kernel's modules nf_tables and nft_counter, or use a kernel of 5.4 or later",
                    () -> rules(id[0])));
            abilities.add(attempt(
                    "signals to another container's program",
                    "use an engine that lets a container join another one's PID namespace and shows it its processes",
                    () -> signal(run, image, id[0])));
            return abilities;
        } finally {
            try {
                new Leftovers(engine).removeRun(label);
            } catch (ClusterException e) {
                LOG.warn("not everything removed run={} why={}", label, e.getMessage());
            }
        }
    }

    /** Does something and says what was seen. */
    private interface Trial {
        String run();
    }

    private static Ability attempt(String name, String remedy, Trial trial) {
        try {
            return Ability.works(name, trial.run());
        } catch (ClusterException e) {
            return Ability.missing(name, String.valueOf(e.getMessage()), remedy);
        }
    }

    private String version() {
        Version version = engine.call(
                "ask for the version", () -> engine.client().versionCmd().exec());
        return "version " + version.getVersion() + ", API " + version.getApiVersion() + ", "
                + version.getOperatingSystem() + " " + version.getArch() + ", kernel " + version.getKernelVersion();
    }

    private String memory() {
        Info info =
                engine.call("ask for memory", () -> engine.client().infoCmd().exec());
        long bytes = Optional.ofNullable(info.getMemTotal()).orElse(0L);
        if (bytes < MEMORY_MIN_BYTES) {
            throw new ClusterException("the engine has " + Engine.megabytes(bytes)
                    + "; three servers and three masters need " + Engine.megabytes(MEMORY_MIN_BYTES));
        }
        return Engine.megabytes(bytes) + ", " + info.getNCPU() + " cores";
    }

    private String network(String label) {
        Subnet subnet = Subnet.candidate(label, 0);
        Run run = new Run(engine, label, Owner.self().text(), subnet.addresses(List.of(NODE)));
        engine.call(
                "create a network",
                () -> engine.client()
                        .createNetworkCmd()
                        .withName(run.prefix())
                        .withLabels(run.labels())
                        .withIpam(new Network.Ipam()
                                .withConfig(new Network.Ipam.Config()
                                        .withSubnet(subnet.cidr())
                                        .withGateway(subnet.gateway())))
                        .exec());
        return subnet.cidr();
    }

    private String container(Run run, String image) {
        HostConfig host = new HostConfig().withNetworkMode(run.prefix()).withCapAdd(Capability.NET_ADMIN);
        String id = engine.call(
                "create a container",
                () -> run.container(image, NODE, "-net", host)
                        .withIpv4Address(run.addresses().of(NODE))
                        .withEntrypoint("sleep")
                        .withCmd("60")
                        .exec()
                        .getId());
        engine.call(
                "start a container", () -> engine.client().startContainerCmd(id).exec());
        return id;
    }

    private String rules(String id) {
        NodeId other = new NodeId(Role.CLIENT, 2);
        Addresses addresses = new Addresses(Map.of(NODE, "198.19.127.251", other, "198.19.127.250"));
        List<CutTable.Element> cut = CutTable.elements(Cut.packets(List.of(new Link(other, NODE))), addresses);
        List<CutTable.Armed> armed = cut.stream()
                .map(each -> new CutTable.Armed(each, CUT.toMillis()))
                .toList();
        String script = CutTable.AT_RECEIVER.prepare()
                + CutTable.change(armed, List.of())
                + CutTable.count()
                + CutTable.change(List.of(), cut)
                + CutTable.change(List.of(), cut);
        String printed = execute(id, "printf '%s' \"$0\" | nft -f - && echo done", script);
        if (!printed.contains("done")) {
            throw new ClusterException("nft refused: " + printed.strip());
        }
        return "set, cut and healed; " + CutTable.counted(printed) + " packets dropped";
    }

    private String execute(String id, String command, String argument) {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        engine.call("run nft in a container", () -> {
            String execution = engine.client()
                    .execCreateCmd(id)
                    .withAttachStdout(true)
                    .withAttachStderr(true)
                    .withCmd("sh", "-c", command, argument)
                    .exec()
                    .getId();
            return engine.client()
                    .execStartCmd(execution)
                    .exec(new ResultCallback.Adapter<Frame>() {
                        @Override
                        public void onNext(Frame frame) {
                            printed.writeBytes(frame.getPayload());
                        }
                    })
                    .awaitCompletion(10, TimeUnit.SECONDS);
        });
        return printed.toString(StandardCharsets.UTF_8);
    }

    /** From one container to the program of another that shares its processes, as kill and pause are done. */
    private String signal(Run run, String image, String holder) {
        String joined = "container:" + holder;
        HostConfig host = new HostConfig().withNetworkMode(joined).withPidMode(joined);
        String id = engine.call(
                "create a second container",
                () -> run.container(image, NODE, "", host)
                        .withEntrypoint("sleep")
                        .withCmd("60")
                        .exec()
                        .getId());
        engine.call(
                "start a second container",
                () -> engine.client().startContainerCmd(id).exec());
        String script = "for one in /proc/[0-9]*; do if grep -qs \"$0\" \"$one/cgroup\"; then pid=\"${one#/proc/}\";"
                + " kill -STOP \"$pid\"; sleep 0.2; grep State \"$one/status\"; kill -CONT \"$pid\"; fi; done";
        String printed = execute(holder, script, id);
        if (!printed.contains("T (stopped)")) {
            throw new ClusterException("it was not stopped; its state: " + printed.strip());
        }
        return "stopped and continued";
    }
}
