package io.interregnum;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;

/** The arrows of the design, as far as this module goes. */
@AnalyzeClasses(packages = "io.interregnum", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule onlyDockerKnowsTestcontainers = noClasses()
            .that()
            .resideOutsideOfPackage("io.interregnum.cluster.docker..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.testcontainers..", "com.github.dockerjava..");

    @ArchTest
    static final ArchRule theSidecarNeedsNothingButTheJdk = noClasses()
            .that()
            .resideInAPackage("io.interregnum.cluster.sidecar")
            .and()
            .haveNameNotMatching(".*(SidecarClient|ProcessesBeside).*")
            .should()
            .dependOnClassesThat()
            .resideOutsideOfPackages(
                    "java..", "javax.management..", "org.jspecify.annotations", "io.interregnum.cluster.sidecar");

    @ArchTest
    static final ArchRule faultsDoNotKnowBackends = noClasses()
            .that()
            .resideInAnyPackage("io.interregnum.fault", "io.interregnum.workload", "io.interregnum.run")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.interregnum.cluster.docker..", "io.interregnum.cluster.local..");

    @ArchTest
    static final ArchRule judgesDoNotKnowTheEngine = noClasses()
            .that()
            .resideInAnyPackage(
                    "io.interregnum.check..",
                    "io.interregnum.metric..",
                    "io.interregnum.history..",
                    "io.interregnum.rundir..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.interregnum.cluster..",
                    "io.interregnum.fault..",
                    "io.interregnum.workload..",
                    "io.interregnum.run..");

    @ArchTest
    static final ArchRule nothingInTheEngineKnowsThoseAboveIt = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.interregnum.suite..", "io.interregnum.report..", "io.interregnum.masters..");

    @ArchTest
    static final ArchRule onlyTheRunClockReadsTheSystemsClocks = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("io.interregnum.history.RunClock")
            .and()
            .resideOutsideOfPackages(
                    "io.interregnum.cluster.sidecar", "io.interregnum.cluster.local", "io.interregnum.cluster.docker")
            .should()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(Instant.class, "now");

    @ArchTest
    static final ArchRule noCyclesBetweenPackages =
            slices().matching("io.interregnum.(**)").should().beFreeOfCycles();
}
