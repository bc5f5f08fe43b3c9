package io.interregnum;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.interregnum.history.Json;
import io.interregnum.history.RunClock;
import java.time.Clock;
import java.time.Instant;
import java.util.Set;

/** Holds the arrows between the packages of this module. */
@AnalyzeClasses(packages = "io.interregnum", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String[] PLAIN = {"java..", "org.jspecify.."};

    @ArchTest
    static final ArchRule HISTORY_SEES_NOBODY = classes()
            .that()
            .resideInAPackage("..history..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(with("..history..", "com.fasterxml.jackson.core.."));

    @ArchTest
    static final ArchRule CHECKERS_SEE_ONLY_HISTORY = classes()
            .that()
            .resideInAPackage("..check..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(with("..check..", "..history.."));

    @ArchTest
    static final ArchRule METRICS_SEE_ONLY_HISTORY = classes()
            .that()
            .resideInAPackage("..metric..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(with("..metric..", "..history.."));

    @ArchTest
    static final ArchRule RUN_DIRECTORIES_SEE_HISTORY_AND_EXPECTATIONS = classes()
            .that()
            .resideInAPackage("..rundir..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(with("..rundir..", "..check..", "..history.."));

    @ArchTest
    static final ArchRule ONLY_THE_RUN_CLOCK_READS_THE_TIME =
            classes().that().doNotBelongToAnyOf(RunClock.class).should(notReadTheTime());

    @ArchTest
    static final ArchRule THE_CLOJURE_BRIDGE_SEES_ONLY_MODELS_AND_THEIR_JUDGE = classes()
            .that()
            .resideInAPackage("io.interregnum.clojure..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(with("io.interregnum.clojure..", "..check.linear..", "clojure.."));

    @ArchTest
    static final ArchRule ONLY_THE_CLOJURE_BRIDGE_IMPORTS_CLOJURE = noClasses()
            .that()
            .resideOutsideOfPackage("io.interregnum.clojure..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("clojure..");

    @ArchTest
    static final ArchRule ONLY_THE_RUN_CLOCK_SLEEPS = noClasses()
            .that()
            .doNotBelongToAnyOf(RunClock.class)
            .should()
            .callMethod(Thread.class, "sleep", long.class);

    /**
     * Searches race, and parts of a history are judged side by side. Clojure finds its class loader by the thread, and
     * Knossos gets one that can be cut off. All else is done by the caller's thread.
     */
    @ArchTest
    static final ArchRule ONLY_SEARCHES_START_THREADS = noClasses()
            .that()
            .doNotBelongToAnyOf(RunClock.class)
            .and()
            .resideOutsideOfPackage("io.interregnum.clojure..")
            .and()
            .doNotHaveFullyQualifiedName("io.interregnum.check.linear.Race")
            .and()
            .doNotHaveFullyQualifiedName("io.interregnum.check.linear.Parts")
            .should()
            .dependOnClassesThat()
            .areAssignableTo(Thread.class);

    @ArchTest
    static final ArchRule ONLY_JSON_IMPORTS_JACKSON = noClasses()
            .that()
            .doNotBelongToAnyOf(Json.class)
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.fasterxml..");

    @ArchTest
    static final ArchRule JUDGES_TOUCH_NO_FILES = noClasses()
            .that()
            .resideInAnyPackage("..check..", "..metric..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.io..", "java.nio..", "java.net..");

    @ArchTest
    static final ArchRule PACKAGES_ARE_FREE_OF_CYCLES =
            slices().matching("io.interregnum.(**)").should().beFreeOfCycles();

    private static String[] with(String... packages) {
        return java.util.stream.Stream.of(packages, PLAIN)
                .flatMap(java.util.Arrays::stream)
                .toArray(String[]::new);
    }

    /** Looks at method references as well as at calls. */
    private static ArchCondition<JavaClass> notReadTheTime() {
        Set<String> system = Set.of("nanoTime", "currentTimeMillis");
        Set<String> clocks = Set.of(Clock.class.getName(), Instant.class.getName());
        return new ArchCondition<>("not read the time") {
            @Override
            public void check(JavaClass item, ConditionEvents events) {
                for (JavaAccess<?> access : item.getAccessesFromSelf()) {
                    String owner = access.getTargetOwner().getName();
                    boolean reads = (owner.equals(System.class.getName()) && system.contains(access.getName()))
                            || (clocks.contains(owner) && access.getName().startsWith("now"))
                            || (owner.equals(Clock.class.getName())
                                    && access.getName().startsWith("system"));
                    if (reads) {
                        events.add(SimpleConditionEvent.violated(item, access.getDescription()));
                    }
                }
            }
        };
    }
}
