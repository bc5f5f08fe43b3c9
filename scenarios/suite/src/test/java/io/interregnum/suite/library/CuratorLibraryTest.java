package io.interregnum.suite.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.interregnum.cluster.UnableException;
import io.interregnum.suite.Home;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A class path with another Curator holds nothing of the first one. */
class CuratorLibraryTest {
    private static final List<Path> BUILT = Stream.of(
                    "interregnum-masters-0.1.0-SNAPSHOT.jar",
                    "curator-client-5.9.0.jar",
                    "curator-framework-5.9.0.jar",
                    "curator-recipes-5.9.0.jar",
                    "guava-33.0.0-jre.jar",
                    "jackson-databind-2.22.0.jar",
                    "netty-handler-4.2.0.Final.jar",
                    "slf4j-api-2.0.20.jar",
                    "zookeeper-3.9.5.jar")
            .map(name -> Path.of("lib", name))
            .toList();

    private final List<String> asked = new ArrayList<>();
    private final CuratorLibrary library = new CuratorLibrary(this::closure);

    /** What Curator 5.6.0 needs; everything else is nowhere. */
    private List<Artifacts.Found> closure(String coordinates, Set<String> without) {
        asked.add(coordinates);
        asked.addAll(without);
        if (!coordinates.endsWith(":5.6.0")) {
            throw new UnableException("cannot find " + coordinates + " in central (https://repo.example)");
        }
        return Stream.of(
                        "curator-recipes-5.6.0.jar",
                        "curator-framework-5.6.0.jar",
                        "curator-client-5.6.0.jar",
                        "guava-32.0.0-jre.jar",
                        "zookeeper-3.7.2.jar")
                .map(name -> new Artifacts.Found("any:any", Path.of("repository", name)))
                .toList();
    }

    @Test
    void nothingIsThereInTwoVersions() {
        List<Path> path = library.classPath(BUILT, "5.6.0");

        Map<String, Long> times = path.stream()
                .collect(Collectors.groupingBy(CuratorLibrary::artifact, TreeMap::new, Collectors.counting()));
        assertThat(times)
                .containsKeys("curator-recipes", "zookeeper", "guava")
                .allSatisfy((name, count) -> assertThat(count).as(name).isEqualTo(1));
        assertThat(path)
                .contains(Path.of("repository/curator-recipes-5.6.0.jar"), Path.of("lib/slf4j-api-2.0.20.jar"))
                .doesNotContain(Path.of("lib/netty-handler-4.2.0.Final.jar"), Path.of("lib/zookeeper-3.9.5.jar"));
    }

    @Test
    void whatMastersBringThemselvesIsNotAskedFor() {
        library.classPath(BUILT, "5.6.0");

        assertThat(asked)
                .contains("org.apache.curator:curator-recipes:5.6.0", "org.slf4j:*", "com.fasterxml.jackson.core:*");
    }

    @Test
    void aVersionThatIsNowhereIsNamedWithWhereItWasLookedForAndWhatToDo() {
        assertThatThrownBy(() -> library.classPath(BUILT, "5.99.0"))
                .isInstanceOf(UnableException.class)
                .hasMessageContaining("Curator 5.99.0 is not to be had")
                .hasMessageContaining("in central (https://repo.example)")
                .hasMessageContaining("expected org.apache.curator:curator-recipes:5.99.0")
                .hasMessageContaining("~/.m2/settings.xml");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "latest", "5.6", "3.3.0", "2.13.0", "5.6.0,5.7.0", "[5.6,)", "../5.6.0"})
    void whatIsNoVersionForMastersIsRefusedBeforeAnythingIsAskedFor(String version) {
        assertThatThrownBy(() -> library.classPath(BUILT, version))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected a released version from 4.0.0 on");
        assertThat(asked).isEmpty();
    }

    /** Whoever gives the masters another library must say whether it stays when Curator is replaced. */
    @Test
    void everyLibraryOfTheMastersIsKeptOrBelongsToCurator() throws Exception {
        String pom = Files.readString(Home.find().root().resolve("scenarios/masters/pom.xml"));
        String dependencies = pom.substring(pom.indexOf("<dependencies>"), pom.indexOf("</dependencies>"));
        Set<String> ofCurator =
                Set.of("curator-framework", "curator-recipes", "zookeeper", "metrics-core", "snappy-java");

        List<String> direct = Pattern.compile("<artifactId>([^<]+)</artifactId>(?!\\s*<scope>test)")
                .matcher(dependencies)
                .results()
                .map(match -> match.group(1))
                .toList();

        assertThat(direct)
                .contains("curator-recipes")
                .allSatisfy(name -> assertThat(CuratorLibrary.KEPT.contains(name) || ofCurator.contains(name))
                        .as(name)
                        .isTrue());
    }

    @Test
    void comparesNumbersAndNotTexts() {
        assertThat(CuratorLibrary.compare("5.9.0", "5.10.0")).isNegative();
        assertThat(CuratorLibrary.compare("5.7.0", "5.7.0")).isZero();
        assertThat(CuratorLibrary.compare("5.7.0", "4.3.0")).isPositive();
    }

    @Test
    void knowsAnArtifactByTheNameOfItsJar() {
        assertThat(CuratorLibrary.artifact(
                        Path.of("a" + File.separator + "netty-codec-4.1.113.Final-linux-x86_64.jar")))
                .isEqualTo("netty-codec");
        assertThat(CuratorLibrary.artifact(Path.of("interregnum-masters-0.1.0-SNAPSHOT.jar")))
                .isEqualTo("interregnum-masters");
    }
}
