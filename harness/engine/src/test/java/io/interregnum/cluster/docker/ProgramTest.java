package io.interregnum.cluster.docker;

import static org.assertj.core.api.Assertions.assertThat;

import io.interregnum.cluster.Backend.Launch;
import io.interregnum.cluster.ClusterSpec;
import io.interregnum.cluster.JavaProgram;
import io.interregnum.cluster.NodeId;
import io.interregnum.cluster.NodeListener;
import io.interregnum.cluster.Role;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProgramTest {
    private static final NodeImage IMAGE = new NodeImage("image:1", ImageContent.of(List.of()));

    private static final NodeListener NOBODY = new NodeListener() {
        @Override
        public void starting(NodeId node) {}

        @Override
        public void exited(NodeId node, int exitCode) {}
    };

    @Test
    void addsQuickStartArgumentsBeforeTheProgramsOwn() {
        Program program = Program.java(
                IMAGE, new JavaProgram(List.of(), "some.Main", List.of("-Xmx64m"), List.of("argument")), Map.of());

        assertThat(program.entrypoint()).containsExactly("java");
        assertThat(program.command())
                .containsExactly(
                        "-XX:TieredStopAtLevel=1",
                        "-Xshare:auto",
                        "-XX:+UseSerialGC",
                        "-Xmx64m",
                        "-cp",
                        "",
                        "some.Main",
                        "argument");
    }

    @Test
    void leavesTheProgramsOwnCollector() {
        Program program = Program.java(
                IMAGE, new JavaProgram(List.of(), "some.Main", List.of("-XX:+UseZGC"), List.of()), Map.of());

        assertThat(program.command()).contains("-XX:+UseZGC").doesNotContain("-XX:+UseSerialGC");
    }

    @Test
    void takesTheOfficialImageOnlyOfTheSameRelease() {
        assertThat(BaseImages.officialZooKeeper(
                        List.of(Path.of("/m2/zookeeper-jute-3.9.5.jar"), Path.of("/m2/zookeeper-3.9.5.jar"))))
                .contains("zookeeper:3.9.5");
        assertThat(BaseImages.officialZooKeeper(List.of(Path.of("/m2/zookeeper-3.10.0-SNAPSHOT.jar"))))
                .isEmpty();
    }

    @Test
    void leavesTheOfficialImageAsItIsAndGivesItTheSameConfiguration() {
        NodeId second = new NodeId(Role.ENSEMBLE, 2);
        var addresses = new Subnet(0).addresses(ClusterSpec.DEFAULT.nodes());

        Launch launch = new Launch(ClusterSpec.DEFAULT, new TinySystem(), List.of(), "test", Path.of(""), NOBODY);

        Program official = Program.officialZooKeeper("zookeeper:3.9.5", launch, addresses, second);
        Program ours = Program.zooKeeper(IMAGE, launch, addresses, second);

        assertThat(official.image()).isEqualTo("zookeeper:3.9.5");
        assertThat(official.entrypoint()).isEmpty();
        assertThat(official.command()).isEmpty();
        assertThat(official.environment()).anyMatch(each -> each.startsWith("JVMFLAGS=-XX:TieredStopAtLevel=1 "));
        assertThat(official.files()).isEqualTo(ours.files()).containsEntry("data/myid", "2\n");
        assertThat(official.files().get("conf/zoo.cfg")).contains("dataDir=/data\n");
    }
}
