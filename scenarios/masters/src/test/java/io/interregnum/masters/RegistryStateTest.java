package io.interregnum.masters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.interregnum.masters.AdmittedAgent.Presence;
import io.interregnum.masters.Operation.Cas;
import io.interregnum.masters.Operation.Read;
import io.interregnum.masters.Operation.Write;
import io.interregnum.masters.RegistryState.Batch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What a batch of operations makes of a registry, and the registry's JSON form. */
class RegistryStateTest {
    private final RegistryState epoch7 = RegistryState.EMPTY.takenOverBy(7);

    @Test
    void appliesABatchInOrder() {
        Batch batch = epoch7.apply(List.of(new Write("k", 1), new Read("k"), new Cas("k", 1L, 2), new Read("k")));

        assertThat(batch.replies())
                .containsExactly(
                        new Reply.Applied(7),
                        new Reply.Value(1L, 7L, 7),
                        new Reply.Applied(7),
                        new Reply.Value(2L, 7L, 7));
        assertThat(batch.after().version()).isEqualTo(epoch7.version() + 1);
    }

    @Test
    void leavesTheStateBeforeTheBatchAsItWas() {
        epoch7.apply(List.of(new Write("k", 1)));

        assertThat(epoch7.entries()).isEmpty();
    }

    @Test
    void aBatchOfReadsAndMismatchesChangesNothing() {
        Batch batch = epoch7.apply(List.of(new Read("k"), new Cas("k", 5L, 6)));

        assertThat(batch.changes()).isFalse();
        assertThat(batch.after()).isSameAs(epoch7);
        assertThat(batch.replies()).containsExactly(new Reply.Value(null, null, 7), new Reply.Mismatch(null, null, 7));
    }

    @Test
    void compareAndSetFromNothingSucceedsOnlyOnce() {
        Batch batch = epoch7.apply(List.of(new Cas("k", null, 1), new Cas("k", null, 2)));

        assertThat(batch.replies()).containsExactly(new Reply.Applied(7), new Reply.Mismatch(1L, 7L, 7));
    }

    @Test
    void aValueKeepsTheEpochItWasWrittenUnder() {
        RegistryState epoch9 = epoch7.apply(List.of(new Write("k", 1))).after().takenOverBy(9);

        assertThat(epoch9.apply(List.of(new Read("k"))).replies()).containsExactly(new Reply.Value(1L, 7L, 9));
    }

    @Test
    void survivesItsJsonForm() throws IOException {
        RegistryState state = epoch7.apply(List.of(new Write("a", Long.MIN_VALUE), new Write("b", Long.MAX_VALUE)))
                .after();

        assertThat(new String(Json.registry(state), StandardCharsets.UTF_8))
                .startsWith(
                        "{\"epoch\":7,\"version\":2,\"registry\":{\"a\":{\"value\":-9223372036854775808,\"epoch\":7}");
        assertThat(Json.registry(Json.registry(state))).isEqualTo(state);
    }

    @Test
    void aSetKeepsEachElementAsOftenAsItWasAdded() {
        Batch batch = epoch7.apply(
                List.of(new Operation.AddToSet("s", 1), new Operation.AddToSet("s", 1), new Operation.ReadSet("s")));

        assertThat(batch.replies().get(2)).isEqualTo(new Reply.Values(List.of(1L, 1L), 7));
        assertThat(batch.after().apply(List.of(new Operation.ReadSet("other"))).replies())
                .containsExactly(new Reply.Values(List.of(), 7));
    }

    @Test
    void anAgentThatIsGoneIsNeverReachableAgain() {
        AdmittedAgent agent = new AdmittedAgent("a", "agent-1", "10.0.0.8:5051", Presence.REACHABLE);
        RegistryState admitted =
                epoch7.apply(List.of(new Operation.AdmitAgent(agent))).after();

        Batch lost = admitted.apply(
                List.of(new Operation.MarkUnreachable("a"), new Operation.MarkUnreachable("never-heard-of")));
        Batch gone = lost.after().apply(List.of(new Operation.MarkGone("a"), new Operation.MarkReachable(agent)));

        assertThat(lost.after().agents()).containsEntry("a", agent.with(Presence.UNREACHABLE));
        assertThat(lost.replies().get(1)).isInstanceOf(Reply.Refused.class);
        assertThat(gone.replies().get(1)).isInstanceOf(Reply.Refused.class);
        assertThat(gone.after().agents()).containsEntry("a", agent.with(Presence.GONE));
    }

    @Test
    void setsAgentsAndWeightsSurviveTheirJsonFormAndTheNextLeader() throws IOException {
        AdmittedAgent agent = new AdmittedAgent("a", "agent-1", "10.0.0.8:5051", Presence.UNREACHABLE);
        RegistryState state = epoch7.apply(List.of(
                        new Operation.AddToSet("s", 5),
                        new Operation.AdmitAgent(agent),
                        new Operation.UpdateWeights(new TreeMap<>(Map.of("r1", 3.0)))))
                .after()
                .takenOverBy(9);

        RegistryState read = Json.registry(Json.registry(state));

        assertThat(read).isEqualTo(state);
        assertThat(read.agents()).containsValue(agent);
        assertThat(read.apply(List.of(new Operation.ReadWeights())).replies())
                .containsExactly(new Reply.Weights(new TreeMap<>(Map.of("r1", 3.0)), 9));
    }

    @Test
    void refusesBytesThatAreNoRegistry() {
        byte[] other = "{\"epoch\":1}".getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> Json.registry(other))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("version");
    }
}
