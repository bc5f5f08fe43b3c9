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
        return new Requests(WORKLOAD, new Chance(seed).purpose(purpose), new AtomicLong(1));
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

        draw(new Requests(WORKLOAD, chance.purpose("requests"), new AtomicLong(1)));

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
}
