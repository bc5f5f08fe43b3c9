package io.interregnum.cluster.docker;

import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Volume;
import io.interregnum.cluster.Ability;
import io.interregnum.cluster.Addresses;
import io.interregnum.cluster.ClusterException;
import io.interregnum.cluster.FakeClock;
import io.interregnum.cluster.InjectionAgent;
import io.interregnum.cluster.Need;
import io.interregnum.cluster.NodeId;
import io.interregnum.cluster.Role;
import io.interregnum.cluster.sidecar.Rehearsed;
import io.interregnum.history.RunClock;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What nodes can be equipped with, each tried by doing it in a container that is removed at the end.
 *
 * @param engine that runs it
 * @param bases where its image comes from
 */
record DockerEquipment(Engine engine, BaseImages bases) {
    private static final Logger LOG = LoggerFactory.getLogger(DockerEquipment.class);
    private static final NodeId NODE = new NodeId(Role.ENSEMBLE, 1);
    private static final long LIMIT_SECONDS = 30;
    private static final String FILES = "/tmp/";
    private static final String SMALL_DISK = "if dd if=/dev/zero of=/data/filler bs=64k count=32 2>/dev/null; then"
            + " echo a volume of 1 MiB took 2 MiB; exit 1; fi;"
            + " rm /data/filler && dd if=/dev/zero of=/data/filler bs=64k count=4 2>/dev/null";

    /** One of them; empty when it is none of those that this class knows. */
    Optional<Ability> tryOne(Need need) {
        return switch (need) {
            case SMALL_DISKS ->
                Optional.of(attempt(need, "use an engine with the local volume driver on Linux", this::smallDisk));
            case INJECTION_AGENT -> Optional.of(attempt(need, "use an image with OpenJDK 17 or later", this::agent));
            case FAKE_CLOCK ->
                Optional.of(attempt(
                        need,
                        "make the base image anew: scripts/base-image --force, which puts libfaketime in; then"
                                + " remove the images of nodes (label " + Labels.IMAGE + "=node)",
                        this::clock));
            default -> Optional.empty();
        };
    }

    /** What a command in a container printed and ended with. */
    private record Outcome(int exitCode, String printed) {}

    /** Does it and says what was seen. */
    private interface Trial {
        String in(Run run);
    }

    private Ability attempt(Need need, String remedy, Trial trial) {
        Run run = new Run(
                engine,
                "need-" + need.title() + "-" + ProcessHandle.current().pid(),
                Owner.self().text(),
                new Addresses(Map.of()));
        try {
            return Ability.works(need.title(), trial.in(run));
        } catch (ClusterException e) {
            return Ability.missing(need.title(), String.valueOf(e.getMessage()), remedy);
        } finally {
            try {
                new Leftovers(engine).removeRun(run.label());
            } catch (ClusterException e) {
                LOG.warn("not everything removed run={} why={}", run.label(), e.getMessage());
            }
        }
    }

    private String smallDisk(Run run) {
        String volume = NodeVolumes.volume(run, NODE, "data", NodeVolumes.small(1));
        HostConfig host =
                new HostConfig().withNetworkMode("none").withBinds(new Bind(volume, new Volume(Program.DATA)));
        outcome(run, host, Program.script(image().name(), SMALL_DISK));
        return "a volume of 1 MiB was filled, refused more, and took more when it was emptied";
    }

    private String agent(Run run) {
        NodeImage image = image();
        List<String> command = new ArrayList<>(
                List.of("-javaagent:" + image.agent() + "=script:" + FILES + "rule.btm", "-cp", classPath(image)));
        command.addAll(List.of(Rehearsed.class.getName(), "method"));
        Outcome outcome = outcome(
                run,
                new HostConfig().withNetworkMode("none"),
                new Program(image.name(), List.of("java"), command, List.of(), Map.of("tmp/rule.btm", Rehearsed.RULE)));
        if (!outcome.printed().contains(Rehearsed.CHANGED)) {
            throw new ClusterException("a rule changed nothing; the program printed: " + outcome.printed());
        }
        return "a rule changed what a method returns";
    }

    private String clock(Run run) {
        NodeImage image = image();
        List<String> command = List.of(
                "-cp",
                classPath(image),
                Rehearsed.class.getName(),
                "clock",
                String.valueOf(RunClock.wallClock().toEpochMilli()));
        Outcome outcome = outcome(
                run,
                new HostConfig().withNetworkMode("none"),
                new Program(
                        image.name(),
                        List.of("java"),
                        command,
                        Program.environment(FakeClock.environment(FILES + "clock")),
                        Map.of("tmp/clock", Rehearsed.CLOCK)));
        return outcome.printed();
    }

    private static String classPath(NodeImage image) {
        return image.content().sidecarClassPath() + ":" + image.agent();
    }

    private NodeImage image() {
        return NodeImage.resolve(bases, ImageContent.of(List.of(InjectionAgent.jar())), Optional.empty());
    }

    /** Runs a program to its end. */
    private Outcome outcome(Run run, HostConfig host, Program program) {
        String id = engine.call(
                "create a container",
                () -> run.container(program.image(), NODE, "", host)
                        .withEntrypoint(program.entrypoint())
                        .withCmd(program.command())
                        .withEnv(program.environment())
                        .exec()
                        .getId());
        if (!program.files().isEmpty()) {
            engine.call(
                    "copy files",
                    () -> engine.client()
                            .copyArchiveToContainerCmd(id)
                            .withRemotePath("/")
                            .withTarInputStream(new ByteArrayInputStream(Tar.of(program.files())))
                            .exec());
        }
        engine.call(
                "start a container", () -> engine.client().startContainerCmd(id).exec());
        int code = engine.call(
                "wait for the end of a container",
                () -> engine.client().waitContainerCmd(id).start().awaitStatusCode(LIMIT_SECONDS, TimeUnit.SECONDS));
        String printed = String.join(" | ", OutputLog.lastLines(engine, id, 5));
        if (code != 0) {
            throw new ClusterException("exit " + code + "; it printed: " + printed);
        }
        return new Outcome(code, printed);
    }
}
