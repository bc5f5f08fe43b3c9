package io.interregnum.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.interregnum.rundir.RunDirectory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The judge must not be told: whatever a run leaves for it names the bug in the command to run it again only. */
final class Untold {
    private Untold() {}

    /** Looks into the four files of the run and into all that its nodes left. */
    static void assertJudgeIsNotTold(RunDirectory run) throws IOException {
        String command = run.info().command();
        List<Path> files = new ArrayList<>(Stream.of("run.json", "history.jsonl", "schedule.json", "results.json")
                .map(run.path()::resolve)
                .toList());
        try (Stream<Path> left = Files.walk(run.path().resolve("nodes"))) {
            files.addAll(left.filter(Files::isRegularFile).sorted().toList());
        }
        assertThat(files).anyMatch(file -> file.endsWith("output.log"));
        for (Path file : files) {
            // Some of it is binary; in this character set every byte is a character.
            String text = Files.readString(file, StandardCharsets.ISO_8859_1).replace(command, "");
            assertThat(ReferenceSystem.VARIANTS).as(file.toString()).noneMatch(text::contains);
            assertThat(text.contains("variant")).as("\"variant\" in " + file).isFalse();
        }
    }
}
