package io.interregnum.cluster.docker;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What the engine holds, as its own command line sees it: a second opinion. */
final class Engines {
    private Engines() {}

    /** Names of the containers and networks and volumes that a filter finds. */
    static List<String> of(String filter) throws IOException {
        List<String> names = new ArrayList<>(docker("ps", "-a", "--filter", filter, "--format", "{{.Names}}"));
        names.addAll(docker("network", "ls", "--filter", filter, "--format", "{{.Name}}"));
        names.addAll(docker("volume", "ls", "--filter", filter, "--format", "{{.Name}}"));
        return names;
    }

    /** The lines that a docker command prints. */
    static List<String> docker(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("docker"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        return new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8)
                .lines()
                .toList();
    }
}
