package io.interregnum.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the machine and the program are, for a reader who wants to run it again. */
final class RunEnvironment {
    private RunEnvironment() {}

    static Map<String, Object> describe(List<Path> ensembleClassPath) {
        Map<String, Object> environment = new LinkedHashMap<>();
        String version = RunEnvironment.class.getPackage().getImplementationVersion();
        environment.put("interregnum", version == null ? "development" : version);
        environment.put("commit", System.getProperty("interregnum.commit", "unknown"));
        environment.put(
                "zookeeper",
                ensembleClassPath.stream()
                        .map(jar -> jar.getFileName().toString())
                        .filter(jar -> jar.matches("zookeeper-\\d.*\\.jar"))
                        .findFirst()
                        .orElse("unknown"));
        environment.put("java", System.getProperty("java.runtime.version", "unknown"));
        environment.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        environment.put("cores", (long) Runtime.getRuntime().availableProcessors());
        environment.put("boot-id", firstLine(Path.of("/proc/sys/kernel/random/boot_id")));
        return environment;
    }

    private static String firstLine(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            return "unknown"; // not Linux
        }
    }
}
