package io.interregnum.suite.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.interregnum.cluster.Ability;
import io.interregnum.cluster.Backend;
import io.interregnum.cluster.Cluster;
import io.interregnum.cluster.ClusterException;
import io.interregnum.cluster.Removal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A training run leaves no directory behind, whether it went well or not. */
class PrepareCommandTest {
    private final List<Path> directories = new ArrayList<>();
    private String failure = "";

    private final class Trained implements Backend {
        @Override
        public String name() {
            return "trained";
        }

        @Override
        public List<Ability> tryAbilities() {
            return List.of();
        }

        @Override
        public void prepare(Launch launch) {
            assertThat(launch.nodesDirectory()).isDirectory();
            directories.add(launch.nodesDirectory());
            if (!failure.isEmpty()) {
                throw new ClusterException(failure);
            }
        }

        @Override
        public Cluster start(Launch launch) {
            throw new AssertionError("nothing is started for later");
        }

        @Override
        public Removal removeLeftovers() {
            return Removal.of(List.of());
        }
    }

    @Test
    void leavesNoDirectory() {
        PrepareCommand.prepare(new Trained(), List.of());

        assertThat(directories)
                .singleElement()
                .satisfies(directory -> assertThat(directory).doesNotExist());
    }

    @Test
    void leavesNoDirectoryWhenTheTrainingRunFails() {
        failure = "no user namespaces";

        assertThatThrownBy(() -> PrepareCommand.prepare(new Trained(), List.of()))
                .isInstanceOf(ClusterException.class)
                .hasMessage(failure);

        assertThat(directories)
                .singleElement()
                .satisfies(directory -> assertThat(directory).doesNotExist());
    }
}
