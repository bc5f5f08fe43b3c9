package io.interregnum.masters;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.apache.zookeeper.KeeperException;
import org.junit.jupiter.api.Test;

/** What a master believes of what a recipe says. */
class RecipeElectionTest {
    private static final MasterInfo SELF = new MasterInfo("self", "10.0.0.1", "10.0.0.1", 5050, "1");
    private static final CandidateNode OURS =
            new CandidateNode("latch/a-0000000003", 30, 1, "self", "10.0.0.1:5050", 0);
    private static final CandidateNode OTHERS =
            new CandidateNode("latch/b-0000000004", 40, 2, "other", "10.0.0.2:5050", 0);

    private final RecipeElection election =
            new RecipeElection(SELF, new EventLog(new ByteArrayOutputStream(), "master-1", "self"));
    private final FakeCandidates candidates = new FakeCandidates();
    private final List<Long> started = new ArrayList<>();
    private final List<Long> ended = new ArrayList<>();
    private final List<BooleanSupplier> terms = new ArrayList<>();

    private static final class FakeCandidates implements RecipeElection.Candidates {
        private final List<CandidateNode> nodes = new ArrayList<>();
        private boolean cut;

        @Override
        public Optional<CandidateNode> first() throws Exception {
            return read().stream().findFirst();
        }

        @Override
        public Optional<CandidateNode> of(String masterId) throws Exception {
            return read().stream()
                    .filter(node -> node.masterId().equals(masterId))
                    .findFirst();
        }

        private List<CandidateNode> read() throws Exception {
            if (cut) {
                throw new KeeperException.ConnectionLossException();
            }
            return nodes;
        }
    }

    private void step() throws InterruptedException {
        election.step(candidates, (epoch, name, leads) -> {
            started.add(epoch);
            terms.add(leads);
            return () -> ended.add(epoch);
        });
    }

    @Test
    void leadsUnderTheCzxidOfItsNodeOnceTheRecipeSaysSo() throws Exception {
        candidates.nodes.addAll(List.of(OURS, OTHERS));
        step();
        assertThat(election.standing().leading()).isFalse();

        election.elected();
        step();

        assertThat(election.standing().leading()).isTrue();
        assertThat(election.standing().epoch()).isEqualTo(30);
        assertThat(started).containsExactly(30L);
    }

    @Test
    void doesNotLeadBeforeItsEpochIsKnown() throws Exception {
        candidates.cut = true;
        election.elected();

        step();

        assertThat(election.standing()).isEqualTo(Standing.NONE);
        assertThat(started).isEmpty();
    }

    @Test
    void stopsBelievingTheMomentTheRecipeTakesItBack() throws Exception {
        candidates.nodes.add(OURS);
        election.elected();
        step();

        election.deposed();

        assertThat(election.standing()).isEqualTo(Standing.NONE);
        assertThat(terms.get(0).getAsBoolean()).isFalse();
    }

    @Test
    void stopsBelievingAlsoWhenTheRecipeChangesItsMindTwiceBetweenTwoSteps() throws Exception {
        candidates.nodes.add(OURS);
        election.elected();
        step();

        election.deposed();
        election.elected();

        assertThat(election.standing()).isEqualTo(Standing.NONE);
        assertThat(terms.get(0).getAsBoolean()).isFalse();
        step();
        assertThat(election.standing().leading()).isTrue();
        assertThat(started).containsExactly(30L, 30L);
        assertThat(ended).containsExactly(30L);
    }

    @Test
    void trustsTheRecipeThatANodeOfAnEarlierSessionIsStillOurs() throws Exception {
        CandidateNode left = new CandidateNode("latch/a-0000000001", 10, 7, "self", "10.0.0.1:5050", 0);
        candidates.nodes.addAll(List.of(left, OTHERS));
        election.elected();

        step();

        assertThat(election.standing().epoch()).isEqualTo(10);
    }

    @Test
    void endsTheRegistrarAndFollowsWhoeverStandsFirst() throws Exception {
        candidates.nodes.add(OURS);
        election.elected();
        step();
        candidates.nodes.clear();
        candidates.nodes.add(OTHERS);
        election.deposed();

        step();

        assertThat(ended).containsExactly(30L);
        assertThat(election.standing()).isEqualTo(Standing.following("10.0.0.2:5050"));
    }

    @Test
    void followsNobodyWhileItCannotRead() throws Exception {
        candidates.nodes.add(OTHERS);
        step();
        candidates.cut = true;

        step();

        assertThat(election.standing().knowsLeader()).isFalse();
    }
}
