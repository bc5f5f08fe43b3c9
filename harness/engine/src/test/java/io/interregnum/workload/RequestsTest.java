package io.interregnum.workload;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What clients ask for: drawn by the seed, and nothing else. */
class RequestsTest {
    private static final Workload WORKLOAD = new Workload(100, 4, 40, 20, 0, Duration.ofSeconds(1), 8);

    private static Requests requests(long seed, String purpose) {
        return new Requests(WORKLOAD, new Chance(seed).purpose(purpose), new AtomicLong(1), new Sets());
    }

    private static List<ClientRequest> draw(Requests requests) {
        return Stream.generate(requests::next).limit(200).toList();
    }

    @Test
    void theSameSeedAsksForTheSame() {
        assertThat(draw(requests(42, "client-1"))).isEqualTo(draw(requests(42, "client-1")));
    }

    @Test
    void anotherSeedOrAnotherClientAsksForSomethingElse() {
        List<ClientRequest> asked = draw(requests(42, "client-1"));

        assertThat(asked).isNotEqualTo(draw(requests(43, "client-1")));
        assertThat(asked).isNotEqualTo(draw(requests(42, "client-2")));
    }

    @Test
    void drawingMoreForOnePurposeDoesNotShiftAnother() {
        Chance chance = new Chance(42);
        List<Integer> alone = chance.purpose("targets").ints(20).boxed().toList();

        draw(new Requests(WORKLOAD, chance.purpose("requests"), new AtomicLong(1), new Sets()));

        assertThat(chance.purpose("targets").ints(20).boxed().toList()).isEqualTo(alone);
    }

    @Test
    void asksForTheSharesOfTheWorkloadOnEveryKey() {
        Requests requests = requests(42, "client-1");
        Stream.of("k00", "k01", "k02", "k03").forEach(key -> requests.saw(key, 0));

        List<ClientRequest> asked = Stream.generate(requests::next).limit(2_000).toList();

        var byKind = asked.stream().collect(Collectors.groupingBy(ClientRequest::f, Collectors.counting()));
        assertThat(byKind.get("read")).isBetween(700L, 900L);
        assertThat(byKind.get("cas")).isBetween(300L, 500L);
        assertThat(byKind.get("write")).isBetween(700L, 900L);
        assertThat(asked.stream().map(ClientRequest::key)).contains("k00", "k01", "k02", "k03");
    }

    @Test
    void expectsWhatItLastSawOnThatKeyAndAsksForNoComparisonBeforeItSawAnything() {
        Requests requests = requests(42, "client-1");
        assertThat(draw(requests)).extracting(ClientRequest::f).doesNotContain("cas");

        requests.saw("k01", 11);
        requests.saw("k01", 12);

        assertThat(draw(requests).stream().filter(request -> request.f().equals("cas")))
                .isNotEmpty()
                .allMatch(request ->
                        request.key().equals("k01") && request.expected().equals(OptionalLong.of(12)));
    }

    @Test
    void setsAreAddedToAndReadAndTheirElementsAreUnique() {
        Workload workload = WORKLOAD.withContent(Workload.Content.SET);
        Requests requests = new Requests(workload, new Chance(42).purpose("x"), new AtomicLong(1), new Sets());

        List<ClientRequest> asked = draw(requests);

        List<ClientRequest> added =
                asked.stream().filter(request -> request.f().equals("add")).toList();
        assertThat(asked).extracting(ClientRequest::f).containsOnly("add", "read-set");
        assertThat(added).hasSizeBetween(130, 190);
        assertThat(added).extracting(ClientRequest::value).doesNotHaveDuplicates();
        assertThat(asked).extracting(ClientRequest::key).containsOnly("s00", "s01", "s02", "s03");
    }

    @Test
    void aMixedWorkloadHasBothByHalves() {
        Workload workload = WORKLOAD.withContent(Workload.Content.MIXED);
        Requests requests = new Requests(workload, new Chance(42).purpose("x"), new AtomicLong(1), new Sets());

        long ofSets = draw(requests).stream()
                .filter(request -> request.key().startsWith("s"))
                .count();

        assertThat(ofSets).isBetween(70L, 130L);
    }

    @Test
    void whenAllSetsAreFullThereIsStillSomethingToWrite() {
        Workload workload = WORKLOAD.withContent(Workload.Content.SET);
        Sets sets = new Sets();
        for (int i = 0; i < Sets.SETS_MAX * Sets.ELEMENTS_MAX; i++) {
            assertThat(sets.forAddition()).isPresent();
        }
        Requests requests = new Requests(workload, new Chance(42).purpose("x"), new AtomicLong(1), sets);

        assertThat(draw(requests))
                .extracting(ClientRequest::f)
                .contains("write", "read-set")
                .doesNotContain("add");
    }
}
