package io.interregnum.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.interregnum.cluster.Backend;
import io.interregnum.cluster.docker.DockerBackend;
import io.interregnum.cluster.local.LocalBackend;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which backend is taken; starts none. */
class BackendsTest {
    private final Backend docker = DockerBackend.create();
    private final Backend local = new LocalBackend();

    @Test
    void takesDockerOnlyWhereNodesCanBeStartedOnIt() {
        assertThat(Backends.preferred(Optional.empty(), docker, local)).isSameAs(docker);
        assertThat(Backends.preferred(Optional.of("no image for nodes can be had"), docker, local))
                .isSameAs(local);
    }

    @Test
    void takesTheOneThatIsNamedWithoutAsking() {
        assertThat(Backends.choose("local", Home.find()).name()).isEqualTo("local");
        assertThat(Backends.choose("docker", Home.find()).name()).isEqualTo("docker");
        assertThatThrownBy(() -> Backends.choose("podman", Home.find()))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("unknown backend \"podman\"");
    }
}
