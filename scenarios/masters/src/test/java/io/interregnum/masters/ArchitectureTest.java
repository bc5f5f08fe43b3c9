package io.interregnum.masters;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The accused shares no code with the judge, and decisions know no world. */
class ArchitectureTest {
    private static final JavaClasses MASTERS = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.interregnum.masters");

    @Test
    void nothingOfTheHarnessIsUsed() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveNameMatching(
                        "io\\.interregnum\\.(history|check|cluster|fault|workload|run|rundir|metric|suite)(\\..*)?")
                .check(MASTERS);
    }

    /** Whatever decides, and the values that it decides on. */
    private static final String PURE = ".*\\.masters\\.(Election|ElectionEvent|ElectionAction|Standing|RegistryState"
            + "|Operation|Reply|CandidateNode|MasterInfo|Variant|AdmittedAgent|AgentPolicy|Detector|Leader|Sender"
            + "|SoftState|SoftEvent|SoftAction|SoftReply|SoftView|Frameworks|Task|TaskState|TaskStatus|SchedulerCall"
            + "|SchedulerEvent|Agent|AgentEvent|AgentAction|AgentCheckpoint|Framework|FrameworkEvent|FrameworkAction"
            + "|FrameworkCheckpoint|PaxosState|PaxosMessage|PaxosReplica|PaxosCoordinator)(\\$.*)?";

    @Test
    void whatDecidesIsPure() {
        classes()
                .that()
                .haveNameMatching(PURE)
                .should()
                .onlyDependOnClassesThat()
                .haveNameMatching("java\\.(lang|util)\\.(?!concurrent).*|org\\.jspecify\\..*|\\[I|\\[?L?" + PURE + ";?")
                .check(MASTERS);
    }

    @Test
    void decisionsReadNoClock() {
        noClasses()
                .that()
                .haveNameMatching(".*\\.masters\\.(Routes|Pages|ApiRoutes|OperationRoutes)|" + PURE)
                .should()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .check(MASTERS);
    }
}
