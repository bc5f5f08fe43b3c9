package io.interregnum.suite.survive;

import static org.assertj.core.api.Assertions.assertThat;

import io.interregnum.cluster.ClusterSpec;
import io.interregnum.cluster.NodeId;
import io.interregnum.cluster.Role;
import io.interregnum.history.FaultEvent.Harm;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is wrong with links after a kill, and what is nearly the same and not wrong. Starts no node. */
class LooksTest {
    private static final Instant KILLED = Instant.ofEpochMilli(1_000_000);
    private static final long END_MILLIS = 60_000;
    private static final NodeId MASTER_1 = new NodeId(Role.MASTER, 1);
    private static final NodeId MASTER_2 = new NodeId(Role.MASTER, 2);
    private static final NodeId ZK_1 = new NodeId(Role.ENSEMBLE, 1);
    private static final NodeId ZK_2 = new NodeId(Role.ENSEMBLE, 2);
    private static final Way TO_ZK = new Way(MASTER_1, ZK_1, 2181);
    private static final Way AMONG_SERVERS = new Way(ZK_2, ZK_1, 3888);

    private static Instant after(long millis) {
        return KILLED.plusMillis(millis);
    }

    private static Pending pending(
            String fault, Harm harm, long leftMillis, Map<String, String> with, NodeId... targets) {
        return new Pending(fault, with, harm, List.of(targets), Duration.ofMillis(leftMillis));
    }

    private static Dues dues(Pending... pending) {
        return Dues.of(List.of(pending), ClusterSpec.DEFAULT, 5050);
    }

    /** Master 1 is cut from the ensemble for so long. */
    private static Dues cutFor(long millis) {
        return dues(pending("cut-leader-from-ensemble", Harm.CUT, millis, Map.of(), MASTER_1));
    }

    private static Looks.Tried openAtOnce(Way way) {
        return new Looks.Tried(way, after(100), true, false, Optional.of(after(110)), after(END_MILLIS), true);
    }

    private static Looks.Tried silentUntil(Way way, long millis) {
        return new Looks.Tried(way, after(100), false, true, Optional.of(after(millis)), after(END_MILLIS), true);
    }

    private static Looks looks(Looks.Tried... tried) {
        return looks(List.of(7071, 2181, 2888, 3888), tried);
    }

    private static Looks looks(List<Integer> listening, Looks.Tried... tried) {
        return new Looks(
                List.of(tried), Map.of(ZK_1, List.of(new Looks.Listening(after(50), listening))), List.of(), List.of());
    }

    @Test
    void aLinkThatOpensByThePlannedEndOfItsCutIsFineAndOneThatOpensLaterIsNot() {
        assertThat(looks(silentUntil(TO_ZK, 6_999)).wrong(KILLED, cutFor(5_000)))
                .isEmpty();
        assertThat(looks(silentUntil(TO_ZK, 7_001)).wrong(KILLED, cutFor(5_000)))
                .singleElement()
                .asString()
                .contains("link master-1->zk-1:2181 is shut 7000 ms after the kill, planned to end within 5000 ms");
    }

    @Test
    void theEndOfAKillAPauseAndACutElsewhereIsNoExcuse() {
        Pending own = pending("cut-leader-from-ensemble", Harm.CUT, 1_000, Map.of(), MASTER_1);
        Dues others = dues(
                own,
                pending("kill", Harm.DEAD, 50_000, Map.of(), ZK_1),
                pending("pause", Harm.FROZEN, 50_000, Map.of(), MASTER_1),
                pending("cut-leader-from-ensemble", Harm.CUT, 50_000, Map.of(), MASTER_2));

        assertThat(looks(silentUntil(TO_ZK, 10_000)).wrong(KILLED, others)).hasSize(1);
        assertThat(looks(silentUntil(TO_ZK, 10_000)).wrong(KILLED, dues(own, longCut())))
                .isEmpty();
    }

    private static Pending longCut() {
        return pending("cut-leader-from-ensemble", Harm.CUT, 50_000, Map.of(), MASTER_1);
    }

    @Test
    void aCutOfTheServersOwnPortsIsLookedAtOnThosePortsAndExcusesNoOther() {
        Dues internal = dues(pending("cut-ensemble-internally", Harm.CUT, 5_000, Map.of(), ZK_1, ZK_2));
        Way forClients = new Way(ZK_2, ZK_1, 2181);

        assertThat(looks(silentUntil(AMONG_SERVERS, 6_000)).wrong(KILLED, internal))
                .isEmpty();
        assertThat(looks(silentUntil(AMONG_SERVERS, 8_000)).wrong(KILLED, internal))
                .hasSize(1);
        assertThat(looks(silentUntil(forClients, 6_000)).wrong(KILLED, internal))
                .hasSize(1);
    }

