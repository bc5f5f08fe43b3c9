package io.interregnum.suite;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The arrows of the design, as far as the program goes. */
@AnalyzeClasses(packages = "io.interregnum.suite", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule theJudgeSharesNoCodeWithTheAccused =
            noClasses().should().dependOnClassesThat().resideInAPackage("io.interregnum.masters..");

    @ArchTest
    static final ArchRule onlyBackendsKnowsBackends = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("io.interregnum.suite.Backends")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.interregnum.cluster.docker..", "io.interregnum.cluster.local..");

    @ArchTest
    static final ArchRule onlyCommandsKnowTheCommandLine = noClasses()
            .that()
            .resideOutsideOfPackage("io.interregnum.suite.command")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("picocli..");

    @ArchTest
    static final ArchRule noLibraryOfTheEngineShowsThrough =
            noClasses().should().dependOnClassesThat().resideInAnyPackage("org.testcontainers..", "org.apache..");

    @ArchTest
    static final ArchRule noCyclesBetweenPackages =
            slices().matching("io.interregnum.(**)").should().beFreeOfCycles();
}
