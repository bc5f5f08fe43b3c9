package io.interregnum.cluster.docker;

import static org.assertj.core.api.Assertions.assertThat;

import io.interregnum.cluster.docker.Owner.Life;
import io.interregnum.cluster.docker.Owner.Machine;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OwnerTest {
    private static final Duration YOUNG = Duration.ofMinutes(1);
    private static final Duration OLD = Duration.ofHours(25);
    private static final Owner OWNER = new Owner("host", "boot", "pid:[1]", 77, "5000");

    private static Machine machine(String host, String boot, String pidSpace, String startOf77) {
        return new Machine(
                host,
                boot,
                pidSpace,
                pid -> pid == 77 ? Optional.of(startOf77).filter(s -> !s.isEmpty()) : Optional.empty());
    }

    @Test
    void livesWhileItsProcessHasTheSameStart() {
        assertThat(OWNER.life(machine("host", "boot", "pid:[1]", "5000"))).isEqualTo(Life.ALIVE);
        assertThat(OWNER.isGone(machine("host", "boot", "pid:[1]", "5000"), OLD))
                .isFalse();
    }

    @Test
    void isDeadWhenItsNumberBelongsToALaterProcess() {
        assertThat(OWNER.life(machine("host", "boot", "pid:[1]", "5001"))).isEqualTo(Life.DEAD);
    }

    @Test
    void isDeadWhenItsProcessIsGoneOrTheMachineWasRestarted() {
        assertThat(OWNER.life(machine("host", "boot", "pid:[1]", ""))).isEqualTo(Life.DEAD);
        assertThat(OWNER.life(machine("host", "another boot", "pid:[1]", "5000")))
                .isEqualTo(Life.DEAD);
        assertThat(OWNER.isGone(machine("host", "another boot", "pid:[1]", "5000"), YOUNG))
                .isTrue();
    }

    @Test
    void cannotBeJudgedFromElsewhereAndGoesOnlyWhenVeryOld() {
        Machine anotherHost = machine("another host", "boot", "pid:[1]", "");
        Machine anotherContainer = machine("host", "boot", "pid:[2]", "");

        assertThat(OWNER.life(anotherHost)).isEqualTo(Life.CANNOT_TELL);
        assertThat(OWNER.life(anotherContainer)).isEqualTo(Life.CANNOT_TELL);
        assertThat(OWNER.isGone(anotherContainer, YOUNG)).isFalse();
        assertThat(OWNER.isGone(anotherContainer, Owner.OLDEST)).isFalse();
        assertThat(OWNER.isGone(anotherContainer, OLD)).isTrue();
    }

    @Test
    void readsWhatItWrote() {
        assertThat(Owner.parse(OWNER.text())).contains(OWNER);
        assertThat(Owner.parse(Owner.self().text())).contains(Owner.self());
    }

    @Test
    void refusesLabelsThatAreNotOurs() {
        assertThat(Owner.parse("")).isEmpty();
        assertThat(Owner.parse("a/b/c/d/e")).isEmpty();
        assertThat(Owner.parse("a/b/c/77")).isEmpty();
    }

    @Test
    void thisProcessLives() {
        assertThat(Owner.self().life(Machine.here())).isEqualTo(Life.ALIVE);
    }

    @Test
    void readsTheStartBehindACommandWithBlanksAndParentheses() {
        String fields = " 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 4711 20";

        assertThat(Machine.startIn("77 (a) b) c) S" + fields)).contains("4711");
        assertThat(Machine.startIn("77 (java) Z" + fields)).isEmpty();
    }
}
