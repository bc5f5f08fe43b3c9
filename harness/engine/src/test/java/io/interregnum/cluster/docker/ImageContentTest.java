package io.interregnum.cluster.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageContentTest {
    @TempDir
    private Path directory;

    private Path jar;
    private Path classes;

    @BeforeEach
    void makesAClassPath() throws IOException {
        jar = Files.writeString(directory.resolve("some.jar"), "not really a jar");
        classes = directory.resolve("classes");
        Files.createDirectories(classes.resolve("a/b"));
        Files.writeString(classes.resolve("a/b/C.class"), "not really a class");
    }

    @Test
    void keepsTheOrderOfTheClassPathAndLeavesOutWhatDoesNotExist() {
        ImageContent content = ImageContent.of(List.of(classes, directory.resolve("none.jar"), jar));

        assertThat(content.classPath(List.of(classes, directory.resolve("none.jar"), jar)))
                .matches("/opt/interregnum/lib/[0-9a-f]{16}-classes.jar:/opt/interregnum/lib/[0-9a-f]{16}-some.jar");
    }

    @Test
    void hasTheSameNameForTheSameFilesWhateverTheirTimes() throws IOException {
        String before = ImageContent.of(List.of(classes, jar)).hash();

        Files.setLastModifiedTime(classes.resolve("a/b/C.class"), FileTime.fromMillis(0));

        assertThat(ImageContent.of(List.of(jar, classes)).hash()).isEqualTo(before);
    }

    @Test
    void hasAnotherNameWhenOneClassChanged() throws IOException {
        String before = ImageContent.of(List.of(classes, jar)).hash();

        Files.writeString(classes.resolve("a/b/C.class"), "not really a clasS");

        assertThat(ImageContent.of(List.of(classes, jar)).hash()).isNotEqualTo(before);
    }

    @Test
    void sendsTheDockerfileAndEveryJarOnceWithOnlyTheSidecarOfTheEngine() throws IOException {
        ImageContent content = ImageContent.of(List.of(classes, jar, jar));
        ByteArrayOutputStream context = new ByteArrayOutputStream();

        content.writeBuildContext("FROM x\n", context);

        List<String> names = new ArrayList<>();
        try (TarArchiveInputStream tar = new TarArchiveInputStream(new ByteArrayInputStream(context.toByteArray()))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                names.add(entry.getName().replaceAll("[0-9a-f]{16}", "*"));
            }
        }
        assertThat(names)
                .containsExactlyInAnyOrder("Dockerfile", "lib/*-classes.jar", "lib/*-sidecar.jar", "lib/*-some.jar");
        assertThat(context.size())
                .as("bytes, of which the whole engine would take more")
                .isLessThan(400_000);
    }
}
