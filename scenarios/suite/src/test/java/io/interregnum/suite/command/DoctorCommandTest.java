package io.interregnum.suite.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.interregnum.cluster.Ability;
import io.interregnum.cluster.Backend;
import io.interregnum.cluster.Cluster;
import io.interregnum.cluster.ClusterException;
import io.interregnum.cluster.Need;
import io.interregnum.cluster.Removal;
import io.interregnum.cluster.UnableException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is said of a backend, and that one which breaks is an answer too. */
class DoctorCommandTest {
    private final StringWriter printed = new StringWriter();
    private final List<String> asked = new ArrayList<>();

    /** A backend that has one ability, and breaks where it is told to. */
    private final class Patient implements Backend {
        private Ability ability = Ability.works("processes", "some");
        private boolean imageIsThere = true;
        private boolean breaksWhenTried;
        private boolean breaksAtNeeds;

        @Override
        public String name() {
            return "patient";
        }

        @Override
        public Optional<String> gotBeforeTrying() {
            return imageIsThere ? Optional.empty() : Optional.of("an image");
        }

        @Override
        public List<Ability> tryAbilities() {
            asked.add("abilities");
            if (breaksWhenTried) {
                throw new ClusterException("no answer within 60 s");
            }
            return List.of(ability);
        }

        @Override
        public List<Ability> tryNeeds(Set<Need> needs) {
            asked.add("needs");
            if (breaksAtNeeds) {
                throw new UnableException("no image can be had");
            }
            return List.of(Ability.missing("netem", "no module", "load it"));
        }

        @Override
        public Cluster start(Launch launch) {
            throw new AssertionError("a doctor starts no cluster");
        }

        @Override
        public Removal removeLeftovers() {
            throw new AssertionError("a doctor cleans nothing");
        }
    }

    private boolean examine(Backend backend) {
        return DoctorCommand.examine(backend, new Console(new PrintWriter(printed)));
    }

    @Test
    void aBackendWorksAlthoughSomeFaultsLackWhatTheyNeed() {
        assertThat(examine(new Patient())).isTrue();

        assertThat(asked).containsExactly("abilities", "needs");
        assertThat(printed.toString().lines().toList()).hasSize(4).satisfies(lines -> {
            assertThat(lines.get(0)).isEqualTo("patient: works");
            assertThat(lines.get(1)).contains("works", "processes", "some");
            assertThat(lines.get(2)).contains("(missing)", "netem", "no module");
            assertThat(lines.get(3)).contains("get it: load it");
        });
    }

    @Test
    void aBackendWithoutAnAbilityCannotBeUsedAndItsNeedsAreNotTried() {
        Patient patient = new Patient();
        patient.ability = Ability.missing("image for nodes", "no registry answers", "connect one");

        assertThat(examine(patient)).isFalse();

        assertThat(asked).containsExactly("abilities");
        assertThat(printed.toString())
                .contains("patient: can't be used here", "missing", "image for nodes", "get it: connect one");
    }

    @Test
    void saysWhatItWaitsForBeforeItTries() {
        Patient patient = new Patient();
        patient.imageIsThere = false;

        examine(patient);

        assertThat(printed.toString().lines().toList()).startsWith("patient: getting an image", "patient: works");
    }

    @Test
    void aBackendThatBreaksWhileItIsTriedIsNamedAndKeepsNoOtherFromBeingTried() {
        Patient first = new Patient();
        first.breaksWhenTried = true;
        Patient second = new Patient();
        second.breaksAtNeeds = true;

        assertThat(examine(first)).isFalse();
        assertThat(examine(second)).isFalse();

        assertThat(printed.toString())
                .contains("patient: can't be used here: no answer within 60 s")
                .contains("patient: can't be used here: no image can be had");
    }
}
