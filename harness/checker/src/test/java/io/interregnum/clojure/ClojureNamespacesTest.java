package io.interregnum.clojure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Runs what is tested in Clojure: each {@code deftest} is a test here. */
class ClojureNamespacesTest {

    @TestFactory
    Stream<DynamicTest> withoutKnossosAndJepsen() {
        return tests(
                IsolatedClojure.with(),
                "interregnum.model-test",
                "interregnum.history-test",
                "interregnum.linear-test",
                "interregnum.agreement-test",
                "interregnum.readme-test",
                "interregnum.alone-test");
    }

    @TestFactory
    Stream<DynamicTest> withKnossosAndJepsen() {
        return tests(
                IsolatedClojure.with("knossos", "jepsen"),
                "interregnum.jepsen-test",
                "interregnum.knossos-model-test",
                "interregnum.second-opinion-test");
    }

    /** Its models are an interface, histories are to be lifted, and checkers of Jepsen take the model. */
    @TestFactory
    Stream<DynamicTest> withAnotherKnossosAndAnOldJepsen() {
        return tests(
                IsolatedClojure.with("knossos-interface", "knossos", "jepsen-history", "jepsen-old"),
                "interregnum.knossos-model-test",
                "interregnum.lifted-test",
                "interregnum.old-jepsen-test");
    }

    private static Stream<DynamicTest> tests(IsolatedClojure clojure, String... namespaces) {
        return Stream.of(namespaces).flatMap(namespace -> {
            List<?> names = (List<?>) clojure.call("interregnum.runner", "tests", namespace);
            assertThat(names).as("tests in %s", namespace).isNotEmpty();
            return names.stream()
                    .map(name -> DynamicTest.dynamicTest(
                            namespace + ": " + name,
                            () -> assertThat(clojure.call("interregnum.runner", "run", namespace, name))
                                    .as("%s/%s", namespace, name)
                                    .isEqualTo("")));
        });
    }
}