    @Test
    void aCutOfNewConnectionsExcusesOneDirectionOnly() {
        Dues oneWay = dues(pending(
                "cut-leader-from-ensemble",
                Harm.CUT,
                5_000,
                Map.of("kind", "connections", "direction", "in"),
                MASTER_1));

        assertThat(looks(silentUntil(TO_ZK, 6_000)).wrong(KILLED, oneWay)).hasSize(1);
        assertThat(oneWay.of(new Way(ZK_1, MASTER_1, 5050))).hasMillis(5_000);
    }

    @Test
    void aLinkOnWhichPacketsAreLostMayBeSilentUntilThatEnds() {
        Dues lossy = dues(pending("lossy-links", Harm.OTHER, 5_000, Map.of(), MASTER_1));

        assertThat(looks(silentUntil(TO_ZK, 6_000)).wrong(KILLED, lossy)).isEmpty();
        assertThat(looks(silentUntil(AMONG_SERVERS, 6_000)).wrong(KILLED, lossy))
                .hasSize(1);
    }

    @Test
    void aLinkThatWasOpenAtFirstIsLookedAtAgainAtTheEnd() {
        Looks.Tried shutAgain =
                new Looks.Tried(TO_ZK, after(100), true, false, Optional.of(after(110)), after(END_MILLIS), false);

        assertThat(looks(openAtOnce(TO_ZK)).wrong(KILLED, cutFor(5_000))).isEmpty();
        assertThat(looks(shutAgain).wrong(KILLED, cutFor(5_000)))
                .singleElement()
                .asString()
                .contains("is shut at the end");
    }

    @Test
    void whereNobodyListensALinkThatIsShutSaysNothing() {
        Looks.Tried never =
                new Looks.Tried(TO_ZK, after(100), false, false, Optional.empty(), after(END_MILLIS), false);

        assertThat(looks(List.of(7071), never).wrong(KILLED, cutFor(5_000))).isEmpty();
        assertThat(looks(List.of(7071, 2181), never).wrong(KILLED, cutFor(5_000)))
                .hasSize(2);
    }

    @Test
    void aServerThatBeginsToListenLaterIsNoLinkThatOpensLater() {
        Looks began = new Looks(
                List.of(silentUntil(TO_ZK, 30_000)),
                Map.of(
                        ZK_1,
                        List.of(
                                new Looks.Listening(after(50), List.of(7071)),
                                new Looks.Listening(after(29_900), List.of(7071, 2181)))),
                List.of(),
                List.of());

        assertThat(began.wrong(KILLED, cutFor(5_000))).isEmpty();
        assertThat(looks(silentUntil(TO_ZK, 30_000)).wrong(KILLED, cutFor(5_000)))
                .hasSize(1);
    }

    @Test
    void whatCouldNotBeLookedAtIsNoPassAndNeitherIsARuleThatIsLeft() {
        Looks blind = new Looks(List.of(), Map.of(), List.of(), List.of("could not look from zk-1"));
        Looks damaged = new Looks(List.of(), Map.of(), List.of("zk-1 left elements = { 10.0.0.1 }"), List.of());

        assertThat(new Looks(List.of(), Map.of(), List.of(), List.of()).wrong(KILLED, cutFor(0)))
                .isEmpty();
        assertThat(blind.wrong(KILLED, cutFor(0))).containsExactly("could not look from zk-1");
        assertThat(damaged.wrong(KILLED, cutFor(0))).singleElement().asString().contains("zk-1 left elements");
    }

    @Test
    void whatAShellPrintsIsReadAndWhatItCouldNotDoIsKept() {
        LinkProbe.Report report = new LinkProbe.Report();
        report.take(
                MASTER_1,
                List.of(
                        "listening 1000050 7071 5050",
                        "way zk-1 2181 1000100 124 1006000 1060000 0",
                        "way zk-1 2888 1000100 1 - 1060000 1",
                        "left elements = { 10.0.0.1 . 10.0.0.2 }",
                        "bash: ss: command not found",
                        "done"));

        Looks looks = report.looks();

        assertThat(looks.ways())
                .containsExactly(
                        silentUntil(TO_ZK, 6_000),
                        new Looks.Tried(
                                new Way(MASTER_1, ZK_1, 2888),
                                after(100),
                                false,
                                false,
                                Optional.empty(),
                                after(END_MILLIS),
                                false));
        assertThat(looks.listening().get(MASTER_1))
                .containsExactly(new Looks.Listening(after(50), List.of(7071, 5050)));
        assertThat(looks.left()).containsExactly("master-1 left elements = { 10.0.0.1 . 10.0.0.2 }");
        assertThat(looks.unseen()).containsExactly("on master-1: bash: ss: command not found");
        assertThat(looks.silentLinks()).isEqualTo(1);
        assertThat(looks.lastOpened()).contains(after(6_000));
    }
}
