package io.interregnum.cluster;

import io.interregnum.cluster.docker.DockerBackend;
import io.interregnum.cluster.local.LocalBackend;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** Tries the ability that a test needs, once in a JVM, and notes what it found. */
public final class NeedsCondition implements ExecutionCondition {
    private static final Map<String, String> MISSING = new ConcurrentHashMap<>();

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        Optional<Needs> needs =
                context.getElement().flatMap(element -> AnnotationSupport.findAnnotation(element, Needs.class));
        if (needs.isEmpty()) {
            return ConditionEvaluationResult.enabled("needs nothing");
        }
        String name = needs.get().value();
        String missing = MISSING.computeIfAbsent(name, NeedsCondition::tryAbility);
        note(name, missing, test(context));
        return missing.isEmpty()
                ? ConditionEvaluationResult.enabled(name + " works")
                : ConditionEvaluationResult.disabled(name + " can't be used here: " + missing);
    }

    private static String test(ExtensionContext context) {
        String name = context.getRequiredTestClass().getSimpleName();
        return context.getTestMethod()
                .map(method -> name + " " + method.getName())
                .orElse(name);
    }

    private static String tryAbility(String name) {
        if (name.equals("root")) {
            String user = System.getProperty("user.name", "");
            return user.equals("root") ? "" : "this is user " + user;
        }
        if (name.equals("long")) {
            return Boolean.getBoolean("interregnum.long") ? "" : "minutes; scripts/test --long runs it";
        }
        if (name.equals("nft")) {
            return tryNft();
        }
        return backend(name).tryAbilities().stream()
                .filter(ability -> ability.status() == Ability.Status.MISSING)
                .map(ability -> ability.name() + ": " + ability.detail())
                .collect(Collectors.joining("; "));
    }

    /** Makes a table in a network of its own; not by the backend's own code, which is what such tests test. */
    private static String tryNft() {
        try {
            Process process = new ProcessBuilder(
                            "unshare", "--user", "--map-root-user", "--net", "nft", "add table ip interregnum")
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int exitCode = process.waitFor();
            return exitCode == 0 ? "" : "exit " + exitCode + ": " + printed.strip();
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }

    /** The backend of that name, as tests use it. */
    public static Backend backend(String name) {
        return name.equals("docker")
                ? DockerBackend.withBaseImageScript(Path.of("")
                        .toAbsolutePath()
                        .resolve("../../scripts/base-image")
                        .normalize())
                : new LocalBackend();
    }

    /**
     * Notes for the table of what was not run.
     *
     * @param missing what trying the ability showed; empty when it works
     * @param test simple name of its class; after a space the method or case, where it is not about the whole class
     */
    public static void note(String ability, String missing, String test) {
        String directory = System.getProperty("interregnum.notRun");
        if (directory == null || directory.isEmpty()) {
            return; // started from an IDE, which shows the reason itself
        }
        try {
            Path file = Files.createDirectories(Path.of(directory)).resolve("notes.tsv");
            Files.writeString(
                    file,
                    String.join(
                                    "\t",
                                    missing.isEmpty() ? "ran" : "not-run",
                                    ability,
                                    test,
                                    missing.replaceAll("\\s+", " "))
                            + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot note that " + test + " was left out", e);
        }
    }
}
