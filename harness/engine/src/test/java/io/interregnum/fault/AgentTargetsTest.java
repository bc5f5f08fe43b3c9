package io.interregnum.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.interregnum.cluster.ClusterException;
import io.interregnum.cluster.ClusterSpec;
import io.interregnum.cluster.FakeCluster;
import io.interregnum.cluster.FakeSystem;
import io.interregnum.cluster.Link;
import io.interregnum.cluster.NodeId;
import io.interregnum.cluster.NodeState;
import io.interregnum.cluster.Role;
import io.interregnum.fault.ProofOfFault.Condition;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Faults aimed at agents and frameworks, and cuts between them and the leader. */
class AgentTargetsTest {
    private static final NodeId LEADER = new NodeId(Role.MASTER, 2);
    private static final ClusterSpec SPEC = ClusterSpec.DEFAULT.withAgents(2, 1);

    private final FakeCluster cluster = new FakeCluster(SPEC);
    private final Scene scene = new Scene(cluster, new FakeSystem(), () -> Optional.of(LEADER));

    private static List<String> names(Target target, Scene scene) {
        return target.resolve(scene, new Random(1)).stream().map(NodeId::name).toList();
    }

    @ParameterizedTest
    @CsvSource({
        "agents, 'agent-1,agent-2'",
        "the-framework, framework-1",
        "leader-and-agents, 'master-2,agent-1,agent-2'"
    })
    void namesThemInOrder(String target, String expected) {
        assertThat(names(Targets.parse(target), scene)).containsExactly(expected.split(",", -1));
    }

    @Test
    void drawsOneOfTheAgents() {
        Set<String> drawn = new Random(1)
                .longs(50)
                .mapToObj(seed -> Targets.AN_AGENT.resolve(scene, new Random(seed)))
                .peek(nodes -> assertThat(nodes).hasSize(1))
                .map(nodes -> nodes.get(0).name())
                .collect(Collectors.toSet());

        assertThat(drawn).containsExactlyInAnyOrder("agent-1", "agent-2");
        assertThat(Targets.AN_AGENT.isDrawn()).isTrue();
        assertThat(Targets.AGENTS.isDrawn()).isFalse();
        assertThat(names(Targets.LEADER_AND_AN_AGENT, scene)).hasSize(2).startsWith("master-2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"agents", "an-agent", "the-framework", "leader-and-agents"})
    void saysSoWhereThereAreNone(String target) {
        Scene bare = new Scene(new FakeCluster(ClusterSpec.DEFAULT), new FakeSystem(), () -> Optional.of(LEADER));

        assertThatThrownBy(() -> names(Targets.parse(target), bare))
                .isInstanceOf(ClusterException.class)
                .hasMessageStartingWith("there is no ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"kill", "pause", "terminate"})
    void processFaultsHurtAgentsAlone(String name) {
        Fault fault = Faults.named(name).orElseThrow();
        List<NodeId> agents = SPEC.nodes(Role.AGENT);

        fault.inject(scene, agents, Duration.ofSeconds(1));

        cluster.states.forEach((node, state) -> assertThat(state != NodeState.RUNNING)
                .as("%s is %s", node, state)
                .isEqualTo(agents.contains(node)));
        fault.heal(scene, agents);
        assertThat(cluster.states.values()).containsOnly(NodeState.RUNNING);
    }

    @ParameterizedTest
    @CsvSource({
        "cut-leader-from-agents, both, 'agent-1->master-2 agent-2->master-2 master-2->agent-1 master-2->agent-2'",
        "cut-leader-from-agents, out, 'master-2->agent-1 master-2->agent-2'",
        "cut-agents-from-leader, both, 'agent-1->master-2 agent-2->master-2 master-2->agent-1 master-2->agent-2'",
        "cut-agents-from-leader, out, 'agent-1->master-2 agent-2->master-2'",
        "cut-agents-from-leader, in, 'master-2->agent-1 master-2->agent-2'"
    })
    void cutsBetweenTheLeaderAndItsAgentsAreProven(String name, String direction, String expected) {
        Fault fault = Faults.named(name).orElseThrow().with(Map.of("direction", direction));
        List<NodeId> targets = fault.aim().resolve(scene, new Random(1));
        assertThat(fault.inspect(scene, targets).condition()).isEqualTo(Condition.WHOLE);

        fault.inject(scene, targets, Duration.ofSeconds(1));

        assertThat(cluster.cuts.stream().map(AgentTargetsTest::text).sorted().collect(Collectors.joining(" ")))
                .isEqualTo(expected);
        assertThat(fault.inspect(scene, targets).condition()).isEqualTo(Condition.DAMAGED);
        fault.heal(scene, targets);
        assertThat(cluster.cuts).isEmpty();
    }

    private static String text(Link link) {
        return link.from() + "->" + link.to();
    }

    @Test
    void aCutFromNobodyIsRefused() {
        FakeCluster bare = new FakeCluster(ClusterSpec.DEFAULT);
        Scene there = new Scene(bare, new FakeSystem(), () -> Optional.of(LEADER));
        Fault fault = Faults.named("cut-leader-from-agents").orElseThrow();

        assertThat(fault.isPossible(SPEC)).isTrue();
        assertThat(fault.isPossible(ClusterSpec.DEFAULT)).isFalse();
        assertThatThrownBy(() -> fault.inject(there, List.of(LEADER), Duration.ofSeconds(1)))
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining("cuts no link");
    }
}
