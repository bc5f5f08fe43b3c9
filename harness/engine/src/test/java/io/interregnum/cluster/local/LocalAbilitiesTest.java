package io.interregnum.cluster.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.interregnum.cluster.Ability;
import io.interregnum.cluster.ClusterSpec;
import io.interregnum.cluster.UnableException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a user is told on machines that cannot do it all. */
class LocalAbilitiesTest {
    @TempDir
    Path directory;

    /** A machine on which everything works but what is named. */
    private record Lame(String osName, Set<String> absent, String failing) implements Machine {
        @Override
        public boolean has(String program) {
            return !absent.contains(program);
        }

        @Override
        public Outcome run(List<String> command) {
            return !failing.isEmpty() && command.contains(failing)
                    ? new Outcome(1, "unshare: unshare failed: Operation not permitted\nmore")
                    : new Outcome(0, "");
        }
    }

    private LocalBackend on(Machine machine) {
        return new LocalBackend(machine, directory, new ClassArchives(directory));
    }

    private static Ability named(List<Ability> abilities, String name) {
        return abilities.stream()
                .filter(ability -> ability.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void anotherOperatingSystemIsPointedToDocker() {
        LocalBackend backend = on(new Lame("Mac OS X", Set.of(), ""));

        assertThat(backend.tryAbilities()).singleElement().satisfies(ability -> {
            assertThat(ability.status()).isEqualTo(Ability.Status.MISSING);
            assertThat(ability.detail()).contains("Mac OS X");
            assertThat(ability.remedy()).contains("install Docker");
        });
    }

    @Test
    void startRefusesWithTheSameWords() {
        LocalBackend backend = on(new Lame("Linux", Set.of("ip", "unshare"), ""));

        assertThatThrownBy(() ->
                        backend.start(LocalClusterIT.launch(directory, ClusterSpec.DEFAULT, "lame", new ArrayList<>())))
                .isInstanceOf(UnableException.class)
                .hasMessage(
                        "this machine cannot run local nodes: unshare: no unshare in PATH; install it, on Debian and"
                                + " Ubuntu: apt-get install util-linux; ip: no ip in PATH; install it, on Debian and Ubuntu:"
                                + " apt-get install iproute2");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void withoutNftThereIsASubstitute() {
        Ability nft = named(LocalAbilities.ofCommands(new Lame("Linux", Set.of("nft"), "")), "nft");

        assertThat(nft.status()).isEqualTo(Ability.Status.OPTIONAL_MISSING);
        assertThat(nft.detail()).contains("ip rule").contains("nobody counts dropped packets");
        assertThat(nft.remedy()).contains("apt-get install nftables");
    }

    @Test
    void forbiddenUserNamespacesNameTheSettingOfUbuntu() {
        List<Ability> abilities = on(new Lame("Linux", Set.of(), "--user")).tryAbilities();

        Ability user = named(abilities, "user namespace");
        assertThat(user.status()).isEqualTo(Ability.Status.MISSING);
        assertThat(user.detail()).isEqualTo("exit 1: unshare: unshare failed: Operation not permitted");
        assertThat(user.remedy()).contains("kernel.apparmor_restrict_unprivileged_userns=0");
        assertThat(directory).isEmptyDirectory();
    }
}
