package io.interregnum.masters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command line of a master. */
class FlagsTest {
    private static final String GOOD = "--zk 10.0.0.1:2181,10.0.0.2:2181/ref --id master-1 --ip 10.0.0.4 --port 5050";

    private static Flags parse(String line) {
        return Flags.parse(line.split(" ", -1));
    }

    @Test
    void readsWhatIsGivenAndDefaultsTheRest() {
        Flags flags = parse(GOOD + " --variant suspended-is-leader,no-fence");

        assertThat(flags.zooKeeperServers()).containsExactly("10.0.0.1:2181", "10.0.0.2:2181");
        assertThat(flags.group()).isEqualTo("/ref");
        assertThat(flags.sessionTimeoutMs()).isEqualTo(2000);
        assertThat(flags.variants()).isEqualTo(Set.of(Variant.SUSPENDED_IS_LEADER, Variant.NO_FENCE));
        assertThat(parse(GOOD).variants()).isEmpty();
        assertThat(parse(GOOD).election()).isEqualTo(ElectionKind.OWN);
    }

    @Test
    void aRecipeMayBeJoinedWithAMistakeOfTheRegistrar() {
        Flags flags = parse(GOOD + " --election latch --error-policy session --variant no-fence");

        assertThat(flags.election()).isEqualTo(ElectionKind.LATCH);
        assertThat(flags.errorPolicy()).isEqualTo(ErrorPolicy.SESSION);
        assertThat(flags.variants()).containsExactly(Variant.NO_FENCE);
    }

    @ParameterizedTest
    @CsvSource({
        "--bogus 1, unknown flag \"--bogus\"",
        "--variant wrong, \"wrong\" is not a variant",
        "'--variant correct,no-fence', \"correct\" is not a variant that combines",
        "--store-timeout-ms soon, expected a whole number",
        "--fetch-timeout-ms, needs a value",
        "--port 5051, --port is given twice",
        "--election best, '--election best: expected one of own, latch, selector'",
        "--error-policy none, '--error-policy none: expected one of standard, session'",
        "'--election latch --variant no-fence,mesos-timer', leaves no room for a mistake of our own election"
    })
    void saysWhatIsWrong(String more, String message) {
        assertThatThrownBy(() -> parse(GOOD + " " + more))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource({"/ref, --zk is missing", "10.0.0.1:2181, --zk", "localhost:2181, --zk", "10.0.0.1:99999, --zk"})
    void refusesServersThatAreNotNumericAddressesWithAGroup(String zk, String message) {
        String line = zk.startsWith("/") ? "--id a --ip 10.0.0.4 --port 1" : "--zk " + zk + " --id a";

        assertThatThrownBy(() -> parse(line + (zk.startsWith("/") ? "" : " --ip 10.0.0.4 --port 1")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    private static final String LOG =
            " --registry paxos --replicas 10.0.0.4:5053,10.0.0.5:5053,10.0.0.6:5053 --quorum 2" + " --work-dir data";

    @Test
    void aReplicatedLogKnowsItselfByItsAddress() {
        Flags.ReplicatedLog log = parse(GOOD.replace("10.0.0.4", "10.0.0.5") + LOG)
                .replicatedLog()
                .orElseThrow();

        assertThat(log.self()).isEqualTo(1);
        assertThat(log.quorum()).isEqualTo(2);
        assertThat(parse(GOOD).replicatedLog()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "'', --variant amnesia, does nothing with --registry zookeeper",
        "'', --quorum 2, --quorum is for --registry paxos only",
        "'', --work-dir ., --work-dir is for --registry paxos only",
        "'', --replica-port 5054, --replica-port is for --registry paxos only",
        "'', --registry paxos, --replicas is missing",
        "log, --election latch --variant mesos-timer, leaves no room for a mistake of our own election",
        "'', --registry etcd, expected zookeeper or paxos",
        "log, --variant no-fence, does nothing with --registry paxos",
        "log, --replica-port 5054, expected this master's own 10.0.0.4:5054"
    })
    void saysWhatIsWrongWithTheRegistry(String log, String more, String message) {
        assertThatThrownBy(() -> parse(GOOD + (log.isEmpty() ? "" : LOG) + " " + more))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }
}
