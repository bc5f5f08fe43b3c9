package io.interregnum.fault;

import io.interregnum.cluster.Cluster;
import io.interregnum.cluster.ClusterSpec;
import io.interregnum.cluster.NodeId;
import io.interregnum.cluster.Role;
import io.interregnum.history.FaultEvent;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Kills so many ZooKeeper servers that the rest is no quorum. Proven by the rest, which no longer serves. */
final class LoseQuorum extends ProcessFault {
    LoseQuorum(String name) {
        super(
                new Card(
                        name,
                        "SIGKILL to a majority of the ZooKeeper servers; healing starts them, and is done when the ensemble "
                                + "has a leader again.",
                        "Nobody can write, no session is kept and none expires until the quorum is back.",
                        FaultEvent.Harm.DEAD),
                Targets.ENSEMBLE_MAJORITY);
    }

    @Override
    public Optional<String> unfit(Target target, ClusterSpec spec) {
        int needed = spec.ensembleCount() / 2 + 1;
        int most = target.atMost(Role.ENSEMBLE, spec);
        return most < needed
                ? Optional.of("takes the quorum from the rest only if it ends " + needed + " servers, and "
                        + target.text() + " is " + most + " at most")
                : Optional.empty();
    }

    @Override
    public void inject(Scene scene, List<NodeId> targets, Duration plannedEnd) {
        targets.forEach(node -> scene.hold(this, node));
        OnEach.target(targets, scene.cluster()::kill);
    }

    @Override
    public void heal(Scene scene, List<NodeId> targets) {
        startAgain(scene, targets);
    }

    @Override
    public ProofOfFault inspect(Scene scene, List<NodeId> targets) {
        ProofOfFault killed = Inspection.ofEach(targets, node -> endedOrServing(scene, node));
        Cluster cluster = scene.cluster();
        Damage others = scene.otherDamage(this, targets);
        List<NodeId> serving = cluster.spec().nodes(Role.ENSEMBLE).stream()
                .filter(server -> !EnsembleStatus.mode(cluster, server).isEmpty())
                .toList();
        String detail = killed.detail() + "; servers that serve: " + serving;
        boolean quorum = serving.size() > cluster.spec().ensembleCount() / 2;
        boolean told = quorum || cluster.spec().nodes(Role.ENSEMBLE).stream().noneMatch(others::covers);
        return switch (killed.condition()) {
            case DAMAGED ->
                new ProofOfFault(
                        serving.isEmpty() ? ProofOfFault.Condition.DAMAGED : ProofOfFault.Condition.UNCLEAR, detail);
            case WHOLE ->
                new ProofOfFault(
                        quorum || !told ? ProofOfFault.Condition.WHOLE : ProofOfFault.Condition.UNCLEAR, detail);
            case UNCLEAR -> new ProofOfFault(ProofOfFault.Condition.UNCLEAR, detail);
        };
    }
}
