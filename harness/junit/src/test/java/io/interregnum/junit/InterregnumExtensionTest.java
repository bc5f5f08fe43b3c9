package io.interregnum.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.interregnum.cluster.Cluster;
import io.interregnum.cluster.ClusterSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/** Runs little test classes, which are the nested ones below, and looks at what became of their clusters. */
class InterregnumExtensionTest {
    private static final ClusterSpec SPEC = new ClusterSpec(1, 2, 2, Duration.ofSeconds(2), Duration.ofMillis(500));

    @TempDir
    private static Path directory;

    private static FakeBackend backend = new FakeBackend();
    private static List<Cluster> given = new ArrayList<>();
    private static boolean interruptedAfter;

    @BeforeEach
    void forgetTheLastTest() {
        backend = new FakeBackend();
        given = new ArrayList<>();
        interruptedAfter = false;
    }

    private static InterregnumExtension extension() {
        return InterregnumExtension.on(backend)
                .spec(SPEC)
                .system(new FakeSystem())
                .ensembleClassPath(List.of(Path.of("zookeeper.jar")))
                .directory(directory)
                .build();
    }

    private static EngineExecutionResults execute(Class<?> tests) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(tests))
                .execute();
    }

    private static Throwable failure(EngineExecutionResults results) {
        return results.allEvents().failed().stream()
                .findFirst()
                .flatMap(event -> event.getPayload(TestExecutionResult.class))
                .flatMap(TestExecutionResult::getThrowable)
                .orElseThrow();
    }

    static class TwoTests {
        @RegisterExtension
        final InterregnumExtension extension = extension();

        @BeforeEach
        void before(Cluster cluster) {
            given.add(cluster);
        }

        @Test
        void one(Cluster cluster) {
            given.add(cluster);
        }

        @Test
        void two(Cluster cluster) {
            given.add(cluster);
        }

        @AfterEach
        void after(Cluster cluster) {
            given.add(cluster);
        }
    }

    @Test
    void startsAClusterForEachTestAndClosesItOnce() {
        EngineExecutionResults results = execute(TwoTests.class);

        results.testEvents().assertStatistics(events -> events.succeeded(2).failed(0));
        assertThat(backend.clusters).hasSize(2).allMatch(cluster -> cluster.closeCount == 1);
        assertThat(given)
                .containsExactly(
                        backend.clusters.get(0),
                        backend.clusters.get(0),
                        backend.clusters.get(0),
                        backend.clusters.get(1),
                        backend.clusters.get(1),
                        backend.clusters.get(1));
    }

    @Test
    void launchesWhatWasDescribedUnderAnotherLabelEachTime() {
        execute(TwoTests.class);

        assertThat(backend.launches).allSatisfy(launch -> {
            assertThat(launch.spec()).isEqualTo(SPEC);
            assertThat(launch.ensembleProgramPath()).containsExactly(Path.of("zookeeper.jar"));
            assertThat(launch.label()).matches("[a-z0-9-]{1,40}");
            assertThat(launch.nodesDirectory())
                    .isEqualTo(directory.resolve(launch.label()))
                    .isDirectory();
        });
        assertThat(backend.launches).extracting(launch -> launch.label()).doesNotHaveDuplicates();
    }

    static class Fails {
        @RegisterExtension
        final InterregnumExtension extension = extension();

        @Test
        void fails() {
            throw new AssertionError("as planned");
        }
    }

    @Test
    void closesTheClusterOfATestThatFailsAndPublishesWhereItsOutputIs() {
        EngineExecutionResults results = execute(Fails.class);

        assertThat(failure(results)).hasMessage("as planned");
        assertThat(backend.clusters).singleElement().matches(cluster -> cluster.closeCount == 1);
        assertThat(results.allEvents().reportingEntryPublished().stream().map(Event::toString))
                .singleElement()
                .asString()
                .contains(
                        "interregnum.nodes",
                        backend.launches.get(0).nodesDirectory().toString());
    }

    static class NeverReturns {
        @RegisterExtension
        final InterregnumExtension extension = extension();

        @Test
        @Timeout(value = 50, unit = TimeUnit.MILLISECONDS)
        void waitsForNothing() throws InterruptedException {
            new CountDownLatch(1).await();
        }
    }

    @Test
    void closesTheClusterOfATestThatRanOutOfTime() {
        EngineExecutionResults results = execute(NeverReturns.class);

        results.testEvents().assertStatistics(events -> events.failed(1));
        assertThat(backend.clusters).singleElement().matches(cluster -> cluster.closeCount == 1);
    }

    static class LeavesTheThreadInterrupted {
        @RegisterExtension
        @Order(1)
        final AfterEachCallback comesAfterIt =
                context -> interruptedAfter = Thread.currentThread().isInterrupted();

        @RegisterExtension
        @Order(2)
        final InterregnumExtension extension = extension();

        @Test
        void interrupted() {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void closesWithoutBeingCutShortByAnInterrupt() {
        execute(LeavesTheThreadInterrupted.class);

        assertThat(backend.clusters)
                .singleElement()
                .matches(cluster -> cluster.closeCount == 1)
                .matches(cluster -> !cluster.interruptedAtClose, "not interrupted while it was closed");
        assertThat(interruptedAfter).as("the interrupt is handed on").isTrue();
    }

    static class FailsBeforeIt {
        @RegisterExtension
        final InterregnumExtension extension = extension();

        @BeforeEach
        void fails() {
            throw new AssertionError("before the test");
        }

        @Test
        void neverBegins() {}
    }

    @Test
    void closesTheClusterOfATestThatNeverBegan() {
        EngineExecutionResults results = execute(FailsBeforeIt.class);

        assertThat(failure(results)).hasMessage("before the test");
        assertThat(backend.clusters).singleElement().matches(cluster -> cluster.closeCount == 1);
    }

    @Test
    void failsInsteadOfSkippingWhereTheMachineCannotRunIt() {
        backend.missing = "no namespaces here; use another machine";

        EngineExecutionResults results = execute(TwoTests.class);

        results.testEvents()
                .assertStatistics(events -> events.failed(2).skipped(0).aborted(0));
        assertThat(failure(results)).hasMessage("no namespaces here; use another machine");
    }

    @Test
    void aClusterThatCouldNotBeClosedFailsTheTest() {
        backend.refusesToClose = "node master-1 refuses";

        EngineExecutionResults results = execute(TwoTests.class);

        results.testEvents().assertStatistics(events -> events.failed(2));
        assertThat(failure(results)).hasMessage("node master-1 refuses");
    }

    static class AsksTooEarly {
        @RegisterExtension
        static final InterregnumExtension EXTENSION = extension();

        @BeforeAll
        static void asks(Cluster cluster) {
            given.add(cluster);
        }

        @Test
        void neverBegins() {}
    }

    @Test
    void saysWhereAClusterCanBeAskedFor() {
        EngineExecutionResults results = execute(AsksTooEarly.class);

        assertThat(failure(results))
                .hasMessageContaining("no cluster runs here")
                .hasMessageContaining("@BeforeEach");
        assertThat(backend.clusters).isEmpty();
    }

    @Test
    void refusesToBeBuiltWithoutSystemOrEnsemble() {
        assertThatThrownBy(() -> InterregnumExtension.on(backend).build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("system()");
        assertThatThrownBy(() -> InterregnumExtension.on(backend)
                        .system(new FakeSystem())
                        .build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("ensembleClassPath()");
    }
}
