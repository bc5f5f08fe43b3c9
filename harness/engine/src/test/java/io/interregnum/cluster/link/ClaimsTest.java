package io.interregnum.cluster.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.interregnum.cluster.Cut;
import io.interregnum.cluster.Link;
import io.interregnum.cluster.NodeId;
import io.interregnum.cluster.Role;
import io.interregnum.cluster.link.CutTable.Armed;
import io.interregnum.cluster.link.CutTable.Element;
import io.interregnum.history.RunClock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ClaimsTest {
    private static final Link LINK = new Link(new NodeId(Role.MASTER, 1), new NodeId(Role.MASTER, 2));
    private static final Element ONE = new Element("packets_all", LINK, "one");
    private static final Element TWO = new Element("packets_all", LINK, "two");

    private final AtomicLong now = new AtomicLong();
    private final Claims claims = new Claims(RunClock.on(now::get));

    @Test
    void whatTwoWantStaysUntilTheLastLetsGo() {
        claims.claim("a", List.of(ONE, TWO), Duration.ofSeconds(5));
        Claims.Change second = claims.claim("b", List.of(TWO), Duration.ofSeconds(3));
        Claims.Change first = claims.release("a", List.of(ONE, TWO));
        Claims.Change last = claims.release("b", List.of(TWO));

        assertThat(second).isEqualTo(new Claims.Change(List.of(), List.of()));
        assertThat(first).isEqualTo(new Claims.Change(List.of(new Armed(TWO, 3000)), List.of(ONE)));
        assertThat(last).isEqualTo(new Claims.Change(List.of(), List.of(TWO)));
    }

    @Test
    void equalCutsOfTwoOwnersAreToldApart() {
        Cut first = new Cut(List.of(LINK), Cut.Kind.PACKETS, Set.of(), 0);
        Cut second = new Cut(List.of(LINK), Cut.Kind.PACKETS, Set.of(), 1);
        claims.claim(first, List.of(ONE), Duration.ofSeconds(5));
        claims.claim(second, List.of(ONE), Duration.ofSeconds(5));

        assertThat(claims.release(second, List.of(ONE)).out()).isEmpty();
        assertThat(claims.release(second, List.of(ONE)).out()).as("once more").isEmpty();
        assertThat(claims.release(first, List.of(ONE)).out()).containsExactly(ONE);
    }

    @Test
    void theSameOwnersLaterEndCounts() {
        claims.claim("a", List.of(ONE), Duration.ofSeconds(60));

        assertThat(claims.claim("a", List.of(ONE), Duration.ofSeconds(1)).in()).containsExactly(new Armed(ONE, 1000));
    }

    @Test
    void whatIsOverIsWantedByNobody() {
        claims.claim("a", List.of(ONE), Duration.ofSeconds(5));
        claims.claim("b", List.of(ONE), Duration.ofSeconds(1));
        now.set(Duration.ofSeconds(2).toNanos());

        assertThat(claims.release("a", List.of(ONE)).out()).containsExactly(ONE);
    }

    @Test
    void lettingGoOfWhatNobodyWantsIsNoError() {
        assertThat(claims.release("a", List.of(ONE)).out()).containsExactly(ONE);
    }
}
