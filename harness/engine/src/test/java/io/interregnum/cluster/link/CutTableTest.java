package io.interregnum.cluster.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.interregnum.cluster.Addresses;
import io.interregnum.cluster.Cut;
import io.interregnum.cluster.Impairment;
import io.interregnum.cluster.Link;
import io.interregnum.cluster.NodeId;
import io.interregnum.cluster.Role;
import io.interregnum.cluster.link.CutTable.Armed;
import io.interregnum.cluster.link.CutTable.Element;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class CutTableTest {
    private static final NodeId ZK_1 = new NodeId(Role.ENSEMBLE, 1);
    private static final NodeId MASTER_1 = new NodeId(Role.MASTER, 1);
    private static final Link THERE = new Link(ZK_1, MASTER_1);
    private static final Addresses ADDRESSES = new Addresses(Map.of(ZK_1, "198.18.1.2", MASTER_1, "198.18.4.2"));
    private static final List<Link> BOTH_WAYS = Link.between(List.of(ZK_1), List.of(MASTER_1));

    private static List<Element> both() {
        return CutTable.elements(Cut.packets(BOTH_WAYS), ADDRESSES);
    }

    @Test
    void aCutReplacesWhateverWasThereInOneTransaction() {
        List<Armed> armed = both().stream().map(each -> new Armed(each, 2500)).toList();

        assertThat(CutTable.change(armed, List.of())).isEqualTo("""
                add element ip interregnum packets_all { 198.18.1.2 . 198.18.4.2 timeout 1d, 198.18.4.2 . 198.18.1.2 timeout 1d }
                delete element ip interregnum packets_all { 198.18.1.2 . 198.18.4.2, 198.18.4.2 . 198.18.1.2 }
                add element ip interregnum packets_all { 198.18.1.2 . 198.18.4.2 timeout 2500ms, 198.18.4.2 . 198.18.1.2 timeout 2500ms }
                """);
    }

    @Test
    void healsWithAnAdditionFirstSoThatAnExpiredElementIsNoError() {
        assertThat(CutTable.change(List.of(), both().subList(0, 1))).isEqualTo("""
                add element ip interregnum packets_all { 198.18.1.2 . 198.18.4.2 timeout 1d }
                delete element ip interregnum packets_all { 198.18.1.2 . 198.18.4.2 }
                """);
    }

    @Test
    void neverGivesATimerOfZeroWhichWouldMeanForever() {
        assertThat(CutTable.change(List.of(new Armed(both().get(0), 0)), List.of()))
                .contains("timeout 1ms }");
    }

    @Test
    void eachPortIsAnElementOfTheKindsOwnSet() {
        Cut cut = new Cut(List.of(THERE, THERE), Cut.Kind.REFUSED, Set.of(3888, 2888));

        assertThat(CutTable.elements(cut, ADDRESSES))
                .containsExactly(
                        new Element("refused_port", THERE, "198.18.1.2 . 198.18.4.2 . 2888"),
                        new Element("refused_port", THERE, "198.18.1.2 . 198.18.4.2 . 3888"));
        assertThatThrownBy(() -> new Cut(List.of(THERE), Cut.Kind.PACKETS, Set.of(0)))
                .hasMessage("port=0 must be from 1 to 65535");
    }

    @Test
    void onlyTheFirstPacketOfAConnectionIsStoppedAndNoResetIsAnswered() {
        String script = CutTable.AT_RECEIVER.prepare();

        assertThat(script)
                .contains("tcp flags & (syn | ack) == syn ip saddr . ip daddr @connections_all ")
                .contains("tcp flags & rst == 0 ip saddr . ip daddr @refused_all ")
                .contains("hook input priority -300;");
    }

    @Test
    void touchesOnlyItsOwnTable() {
        String all = CutTable.AT_ROUTER.prepare()
                + CutTable.prepare(new Impairment.Loss(2.5))
                + CutTable.change(List.of(), both())
                + CutTable.list(both())
                + CutTable.count();

        assertThat(all.lines()).allMatch(line -> line.contains(" ip interregnum"));
        assertThat(all).doesNotContain("flush");
    }

    @Test
    void readsTheCounter() {
        assertThat(CutTable.counted("table ip interregnum {\n\tcounter dropped {\n\t\tpackets 42 bytes 2520\n}}\n"))
                .isEqualTo(42);
        assertThatThrownBy(() -> CutTable.counted("nothing"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nothing");
    }

    @Test
    void readsTheCountersOfElementsByLink() {
        Map<Link, Long> sums = new TreeMap<>(Link.ORDER);
        String listed = """
                table ip interregnum {
                	set packets_all {
                		type ipv4_addr . ipv4_addr
                		flags timeout
                		counter
                		elements = { 198.18.9.2 . 198.18.4.2 counter packets 7 bytes 0 timeout 5s expires 4s976ms,
                			     198.18.1.2 . 198.18.4.2 counter packets 3 bytes 180 timeout 5s expires 5s }
                	}
                }
                """;

        CutTable.addListed(listed, both(), sums);

        assertThat(sums).containsExactly(Map.entry(THERE, 3L));
    }
}
