package io.interregnum.cluster.local;

import io.interregnum.cluster.Ability;
import io.interregnum.cluster.ClusterException;
import io.interregnum.cluster.ClusterSpec;
import io.interregnum.cluster.Link;
import io.interregnum.cluster.Network.Attempt;
import io.interregnum.cluster.NodeId;
import io.interregnum.cluster.NodeListener;
import io.interregnum.cluster.Reach;
import io.interregnum.cluster.Role;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Two nodes without programs, between which a link is cut and heals: what cannot be tried in smaller parts. */
final class Rehearsal {
    private static final NodeId ONE = new NodeId(Role.CLIENT, 1);
    private static final NodeId TWO = new NodeId(Role.CLIENT, 2);
    /** Nobody listens there, so an open way answers with a refusal. */
    private static final int PORT = 9;

    private static final String CUTTING = "nftables in a user namespace";

    private static final String REPORT =
            "this is not known to be missing anywhere; please report it with the kernel's version (uname -a)";

    private Rehearsal() {}

    /** Supervisor, routing and cuts; stops at the first that does not work. */
    static List<Ability> play(Path temporary, Machine machine) {
        RunFolder folder = RunFolder.create(temporary, "rehearsal");
        List<Ability> abilities = new ArrayList<>();
        LocalCluster cluster = null;
        try {
            AddressPlan plan = new AddressPlan(List.of(ONE, TWO));
            LocalBackend.writeScripts(folder, plan);
            cluster = new LocalCluster(frame(plan, folder), machine.has("nft"));
            cluster.buildNetwork();
            cluster.startAll();
            abilities.add(Ability.works("supervisor", "two JVMs answer over Unix-domain sockets"));
            abilities.add(routing(cluster));
            abilities.add(cutting(cluster));
        } catch (ClusterException | IOException e) {
            abilities.add(Ability.missing("rehearsal", String.valueOf(e.getMessage()), REPORT));
        } finally {
            end(cluster, folder, abilities);
        }
        return abilities;
    }

    private static LocalCluster.Frame frame(AddressPlan plan, RunFolder folder) {
        NodeListener nobody = new NodeListener() {
            @Override
            public void starting(NodeId node) {}

            @Override
            public void exited(NodeId node, int exitCode) {}
        };
        return new LocalCluster.Frame(
                ClusterSpec.DEFAULT,
                "rehearsal",
                plan,
                Map.of(),
                new NodeFiles(folder, folder.path(), Set.of()),
                nobody,
                Map.of());
    }

    private static Ability routing(LocalCluster cluster) {
        Reach seen = reach(cluster, Duration.ofSeconds(3));
        return seen == Reach.REFUSED
                ? Ability.works("routing", "a packet went from one namespace to another and back")
                : Ability.missing("routing", "a connection found " + seen + ", expected REFUSED", REPORT);
    }

    private static Ability cutting(LocalCluster cluster) {
        boolean timed = cluster.hasTimedCuts();
        List<Link> link = List.of(new Link(ONE, TWO));
        cluster.network().cut(link, Duration.ofMillis(timed ? 500 : 60_000));
        Reach during = reach(cluster, Duration.ofMillis(200));
        if (!timed) {
            cluster.network().heal(link);
        }
        // A lost first packet is sent again after a second.
        Reach after = reach(cluster, Duration.ofSeconds(4));
        if (during != Reach.SILENT || after != Reach.REFUSED) {
            return Ability.missing(
                    CUTTING, "a cut link was " + during + ", then " + after + "; expected SILENT, REFUSED", REPORT);
        }
        return timed
                ? Ability.works(
                        CUTTING,
                        "a rule dropped " + cluster.network().droppedPackets() + " packets and ended by itself")
                : Ability.optionalMissing(
                        CUTTING,
                        "cuts are made with ip rule, which was added and removed",
                        "apt-get install nftables; if it is there: modprobe nf_tables");
    }

    private static Reach reach(LocalCluster cluster, Duration timeout) {
        return cluster.network()
                .reach(List.of(new Attempt(ONE, TWO, PORT)), timeout)
                .get(0);
    }

    private static void end(@Nullable LocalCluster cluster, RunFolder folder, List<Ability> abilities) {
        try {
            if (cluster != null) {
                cluster.close();
            }
            folder.delete();
        } catch (ClusterException | IOException e) {
            abilities.add(Ability.missing("ending", String.valueOf(e.getMessage()), REPORT));
        }
    }
}
