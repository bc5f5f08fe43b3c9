package io.interregnum.cluster.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TarTest {
    @TempDir
    private Path directory;

    @Test
    void extractsBelowTheDirectoryWithoutTheFirstPartOfTheNames() throws IOException {
        byte[] archive = Tar.of(Map.of("data/myid", "1\n", "data/version-2/log.1", "x"));

        Tar.extract(new ByteArrayInputStream(archive), directory.resolve("kept"));

        assertThat(directory.resolve("kept/myid")).hasContent("1");
        assertThat(directory.resolve("kept/version-2/log.1")).hasContent("x");
    }

    @Test
    void refusesANameThatLeadsOut() throws IOException {
        byte[] archive = Tar.of(Map.of("data/../../out", "x"));

        assertThatThrownBy(() -> Tar.extract(new ByteArrayInputStream(archive), directory.resolve("kept")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("leads out of");
        assertThat(directory.resolve("out")).doesNotExist();
        assertThat(directory.resolveSibling("out")).doesNotExist();
    }
}
